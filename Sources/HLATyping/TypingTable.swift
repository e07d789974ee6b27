import HLANomenclature
import HLAReference

/// Every distinct cell of one locus met so far, resolved once and numbered in the order first met.
///
/// Pools repeat themselves: a million donors hold some ten thousand distinct cells, so a cell is looked up by its
/// bytes and resolved only the first time. Faulty cells are remembered too, up to a limit. Pairs of DNA cells are not
/// remembered, since their number grows with the pool; what they mean together is joined when it is asked for.
public struct LocusTypingTable: Sendable {
  /// The gene.
  public let locus: Locus
  /// The distinct typings in which serology or a GL String speaks too, by number.
  public private(set) var jointTypings: [LocusTyping] = []
  private var notesOfJoint: [[CellNote]] = []
  private let policy: TypingPolicy
  private let reference: ReferenceIndex
  private var dnaTable: CellTable<CellTyping>
  private var serologyTable: CellTable<CellTyping>
  private var genotypeTexts: CellTable<LocusTyping>
  private var dnaPairs = PairInterner()
  private var serologyPairs = PairInterner()
  /// Typings of DNA and serology cells together, by pairs of numbers.
  private var jointPairs = JointTable()
  /// Typings in which a GL String speaks too, by pairs of the columns' number and the text's.
  private var columnPairs = PairInterner()
  private var genotypePairs = JointTable()

  /// An empty table.
  public init(locus: Locus, resolver: TypingResolver, policy: TypingPolicy) {
    (self.locus, self.policy, reference) = (locus, policy, resolver.reference)
    dnaTable = CellTable(blank: .blank) { text throws(TypingFault) in try resolver.cell(text, locus: locus) }
    serologyTable = CellTable(blank: .blank) { text throws(TypingFault) in
      try resolver.serologyCell(text, locus: locus)
    }
    genotypeTexts = CellTable(blank: .untyped) { text throws(TypingFault) in
      try resolver.genotypes(text, locus: locus, policy: policy)
    }
  }

  /// The meanings of the distinct DNA cells, by number; number 0 is the blank cell, and a faulty cell stands as blank.
  public var dnaCells: [CellTyping] { dnaTable.meanings }

  /// The key of the typing that the cells make.
  ///
  /// - Throws: ``LocusFault`` for the first faulty cell.
  public mutating func key(_ cells: LocusCells) throws(LocusFault) -> TypingKey {
    let dna = (try cell(cells.dna.0, .dna, 1), try cell(cells.dna.1, .dna, 2))
    if cells.areDNAAlone { return try key(ofDNA: dna) }
    let serology = (try cell(cells.serology.0, .serology, 1), try cell(cells.serology.1, .serology, 2))
    let dnaPair = dnaPairs.intern(dna.0, dna.1).number
    let serologyPair = serologyPairs.intern(serology.0, serology.1).number
    if !cells.genotypes.isEmpty {
      let text = try cell(cells.genotypes, .glString, 1)
      let columns = columnPairs.intern(UInt32(dnaPair), UInt32(serologyPair)).number
      let pair = genotypePairs.pair(UInt32(columns), text)
      if pair.isNew { genotypePairs.append(addJoint(dna, serology, text)) }
      return try genotypePairs.key(pair.number)
    }
    let joint = jointPairs.pair(UInt32(dnaPair), UInt32(serologyPair))
    if joint.isNew { jointPairs.append(addJoint(dna, serology, 0)) }
    return try jointPairs.key(joint.number)
  }

  /// The key of the typing that two DNA cells make.
  ///
  /// - Throws: ``LocusFault`` for the first faulty cell.
  public mutating func key(_ first: LocusCells.Cell, _ second: LocusCells.Cell) throws(LocusFault) -> TypingKey {
    let none = LocusCells.Cell(start: nil, count: 0)
    return try key(LocusCells(dna: (first, second), serology: (none, none)))
  }

  /// The same as ``key(_:_:)`` where both cells were met before, the first is filled, and there is no fault and nothing
  /// worth saying; nil for all others.
  @inline(__always) func plainKey(_ first: LocusCells.Cell, _ second: LocusCells.Cell) -> TypingKey? {
    guard let one = dnaTable.plainNumber(first) else { return nil }
    if second.isEmpty { return TypingKey(first: one, second: 0) }
    guard let two = dnaTable.plainNumber(second) else { return nil }
    return TypingKey(first: one, second: two)
  }

  /// What a key of this table stands for.
  ///
  /// - Complexity: O(1).
  public func typing(_ key: TypingKey) -> LocusTyping {
    if let joint = key.joint { return jointTypings[joint] }
    do throws(TypingFault) { return try typing(ofDNA: (key.first, key.second)) } catch {
      preconditionFailure("the key is of another table")
    }
  }

  /// What is worth saying about the cells of a typing.
  public func notes(of key: TypingKey) -> [CellNote] {
    if let joint = key.joint { return notesOfJoint[joint] }
    return LocusTypingTable.notes(dnaMeanings((key.first, key.second)), .dna)
  }

  /// Whether there is anything worth saying about a typing.
  public func hasNotes(_ key: TypingKey) -> Bool {
    if let joint = key.joint { return !notesOfJoint[joint].isEmpty }
    return dnaTable.flags[Int(key.first)].union(dnaTable.flags[Int(key.second)]).contains(.noted)
  }

