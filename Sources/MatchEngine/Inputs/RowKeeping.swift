import DonorPool
import HLAReference
import HLATyping

/// What understands the rows of an input and keeps track of their ids.
protocol RowKeeping: ~Copyable {
  /// The typings met so far.
  var tables: TypingTables { get set }

  /// Takes note of an id.
  ///
  /// - Returns: Whether an earlier row had it, as far as that is known while the rows are read.
  mutating func isRepeated(_ id: [UInt8]) -> Bool

  /// Takes note of a rejected row.
  mutating func refuse(_ id: [UInt8], at place: DonorPlace) throws(DonorPoolError)
}

/// Typings, and all ids in memory, so that a repeated id is told at once: for patients and for reports.
struct RowTables: RowKeeping {
  var tables: TypingTables
  private var ids = ByteInterner()

  init(reference: ReferenceIndex, policy: TypingPolicy, codes: MultipleAlleleCodes?) {
    tables = TypingTables(reference: reference, policy: policy, codes: codes)
  }

  mutating func isRepeated(_ id: [UInt8]) -> Bool { !id.withUnsafeBufferPointer { ids.intern($0) }.isNew }

  mutating func refuse(_ id: [UInt8], at place: DonorPlace) {}
}

/// A pool finds repeated ids when it sorts its donors.
extension DonorPoolBuilder: RowKeeping {
  mutating func isRepeated(_ id: [UInt8]) -> Bool { false }
}
