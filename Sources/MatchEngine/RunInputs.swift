import Crypto
import DonorPool
import DonorSelection
import HLANomenclature
import HLAReference
import HLATyping
import MatchReport
import RegistryFormats

/// How far the reading of an input has come.
public struct ReadingProgress: Sendable {
  /// The file's name.
  public let file: String
  /// Rows so far.
  public let rows: Int
  /// Bytes so far.
  public let bytes: Int
}

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
  public let rejects: IssueLog
  /// Warnings.
  public let warnings: IssueLog
  /// The input files and their hashes, patients first.
  public private(set) var files: [RunRecord.Input] = []
  /// Rows read and rejected.
  public private(set) var counts = RunRecord.Counts()
  /// Why the watched donor's row was rejected.
  public private(set) var watchedFaults: [String] = []
  private var usedOverrides: Set<ColumnOverride> = []
  private let progress: (ReadingProgress) -> Void

  /// Reads all inputs.
  ///
  /// - Parameters:
  ///   - options: Which inputs, and how.
  ///   - progress: Called now and then while donors are read.
  /// - Throws: ``EngineError``; rejected rows do not throw, they are counted.
  public init(_ options: RunOptions, progress: @escaping (ReadingProgress) -> Void = { _ in }) throws(EngineError) {
    self.options = options
    self.progress = progress
    rules = try options.loadProtocol()
    reference = try ReferenceIndex.open(options.reference)
    codes = try options.codes.map { path throws(EngineError) in try MultipleAlleleCodes.load(path) }
    rejects = try IssueLog(path: options.rejects)
    warnings = try IssueLog(path: options.warnings)
    pool = DonorPoolBuilder(reference: reference, policy: rules.donorTyping).finish()
    try readPatients()
    try readDonors()
    for override in options.columns where !usedOverrides.contains(override) {
      let files = ([options.patients] + options.donors).joined(separator: ", ")
      throw .data(
        "\(files):1:1: no column has the header \(override.header); it was expected for \(override.columnName)")
    }
  }

  /// The columns assigned by the user that a file has; an id column belongs to files of its own role alone.
  private func overrides(for header: [String], _ role: RegistryFileRole) -> [ColumnOverride] {
    let otherID = role == .donors ? RegistryColumn.patientID : .donorID
    let fitting = options.columns.filter { override in
      RegistryColumn(canonicalName: override.columnName) != otherID && header.contains(override.header)
    }
    usedOverrides.formUnion(fitting)
    return fitting
  }

  /// The run's patients, rejected ones included, are exactly one: then `relation` holds without `related_to`.
  public var hasOnePatient: Bool { counts.patientsRead == 1 }

  private func readPatients() throws(EngineError) {
    var builder = DonorPoolBuilder(reference: reference, policy: rules.patientTyping, codes: codes)
    var found: [Person] = []
    let (read, rejected) = try readFile(options.patients, role: .patients, &builder) { row, _, builder in
      let typings = zip(builder.tables.loci, row.typings).map { $0.typings[Int($1)] }
      found.append(Person(id: String(decoding: row.id, as: UTF8.self), typings: typings, facts: row.facts))
    }
    patients = found
    counts.patientsRead = read
    counts.patientsRejected = rejected
    if found.isEmpty { throw try nothingReadable(options.patients, "patient") }
  }

  private func readDonors() throws(EngineError) {
    var builder = DonorPoolBuilder(reference: reference, policy: rules.donorTyping, codes: codes)
    for file in options.donors {
      let (read, rejected) = try readFile(file, role: .donors, &builder) { row, number, builder in
        builder.append(row, number: number)
      }
      counts.read += read
      counts.rejected += rejected
    }
    pool = builder.finish()
    if pool.count == 0 { throw try nothingReadable(options.donors.joined(separator: ", "), "donor") }
  }

  /// The rejects are the answer where no row could be read, so they are written before the run ends.
  private func nothingReadable(_ files: String, _ noun: String) throws(EngineError) -> EngineError {
    try commitIssues()
    let reasons = rejects.total == 0 ? "" : "; rejected: \(rejects.summary); first: \(rejects.messages[0])"
    return .data("\(files): no \(noun) could be read\(reasons)")
  }

  /// Reads one file row by row; each good row goes to `accept`, each fault to the rejects.
  private func readFile(
    _ path: String, role: RegistryFileRole, _ builder: inout DonorPoolBuilder,
    accept: (PersonRow, UInt32, inout DonorPoolBuilder) -> Void
  ) throws(EngineError) -> (read: Int, rejected: Int) {
    var hasher = SHA256()
    var read = 0
    var rejected = 0
    do {
      var bytes = 0
      let file = try RegistryFile(path: path, options: options.files) {
        hasher.update(bufferPointer: $0)
        bytes += $0.count
      }
      let assigned = file.format.hasHeader ? overrides(for: file.header, role) : []
      let reader = try PersonReader(header: file.header, role: role, overrides: assigned, format: file.format)
      if file.format.hasHeader { try noteColumns(reader, file.headerLine, path) }
      var row = PersonRow(locusCount: Locus.typed.count)
      try file.forEachRecord { record in
        read += 1
        if read & 0xFFFF == 0 { progress(ReadingProgress(file: path, rows: read, bytes: bytes)) }
        if try !take(record, reader, role, path, &row, &builder, accept) { rejected += 1 }
      }
    } catch let error as EngineError {
      throw error
    } catch let error as RegistryFileError {
      throw EngineError(error, file: path)
    } catch let error as PersonFileError {
      throw .data("\(path):1:1: \(error)")
    } catch {
      throw .program("\(path): \(error)")
    }
    let digest = hasher.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    files.append(
      RunRecord.Input(role: role == .donors ? "donors" : "patients", file: baseName(path), sha256: digest))
    return (read, rejected)
  }

  /// - Returns: Whether the row was accepted.
  private func take(
    _ record: borrowing RegistryRecord, _ reader: PersonReader, _ role: RegistryFileRole, _ path: String,
    _ row: inout PersonRow, _ builder: inout DonorPoolBuilder,
    _ accept: (PersonRow, UInt32, inout DonorPoolBuilder) -> Void
  ) throws(EngineError) -> Bool {
    if let fault = record.fault {
      try rejects.add(fault.issue, file: path)
      return false
    }
    reader.read(record, tables: &builder.tables, into: &row)
    var faults = row.faults
    let number = row.id.isEmpty ? nil : builder.register(id: row.id)
    if !row.id.isEmpty, number == nil {
      let message = "this id stood in an earlier row of the run; each id was expected once"
      faults.append(row.idIssue(field: reader.idField, code: "duplicate_id", message: message))
    }
    for warning in row.warnings { try warnings.add(warning, file: path) }
    guard faults.isEmpty, let number else {
      for fault in faults { try rejects.add(fault, file: path) }
      if role == .donors, let watched = options.watchedDonor, row.id.elementsEqual(watched.utf8) {
        watchedFaults += faults.map { "\(baseName(path)):\($0.line):\($0.column): \($0.message)" }
      }
      return false
    }
    try checkFacts(row, reader, role, path)
    accept(row, number, &builder)
    return true
  }

  /// Warnings that depend on the whole run: its day and its patients.
  private func checkFacts(
    _ row: PersonRow, _ reader: PersonReader, _ role: RegistryFileRole, _ path: String
  ) throws(EngineError) {
    if row.facts.birth != .unknown, row.facts.birth.age(on: options.date) == nil {
      let message = "the age on \(options.date) counts as unknown; 0 to 110 years were expected"
      try warnings.add(row.issue(field: "age", code: "bad_age", message: message), file: path)
    }
    guard role == .donors, row.facts.relation != .unrelated, row.relatedTo.isEmpty, !hasOnePatient else { return }
    let message =
      "the relation names no patient and the run has several, so the donor counts as unrelated; "
      + "related_to was expected"
    try warnings.add(
      row.issue(field: "relation", code: "relation_without_patient", message: message), file: path)
  }

  private func noteColumns(_ reader: PersonReader, _ line: Int, _ path: String) throws(EngineError) {
    let kinds = [
      (reader.unevaluated, "column_not_evaluated", "is known but not evaluated by this version"),
      (reader.unrecognised, "unrecognised_column", "has no meaning here and is not read"),
    ]
    for (columns, code, words) in kinds {
      for (column, field) in columns {
        let message = "the column \(field.printable) \(words)"
        let issue = RowIssue(line: line, column: column, field: field, value: "", code: code, message: message)
        try warnings.add(issue, file: path)
      }
    }
  }
}

extension RecordFault {
  /// The fault as an issue of the row; the cell itself is not shown, since it may be an id.
  var issue: RowIssue {
    RowIssue(line: line, column: column, field: "", value: "", code: kind.code, message: "\(kind)")
  }
}