  /// The faults of all cells, where ``key(_:)`` threw; at least one.
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
      do throws(LocusFault) { _ = try key(cells) } catch { faults.append(error) }
    }
    return faults
  }

  /// Distinct cells held in memory, faulty ones included.
  var heldCells: Int { dnaTable.meanings.count + serologyTable.meanings.count + genotypeTexts.meanings.count }
}

extension LocusTypingTable {
  private mutating func cell(
    _ bytes: LocusCells.Cell, _ source: TypingSource, _ position: Int
  ) throws(LocusFault) -> UInt32 {
    do throws(TypingFault) {
      switch source {
      case .dna: return try dnaTable.number(bytes)
      case .serology: return try serologyTable.number(bytes)
      case .glString: return try genotypeTexts.number(bytes)
      }
    } catch {
      throw LocusFault(source: source, position: position, fault: error)
    }
  }

  private func key(ofDNA cells: (UInt32, UInt32)) throws(LocusFault) -> TypingKey {
    let key = TypingKey(first: cells.0, second: cells.1)
    // Behind a typed position anything may stand, so nothing need be joined.
    if case .position = dnaTable.meanings[Int(cells.0)] { return key }
    do throws(TypingFault) {
      let isUntyped = try typing(ofDNA: cells) == .untyped
      return isUntyped && !hasNotes(key) ? .untyped : key
    } catch {
      throw LocusFault(source: .dna, position: 1, fault: error)
    }
  }

  private func typing(ofDNA cells: (UInt32, UInt32)) throws(TypingFault) -> LocusTyping {
    let (first, second) = dnaMeanings(cells)
    return try LocusTyping(first, second, locus: locus, policy: policy)
  }

  private func dnaMeanings(_ cells: (UInt32, UInt32)) -> (CellTyping, CellTyping) {
    (dnaTable.meanings[Int(cells.0)], dnaTable.meanings[Int(cells.1)])
  }

  /// Joins the cells to a typing and gives it a number.
  private mutating func addJoint(
    _ dna: (UInt32, UInt32), _ serology: (UInt32, UInt32), _ genotypes: UInt32
  ) -> Result<TypingKey, LocusFault> {
    let serologyMeanings = (serologyTable.meanings[Int(serology.0)], serologyTable.meanings[Int(serology.1)])
    do throws(LocusFault) {
      let told = genotypeTexts.meanings[Int(genotypes)]
      let typing = try joined(dna, serologyMeanings, told)
      let notes =
        LocusTypingTable.notes(dnaMeanings(dna), .dna) + LocusTypingTable.notes(serologyMeanings, .serology)
        + told.notes.map { CellNote(source: .glString, position: 1, note: $0) }
      if typing == .untyped, notes.isEmpty { return .success(.untyped) }
      jointTypings.append(typing)
      notesOfJoint.append(notes)
      return .success(TypingKey(first: TypingKey.jointBit | UInt32(jointTypings.count - 1), second: 0))
    } catch {
      return .failure(error)
    }
  }

  private func joined(
    _ dna: (UInt32, UInt32), _ serology: (CellTyping, CellTyping), _ told: LocusTyping
  ) throws(LocusFault) -> LocusTyping {
    let antigens: LocusTyping
    do throws(TypingFault) {
      antigens = try LocusTyping(serology.0, serology.1, locus: locus, policy: policy)
    } catch {
      throw LocusFault(source: .serology, position: 1, fault: error)
    }
    let columns: LocusTyping
    do throws(TypingFault) { columns = try typing(ofDNA: dna) } catch {
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
}

/// Pairs of numbers and the joint typing, or the fault, that each stands for.
private struct JointTable: Sendable {
  private var pairs = PairInterner()
  private var keys: [TypingKey] = []
  private var faults: [Int: LocusFault] = [:]

  mutating func pair(_ first: UInt32, _ second: UInt32) -> (number: Int, isNew: Bool) { pairs.intern(first, second) }

  /// Says what the pair stands for that was new just now.
  mutating func append(_ result: Result<TypingKey, LocusFault>) {
    switch result {
    case .success(let key): keys.append(key)
    case .failure(let fault):
      faults[keys.count] = fault
      keys.append(.untyped)
    }
  }

  func key(_ pair: Int) throws(LocusFault) -> TypingKey {
    let key = keys[pair]
    if key == .untyped, let fault = faults[pair] { throw fault }
    return key
  }
}

extension CellTyping: CellMeaning {
  fileprivate var notes: [TypingNote] {
    switch self {
    case .blank, .absent: []
    case .untyped(let notes): notes
    case .position(let position): position.notes
    }
  }

  var cellFlags: CellFlags {
    switch self {
    case .blank: []
    case .untyped(let notes): notes.isEmpty ? [] : .noted
    case .absent: .filled
    case .position(let position): position.notes.isEmpty ? .filled : [.filled, .noted]
    }
  }
}

extension LocusTyping: CellMeaning {
  fileprivate var notes: [TypingNote] { if case .typed(let typed) = self { typed.notes } else { [] } }

  var cellFlags: CellFlags { notes.isEmpty ? [] : .noted }
}
