import DonorPool
import HLATyping

extension MatchReference {
  /// Opens a pool snapshot, as made by `hlamatch pool build` or ``buildPool(of:at:_:progress:)``.
  ///
  /// The file is mapped, not read: it must stay as it is while the pool is in use. One that is replaced by renaming is no
  /// trouble, since the pool keeps the old file.
  ///
  /// - Parameter path: The snapshot.
  /// - Throws: ``EngineError/missingInput(_:)``, or ``EngineError/data(_:)`` for a file that is damaged, of another
  ///   version, or made from another release.
  /// - Complexity: O(distinct typings), not O(donors).
  public func openPool(_ path: String) async throws(EngineError) -> MatchPool {
    try MatchPool(opening: path, self, policy: nil)
  }

  /// Reads donors into a pool in memory.
  ///
  /// - Parameters:
  ///   - donors: Files, or bytes in memory, in any of the formats. A repeated id, over all of them, is a fault of the
  ///     later row.
  ///   - settings: How they are read.
  ///   - progress: Told the rows read; ended by this call.
  /// - Returns: The pool; rows that were rejected are in ``MatchPool/rejects``.
  /// - Throws: ``EngineError`` where an input as a whole cannot be used, ``EngineError/nothingReadable(_:rejects:)``
  ///   where no row of any can, ``EngineError/cancelled``.
  /// - Complexity: O(rows); above a gigabyte the pool stands in a temporary file.
  public func readPool(
    of donors: [InputSource], _ settings: ReadingSettings, progress: ProgressFeed? = nil
  ) async throws(EngineError) -> MatchPool {
    defer { progress?.end() }
    let reading = try InputReading(settings.forFiles) { progress?.note($0) }
    let pool = try DonorReading(reading, self, settings).pool(of: donors, keepsOrder: true)
    try reading.requireOverridesUsed(donors.map(\.name))
    return pool.telling(reading)
  }

  /// Reads donors into a snapshot that can be opened again and again.
  ///
  /// - Parameters:
  ///   - donors: As for ``readPool(of:_:progress:)``.
  ///   - path: The snapshot; it appears whole or not at all, in the place of a file of this name.
  ///   - settings: How the donors are read. A search must use a protocol with the same policies.
  ///   - progress: Told the rows read; ended by this call.
  /// - Returns: The pool, opened.
  /// - Throws: As ``readPool(of:_:progress:)``; ``EngineError/cannotCreate(_:)`` or ``EngineError/inputOutput(_:)`` where
  ///   the snapshot cannot be written, such as for a full disk.
  public func buildPool(
    of donors: [InputSource], at path: String, _ settings: ReadingSettings, progress: ProgressFeed? = nil
  ) async throws(EngineError) -> MatchPool {
    defer { progress?.end() }
    let reading = try InputReading(settings.forFiles) { progress?.note($0) }
    let output = try OutputFile(path: path)
    guard let descriptor = output.fileDescriptor else {
      throw .cannotCreate("\(path): a pool is written at offsets; a regular file was expected")
    }
    let written = try DonorReading(reading, self, settings)
      .pool(of: donors, into: PoolSink(descriptor: descriptor), keepsOrder: false)
    try reading.requireOverridesUsed(donors.map(\.name))
    try requireNotCancelled()
    try output.commit()
    return try MatchPool(opening: path, self, policy: nil).telling(reading, watched: written.watched)
  }

  /// Reads patients.
  ///
  /// - Parameters:
  ///   - patients: A file, or bytes in memory, in any of the formats.
  ///   - settings: How they are read.
  /// - Returns: The patients in the order of the input; rows that were rejected are in ``PatientList/rejects``.
  /// - Throws: As ``readPool(of:_:progress:)``.
  public func readPatients(
    _ patients: InputSource, _ settings: ReadingSettings
  ) async throws(EngineError) -> PatientList {
    let reading = try InputReading(settings.forFiles) { _ in }
    let list = try PatientReading(
      reading: reading, reference: self, policy: settings.rules.patientTyping, date: settings.date
    ).list(of: patients)
    try reading.requireOverridesUsed([patients.name])
    return list.telling(reading)
  }

  /// Reads patients of whom the typing alone is known.
  ///
  /// - Parameters:
  ///   - patients: Ids and GL Strings, as `A*02:01+A*24:02^B*07:02+B*44:02^...`; a string may be a GL String Code.
  ///   - settings: How they are read; what it says of the form of inputs does not matter here.
  /// - Returns: The patients in the order given.
  /// - Throws: ``EngineError/nothingReadable(_:rejects:)`` where no string can be used.
  public func readPatients(
    glStrings patients: [(id: String, glString: String)], _ settings: ReadingSettings
  ) async throws(EngineError) -> PatientList {
    var lines: [UInt8] = []
    for patient in patients {
      lines += try JSONText.line(["patient_id": patient.id, "gl_string": patient.glString]).utf8
      lines.append(10)
    }
    var plain = ReadingSettings(rules: settings.rules, date: settings.date)
    plain.keptIssues = settings.keptIssues
    return try await readPatients(.bytes(lines, name: "patients"), plain)
  }
}

extension DonorReading {
  init(_ reading: InputReading, _ reference: MatchReference, _ settings: ReadingSettings) {
    self.init(
      reading: reading, reference: reference, policy: settings.rules.donorTyping, date: settings.date)
    (kir, patients, folder) = (settings.kir, settings.patientCount, settings.scratchFolder)
    kirFiles.csv = settings.files.csv
    watchedDonor = settings.watchedDonor
  }
}
