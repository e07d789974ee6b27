import HLANomenclature
import HLAReference
import HLATyping
import Testing
import TransplantFacts

/// DOMAIN section 6, DPB1 T-cell epitope groups.
@Suite("DPB1 T-cell epitope groups")
struct TCEVerdictTests {
  private static let pairs: [(Int, Int)] = [(1, 1), (1, 2), (1, 3), (2, 2), (2, 3), (3, 3)]

  /// A row a patient, a column a donor, in the order of `pairs`: permissive, GVH, HVG.
  private static let table = ["PPPGGG", "PPPGGG", "PPPGGG", "HHHPPG", "HHHPPG", "HHHHHP"]

  private static let words: [Character: TCEVerdict] = [
    "P": .permissive, "G": .gvhNonPermissive, "H": .hvgNonPermissive,
  ]

  private func positions(_ pair: (Int, Int)) -> (TCEPosition, TCEPosition) {
    (.group(pair.0, isPredicted: false), .group(pair.1, isPredicted: false))
  }

  @Test("All 36 pairs of groups: the side with the lower lowest group is the target", arguments: 0..<36)
  func allPairs(number: Int) {
    let (own, other) = (TCEVerdictTests.pairs[number / 6], TCEVerdictTests.pairs[number % 6])
    let expected = TCEVerdictTests.words[Array(TCEVerdictTests.table[number / 6])[number % 6]]
    // The order of the positions says nothing.
    for patient in [own, (own.1, own.0)] {
      for donor in [other, (other.1, other.0)] {
        let found = TCEComparison(patient: positions(patient), donor: positions(donor))
        #expect(found.verdict == expected, "patient \(patient), donor \(donor)")
        #expect(found.patientGroup == own.0 && found.donorGroup == other.0 && !found.isPredicted)
      }
    }
  }

  @Test("A null beside an expressed allele is that allele twice")
  func nulls() {
    for group in 1...3 {
      for other in TCEVerdictTests.pairs {
        let single = TCEPosition.group(group, isPredicted: false)
        let twice = TCEComparison(patient: (single, single), donor: positions(other))
        #expect(TCEComparison(patient: (single, .null), donor: positions(other)) == twice)
        #expect(TCEComparison(patient: (.null, single), donor: positions(other)) == twice)
        let turned = TCEComparison(patient: positions(other), donor: (single, single))
        #expect(TCEComparison(patient: positions(other), donor: (.null, single)) == turned)
      }
    }
  }

  @Test("Any unknown group, and two nulls, leave the verdict unknown")
  func unknowns() {
    let known = positions((1, 1))
    let open: [(TCEPosition, TCEPosition)] = [
      (.unknown, .group(1, isPredicted: false)), (.group(3, isPredicted: false), .unknown), (.unknown, .unknown),
      (.unknown, .null), (.null, .unknown), (.null, .null),
    ]
    for pair in open {
      #expect(TCEComparison(patient: pair, donor: known).verdict == .unknown)
      #expect(TCEComparison(patient: known, donor: pair).verdict == .unknown)
      #expect(TCEComparison(patient: pair, donor: known).donorGroup == 1)
    }
  }

  @Test("Identical DPB1 is a match, whatever its groups are")
  func identical() {
    let unknown = (TCEPosition.unknown, TCEPosition.unknown)
    #expect(TCEComparison(patient: unknown, donor: unknown, areIdentical: true).verdict == .match)
    #expect(TCEComparison(patient: positions((1, 3)), donor: positions((1, 3)), areIdentical: true).verdict == .match)
  }

  @Test("A verdict that rests on a predicted group says so")
  func predicted() {
    let measured = positions((2, 3))
    let predicted = (TCEPosition.group(2, isPredicted: false), TCEPosition.group(3, isPredicted: true))
    #expect(TCEComparison(patient: predicted, donor: measured).isPredicted)
    #expect(TCEComparison(patient: measured, donor: predicted).isPredicted)
    #expect(TCEComparison(patient: (.null, predicted.1), donor: measured).isPredicted)
  }

  /// Typings of DPB1, with groups of the excerpt: 09:01 and 17:01 are 1, 03:01 is 2, 04:01 and 02:01 are 3.
  static let typings: [(patient: (String, String), donor: (String, String), verdict: TCEVerdict)] = [
    (("04:01", "04:01"), ("04:01", "04:01"), .match), (("04:01", ""), ("04:01", ""), .match),
    (("04:01", "02:01"), ("02:01", "04:01"), .match), (("04:01", "04:01"), ("02:01", "04:01"), .permissive),
    (("04:01", "09:01"), ("04:01", "02:01"), .gvhNonPermissive),
    (("04:01", "02:01"), ("17:01", "02:01"), .hvgNonPermissive),
    (("03:01", "04:01"), ("09:01", "03:01"), .hvgNonPermissive), (("09:01", "04:01"), ("17:01", "02:01"), .permissive),
    (("04:01/02:01", "04:01"), ("03:01", "04:01"), .hvgNonPermissive),
    (("04:01/03:01", "04:01"), ("04:01", "02:01"), .unknown),
    (("NEW", "04:01"), ("04:01", "02:01"), .unknown), (("", ""), ("04:01", "02:01"), .unknown),
  ]

  @Test("Typings lead to the groups of their alleles", arguments: typings.indices)
  func ofTypings(number: Int) throws {
    let (patient, donor, verdict) = TCEVerdictTests.typings[number]
    let reference = FactsFixture.reference
    let found = TCEComparison(
      patient: try FactsFixture.typing(.dpb1, patient.0, patient.1),
      donor: try FactsFixture.typing(.dpb1, donor.0, donor.1), reference: reference
    ) { reference.tceGroup(of: $0) }
    #expect(found.verdict == verdict)
  }
}
