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

/// What tables have to know of a cell at once, without its meaning.
struct CellFlags: OptionSet, Sendable {
  let rawValue: UInt8

  /// It could not be understood.
  static let faulty = CellFlags(rawValue: 1)
  /// There is something worth saying about it.
  static let noted = CellFlags(rawValue: 2)
  /// A typed position, or the absence of the gene: not blank and not untyped.
  static let filled = CellFlags(rawValue: 4)
}

/// The meaning of a cell.
protocol CellMeaning: Sendable {
  var cellFlags: CellFlags { get }
}

/// Every distinct cell of one kind of column of one locus, resolved once and numbered in the order first met; number 0
/// is the blank cell.
struct CellTable<Meaning: CellMeaning>: Sendable {
  /// Faulty cells remembered; beyond it they are resolved anew each time, so that memory stays bounded on bad input.
  private static var rememberedFaults: Int { 65_536 }
  /// Bytes beyond which a faulty cell is not remembered.
  private static var longCell: Int { 256 }
  /// Set in the entry of a short cell that is filled, and of which nothing is to be said.
  private static var plainBit: UInt32 { 1 << 31 }

  private let blank: Meaning
  private let resolve: @Sendable (String) throws(TypingFault) -> Meaning
  private var shortCells = ShortCells()
  private var longCells = ByteInterner()
  /// The number of each of `longCells`.
  private var longNumbers: [UInt32] = []
  private(set) var meanings: [Meaning]
  private(set) var flags: [CellFlags] = [[]]
  private var faults: [UInt32: TypingFault] = [:]

  /// A table that holds the blank cell.
  ///
  /// - Parameter resolve: Understands a cell's text.
  init(blank: Meaning, resolve: @escaping @Sendable (String) throws(TypingFault) -> Meaning) {
    (self.blank, self.resolve, meanings) = (blank, resolve, [blank])
  }

  /// The number of a short cell that was met before, is filled, and of which nothing is to be said; nil for all others.
  @inline(__always) func plainNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32? {
    guard ShortCells.holds(bytes), let entry = shortCells.entry(of: ShortCells.Words(bytes)),
      entry & CellTable.plainBit != 0
    else { return nil }
    return entry & ~CellTable.plainBit
  }

  /// The number of a cell.
  mutating func number(_ bytes: UnsafeBufferPointer<UInt8>) throws(TypingFault) -> UInt32 {
    if bytes.isEmpty { return 0 }
    let number: UInt32
    if let met = known(bytes) { number = met } else { number = try add(bytes) }
    if flags[Int(number)].contains(.faulty) { throw faults[number]! }
    return number
  }

  private func known(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32? {
    if ShortCells.holds(bytes) { return shortCells.entry(of: ShortCells.Words(bytes)).map { $0 & ~CellTable.plainBit } }
    return longCells.number(of: bytes).map { longNumbers[$0] }
  }

  private mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) throws(TypingFault) -> UInt32 {
    let number = UInt32(meanings.count)
    let text = String(decoding: bytes, as: UTF8.self)
    do throws(TypingFault) {
      let meaning = try resolve(text)
      meanings.append(meaning)
      flags.append(meaning.cellFlags)
    } catch {
      // The table must not grow with faults.
      if faults.count >= CellTable.rememberedFaults || bytes.count > CellTable.longCell { throw error }
      meanings.append(blank)
      flags.append(.faulty)
      faults[number] = error
    }
    if ShortCells.holds(bytes) {
      let isPlain = flags[Int(number)] == .filled
      shortCells.add(ShortCells.Words(bytes), entry: isPlain ? number | CellTable.plainBit : number)
    } else {
      _ = longCells.intern(bytes)
      longNumbers.append(number)
    }
    return number
  }
}
