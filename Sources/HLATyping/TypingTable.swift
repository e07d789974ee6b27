import HLANomenclature
import HLAReference

/// A fault in one of the two cells of a locus.
public struct LocusFault: Error, Equatable, Sendable {
  /// 1 or 2.
  public let position: Int
  /// What is wrong with the cell.
  public let fault: TypingFault
}

/// Something worth saying about one of the two cells of a locus.
public struct CellNote: Hashable, Sendable {
  /// 1 or 2.
  public let position: Int
  /// The note.
  public let note: TypingNote
}

/// Every distinct typing of one locus met so far, resolved once and numbered in the order first met.
///
/// Pools repeat themselves: a million donors hold some ten thousand distinct cells, so a cell is looked up by its
/// bytes and resolved only the first time. Faulty cells are remembered too, up to a limit.
public struct LocusTypingTable {
  private static let blankCell: UInt32 = 0
  private static let faultyPair = UInt32.max
  /// Faulty cells remembered; beyond it they are resolved anew each time, so that memory stays bounded on bad input.
  private static let rememberedFaults = 65_536
  /// Bytes beyond which a faulty cell is not remembered.
  private static let longCell = 256

  /// The gene.
  public let locus: Locus
  /// The distinct typings; a donor's row stores an index into them.
  public private(set) var typings: [LocusTyping] = []
  private var notesOfTyping: [[CellNote]] = []
  private let resolver: TypingResolver
  private let policy: TypingPolicy
  private var cells = ByteInterner()
  private var meanings: [CellTyping] = []
  private var isFaulty: [Bool] = []
  private var cellFaults: [Int: TypingFault] = [:]
  private var pairs = PairInterner()
  private var typingOfPair: [UInt32] = []
  private var pairFaults: [Int: TypingFault] = [:]

  /// An empty table.
  public init(locus: Locus, resolver: TypingResolver, policy: TypingPolicy) {
    self.locus = locus
    self.resolver = resolver
    self.policy = policy
    typings.append(.untyped)
    notesOfTyping.append([])
    _ = UnsafeBufferPointer<UInt8>(start: nil, count: 0).number(in: &cells)
    meanings.append(.blank)
    isFaulty.append(false)
    _ = pairs.intern(0, 0)
    typingOfPair.append(0)
  }

  /// The number of the typing that two cells make; 0 is untyped.
  ///
  /// - Parameters:
  ///   - first: The bytes of the first cell, trimmed.
  ///   - second: The bytes of the second cell, trimmed.
  /// - Throws: ``LocusFault`` for the first faulty cell.
  public mutating func number(
    _ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>
  ) throws(LocusFault) -> UInt32 {
    let firstCell = try cell(first, position: 1)
    let secondCell = try cell(second, position: 2)
    let (pair, isNew) = pairs.intern(firstCell, secondCell)
    if isNew { addTyping(ofPair: pair, firstCell, secondCell) }
    let number = typingOfPair[pair]
    guard number != LocusTypingTable.faultyPair else { throw LocusFault(position: 1, fault: pairFaults[pair]!) }
    return number
  }

  /// The faults of both cells, where ``number(_:_:)`` threw; one or two.
  public mutating func faults(
    _ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>
  ) -> [LocusFault] {
    var faults: [LocusFault] = []
    do throws(LocusFault) { _ = try cell(first, position: 1) } catch { faults.append(error) }
    do throws(LocusFault) { _ = try cell(second, position: 2) } catch { faults.append(error) }
    if faults.isEmpty {
      do throws(LocusFault) { _ = try number(first, second) } catch { faults.append(error) }
    }
    return faults
  }

  private mutating func cell(
    _ bytes: UnsafeBufferPointer<UInt8>, position: Int
  ) throws(LocusFault) -> UInt32 {
    if bytes.isEmpty { return LocusTypingTable.blankCell }
    let isForgetful = cellFaults.count >= LocusTypingTable.rememberedFaults || bytes.count > LocusTypingTable.longCell
    if isForgetful, cells.number(of: bytes) == nil {
      // Resolve before remembering: the table must not grow with faults.
      do throws(TypingFault) {
        _ = try resolver.cell(String(decoding: bytes, as: UTF8.self), locus: locus)
      } catch {
        throw LocusFault(position: position, fault: error)
      }
    }
    let (number, isNew) = cells.intern(bytes)
    if isNew { resolve(bytes, number) }
    if isFaulty[number] { throw LocusFault(position: position, fault: cellFaults[number]!) }
    return UInt32(number)
  }

  private mutating func resolve(_ bytes: UnsafeBufferPointer<UInt8>, _ number: Int) {
    do throws(TypingFault) {
      meanings.append(try resolver.cell(String(decoding: bytes, as: UTF8.self), locus: locus))
      isFaulty.append(false)
    } catch {
      meanings.append(.blank)
      isFaulty.append(true)
      cellFaults[number] = error
    }
  }

  private mutating func addTyping(ofPair pair: Int, _ first: UInt32, _ second: UInt32) {
    let cells = (meanings[Int(first)], meanings[Int(second)])
    do throws(TypingFault) {
      let typing = try LocusTyping(cells.0, cells.1, locus: locus, policy: policy)
      let notes =
        cells.0.notes.map { CellNote(position: 1, note: $0) } + cells.1.notes.map { CellNote(position: 2, note: $0) }
      if typing == .untyped, notes.isEmpty {
        typingOfPair.append(0)
        return
      }
      typings.append(typing)
      notesOfTyping.append(notes)
      typingOfPair.append(UInt32(typings.count - 1))
    } catch {
      typingOfPair.append(LocusTypingTable.faultyPair)
      pairFaults[pair] = error
    }
  }

  /// What is worth saying about the two cells of a typing.
  public func notes(of number: UInt32) -> [CellNote] { notesOfTyping[Int(number)] }

  /// Whether there is anything worth saying about a typing.
  public func hasNotes(_ number: UInt32) -> Bool { number != 0 && !notesOfTyping[Int(number)].isEmpty }
}

extension CellTyping {
  fileprivate var notes: [TypingNote] {
    switch self {
    case .blank, .absent: []
    case .untyped(let notes): notes
    case .position(let position): position.notes
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate func number(in interner: inout ByteInterner) -> Int { interner.intern(self).number }
}

/// The tables of all loci of a typing file.
public struct TypingTables {
  /// One table a locus of ``Locus/typed``.
  public var loci: [LocusTypingTable]
  /// The release.
  public let reference: ReferenceIndex
  /// What blank second values and `NEW` mean.
  public let policy: TypingPolicy

  /// Empty tables.
  public init(reference: ReferenceIndex, policy: TypingPolicy) {
    self.reference = reference
    self.policy = policy
    let resolver = TypingResolver(reference: reference)
    loci = Locus.typed.map { LocusTypingTable(locus: $0, resolver: resolver, policy: policy) }
  }
}
