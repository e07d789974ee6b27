import Crypto
import DonorPool
import DonorSelection
import HLANomenclature
import HLAReference
import HLATyping
import MatchReport
import RegistryFormats
import TransplantFacts

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
  /// The antibodies of patients who have any, by patient id.
  public private(set) var antibodies: [String: AntibodyList] = [:]
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
    let snapshot = try options.snapshot()
    if let snapshot {
      pool = try DonorPool.open(snapshot, reference, rules.donorTyping)
    } else {
      pool = try DonorPool.empty(reference: reference, policy: rules.donorTyping)
    }
    try readPatients()
    if let snapshot { try takeSnapshot(snapshot) } else { try readDonors() }
    try reading.requireOverridesUsed([options.patients] + options.donors)
  }

  /// The run's patients, rejected ones included, are exactly one: then `relation` holds without `related_to`.
  public var hasOnePatient: Bool { counts.patientsRead == 1 }

  private func donorReading() -> DonorReading {
    var donors = DonorReading(
      reading: reading, reference: reference, codes: codes, policy: rules.donorTyping, date: options.date)
    donors.kir = options.kir
    donors.kirFiles = RegistryFile.Options(csv: options.reading.files.csv)
    donors.patients = counts.patientsRead
    donors.folder = options.scratchFolder
    return donors
  }

  private func readPatients() throws(EngineError) {
    var keeper = RowTables(reference: reference, policy: rules.patientTyping, codes: codes)
    var found: [Person] = []
    let path = options.patients
    let resolver = TypingResolver(reference: reference, codes: codes)
    let donors = donorReading()
    let tally = try reading.read(path, role: .patients, &keeper) { row, _, keeper in
      try donors.checkAge(row, path)
      if let cell = row.antibodies { try addAntibodies(cell, of: row.id, resolver) }
      let typings = zip(keeper.tables.loci, row.typings).map { $0.typing($1) }
      found.append(Person(id: String(decoding: row.id, as: UTF8.self), typings: typings, facts: row.facts))
    }
    patients = found
    counts.patientsRead = tally.read
    counts.patientsRejected = tally.rejected
    if found.isEmpty { throw try reading.nothingReadable(path, "patient") }
  }

  /// Understands a patient's antibodies; what names none is a warning with its place.
  private func addAntibodies(_ cell: PersonCell, of id: [UInt8], _ resolver: TypingResolver) throws(EngineError) {
    let list = AntibodyList(cell.text, resolver: resolver)
    for fault in list.faults {
      let issue = RowIssue(
        line: cell.line, column: cell.column, field: "antibodies", value: fault.item, code: fault.kind.rawValue,
        message: fault.message)
      try reading.warnings.add(issue, file: options.patients)
    }
    antibodies[String(decoding: id, as: UTF8.self)] = list
  }

  private func readDonors() throws(EngineError) {
    var donors = donorReading()
    if options.watchedDonor != nil { donors.inspect = { self.watch($0, $1) } }
    let result = try donors.pool(of: options.donors, keepsOrder: true)
    (counts.read, counts.rejected) = (result.read, result.rejected)
    pool = result.finished.pool
    if pool.count == 0 { throw try reading.nothingReadable(options.donors.joined(separator: ", "), "donor") }
  }

  /// Takes the donors of a pool that was built before.
  private func takeSnapshot(_ path: String) throws(EngineError) {
    (counts.read, counts.rejected) = (pool.facts.read, pool.facts.rejected)
    reading.note("pool", path, pool.manifestHash)
    for input in pool.facts.inputs { reading.note(input.role, input.file, input.sha256) }
    if pool.count == 0 { throw .data("\(path): the pool holds no donor; donors were expected") }
  }

  /// Ends a run whose pool turned out to be damaged: what was made of it must not get out.
  func requireIntact() throws(EngineError) {
    if let damage = pool.damage {
      throw EngineError(damage, file: options.donors.joined(separator: ", "))
    }
  }

  /// Remembers the faults of the donor whose explanation is asked for.
  private func watch(_ inspection: InputReading.Inspection, _ path: String) {
    guard !inspection.faults.isEmpty, let watched = options.watchedDonor, let row = inspection.row,
      row.id.elementsEqual(watched.utf8)
    else { return }
    watchedFaults += inspection.faults.map { "\(baseName(path)):\($0.line):\($0.column): \($0.message)" }
  }
}
