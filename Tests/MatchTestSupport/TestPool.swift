import DonorPool
import HLANomenclature
import HLAReference
import HLATyping
import RegistryFormats

/// Pools and persons read from written cells the way a run reads its files.
public enum TestPool {
  /// The embedded excerpt, built once.
  public static let reference: ReferenceIndex = {
    do { return try ReferenceIndex.embedded() } catch { fatalError("the embedded excerpt is faulty: \(error)") }
  }()

  /// Why cells that a test wrote were refused.
  public struct Refusal: Error, CustomStringConvertible {
    /// The faults of the first row refused.
    public let faults: [RowIssue]
    /// Their messages.
    public var description: String { faults.map { "\($0.field): \($0.message)" }.joined(separator: "; ") }
  }

  /// The pool of a file's rows; ``DonorPool/inputOrder`` tells their order.
  ///
  /// - Parameters:
  ///   - memory: Bytes of rows held before they are set aside in a temporary file.
  ///   - classWidth: Bits of a class code, at most; nil for those of every pool.
  /// - Throws: ``Refusal`` where a row is rejected, or what the readers throw.
  public static func pool(
    csv: String, policy: TypingPolicy = TypingPolicy(), memory: Int = DonorPoolBuilder.usualMemory,
    sink: PoolSink = PoolSink(), classWidth: Int? = nil
  ) throws -> DonorPool {
    let finished = try finished(csv: csv, policy: policy, memory: memory, sink: sink, classWidth: classWidth)
    guard let repeated = finished.repeated.first else { return finished.pool }
    let place = repeated.place
    throw Refusal(faults: [
      RowIssue(
        line: place.line, column: place.column, field: "donor_id", value: "", code: "repeated_id",
        message: "the id repeats")
    ])
  }

  /// The pool of a file's rows, and the rows left out for their ids.
  public static func finished(
    csv: String, policy: TypingPolicy = TypingPolicy(), memory: Int = DonorPoolBuilder.usualMemory,
    sink: PoolSink = PoolSink(), classWidth: Int? = nil
  ) throws -> FinishedPool {
    var builder = DonorPoolBuilder(reference: reference, policy: policy, memory: memory)
    if let classWidth { builder.classWidth = classWidth }
    let file = try CSVReader(source: ArrayByteSource(Array(csv.utf8)), options: CSVOptions(delimiter: 0x2C))
    let reader = try PersonReader(header: file.header, role: .donors, overrides: [])
    var row = PersonRow(locusCount: Locus.typed.count)
    var order = 0
    try file.forEachRecord { record in
      reader.read(record, tables: &builder.tables, into: &row)
      guard row.faults.isEmpty else { throw Refusal(faults: row.faults) }
      order += 1
      try builder.append(
        row, at: DonorPlace(file: 0, line: row.idPlace.line, column: row.idPlace.column, order: order))
    }
    return try builder.finish(into: sink, keepsOrder: true)
  }

  /// The rows of a file of donors, read into tables.
  public static func rows(_ csv: String, _ tables: inout TypingTables) throws -> [PersonRow] {
    let file = try CSVReader(source: ArrayByteSource(Array(csv.utf8)), options: CSVOptions(delimiter: 0x2C))
    let reader = try PersonReader(header: file.header, role: .donors, overrides: [])
    var rows: [PersonRow] = []
    var row = PersonRow(locusCount: Locus.typed.count)
    try file.forEachRecord { record in
      reader.read(record, tables: &tables, into: &row)
      rows.append(row)
    }
    return rows
  }

  /// The pool of written donors.
  public static func pool(
    _ donors: [WrittenPerson], policy: TypingPolicy = TypingPolicy(), classWidth: Int? = nil
  ) throws -> DonorPool {
    try pool(csv: WrittenPerson.csv(donors), policy: policy, classWidth: classWidth)
  }

  /// A patient from written cells.
  public static func patient(_ written: WrittenPerson, policy: TypingPolicy = TypingPolicy()) throws -> Person {
    let text = WrittenPerson.csv([written], idColumn: "patient_id")
    let file = try CSVReader(source: ArrayByteSource(Array(text.utf8)), options: CSVOptions(delimiter: 0x2C))
    let reader = try PersonReader(header: file.header, role: .patients, overrides: [])
    var tables = TypingTables(reference: reference, policy: policy)
    var row = PersonRow(locusCount: Locus.typed.count)
    try file.forEachRecord { record in
      reader.read(record, tables: &tables, into: &row)
      guard row.faults.isEmpty else { throw Refusal(faults: row.faults) }
    }
    let typings = row.typings(in: tables)
    return Person(id: written.id, typings: typings, facts: row.facts)
  }

  /// The typing of one locus from its two cells.
  public static func typing(
    _ locus: Locus, _ first: String, _ second: String, policy: TypingPolicy = TypingPolicy()
  ) throws -> LocusTyping {
    let resolver = TypingResolver(reference: reference)
    return try LocusTyping(
      resolver.cell(first, locus: locus), resolver.cell(second, locus: locus), locus: locus, policy: policy)
  }
}
