import Alloreactivity
import CMatchKernels
import HLANomenclature
import HLATyping

extension DonorPool {
  /// Reads all of a pool and holds it against its checksums, as searches otherwise do part by part when they first come
  /// to it; ``damage`` tells what does not agree.
  ///
  /// - Parameter goesOn: Asked again and again; where it says no, the rest is left to the searches.
  /// - Complexity: O(donors), as fast as memory or the disk gives the file.
  public func readAhead(while goesOn: () -> Bool = { true }) { storage.verifyAhead(while: goesOn) }

  /// Computes everything of a pool anew that can be computed: every checksum, and from each record what the planes must
  /// say of it.
  ///
  /// - Throws: ``DonorPoolError/damaged(_:)`` for the first part that does not agree.
  /// - Complexity: O(donors).
  public func verify() throws(DonorPoolError) {
    try storage.verifyAll()
    var check = PlaneCheck(self)
    var last: [UInt8]?
    for block in 0..<blockCount {
      guard let planes = planes(ofBlock: block) else { throw damage ?? .damaged("scan") }
      let first = block * PoolLayout.rowsInBlock
      var fault: String?
      let isRead = forEachRecord(in: first..<min(first + PoolLayout.rowsInBlock, count)) {
        (row, record) throws(CodingFault) in
        if fault == nil, !(try check.agrees(record, planes, row - first)) { fault = "planes of row \(row)" }
        if let last, !last.lexicographicallyPrecedes(record.id) { fault = fault ?? "order of row \(row)" }
        last = Array(record.id)
      }
      if let fault { throw .damaged(fault) }
      guard isRead, damage == nil else { throw damage ?? .damaged("records") }
    }
  }
}

/// Holds the planes of donors against their records.
private struct PlaneCheck {
  private let pool: DonorPool
  private typealias Known = (genotype: LocusGenotype, ligands: CertainLigands)
  /// Genotypes met lately, by locus and key: pools repeat their typings.
  private var genotypes: [[TypingKey: Known]] = Array(repeating: [:], count: Locus.ten.count)
  private static let remembered = 1 << 16

  init(_ pool: DonorPool) { self.pool = pool }

  mutating func agrees(
    _ record: DonorRecord, _ planes: UnsafePointer<UInt64>, _ row: Int
  ) throws(CodingFault) -> Bool {
    var (least, most): (UInt8, UInt8) = (0, 0)
    var (isExact, isIrregular, isHeld) = (true, false, true)
    var ligands: CertainLigands = []
    try record.forEachKey(upTo: Locus.ten.count) { index, key in
      let (genotype, own) = genotype(key, index)
      ligands.formUnion(own)
      let homozygous = genotype.homozygosity
      least += homozygous.lowerBound
      most += homozygous.upperBound
      let plane = pool.layout.planes[index]
      let width = pool.layout.widths[index]
      let codes = [plane, plane + width].map { BlockLayout.number(planes, $0, width, row) }
      guard codes.allSatisfy({ $0 < pool.classes[index].classes.count && pool.classes[index].occurs[$0] }) else {
        isHeld = false
        return
      }
      let classes = codes.map { pool.classes[index].classes[$0] }
      isHeld = isHeld && PlaneCheck.admits(codes, classes, genotype)
      isExact = isExact && classes.allSatisfy { $0.identity != nil }
      switch genotype {
      case .geneAbsent, .nothingExpressed, .partlyExpressed: isIrregular = true
      case .untyped, .pairs: break
      }
    }
    guard record.kir <= pool.genotypes.count else { throw CodingFault() }
    let facts = PlaneFacts(
      record, homozygous: least...most, isExact: isExact, isIrregular: isIrregular,
      nk: NKDonorFacts(ligands, pool.genotype(record.kir)))
    return isHeld && UInt64(BlockLayout.number(planes, pool.layout.factPlane, HM_FACT_PLANES, row)) == facts.word
  }

  private mutating func genotype(_ key: TypingKey, _ index: Int) -> Known {
    if let known = genotypes[index][key] { return known }
    if genotypes[index].count >= PlaneCheck.remembered { genotypes[index].removeAll(keepingCapacity: true) }
    let typing = pool.typing(key, index)
    let ligands = CertainLigands(typing, locus: Locus.ten[index], reference: pool.reference)
    let found = (typing.genotype(.ard), ligands)
    genotypes[index][key] = found
    return found
  }

  /// Whether two classes admit every genotype of a locus, and are sharp only where they admit no other.
  private static func admits(_ codes: [Int], _ classes: [TypingClass], _ genotype: LocusGenotype) -> Bool {
    if genotype == .untyped { return codes.allSatisfy { $0 == LocusClasses.untyped } }
    guard case .pairs(let pairs) = genotype else { return classes.allSatisfy { $0.set.extent == .open } }
    if codes.contains(LocusClasses.untyped) { return false }
    if pairs.count > 1 {
      let sets = [LocusCode.union(pairs.map(\.first)), LocusCode.union(pairs.map(\.second))]
      return zip(classes, sets).allSatisfy { $0.set.holds($1) && !$0.isSharp }
    }
    let pair = pairs[0]
    let isJoined = pair.isSame && pair.first.single == nil
    return zip(classes, [pair.first, pair.second]).enumerated().allSatisfy { position, both in
      let (own, set) = both
      if own.isSharp {
        return (position == 0 || !isJoined) && (own.set == set || set.extent == .open && own.set.extent == .open)
      }
      return own.set.holds(set)
    }
  }
}

extension CodeSet {
  /// Whether this set admits whatever another does.
  fileprivate func holds(_ other: CodeSet) -> Bool {
    if extent == .open { return true }
    switch other.extent {
    case .open: return false
    case .foreign: return true
    case .closed: return extent == .closed && other.codes.allSatisfy { contains($0) }
    }
  }
}
