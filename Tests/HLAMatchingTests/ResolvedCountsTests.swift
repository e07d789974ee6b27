import HLAMatching
import HLATyping
import MatchTestSupport
import Testing

/// What two typings may count once both are typed fully, beside the bounds of what they count now.
@Suite("Counts of full typings")
struct ResolvedCountsTests {
  @Test("The bounds over all full typings are the bounds of the typings", arguments: 1...4 as ClosedRange<UInt64>)
  func bounds(seed: UInt64) {
    var generator = GenotypeGenerator(seed: seed)
    for round in 0..<500 {
      let (patient, donor) = (generator.genotype(), generator.genotype())
      let now = LocusComparison.counts(patient: patient, donor: donor)
      let found = LocusComparison.resolvedCounts(patient: patient, donor: donor)
      let place: Comment = "seed \(seed), round \(round): \(patient) \(donor)"
      #expect(!found.isEmpty, place)
      for counts in found {
        #expect(counts.match.min >= now.match.min && counts.match.max <= now.match.max, place)
        #expect(counts.gvh.min >= now.gvh.min && counts.gvh.max <= now.gvh.max, place)
        #expect(counts.hvg.min >= now.hvg.min && counts.hvg.max <= now.hvg.max, place)
        #expect(counts.homozygous.min >= now.homozygous.min, place)
        #expect(counts.homozygous.max <= now.homozygous.max, place)
      }
    }
  }

  @Test("A random full typing of both sides counts what was foretold", arguments: 1...4 as ClosedRange<UInt64>)
  func resolutions(seed: UInt64) {
    var generator = GenotypeGenerator(seed: seed)
    for round in 0..<500 {
      let (patient, donor) = (generator.genotype(), generator.genotype())
      let found = LocusComparison.resolvedCounts(patient: patient, donor: donor)
      let full = LocusComparison.counts(
        patient: generator.resolution(of: patient, foreignCode: 100),
        donor: generator.resolution(of: donor, foreignCode: 200))
      #expect(found.contains(full), "seed \(seed), round \(round): \(patient) \(donor)")
    }
  }
}
