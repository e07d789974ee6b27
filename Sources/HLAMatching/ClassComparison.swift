import CMatchKernels
import DonorPool
import HLANomenclature
import HLATyping

/// One patient of one genotype compared with donors of a pool by their classes, at the speed of their planes.
///
/// For one thread. It answers only where classes suffice; ``PatientComparison`` answers always.
public final class ClassComparison {
  private let pool: DonorPool
  private let classes: ClassCounts
  private let widths: [Int]
  private let firstPlanes: [Int]
  private let factPlane: Int
  private var block = -1
  private var planes: UnsafePointer<UInt64>?

  /// A comparison; nil for a patient of several genotypes.
  public init?(_ patient: Person, _ pool: DonorPool) {
    let genotypes = Locus.ten.map { patient.typing($0).genotype(.ard) }
    guard let classes = ClassCounts(genotypes, pool.classes) else { return nil }
    (self.pool, self.classes) = (pool, classes)
    (widths, firstPlanes, factPlane) = (pool.layout.widths, pool.layout.planes, pool.layout.factPlane)
  }

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
    let place = row % DonorPool.rowsInBlock
    guard number(planes, factPlane + HM_FACT_IRREGULAR, 1, place) == 0, let a = locus(0, planes, place),
      let b = locus(1, planes, place), let c = locus(2, planes, place), let drb1 = locus(3, planes, place),
      let dqb1 = locus(4, planes, place)
    else { return nil }
    let loci = PairCounts(a, b, c, drb1, dqb1)
    let homozygous = CountBounds(
      UInt8(number(planes, factPlane + HM_FACT_HOM_MIN, 3, place)),
      UInt8(number(planes, factPlane + HM_FACT_HOM_MAX, 3, place)))
    return (loci, loci.total.with(homozygous: homozygous))
  }

  private func locus(_ index: Int, _ planes: UnsafePointer<UInt64>, _ place: Int) -> MatchCounts? {
    let (plane, width) = (firstPlanes[index], widths[index])
    return classes.counts(index, number(planes, plane, width, place), number(planes, plane + width, width, place))
  }

  private func number(_ planes: UnsafePointer<UInt64>, _ plane: Int, _ width: Int, _ place: Int) -> Int {
    let (word, shift) = (planes + plane * BlockLayout.words + place / 64, UInt64(place % 64))
    var number = 0
    for bit in 0..<width { number |= Int(word[bit * BlockLayout.words] &>> shift & 1) &<< bit }
    return number
  }
}
