import CMatchKernels
import DonorPool
import HLANomenclature
import HLATyping

/// One patient of one genotype compared with donors of a pool by their classes, at the speed of their planes.
///
/// For one thread. It answers only where classes suffice; ``PatientComparison`` answers always. Donors that are asked for
/// in the order of rows have their codes turned out of the planes 512 at a time, others one by one.
///
/// Invariant: `codes` holds `rowsAtOnce` codes for each of the ten positions, then what facts say of as many donors.
public final class ClassComparison {
  private static let rowsAtOnce = Int(HM_WORDS) * 64

  private let pool: DonorPool
  private let classes: ClassCounts
  private let widths: [Int]
  private let firstPlanes: [Int]
  private let factPlane: Int
  private let isInOrder: Bool
  private let instructions = hm_best()
  /// A column for each position, one for the bounds of homozygosity (the most from the fourth bit on), and one for
  /// irregular (1) and exact (2) donors.
  private let codes: UnsafeMutablePointer<UInt16>
  private var heldFrom = -1
  private var block = -1
  private var planes: UnsafePointer<UInt64>?

  /// A comparison; nil for a patient of several genotypes.
  public init?(_ patient: Person, _ pool: DonorPool) {
    let genotypes = Locus.ten.map { patient.typing($0).genotype(.ard) }
    guard let classes = ClassCounts(genotypes, pool.classes) else { return nil }
    (self.pool, self.classes) = (pool, classes)
    (widths, firstPlanes, factPlane) = (pool.layout.widths, pool.layout.planes, pool.layout.factPlane)
    isInOrder = pool.inputOrder == nil
    codes = .allocate(capacity: (2 * Locus.ten.count + 2) * ClassComparison.rowsAtOnce)
  }

  deinit { codes.deallocate() }

  /// The counts of a donor.
  ///
  /// - Returns: The counts of the five loci without homozygosity, and their sum with it; nil where classes do not suffice
  ///   or the pool is damaged.
  public func counts(_ row: Int) -> (loci: PairCounts, total: MatchCounts)? {
    if row / DonorPool.rowsInBlock != block {
      block = row / DonorPool.rowsInBlock
      planes = pool.planes(ofBlock: block)
    }
    guard let planes else { return nil }
    return isInOrder ? heldCounts(row, planes) : singleCounts(row % DonorPool.rowsInBlock, planes)
  }

  /// The counts of the five loci with the homozygosity of each, for a donor whose counts were asked for last.
  ///
  /// - Returns: nil unless the donor has one genotype a locus, whose classes then say whether it is homozygous there.
  public func lociWithHomozygosity(_ row: Int, _ loci: PairCounts) -> PairCounts? {
    guard isInOrder, row / ClassComparison.rowsAtOnce * ClassComparison.rowsAtOnce == heldFrom else { return nil }
    let rows = ClassComparison.rowsAtOnce
    let column = codes + row % rows
    guard column[11 * rows] == 2 else { return nil }
    var locus = -1
    return loci.mapLoci {
      locus += 1
      let isHomozygous = column[2 * locus * rows] == column[(2 * locus + 1) * rows]
      return $0.with(homozygous: CountBounds(exactly: isHomozygous ? 1 : 0))
    }
  }

  private func heldCounts(_ row: Int, _ planes: UnsafePointer<UInt64>) -> (loci: PairCounts, total: MatchCounts)? {
    let rows = ClassComparison.rowsAtOnce
    if row / rows * rows != heldFrom { hold(from: row / rows * rows, planes) }
    let column = codes + row % rows
    let homozygous = Int(column[10 &* rows])
    guard column[11 &* rows] & 1 == 0 else { return nil }
    return counts(homozygous & 7, homozygous >> 3) { Int(column[$0 &* rows]) }
  }

  /// Turns the planes of the donors from a row on into codes.
  private func hold(from row: Int, _ planes: UnsafePointer<UInt64>) {
    let rows = ClassComparison.rowsAtOnce
    let (words, stride) = (Int(HM_WORDS), BlockLayout.words)
    let base = planes + row % DonorPool.rowsInBlock / 64
    for (locus, width) in widths.enumerated() {
      for position in 0..<2 {
        let own = base + (firstPlanes[locus] + position * width) * stride
        hm_codes(instructions, width, own, stride, words, codes + (2 * locus + position) * rows)
      }
    }
    // The planes of the least and of the most homozygous loci follow each other.
    hm_codes(instructions, 6, base + (factPlane + HM_FACT_HOM_MIN) * stride, stride, words, codes + 10 * rows)
    // So do those of irregular and of exact donors.
    hm_codes(instructions, 2, base + (factPlane + HM_FACT_IRREGULAR) * stride, stride, words, codes + 11 * rows)
    heldFrom = row
  }

  private func singleCounts(_ place: Int, _ planes: UnsafePointer<UInt64>) -> (loci: PairCounts, total: MatchCounts)? {
    guard BlockLayout.number(planes, factPlane + HM_FACT_IRREGULAR, 1, place) == 0 else { return nil }
    let homozygous = BlockLayout.number(planes, factPlane + HM_FACT_HOM_MIN, 6, place)
    return counts(homozygous & 7, homozygous >> 3) { column in
      let (locus, width) = (column / 2, widths[column / 2])
      return BlockLayout.number(planes, firstPlanes[locus] + column % 2 * width, width, place)
    }
  }

  @inline(__always)
  private func counts(
    _ leastHomozygous: Int, _ mostHomozygous: Int, _ code: (Int) -> Int
  ) -> (loci: PairCounts, total: MatchCounts)? {
    guard let a = classes.counts(0, code(0), code(1)), let b = classes.counts(1, code(2), code(3)),
      let c = classes.counts(2, code(4), code(5)), let drb1 = classes.counts(3, code(6), code(7)),
      let dqb1 = classes.counts(4, code(8), code(9))
    else { return nil }
    let loci = PairCounts(a, b, c, drb1, dqb1)
    let homozygous = CountBounds(UInt8(leastHomozygous), UInt8(mostHomozygous))
    return (loci, loci.total.with(homozygous: homozygous))
  }
}
