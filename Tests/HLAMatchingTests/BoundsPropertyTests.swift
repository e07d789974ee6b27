import HLAMatching
import HLATyping
import MatchTestSupport
import Testing

@Suite("Bounds over random genotypes of every form")
struct BoundsPropertyTests {
  private static let pairsOfASeed = 2500

  @Test("The bounds are those of all genotypes written out", arguments: TestSeeds.all)
  func boundsAgreeWithPlainMatcher(seed: UInt64) {
    var generator = GenotypeGenerator(seed: seed)
    for number in 0..<BoundsPropertyTests.pairsOfASeed {
      let (patient, donor) = (generator.genotype(), generator.genotype())
      let counts = LocusComparison.counts(patient: patient, donor: donor)
      let plain = PlainMatcher.counts(patient: patient, donor: donor)
      if counts != plain {
        Issue.record("seed \(seed), pair \(number): \(counts.summary), not \(plain.summary): \(patient) \(donor)")
        return
      }
    }
  }

  @Test("The order of the two positions changes nothing", arguments: TestSeeds.all)
  func positionOrderIsFree(seed: UInt64) {
    var generator = GenotypeGenerator(seed: seed)
    for number in 0..<BoundsPropertyTests.pairsOfASeed / 4 {
      let (patient, donor) = (generator.genotype(), generator.genotype())
      let counts = LocusComparison.counts(patient: patient, donor: donor)
      let isSame =
        counts == LocusComparison.counts(patient: patient.reversed, donor: donor)
        && counts == LocusComparison.counts(patient: patient, donor: donor.reversed)
        && counts == LocusComparison.counts(patient: patient.reversed, donor: donor.reversed)
      if !isSame {
        Issue.record("seed \(seed), pair \(number): \(patient) \(donor)")
        return
      }
    }
  }

  @Test("Exchanging patient and donor exchanges gvh and hvg and keeps the match", arguments: TestSeeds.all)
  func directionsExchange(seed: UInt64) {
    var generator = GenotypeGenerator(seed: seed)
    for number in 0..<BoundsPropertyTests.pairsOfASeed / 4 {
      let (patient, donor) = (generator.genotype(), generator.genotype())
      let counts = LocusComparison.counts(patient: patient, donor: donor)
      let exchanged = LocusComparison.counts(patient: donor, donor: patient)
      if counts.match != exchanged.match || counts.gvh != exchanged.hvg || counts.hvg != exchanged.gvh {
        Issue.record("seed \(seed), pair \(number): \(patient) \(donor)")
        return
      }
    }
  }

  @Test("What further typing may bring to light lies within the bounds", arguments: TestSeeds.all)
  func resolutionsLieWithinBounds(seed: UInt64) {
    var generator = GenotypeGenerator(seed: seed)
    for number in 0..<BoundsPropertyTests.pairsOfASeed / 4 {
      let (patient, donor) = (generator.genotype(), generator.genotype())
      let bounds = LocusComparison.counts(patient: patient, donor: donor)
      for _ in 0..<8 {
        let own = generator.resolution(of: patient, foreignCode: 60)
        let other = generator.resolution(of: donor, foreignCode: 70)
        let exact = LocusComparison.counts(patient: own, donor: other)
        if !bounds.contains(exact) {
          Issue.record("seed \(seed), pair \(number): \(exact.summary) outside \(bounds.summary): \(patient) \(donor)")
          return
        }
      }
    }
  }

  @Test("No bound is upside down or beyond what two positions allow", arguments: TestSeeds.all)
  func boundsAreInRange(seed: UInt64) {
    var generator = GenotypeGenerator(seed: seed)
    for number in 0..<BoundsPropertyTests.pairsOfASeed / 4 {
      let counts = LocusComparison.counts(patient: generator.genotype(), donor: generator.genotype())
      let isInRange =
        [counts.match, counts.gvh, counts.hvg].allSatisfy { $0.min <= $0.max && $0.max <= 2 }
        && counts.homozygous.min <= counts.homozygous.max && counts.homozygous.max <= 1
      #expect(isInRange, "seed \(seed), pair \(number)")
    }
  }
}

extension MatchCounts {
  func contains(_ other: MatchCounts) -> Bool {
    zip([match, gvh, hvg, homozygous], [other.match, other.gvh, other.hvg, other.homozygous])
      .allSatisfy { $0.min <= $1.min && $1.max <= $0.max }
  }
}
