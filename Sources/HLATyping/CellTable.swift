import HLANomenclature
import HLAReference

/// Where the two cells of a locus come from.
public enum TypingSource: Hashable, Sendable {
  /// Columns such as `A_1`.
  case dna
  /// Columns such as `A_ser_1`.
  case serology
}

/// Every distinct cell of one kind of column of one locus, resolved once and numbered in the order first met; number 0
/// is the blank cell.
struct CellTable {
  /// Faulty cells remembered; beyond it they are resolved anew each time, so that memory stays bounded on bad input.
  private static let rememberedFaults = 65_536
  /// Bytes beyond which a faulty cell is not remembered.
  private static let longCell = 256

  private let locus: Locus
  private let source: TypingSource
  private let resolver: TypingResolver
  private var cells = ByteInterner()
  private(set) var meanings: [CellTyping] = [.blank]
  private var isFaulty = [false]
  private var faults: [Int: TypingFault] = [:]

  init(locus: Locus, source: TypingSource, resolver: TypingResolver) {
    (self.locus, self.source, self.resolver) = (locus, source, resolver)
    _ = cells.intern(UnsafeBufferPointer(start: nil, count: 0))
  }

  /// The number of a cell.
  mutating func number(_ bytes: UnsafeBufferPointer<UInt8>) throws(TypingFault) -> UInt32 {
    if bytes.isEmpty { return 0 }
    let isForgetful = faults.count >= CellTable.rememberedFaults || bytes.count > CellTable.longCell
    // Resolve before remembering: the table must not grow with faults.
    if isForgetful, cells.number(of: bytes) == nil { _ = try resolve(bytes) }
    let (number, isNew) = cells.intern(bytes)
    if isNew { remember(bytes, number) }
    if isFaulty[number] { throw faults[number]! }
    return UInt32(number)
  }

  private mutating func remember(_ bytes: UnsafeBufferPointer<UInt8>, _ number: Int) {
    do throws(TypingFault) {
      meanings.append(try resolve(bytes))
      isFaulty.append(false)
    } catch {
      meanings.append(.blank)
      isFaulty.append(true)
      faults[number] = error
    }
  }

  private func resolve(_ bytes: UnsafeBufferPointer<UInt8>) throws(TypingFault) -> CellTyping {
    let text = String(decoding: bytes, as: UTF8.self)
    switch source {
    case .dna: return try resolver.cell(text, locus: locus)
    case .serology: return try resolver.serologyCell(text, locus: locus)
    }
  }
}
