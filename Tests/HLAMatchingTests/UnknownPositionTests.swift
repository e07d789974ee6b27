import HLAMatching
import HLANomenclature
import HLATyping
import MatchTestSupport
import Testing

/// A pair at HLA-A under policies, and its match, gvh, hvg and homozygous.
struct PolicyCase: Sendable, CustomTestStringConvertible {
  let patient: String
  let donor: String
  let policy: TypingPolicy
  let expected: String
  var testDescription: String { "\(patient) / \(donor): \(policy.blankSecond) \(policy.newAllele)" }

  /// DOMAIN 2.7, donors and patients apart.
  static let blankSecond = [
    PolicyCase(patient: "02:01,03:01", donor: "02:01,", policy: homozygous, expected: "1 1 0 1"),
    PolicyCase(patient: "02:01,03:01", donor: "02:01,", policy: unknownBlank, expected: "1..2 0..1 0..1 0..1"),
    PolicyCase(patient: "01:01,03:01", donor: "02:01,", policy: homozygous, expected: "0 2 2 1"),
    PolicyCase(patient: "01:01,03:01", donor: "02:01,", policy: unknownBlank, expected: "0..1 1..2 1..2 0..1"),
    PolicyCase(patient: "02:01,", donor: "02:01,03:01", policy: homozygous, expected: "1 0 1 0"),
    PolicyCase(patient: "02:01,", donor: "02:01,03:01", policy: unknownBlank, expected: "1..2 0..1 0..1 0"),
    PolicyCase(patient: "02:01,", donor: "02:01,", policy: homozygous, expected: "2 0 0 1"),
    PolicyCase(patient: "02:01,", donor: "02:01,", policy: unknownBlank, expected: "1..2 0..1 0..1 0..1"),
    PolicyCase(patient: "02:01,03:01", donor: "02:01/03:01,", policy: homozygous, expected: "1 1 0 1"),
    PolicyCase(patient: "02:01,03:01", donor: "02:01/03:01,", policy: unknownBlank, expected: "1..2 0..1 0..1 0..1"),
    PolicyCase(patient: "02:01,03:01", donor: "02:01,UUUU", policy: homozygous, expected: "1..2 0..1 0..1 0..1"),
    PolicyCase(patient: "02:01,03:01", donor: "02:01,-", policy: homozygous, expected: "1 1 0 1"),
  ]

  /// DOMAIN 2.5.
  static let newAllele = [
    PolicyCase(patient: "01:01,02:01", donor: "NEW,02:01", policy: homozygous, expected: "1..2 0..1 0..1 0..1"),
    PolicyCase(patient: "01:01,02:01", donor: "NEW,02:01", policy: mismatch, expected: "1 1 1 0"),
    PolicyCase(patient: "01:01,02:01", donor: "03:01,NEW", policy: homozygous, expected: "0..1 1..2 1..2 0..1"),
    PolicyCase(patient: "01:01,02:01", donor: "03:01,NEW", policy: mismatch, expected: "0 2 2 0"),
    PolicyCase(patient: "NEW,02:01", donor: "01:01,02:01", policy: homozygous, expected: "1..2 0..1 0..1 0"),
    PolicyCase(patient: "NEW,02:01", donor: "01:01,02:01", policy: mismatch, expected: "1 1 1 0"),
    PolicyCase(patient: "NEW,02:01", donor: "NEW,02:01", policy: homozygous, expected: "1..2 0..1 0..1 0..1"),
    PolicyCase(patient: "NEW,02:01", donor: "NEW,02:01", policy: mismatch, expected: "1 1 1 0"),
    PolicyCase(patient: "NEW,02:01", donor: "02:01,02:01", policy: homozygous, expected: "1..2 0..1 0 1"),
    PolicyCase(patient: "NEW,02:01", donor: "02:01,02:01", policy: mismatch, expected: "1 1 0 1"),
  ]

