import HLANomenclature
import HLAReference

/// Where what is said of a locus comes from.
public enum TypingSource: Hashable, Sendable {
  /// Columns such as `A_1`.
  case dna
  /// Columns such as `A_ser_1`.
  case serology
  /// The column `gl_string`.
  case glString
}

/// Every distinct cell of one kind of column of one locus, resolved once and numbered in the order first met; number 0
/// is the blank cell.
struct CellTable<Meaning> {
  /// Faulty cells remembered; beyond it they are resolved anew each time, so that memory stays bounded on bad input.
  private static var rememberedFaults: Int { 65_536 }
  /// Bytes beyond which a faulty cell is not remembered.
  private static var longCell: Int { 256 }

  private let blank: Meaning
  private let resolve: @Sendable (String) throws(TypingFault) -> Meaning
  private var cells = ByteInterner()
  private(set) var meanings: [Meaning]
  private var isFaulty = [false]
  private var faults: [Int: TypingFault] = [:]

  /// A table that holds the blank cell.
  ///
  /// - Parameter resolve: Understands a cell's text.
  init(blank: Meaning, resolve: @escaping @Sendable (String) throws(TypingFault) -> Meaning) {
    (self.blank, self.resolve, meanings) = (blank, resolve, [blank])
    _ = cells.intern(UnsafeBufferPointer(start: nil, count: 0))
  }

  /// The number of a cell.
  mutating func number(_ bytes: UnsafeBufferPointer<UInt8>) throws(TypingFault) -> UInt32 {
    if bytes.isEmpty { return 0 }
    let isForgetful = faults.count >= CellTable.rememberedFaults || bytes.count > CellTable.longCell
    // Resolve before remembering: the table must not grow with faults.
    if isForgetful, cells.number(of: bytes) == nil { _ = try resolve(String(decoding: bytes, as: UTF8.self)) }
    let (number, isNew) = cells.intern(bytes)
    if isNew { remember(bytes, number) }
    if isFaulty[number] { throw faults[number]! }
    return UInt32(number)
  }

  private mutating func remember(_ bytes: UnsafeBufferPointer<UInt8>, _ number: Int) {
    do throws(TypingFault) {
      meanings.append(try resolve(String(decoding: bytes, as: UTF8.self)))
      isFaulty.append(false)
    } catch {
      meanings.append(blank)
      isFaulty.append(true)
      faults[number] = error
    }
  }
}
