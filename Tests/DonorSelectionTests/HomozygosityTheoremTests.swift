import DonorSelection
import HLAMatching
import HLANomenclature
import HLATyping
import MatchTestSupport
import Testing

/// DOMAIN section 4, rule 3: with all five loci typed unambiguously, a donor of at most 7/10 whom the patient cannot
/// reject has at least three homozygous loci.
@Suite("The one-way match implies homozygosity")
struct HomozygosityTheoremTests {
  /// Exact genotypes of one locus in which the patient has every identity of the donor.
  private static let withoutHVG: [MatchCounts] = ["ab ab", "ab aa", "ab bb", "aa aa"].map { pair in
    let codes = pair.utf8.filter { $0 != 0x20 }.map { CodeSet([UInt32($0)]) }
    return LocusComparison.counts(
      patient: .pairs([CodePair(codes[0], codes[1])]), donor: .pairs([CodePair(codes[2], codes[3])]))
  }

  @Test("Of all five-locus pairs without a mismatch in HVG direction, none breaks the theorem")
  func everyCombination() {
    var met = 0
    for number in 0..<1024 {
      let loci = (0..<5).map { HomozygosityTheoremTests.withoutHVG[number >> (2 * $0) & 3] }
      let total = PairCounts(loci: loci).total
      #expect(total.hvg == CountBounds(0, 0))
      guard total.match.max <= 7, total.gvh.min > 0 else { continue }
      met += 1
      #expect(total.homozygous.min >= 3)
      let assessment = PairRules(TestProtocol.mst).assess(PairCounts(loci: loci))
      #expect(assessment.exclusions == [.homozygousLoci, .oneWayMatch])
    }
    #expect(met > 100)
  }

  @Test("Nor does any random pair; each mismatch in GVH direction is a homozygous locus", arguments: TestSeeds.all)
  func randomPairs(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var met = 0
    for _ in 0..<1500 {
      let loci = (0..<5).map { _ in HomozygosityTheoremTests.randomLocus(&random) }
      let total = PairCounts(loci: loci).total
      guard total.hvg.max == 0, total.gvh.min > 0 else { continue }
      met += 1
      #expect(total.homozygous.min >= total.gvh.min, "seed \(seed)")
      #expect(total.match.min == 10 - total.gvh.min, "seed \(seed)")
      if total.match.max <= 7 { #expect(total.homozygous.min >= 3, "seed \(seed)") }
    }
    #expect(met > 0, "seed \(seed)")
  }

  /// Exact positions; the donor's mostly among the patient's.
  private static func randomLocus(_ random: inout SeededGenerator) -> MatchCounts {
    let patient = (0..<2).map { _ in UInt32(random.below(4)) }
    let donor = (0..<2).map { _ in random.chance(97) ? random.pick(patient) : UInt32(random.below(4)) }
    let pair = { (codes: [UInt32]) in LocusGenotype.pairs([CodePair(CodeSet([codes[0]]), CodeSet([codes[1]]))]) }
    return LocusComparison.counts(patient: pair(patient), donor: pair(donor))
  }
}
