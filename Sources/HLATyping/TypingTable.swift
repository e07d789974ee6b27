import HLANomenclature
import HLAReference

/// A fault in one of the cells of a locus.
public struct LocusFault: Error, Equatable, Sendable {
  /// The kind of column.
  public let source: TypingSource
  /// 1 or 2; 1 for a GL String.
  public let position: Int
  /// What is wrong with the cell.
  public let fault: TypingFault
}

/// Something worth saying about one of the cells of a locus.
public struct CellNote: Hashable, Sendable {
  /// The kind of column.
  public let source: TypingSource
  /// 1 or 2; 1 for a GL String.
  public let position: Int
  /// The note.
  public let note: TypingNote
}

/// The cells of one locus of one row.
public struct LocusCells {
  /// One of the cells, trimmed; empty where blank or without a column.
  public typealias Cell = UnsafeBufferPointer<UInt8>

  /// The DNA cells.
  public var dna: (Cell, Cell)
  /// The serology cells.
  public var serology: (Cell, Cell)
  /// What the GL String says of the locus.
  public var genotypes: Cell

  /// The cells of a locus.
  public init(dna: (Cell, Cell), serology: (Cell, Cell), genotypes: Cell = Cell(start: nil, count: 0)) {
    (self.dna, self.serology, self.genotypes) = (dna, serology, genotypes)
  }

  /// All are blank.
  public var isBlank: Bool {
    dna.0.isEmpty && dna.1.isEmpty && serology.0.isEmpty && serology.1.isEmpty && genotypes.isEmpty
  }
}

/// Every distinct typing of one locus met so far, resolved once and numbered in the order first met.
///
/// Pools repeat themselves: a million donors hold some ten thousand distinct cells, so a cell is looked up by its
/// bytes and resolved only the first time. Faulty cells are remembered too, up to a limit.
public struct LocusTypingTable {
  /// The gene.
  public let locus: Locus
  /// The distinct typings; a donor's row stores an index into them.
  public private(set) var typings: [LocusTyping] = [.untyped]
  private var notesOfTyping: [[CellNote]] = [[]]
  private let policy: TypingPolicy
  private let reference: ReferenceIndex
  private var dnaCells: CellTable<CellTyping>
  private var serologyCells: CellTable<CellTyping>
  private var genotypeTexts: CellTable<LocusTyping>
  /// Typings of DNA cells alone, and of DNA and serology cells together, by pairs of numbers.
  private var dnaPairs = PairTable()
  private var serologyPairs = PairInterner()
  private var jointPairs = PairTable()
  /// Typings in which a GL String speaks too, by pairs of the columns' number and the text's.
  private var columnPairs = PairInterner()
  private var genotypePairs = PairTable()

  /// An empty table.
  public init(locus: Locus, resolver: TypingResolver, policy: TypingPolicy) {
    (self.locus, self.policy, reference) = (locus, policy, resolver.reference)
    dnaCells = CellTable(blank: .blank) { text throws(TypingFault) in try resolver.cell(text, locus: locus) }
    serologyCells = CellTable(blank: .blank) { text throws(TypingFault) in
      try resolver.serologyCell(text, locus: locus)
    }
    genotypeTexts = CellTable(blank: .untyped) { text throws(TypingFault) in
      try resolver.genotypes(text, locus: locus, policy: policy)
    }
  }

  /// The number of the typing that the cells make; 0 is untyped.
  ///
  /// - Throws: ``LocusFault`` for the first faulty cell.
  public mutating func number(_ cells: LocusCells) throws(LocusFault) -> UInt32 {
    let dna = (try cell(cells.dna.0, .dna, 1), try cell(cells.dna.1, .dna, 2))
    let dnaPair = dnaPairs.pair(dna.0, dna.1)
    if dnaPair.isNew { dnaPairs.append(addTyping(dna, (0, 0), 0)) }
    if cells.serology.0.isEmpty, cells.serology.1.isEmpty, cells.genotypes.isEmpty {
      return try dnaPairs.number(dnaPair.number)
    }
    let serology = (try cell(cells.serology.0, .serology, 1), try cell(cells.serology.1, .serology, 2))
    let serologyPair = serologyPairs.intern(serology.0, serology.1)
    if !cells.genotypes.isEmpty {
      let text = try cell(cells.genotypes, .glString, 1)
      let columns = columnPairs.intern(UInt32(dnaPair.number), UInt32(serologyPair.number))
      let pair = genotypePairs.pair(UInt32(columns.number), text)
      if pair.isNew { genotypePairs.append(addTyping(dna, serology, text)) }
      return try genotypePairs.number(pair.number)
    }
    let joint = jointPairs.pair(UInt32(dnaPair.number), UInt32(serologyPair.number))
    if joint.isNew { jointPairs.append(addTyping(dna, serology, 0)) }
    return try jointPairs.number(joint.number)
  }

  /// The number of the typing that two DNA cells make.
  public mutating func number(
    _ first: LocusCells.Cell, _ second: LocusCells.Cell
  ) throws(LocusFault) -> UInt32 {
    let none = LocusCells.Cell(start: nil, count: 0)
    return try number(LocusCells(dna: (first, second), serology: (none, none)))
  }

  /// The faults of all cells, where ``number(_:)`` threw; at least one.
  public mutating func faults(_ cells: LocusCells) -> [LocusFault] {
    var faults: [LocusFault] = []
    let all = [
      (cells.dna.0, TypingSource.dna, 1), (cells.dna.1, .dna, 2), (cells.serology.0, .serology, 1),
      (cells.serology.1, .serology, 2), (cells.genotypes, .glString, 1),
    ]
    for (bytes, source, position) in all {
      do throws(LocusFault) { _ = try cell(bytes, source, position) } catch { faults.append(error) }
    }
    if faults.isEmpty {
      do throws(LocusFault) { _ = try number(cells) } catch { faults.append(error) }
    }
    return faults
  }

