import Crypto
import DonorPool
import DonorSelection
import HLANomenclature
import HLAReference
import HLATyping
import MatchReport
import RegistryFormats

/// Everything that a run read: reference, protocol, patients, donors, and what was wrong with them.
public final class RunInputs {
  /// The options.
  public let options: RunOptions
  /// The reference.
  public let reference: ReferenceIndex
  private let codes: MultipleAlleleCodes?
  /// The protocol, with the options' policies.
  public let rules: DonorProtocol
  /// The patients, in file order.
  public private(set) var patients: [Person] = []
  /// The donors, in file order.
  public private(set) var pool: DonorPool
  /// Rejected rows.
  public var rejects: IssueLog { reading.rejects }
  /// Warnings.
  public var warnings: IssueLog { reading.warnings }
  /// The input files and their hashes, patients first.
  public var files: [RunRecord.Input] { reading.inputs }
  /// Rows read and rejected.
  public private(set) var counts = RunRecord.Counts()
  /// Why the watched donor's row was rejected.
  public private(set) var watchedFaults: [String] = []
  let reading: InputReading
  private var kirTable = KIRTable()

  /// Reads all inputs.
  ///
  /// - Parameters:
  ///   - options: Which inputs, and how.
  ///   - progress: Called now and then while donors are read.
  /// - Throws: ``EngineError``; rejected rows do not throw, they are counted.
  public init(_ options: RunOptions, progress: @escaping (ReadingProgress) -> Void = { _ in }) throws(EngineError) {
    self.options = options
    rules = try options.loadProtocol()
    reference = try ReferenceIndex.open(options.reference)
    codes = try options.codes.map { path throws(EngineError) in try MultipleAlleleCodes.load(path) }
    reading = try InputReading(options.reading, progress: progress)
    pool = DonorPoolBuilder(reference: reference, policy: rules.donorTyping).finish()
    try readPatients()
    try readKIRTable()
    try readDonors()
    try noteUntakenKIR()
    try reading.requireOverridesUsed([options.patients] + options.donors)
  }

  /// The run's patients, rejected ones included, are exactly one: then `relation` holds without `related_to`.
  public var hasOnePatient: Bool { counts.patientsRead == 1 }

  private func readPatients() throws(EngineError) {
    var builder = DonorPoolBuilder(reference: reference, policy: rules.patientTyping, codes: codes)
    var found: [Person] = []
    let path = options.patients
    let tally = try reading.read(path, role: .patients, &builder) { row, _, builder in
      try self.checkAge(row, path)
      let typings = row.typings(in: builder.tables)
      found.append(Person(id: String(decoding: row.id, as: UTF8.self), typings: typings, facts: row.facts))
    }
    patients = found
    counts.patientsRead = tally.read
    counts.patientsRejected = tally.rejected
    if found.isEmpty { throw try reading.nothingReadable(path, "patient") }
  }

  private func readDonors() throws(EngineError) {
    var builder = DonorPoolBuilder(reference: reference, policy: rules.donorTyping, codes: codes)
    for path in options.donors {
      let tally = try reading.read(
        path, role: .donors, &builder, inspect: options.watchedDonor == nil ? nil : { self.watch($0, path) },
        accept: { row, number, builder in
          try self.addKIR(&row, path)
          try self.checkAge(row, path)
          try self.checkRelation(row, path)
          builder.append(row, number: number)
        })
      counts.read += tally.read
      counts.rejected += tally.rejected
    }
    pool = builder.finish()
    if pool.count == 0 { throw try reading.nothingReadable(options.donors.joined(separator: ", "), "donor") }
  }

  /// Remembers the faults of the donor whose explanation is asked for.
  private func watch(_ inspection: InputReading.Inspection, _ path: String) {
    guard !inspection.faults.isEmpty, let watched = options.watchedDonor, let row = inspection.row,
      row.id.elementsEqual(watched.utf8)
    else { return }
    watchedFaults += inspection.faults.map { "\(baseName(path)):\($0.line):\($0.column): \($0.message)" }
  }
}

extension RunInputs {
  private func readKIRTable() throws(EngineError) {
    guard let path = options.kir else { return }
    var hasher = SHA256()
    let files = RegistryFile.Options(csv: options.reading.files.csv)
    kirTable = try KIRTable.read(path, options: files, warnings: warnings) { hasher.update(bufferPointer: $0) }
    reading.note("kir", path, hasher)
  }

  private func noteUntakenKIR() throws(EngineError) {
    guard let path = options.kir, kirTable.untaken > 0 else { return }
    let message = "\(kirTable.untaken) of \(kirTable.count) ids are of no donor of the run; ids of donors were expected"
    try warnings.add(
      RowIssue(line: 1, column: 0, field: "donor_id", value: "", code: "kir_without_donor", message: message),
      file: path)
  }

  /// Joins what the KIR table says of a donor.
  private func addKIR(_ row: inout PersonRow, _ path: String) throws(EngineError) {
    guard kirTable.count > 0, let genotype = kirTable.take(id: row.id) else { return }
    let contradictions = row.join(genotype)
    guard !contradictions.isEmpty else { return }
    let names = contradictions.map(\.description).joined(separator: " ")
    let message = "the donor's file and the KIR table contradict each other on \(names), which count as untested"
    try warnings.add(row.issue(field: "kir", code: "kir_contradiction", message: message), file: path)
  }

  /// An age that the run's day makes impossible.
  private func checkAge(_ row: PersonRow, _ path: String) throws(EngineError) {
    guard row.facts.birth != .unknown, row.facts.birth.age(on: options.date) == nil else { return }
    let message = "the age on \(options.date) counts as unknown; 0 to 110 years were expected"
    try warnings.add(row.issue(field: "age", code: "bad_age", message: message), file: path)
  }

  /// A relation that cannot be ascribed to one of several patients.
  private func checkRelation(_ row: PersonRow, _ path: String) throws(EngineError) {
    guard row.facts.relation != .unrelated, row.relatedTo.isEmpty, !hasOnePatient else { return }
    let message =
      "the relation names no patient and the run has several, so the donor counts as unrelated; "
      + "related_to was expected"
    try warnings.add(row.issue(field: "relation", code: "relation_without_patient", message: message), file: path)
  }
}
