import HLAMatching
import HLANomenclature
import HLATyping
import MatchTestSupport
import Testing

@Suite("Loci counted beside the ten")
struct DeeperCountsTests {
  private func counts(_ patient: LocusTyping, _ donor: LocusTyping) -> MatchCounts {
    LocusComparison.counts(patient: patient.genotype(.ard), donor: donor.genotype(.ard))
  }

  // Source: DOMAIN 2.1: a gene that is absent is neither untyped nor an allele.
  @Test("Who lacks a gene has no target there, and every copy of the other side is foreign")
  func absentGene() throws {
    let typed = try TestPool.typing(.drb3, "02:02", "01:01")
    #expect(counts(.absent, .absent).match == CountBounds(exactly: 2))
    let donorHas = counts(.absent, typed)
    #expect(
      donorHas.match == CountBounds(0, 0) && donorHas.gvh == CountBounds(0, 0) && donorHas.hvg == CountBounds(2, 2))
    let patientHas = counts(typed, .absent)
    #expect(patientHas.gvh == CountBounds(2, 2) && patientHas.hvg == CountBounds(0, 0))
    #expect(counts(.untyped, .absent).match == CountBounds(0, 2))
  }

  @Test("The bounds of all positions are the sums of the ten and of each locus")
  func sums() {
    let ten = MatchCounts(
      match: CountBounds(3, 5), gvh: CountBounds(5, 7), hvg: CountBounds(4, 7), homozygous: CountBounds(0, 0))
    let locus = MatchCounts(
      match: CountBounds(1, 2), gvh: CountBounds(0, 1), hvg: CountBounds(0, 1), homozygous: CountBounds(0, 1))
    let deeper = DeeperCounts(loci: [.dpb1, .drb3], counts: [locus, locus])
    #expect(deeper.positions == 14)
    #expect(deeper.match(with: ten) == CountBounds(5, 9))
    #expect(deeper.gvh(with: ten) == CountBounds(5, 9) && deeper.hvg(with: ten) == CountBounds(4, 9))
    #expect(DeeperCounts.none.positions == 10 && DeeperCounts.none.match(with: ten) == ten.match)
  }

  // Source: issue of genotype lists; DOMAIN 3, ambiguity.
  @Test("The bounds of a genotype list are never wider than those of its cross product", arguments: TestSeeds.all)
  func listWithinCrossProduct(seed: UInt64) {
    var generator = GenotypeGenerator(seed: seed)
    for _ in 0..<300 {
      let pairs = (0..<2 + generator.random.below(3)).map { _ in generator.pair() }
      guard pairs.allSatisfy({ $0.first.extent == .closed && $0.second.extent == .closed }) else { continue }
      let product = CodePair(CodeSet(pairs.flatMap(\.first.codes)), CodeSet(pairs.flatMap(\.second.codes)))
      let other = generator.genotype()
      let list = LocusComparison.counts(patient: other, donor: .pairs(pairs))
      let wide = LocusComparison.counts(patient: other, donor: .pairs([product]))
      for bounds in [\MatchCounts.match, \.gvh, \.hvg, \.homozygous] {
        let (inner, outer) = (list[keyPath: bounds], wide[keyPath: bounds])
        #expect(outer.min <= inner.min && inner.max <= outer.max, "seed \(seed): \(pairs) against \(other)")
      }
    }
  }
}