  private mutating func cell(
    _ bytes: LocusCells.Cell, _ source: TypingSource, _ position: Int
  ) throws(LocusFault) -> UInt32 {
    do throws(TypingFault) {
      switch source {
      case .dna: return try dnaCells.number(bytes)
      case .serology: return try serologyCells.number(bytes)
      case .glString: return try genotypeTexts.number(bytes)
      }
    } catch {
      throw LocusFault(source: source, position: position, fault: error)
    }
  }

  /// Joins the cells to a typing and gives it a number.
  private mutating func addTyping(
    _ dna: (UInt32, UInt32), _ serology: (UInt32, UInt32), _ genotypes: UInt32
  ) -> Result<UInt32, LocusFault> {
    let dnaMeanings = (dnaCells.meanings[Int(dna.0)], dnaCells.meanings[Int(dna.1)])
    let serologyMeanings = (serologyCells.meanings[Int(serology.0)], serologyCells.meanings[Int(serology.1)])
    do throws(LocusFault) {
      let told = genotypeTexts.meanings[Int(genotypes)]
      let typing = try joined(dnaMeanings, serologyMeanings, told)
      let notes =
        LocusTypingTable.notes(dnaMeanings, .dna) + LocusTypingTable.notes(serologyMeanings, .serology)
        + told.notes.map { CellNote(source: .glString, position: 1, note: $0) }
      if typing == .untyped, notes.isEmpty { return .success(0) }
      typings.append(typing)
      notesOfTyping.append(notes)
      return .success(UInt32(typings.count - 1))
    } catch {
      return .failure(error)
    }
  }

  private func joined(
    _ dna: (CellTyping, CellTyping), _ serology: (CellTyping, CellTyping), _ told: LocusTyping
  ) throws(LocusFault) -> LocusTyping {
    let antigens: LocusTyping
    do throws(TypingFault) {
      antigens = try LocusTyping(serology.0, serology.1, locus: locus, policy: policy)
    } catch {
      throw LocusFault(source: .serology, position: 1, fault: error)
    }
    let columns: LocusTyping
    do throws(TypingFault) {
      columns = try LocusTyping(dna.0, dna.1, locus: locus, policy: policy)
    } catch {
      throw LocusFault(source: .dna, position: 1, fault: error)
    }
    do throws(TypingFault) {
      return try columns.intersected(with: told, locus: locus, reference: reference).joined(withSerology: antigens)
    } catch {
      throw LocusFault(source: .glString, position: 1, fault: error)
    }
  }

  private static func notes(_ cells: (CellTyping, CellTyping), _ source: TypingSource) -> [CellNote] {
    cells.0.notes.map { CellNote(source: source, position: 1, note: $0) }
      + cells.1.notes.map { CellNote(source: source, position: 2, note: $0) }
  }

  /// Distinct cells held in memory, faulty ones included.
  var heldCells: Int {
    dnaCells.meanings.count + serologyCells.meanings.count + genotypeTexts.meanings.count
  }

  /// What is worth saying about the cells of a typing.
  public func notes(of number: UInt32) -> [CellNote] { notesOfTyping[Int(number)] }

  /// Whether there is anything worth saying about a typing.
  public func hasNotes(_ number: UInt32) -> Bool { number != 0 && !notesOfTyping[Int(number)].isEmpty }
}

/// Pairs of numbers and the typing, or the fault, that each stands for.
private struct PairTable: Sendable {
  private static let faulty = UInt32.max
  private var pairs = PairInterner()
  private var numbers: [UInt32] = []
  private var faults: [Int: LocusFault] = [:]

  mutating func pair(_ first: UInt32, _ second: UInt32) -> (number: Int, isNew: Bool) { pairs.intern(first, second) }

  /// Says what the pair stands for that was new just now.
  mutating func append(_ result: Result<UInt32, LocusFault>) {
    switch result {
    case .success(let number): numbers.append(number)
    case .failure(let fault):
      faults[numbers.count] = fault
      numbers.append(PairTable.faulty)
    }
  }

  func number(_ pair: Int) throws(LocusFault) -> UInt32 {
    let number = numbers[pair]
    guard number != PairTable.faulty else { throw faults[pair]! }
    return number
  }
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

/// The tables of all loci of a typing file.
public struct TypingTables {
  /// One table a locus of ``Locus/typed``.
  public var loci: [LocusTypingTable]
  /// The release.
  public let reference: ReferenceIndex
  /// What blank second values and `NEW` mean.
  public let policy: TypingPolicy
  /// The GL String of the row that is read.
  var genotypeText = GenotypeText()

  /// Distinct typings of all loci met so far.
  public var typingCount: Int { loci.reduce(0) { $0 + $1.typings.count } }

  /// Empty tables.
  public init(reference: ReferenceIndex, policy: TypingPolicy, codes: MultipleAlleleCodes? = nil) {
    self.reference = reference
    self.policy = policy
    let resolver = TypingResolver(reference: reference, codes: codes)
    loci = Locus.typed.map { LocusTypingTable(locus: $0, resolver: resolver, policy: policy) }
  }
}

extension LocusTyping {
  fileprivate var notes: [TypingNote] { if case .typed(let typed) = self { typed.notes } else { [] } }
}
