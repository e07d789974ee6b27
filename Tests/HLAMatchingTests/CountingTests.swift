import HLAMatching
import HLATyping
import MatchTestSupport
import Testing

/// One row of the table of DOMAIN section 3: positions as letters, expected match, gvh and hvg.
struct CountingCase: Sendable, CustomTestStringConvertible {
  let patient: String
  let donor: String
  let match: Int
  let gvh: Int
  let hvg: Int

  var testDescription: String { "\(patient) \(donor)" }

  static let domainTable = [
    CountingCase(patient: "ab", donor: "ab", match: 2, gvh: 0, hvg: 0),
    CountingCase(patient: "ab", donor: "aa", match: 1, gvh: 1, hvg: 0),
    CountingCase(patient: "aa", donor: "ab", match: 1, gvh: 0, hvg: 1),
    CountingCase(patient: "ab", donor: "ac", match: 1, gvh: 1, hvg: 1),
    CountingCase(patient: "aa", donor: "bb", match: 0, gvh: 2, hvg: 2),
    CountingCase(patient: "aa", donor: "bc", match: 0, gvh: 2, hvg: 2),
    CountingCase(patient: "ab", donor: "cc", match: 0, gvh: 2, hvg: 2),
  ]

  /// What the table leaves to the definitions.
  static let further = [
    CountingCase(patient: "aa", donor: "aa", match: 2, gvh: 0, hvg: 0),
    CountingCase(patient: "ab", donor: "cd", match: 0, gvh: 2, hvg: 2),
    CountingCase(patient: "ab", donor: "bb", match: 1, gvh: 1, hvg: 0),
    CountingCase(patient: "bb", donor: "ab", match: 1, gvh: 0, hvg: 1),
  ]

  static func genotype(_ letters: String) -> LocusGenotype {
    let codes = letters.utf8.map { UInt32($0) }
    return .pairs([CodePair(CodeSet([codes[0]]), CodeSet([codes[1]]))])
  }
}

@Suite("Counting at one locus")
struct CountingTests {
  /// Every pair of positions over four letters, which is every way in which two genotypes can be alike.
  static let allPairs: [String] = {
    let letters: [Character] = ["a", "b", "c", "d"]
    return letters.flatMap { first in letters.map { String([first, $0]) } }
  }()

  @Test("Match, gvh and hvg are as in the table", arguments: CountingCase.domainTable + CountingCase.further)
  func countsOfTable(_ row: CountingCase) {
    let homozygous = row.donor.first == row.donor.last ? 1 : 0
    let counts = LocusComparison.counts(
      patient: CountingCase.genotype(row.patient), donor: CountingCase.genotype(row.donor))
    #expect(counts.summary == "\(row.match) \(row.gvh) \(row.hvg) \(homozygous)")
    #expect(counts.typedLoci == 1)
    #expect(counts.unexpressedLoci == 0)
  }

  @Test("For every exact pair the match is two less the greater of gvh and hvg", arguments: allPairs)
  func matchFollowsFromMismatches(_ patient: String) {
    for donor in CountingTests.allPairs {
      let counts = LocusComparison.counts(patient: CountingCase.genotype(patient), donor: CountingCase.genotype(donor))
      #expect(counts.match == CountBounds(exactly: 2 - max(counts.gvh.min, counts.hvg.min)), "\(patient) \(donor)")
      #expect(!counts.gvh.isOpen && !counts.hvg.isOpen && !counts.homozygous.isOpen, "\(patient) \(donor)")
    }
  }

  @Test("Every exact pair is counted as the plain matcher counts it", arguments: allPairs)
  func exactPairsAgreeWithPlainMatcher(_ patient: String) {
    for donor in CountingTests.allPairs {
      let (own, other) = (CountingCase.genotype(patient), CountingCase.genotype(donor))
      let counts = LocusComparison.counts(patient: own, donor: other)
      #expect(counts == PlainMatcher.counts(patient: own, donor: other), "\(patient) \(donor)")
    }
  }

  @Test("Exchanging patient and donor exchanges gvh and hvg and keeps the match", arguments: allPairs)
  func directionsExchange(_ patient: String) {
    for donor in CountingTests.allPairs {
      let (own, other) = (CountingCase.genotype(patient), CountingCase.genotype(donor))
      let counts = LocusComparison.counts(patient: own, donor: other)
      let exchanged = LocusComparison.counts(patient: other, donor: own)
      #expect(counts.match == exchanged.match, "\(patient) \(donor)")
      #expect(counts.gvh == exchanged.hvg, "\(patient) \(donor)")
      #expect(counts.hvg == exchanged.gvh, "\(patient) \(donor)")
    }
  }

  @Test("A locus untyped on either side may count anything")
  func untyped() {
    let typed = CountingCase.genotype("ab")
    let donorUntyped = LocusComparison.counts(patient: typed, donor: .untyped)
    #expect(donorUntyped.summary == "0..2 0..2 0..2 0..1")
    #expect(donorUntyped.typedLoci == 0)
    let bothUntyped = LocusComparison.counts(patient: .untyped, donor: .untyped)
    #expect(bothUntyped.summary == "0..2 0..2 0..2 0..1")
    #expect(bothUntyped.typedLoci == 0)
    let patientUntyped = LocusComparison.counts(patient: .untyped, donor: typed)
    #expect("\(patientUntyped.match) \(patientUntyped.gvh) \(patientUntyped.hvg)" == "0..2 0..2 0..2")
    #expect(patientUntyped.typedLoci == 0)
  }

  @Test("A donor's homozygosity does not depend on what is known of the patient", arguments: ["aa", "ab"])
  func homozygosityIsTheDonors(_ donor: String) {
    let expected = CountBounds(exactly: donor == "aa" ? 1 : 0)
    for patient: LocusGenotype in [.untyped, .nothingExpressed, CountingCase.genotype("ab")] {
      let counts = LocusComparison.counts(patient: patient, donor: CountingCase.genotype(donor))
      #expect(counts.homozygous == expected)
    }
  }

  @Test("Where nothing is expressed on either side, nothing matches and the directions are open")
  func nothingExpressed() {
    let typed = CountingCase.genotype("ab")
    let donor = LocusComparison.counts(patient: typed, donor: .nothingExpressed)
    #expect(donor.summary == "0 0..2 0..2 0..1")
    #expect(donor.unexpressedLoci == 1 && donor.typedLoci == 1)
    let patient = LocusComparison.counts(patient: .nothingExpressed, donor: typed)
    #expect("\(patient.match) \(patient.gvh) \(patient.hvg)" == "0 0..2 0..2")
    #expect(patient.unexpressedLoci == 1 && patient.typedLoci == 1)
    let both = LocusComparison.counts(patient: .nothingExpressed, donor: .nothingExpressed)
    #expect(both.summary == "0 0..2 0..2 0..1")
  }
}
