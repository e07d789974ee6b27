import HLAMatching
import HLATyping
import MatchTestSupport
import Testing

@Suite("What a pair shows at each position")
struct PositionComparisonTests {
  private static let pairsOfASeed = 600

  @Test("Certain and possible targets at the positions agree with the bounds of the counts", arguments: TestSeeds.all)
  func targetsAgreeWithCounts(seed: UInt64) {
    var generator = GenotypeGenerator(seed: seed)
    for number in 0..<PositionComparisonTests.pairsOfASeed {
      let (patient, donor) = (generator.genotype(), generator.genotype())
      let counts = LocusComparison.counts(patient: patient, donor: donor)
      let found = PositionComparison(patient: patient, donor: donor)
      for (verdicts, bounds) in [(found.gvh, counts.gvh), (found.hvg, counts.hvg)] {
        let certain = verdicts.count { $0 == .always }
        let possible = verdicts.count { $0 != .never }
        if certain > bounds.min || possible < bounds.max {
          Issue.record("seed \(seed), pair \(number): \(verdicts) beside \(bounds): \(patient) \(donor)")
          return
        }
      }
    }
  }

  @Test("What further typing brings to light is never what was ruled out", arguments: TestSeeds.all)
  func resolutionsAgree(seed: UInt64) {
    var generator = GenotypeGenerator(seed: seed)
    for number in 0..<PositionComparisonTests.pairsOfASeed {
      let (patient, donor) = (generator.genotype(), generator.genotype())
      let found = PositionComparison(patient: patient, donor: donor)
      for _ in 0..<6 {
        let exact = PositionComparison(
          patient: generator.resolution(of: patient, foreignCode: 60),
          donor: generator.resolution(of: donor, foreignCode: 70))
        let before = found.gvh + found.hvg + found.isSame.joined()
        let after = exact.gvh + exact.hvg + exact.isSame.joined()
        if zip(before, after).contains(where: { $0 != .possible && $0 != $1 }) {
          Issue.record("seed \(seed), pair \(number): \(before), then \(after): \(patient) \(donor)")
          return
        }
      }
    }
  }

  @Test("One genotype on each side leaves nothing open")
  func exactPairs() {
    func exact(_ first: UInt32, _ second: UInt32) -> LocusGenotype {
      .pairs([CodePair(CodeSet([first]), CodeSet([second]))])
    }
    let found = PositionComparison(patient: exact(1, 2), donor: exact(2, 3))
    #expect(found.gvh == [.always, .never])
    #expect(found.hvg == [.never, .always])
    #expect(found.isSame == [[.never, .never], [.always, .never]])
    let untyped = PositionComparison(patient: exact(1, 2), donor: .untyped)
    #expect(untyped.gvh == [.possible, .possible] && untyped.hvg == [.possible, .possible])
  }
}
