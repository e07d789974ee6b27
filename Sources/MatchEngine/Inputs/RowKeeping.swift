import DonorPool
import HLAReference
import HLATyping
import RegistryFormats

/// What understands the rows of an input and keeps track of their ids.
protocol RowKeeping: ~Copyable {
  /// The typings met so far.
  var tables: TypingTables { get set }

  /// Takes note of an id.
  ///
  /// - Returns: Whether an earlier row had it, as far as that is known while the rows are read.
  mutating func isRepeated(_ id: [UInt8]) -> Bool

  /// The reader of files with this header.
  mutating func reader(
    _ header: [String], _ role: RegistryFileRole, _ overrides: [ColumnOverride], _ format: RegistryFileFormat
  ) throws(PersonFileError) -> PersonReader

  /// Takes note of a rejected row.
  mutating func refuse(_ id: [UInt8], at place: DonorPlace) throws(DonorPoolError)
}

extension RowKeeping where Self: ~Copyable {
  func reader(
    _ header: [String], _ role: RegistryFileRole, _ overrides: [ColumnOverride], _ format: RegistryFileFormat
  ) throws(PersonFileError) -> PersonReader {
    try PersonReader(header: header, role: role, overrides: overrides, format: format)
  }
}

/// Typings, and all ids in memory, so that a repeated id is told at once: for patients and for reports.
struct RowTables: RowKeeping {
  /// The typings, and the last header.
  private(set) var known: PatientTables
  private var ids = ByteInterner()

  init(_ known: PatientTables) { self.known = known }

  init(reference: ReferenceIndex, policy: TypingPolicy, codes: MultipleAlleleCodes?) {
    self.init(PatientTables(tables: TypingTables(reference: reference, policy: policy, codes: codes)))
  }

  var tables: TypingTables {
    get { known.tables }
    _modify { yield &known.tables }
  }

  mutating func reader(
    _ header: [String], _ role: RegistryFileRole, _ overrides: [ColumnOverride], _ format: RegistryFileFormat
  ) throws(PersonFileError) -> PersonReader {
    if let met = known.header, met.isOf(header, role, overrides, format) { return met.reader }
    let met = try KnownHeader(header, role, overrides, format)
    known.header = met
    return met.reader
  }

  mutating func isRepeated(_ id: [UInt8]) -> Bool { !id.withUnsafeBufferPointer { ids.intern($0) }.isNew }

  mutating func refuse(_ id: [UInt8], at place: DonorPlace) {}
}

/// A pool finds repeated ids when it sorts its donors.
extension DonorPoolBuilder: RowKeeping {
  mutating func isRepeated(_ id: [UInt8]) -> Bool { false }
}
