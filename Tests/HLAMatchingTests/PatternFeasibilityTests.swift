import HLATyping
import MatchTestSupport
import Testing

@testable import HLAMatching

@Suite("Which equality patterns two typings allow")
struct PatternFeasibilityTests {
  @Test("Every pattern is allowed where trying finds distinct identities for its blocks", arguments: TestSeeds.all)
  func agreesWithTrying(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for number in 0..<4000 {
      // From few codes, where lists cross everywhere, to many, where long lists share little.
      let range = [2, 4, 8, 60][number % 4]
      let (patient, donor) = (pair(&random, range), pair(&random, range))
      let patterns = PatternFeasibility(patient: patient, donor: donor).patterns()
      var plain = PlainFeasibility(patient: patient, donor: donor)
      let expected = EqualityPatterns { plain.allows($0) }
      if patterns != expected {
        Issue.record(
          "seed \(seed), pair \(number): \(patterns.rawValue), not \(expected.rawValue): \(patient) \(donor)")
        return
      }
    }
  }

  @Test("Patterns that need no answer are left out, and no others")
  func knownPatternsAreLeftOut() {
    let open = CodePair(.unknown, .unknown)
    let feasibility = PatternFeasibility(patient: open, donor: open)
    #expect(feasibility.patterns() == .all)
    #expect(feasibility.patterns(beside: .donorIsHomozygous) == EqualityPatterns { !$0.donorIsHomozygous })
  }

  @Test("Four positions of the same two identities never take three")
  func identitiesRunOut() {
    let two = CodePair(CodeSet([7, 9]), CodeSet([7, 9]))
    let patterns = PatternFeasibility(patient: two, donor: two).patterns()
    #expect(patterns == EqualityPatterns { $0.blocks[2] == 0 })
  }

  private func pair(_ random: inout SeededGenerator, _ range: Int) -> CodePair {
    random.chance(15) ? CodePair(twice: set(&random, range)) : CodePair(set(&random, range), set(&random, range))
  }

  private func set(_ random: inout SeededGenerator, _ range: Int) -> CodeSet {
    let extent: CodeSet.Extent = random.chance(80) ? .closed : random.chance(50) ? .open : .foreign
    let length = random.chance(40) ? 1 : 1 + random.below(range)
    return CodeSet((0..<length).map { _ in UInt32(random.below(range)) }, extent: extent)
  }
}
