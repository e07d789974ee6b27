import Crypto
import DonorPool
import HLANomenclature
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

/// Reads donor and patient files row by row, and notes what is wrong with them.
public final class InputReading {
  /// How the files are to be read.
  public struct Settings: Sendable {
    /// What is known of their form.
    public var files = RegistryFile.Options()
    /// `canonical=their_header`.
    public var columns: [ColumnOverride] = []
    /// Receives rejected rows; nil for none.
    public var rejects: String?
    /// Receives warnings; nil for none.
    public var warnings: String?
    /// Rejected rows and warnings kept as values.
    var keptIssues = 0

    /// Settings in which everything is found out.
    public init() {}
  }

  /// Rejected rows.
  let rejects: IssueLog
  /// Warnings.
  let warnings: IssueLog
  /// The files read, with their hashes, in the order of reading.
  private(set) var inputs: [RunRecord.Input] = []
  private(set) var usedOverrides: Set<ColumnOverride> = []
  /// The files of people read so far, and the rows of all of them.
  private var paths: [String] = []
  private var rows = 0
  private let settings: Settings
  private let progress: (ReadingProgress) -> Void

  init(_ settings: Settings, progress: @escaping (ReadingProgress) -> Void) throws(EngineError) {
    (self.settings, self.progress) = (settings, progress)
    rejects = try IssueLog(path: settings.rejects, kept: settings.keptIssues)
    warnings = try IssueLog(path: settings.warnings, kept: settings.keptIssues)
  }

  /// What a file held.
  struct Tally {
    var format = RegistryFileFormat.csv
    var read = 0
    var rejected = 0
  }

  /// What is wrong with one row, or with the columns of a file.
  struct Inspection {
    /// The row; nil for the columns and for a record that could not be taken apart.
    var row: PersonRow?
    /// Why it is rejected.
    var faults: [RowIssue] = []
    /// What is worth saying about it.
    var warnings: [RowIssue] = []
  }

  /// Reads one input.
  ///
  /// - Parameters:
  ///   - keeper: Understands the typings and keeps track of the ids.
  ///   - inspect: Sees every row, good or not, before it is accepted; nil where nobody looks, which costs nothing.
  ///   - accept: Given each good row with the place of its id.
  /// - Throws: ``EngineError`` where the input as a whole cannot be used, or the task was cancelled.
  func read<Keeper: RowKeeping & ~Copyable>(
    _ source: InputSource, role: RegistryFileRole, _ keeper: inout Keeper,
    inspect: ((Inspection) -> Void)? = nil,
    accept: (inout PersonRow, DonorPlace, inout Keeper) throws -> Void
  ) throws(EngineError) -> Tally {
    let path = source.name
    paths.append(path)
    var hasher = SHA256()
    var bytes = 0
    var tally = Tally()
    do {
      var options = settings.files
      // A format asked for is that of the donors; patients stand in a file of their own, whose format is found out.
      if role == .patients { options.format = nil }
      let file = try source.open(options) {
        hasher.update(bufferPointer: $0)
        bytes += $0.count
      }
      tally.format = file.format
      let assigned = file.format.hasHeader ? overrides(for: file.header, role) : []
      let reader = try keeper.reader(file.header, role, assigned, file.format)
      if file.format.hasHeader {
        let issues = try noteColumns(reader, file.headerLine, path)
        inspect?(Inspection(warnings: issues))
      }
      var row = PersonRow(locusCount: Locus.typed.count)
      try file.forEachRecord { record in
        tally.read += 1
        if tally.read & 0x3FF == 0, Task.isCancelled { throw EngineError.cancelled }
        if tally.read & 0x3FFF == 0 { progress(ReadingProgress(file: path, rows: tally.read, bytes: bytes)) }
        if try !take(record, reader, path, &row, &keeper, inspect, accept) { tally.rejected += 1 }
      }
      let issues = try noteKeys(file.unrecognisedKeys, path)
      inspect?(Inspection(warnings: issues))
    } catch {
      throw EngineError(reading: error, file: path)
    }
    note(role == .donors ? "donors" : "patients", path, hasher)
    return tally
  }

  /// Notes a file that was read elsewhere.
  func note(_ role: String, _ path: String, _ hasher: SHA256) {
    note(role, path, HexText.of(hasher.finalize()))
  }

  /// Notes a file whose SHA-256 is known.
  func note(_ role: String, _ path: String, _ digest: String) {
    inputs.append(RunRecord.Input(role: role, file: baseName(path), sha256: digest))
  }

  /// The rejects are the answer where no row could be read, so they are written before the run ends.
  func nothingReadable(_ files: String, _ noun: String) throws(EngineError) -> EngineError {
    try commitIssues()
    let reasons = rejects.total == 0 ? "" : "; rejected: \(rejects.summary); first: \(rejects.messages[0])"
    return .nothingReadable("\(files): no \(noun) could be read\(reasons)", rejects: InputIssues(rejects))
  }