  /// DOMAIN 2.7 and 2.9: a set twice is two choices, a set and a blank is one. XX is open in the excerpt.
  static let setsTwice = [
    PolicyCase(patient: "01:01,02:01", donor: "43:XX,43:XX", policy: homozygous, expected: "0..2 0..2 0..2 0..1"),
    PolicyCase(patient: "01:01,02:01", donor: "43:XX,", policy: homozygous, expected: "0..1 1..2 0..2 1"),
    PolicyCase(patient: "01:01,02:01", donor: "43:XX,", policy: unknownBlank, expected: "0..2 0..2 0..2 0..1"),
    PolicyCase(
      patient: "01:01,02:01", donor: "01:01/02:01,01:01/02:01", policy: homozygous, expected: "1..2 0..1 0 0..1"),
    PolicyCase(patient: "01:01,02:01", donor: "01:01/02:01,", policy: homozygous, expected: "1 1 0 1"),
    PolicyCase(patient: "01:01/02:01,", donor: "01:01,02:01", policy: homozygous, expected: "1 0 1 0"),
    PolicyCase(
      patient: "01:01/02:01,01:01/02:01", donor: "01:01,02:01", policy: homozygous, expected: "1..2 0 0..1 0"),
    PolicyCase(patient: "01:01P,02:01P", donor: "01:01P,01:01P", policy: homozygous, expected: "1 1 0 1"),
  ]

  private static let homozygous = TypingPolicy()
  private static let unknownBlank = TypingPolicy(blankSecond: .unknown)
  private static let mismatch = TypingPolicy(newAllele: .mismatch)
}

@Suite("Positions that are not known")
struct UnknownPositionTests {
  @Test("A blank second value is the same allele again, or unknown, by policy", arguments: PolicyCase.blankSecond)
  func blankSecond(_ pair: PolicyCase) throws { try check(pair) }

  @Test("NEW may equal anything, or equals nothing, by policy", arguments: PolicyCase.newAllele)
  func newAllele(_ pair: PolicyCase) throws { try check(pair) }

  @Test("A set written twice is two choices, a set beside a blank is one", arguments: PolicyCase.setsTwice)
  func setsTwice(_ pair: PolicyCase) throws { try check(pair) }

  private func check(_ pair: PolicyCase) throws {
    let cells = LocusPair(
      locus: .a, patient: pair.patient, donor: pair.donor, patientPolicy: pair.policy, donorPolicy: pair.policy)
    #expect(try cells.counts().summary == pair.expected)
    // An exchange of the two cells says the same, unless the first would be blank.
    let exchanged = { (cells: String) in
      let parts = cells.split(separator: ",", omittingEmptySubsequences: false)
      return ["", "-", "UUUU"].contains(parts[1]) ? cells : "\(parts[1]),\(parts[0])"
    }
    let other = LocusPair(
      locus: .a, patient: exchanged(pair.patient), donor: exchanged(pair.donor), patientPolicy: pair.policy,
      donorPolicy: pair.policy)
    #expect(try other.counts().summary == pair.expected)
  }

  @Test("The policies of donors and of patients are apart")
  func policiesAreApart() throws {
    let unknown = TypingPolicy(blankSecond: .unknown)
    let donorOpen = LocusPair(locus: .a, patient: "02:01,", donor: "02:01,", donorPolicy: unknown)
    #expect(try donorOpen.counts().summary == "1..2 0 0..1 0..1")
    let patientOpen = LocusPair(locus: .a, patient: "02:01,", donor: "02:01,", patientPolicy: unknown)
    #expect(try patientOpen.counts().summary == "1..2 0..1 0 1")
  }

  @Test("Only a presumed second value is flagged as presumed")
  func presumedFlag() throws {
    #expect(try LocusPair.typing(.a, "02:01,").flags.contains(.presumedHomozygous))
    #expect(try !LocusPair.typing(.a, "02:01,02:01").flags.contains(.presumedHomozygous))
    let unknown = TypingPolicy(blankSecond: .unknown)
    #expect(try !LocusPair.typing(.a, "02:01,", unknown).flags.contains(.presumedHomozygous))
    #expect(try !LocusPair.typing(.a, "01:11N,").flags.contains(.presumedHomozygous))
    #expect(try !LocusPair.typing(.a, "NEW,").flags.contains(.presumedHomozygous))
    #expect(try !LocusPair.typing(.a, "02:01,UUUU").flags.contains(.presumedHomozygous))
  }

  @Test("Blank, UUUU and XXXX are untyped", arguments: [",", "UUUU,UUUU", "UUUU,", "XXXX,XXXX", "XXXX,"])
  func untyped(_ cells: String) throws {
    let counts = try LocusPair(locus: .a, patient: "01:01,02:01", donor: cells).counts()
    #expect(counts.summary == "0..2 0..2 0..2 0..1")
    #expect(counts.typedLoci == 0)
  }

  @Test("XX is typed, however little it says")
  func xxIsTyped() throws {
    let counts = try LocusPair(locus: .a, patient: "01:01,02:01", donor: "43:XX,43:XX").counts()
    #expect(counts.typedLoci == 1)
  }
}