  /// An assignment of the user that fits no file is a slip of the pen.
  func requireOverridesUsed(_ files: [String]) throws(EngineError) {
    for override in settings.columns where !usedOverrides.contains(override) {
      throw .data(
        "\(files.joined(separator: ", ")):1:1: no column has the header \(override.header); it was expected for "
          + override.columnName)
    }
  }

  /// The rejects and warnings files.
  var issueFiles: [OutputFile] { [rejects.output, warnings.output].compactMap { $0 } }

  /// Puts the rejects and warnings files in their places.
  func commitIssues() throws(EngineError) { try OutputFile.commit(issueFiles) }
}

extension InputReading {
  /// - Returns: Whether the row was accepted.
  private func take<Keeper: RowKeeping & ~Copyable>(
    _ record: borrowing RegistryRecord, _ reader: PersonReader, _ path: String, _ row: inout PersonRow,
    _ keeper: inout Keeper, _ inspect: ((Inspection) -> Void)?,
    _ accept: (inout PersonRow, DonorPlace, inout Keeper) throws -> Void
  ) throws -> Bool {
    rows += 1
    if let fault = record.fault {
      try rejects.add(fault.issue, file: path)
      inspect?(Inspection(faults: [fault.issue]))
      return false
    }
    reader.read(record, tables: &keeper.tables, into: &row)
    if !row.id.isEmpty, keeper.isRepeated(row.id) {
      row.reject(row.idIssue(field: reader.idField, code: RepeatedID.code, message: RepeatedID.message))
    }
    for warning in row.warnings { try warnings.add(warning, file: path) }
    if let inspect { inspect(Inspection(row: row, faults: row.faults, warnings: row.warnings)) }
    let place = DonorPlace(file: paths.count - 1, line: row.idPlace.line, column: row.idPlace.column, order: rows)
    guard row.faults.isEmpty else {
      for fault in row.faults { try rejects.add(fault, file: path) }
      try keeper.refuse(row.id, at: place)
      return false
    }
    try accept(&row, place, &keeper)
    return true
  }

  /// Notes rows whose ids turned out to be repeated when all rows were sorted.
  ///
  /// - Returns: How many rows are rejected that were not before.
  func note(_ repeated: [RepeatedID], idField: String) throws(EngineError) -> Int {
    for row in repeated {
      let issue = RowIssue(
        line: row.place.line, column: row.place.column, field: idField, value: "", code: RepeatedID.code,
        message: RepeatedID.message)
      try rejects.add(issue, file: paths[row.place.file])
    }
    return repeated.count { !$0.wasRejected }
  }

  /// The columns assigned by the user that a file has; an id column belongs to files of its own role alone.
  private func overrides(for header: [String], _ role: RegistryFileRole) -> [ColumnOverride] {
    let otherID = role == .donors ? RegistryColumn.patientID : .donorID
    let fitting = settings.columns.filter { override in
      RegistryColumn(canonicalName: override.columnName) != otherID && header.contains(override.header)
    }
    usedOverrides.formUnion(fitting)
    return fitting
  }

  /// Keys of JSON lines that mean nothing here; they are known only at the end.
  private func noteKeys(_ keys: [(line: Int, key: String)], _ path: String) throws(EngineError) -> [RowIssue] {
    let issues = keys.map { line, key in
      RowIssue(
        line: line, column: 0, field: key, value: "", code: "unrecognised_column",
        message: "the key \(key.printable) has no meaning here and is not read")
    }
    for issue in issues { try warnings.add(issue, file: path) }
    return issues
  }

  private func noteColumns(
    _ reader: PersonReader, _ line: Int, _ path: String
  ) throws(EngineError) -> [RowIssue] {
    var issues: [RowIssue] = []
    let kinds = [
      (reader.unevaluated, "column_not_evaluated", "is known but not evaluated by this version"),
      (reader.unrecognised, "unrecognised_column", "has no meaning here and is not read"),
    ]
    for (columns, code, words) in kinds {
      for (column, field) in columns {
        let message = "the column \(field.printable) \(words)"
        let issue = RowIssue(line: line, column: column, field: field, value: "", code: code, message: message)
        try warnings.add(issue, file: path)
        issues.append(issue)
      }
    }
    return issues
  }
}

extension RecordFault {
  /// The fault as an issue of the row; the cell itself is not shown, since it may be an id.
  var issue: RowIssue {
    RowIssue(line: line, column: column, field: "", value: "", code: kind.code, message: "\(kind)")
  }
}

extension RepeatedID {
  static let code = "duplicate_id"
  static let message = "this id stood in an earlier row of the run; each id was expected once"
}
