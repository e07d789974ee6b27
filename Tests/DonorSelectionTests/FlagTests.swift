import DonorSelection
import HLANomenclature
import MatchTestSupport
import Testing

/// A pair and the flags beside `nk_not_assessed`, which has tests of its own, that it carries.
struct FlagCase: Sendable, CustomTestStringConvertible {
  var patient = "ab ab ab ab ab"
  var patientCells: [String: String] = [:]
  let donor: String
  var cells: [String: String] = [:]
  var edits: [TestProtocol.Edit] = []
  let flags: [String]

  var testDescription: String { "\(patient) \(patientCells) / \(donor) \(cells)" }

  /// DOMAIN section 4, flags; sections 2.5 to 2.9.
  static let all = [
    FlagCase(donor: "cd cd cd cd cd", flags: []),
    FlagCase(donor: "ac ab .. ac ab", flags: ["six_locus_rule:C"]),
    FlagCase(donor: "ac ab .. ac ..", flags: ["six_locus_rule:C", "six_locus_rule:DQB1"]),
    FlagCase(donor: "c- cd cd cd c-", flags: ["presumed_homozygous:A", "presumed_homozygous:DQB1"]),
    FlagCase(patient: "ab ab a- ab ab", donor: "cd cd cd cd cd", flags: ["presumed_homozygous:C"]),
    FlagCase(patient: "ab ab a- ab ab", donor: "cd cd c- cd cd", flags: ["presumed_homozygous:C"]),
    FlagCase(
      donor: "c- cd cd cd c-", edits: [("\n  blank_second: homozygous ", "\n  blank_second: unknown ")], flags: []),
    FlagCase(
      patient: "ab ab a- ab ab", donor: "cd cd cd cd c-",
      edits: [("patient_blank_second: homozygous", "patient_blank_second: unknown")],
      flags: ["presumed_homozygous:DQB1"]),
    FlagCase(donor: "c,n cd cd cd cd", flags: ["null_allele:A"]),
    FlagCase(donor: "c,01:04 cd cd cd cd", flags: ["null_allele:A"]),
    FlagCase(donor: "n,m cd cd cd cd", flags: ["null_allele:A"]),
    FlagCase(patient: "a,n ab ab ab ab", donor: "cd cd cd cd cd", flags: ["null_allele:A"]),
    FlagCase(donor: "c/03:284N,d cd cd cd cd", flags: []),  // a null within a set is ignored
    FlagCase(donor: "c,24:02:01:02L cd cd cd cd", flags: ["expression:A"]),
    FlagCase(donor: "c,01:147Q cd cd cd cd", flags: ["expression:A"]),
    FlagCase(donor: "c,03:260 cd cd cd cd", flags: ["null_allele:A", "name_lifted:A"]),
    FlagCase(donor: "c,01:34N cd cd cd cd", flags: ["expression:A", "name_lifted:A"]),
    FlagCase(donor: "c,02:01:82 cd cd cd cd", flags: ["name_lifted:A"]),
    FlagCase(donor: "c,N cd cd cd cd", flags: ["new_allele:A"]),
    FlagCase(donor: "cd cd N,- cd cd", flags: ["new_allele:C"]),
    FlagCase(patient: "ab ab ab ab a,N", donor: "cd cd cd cd cd", flags: ["new_allele:DQB1"]),
    FlagCase(donor: "cd cd 17:XX,d cd cd", flags: ["reference_excerpt"]),
    FlagCase(patient: "ab ab 17:XX,d ab ab", donor: "cd cd cd cd cd", flags: ["reference_excerpt"]),
    FlagCase(donor: "c,11:01:01G c,44:02P cd cd cd", flags: []),  // groups are closed facts
    FlagCase(patient: "aa aa aa aa aa", donor: "ab ab ab ab ab", flags: ["gvh_none"]),
    FlagCase(patient: "aa aa aa aa aa", donor: "ab ab ab ab c,a/d", flags: []),
    FlagCase(donor: "cd cd cd cd cd", cells: ["age": "17"], flags: ["age_outside_18_60"]),
    FlagCase(donor: "cd cd cd cd cd", cells: ["age": "18"], flags: []),
    FlagCase(donor: "cd cd cd cd cd", cells: ["age": "60"], flags: []),
    FlagCase(donor: "cd cd cd cd cd", cells: ["age": "61"], flags: ["age_outside_18_60"]),
    FlagCase(donor: "cd cd cd cd cd", cells: ["age": "111"], flags: []),
    FlagCase(donor: "cd cd cd cd cd", patientAge: "70"),
    FlagCase(
      donor: "cd cd cd cd cd", cells: ["age": "1", "donor_type": "cord"],
      edits: [("donor_types: [adult]", "donor_types: [adult, cord]")], flags: []),
  ]

  /// Several at once, in the order of DOMAIN section 4, then of the loci.
  static let orders = [
    FlagCase(
      patient: "ab ab a- a- ab", donor: "c,03:260 N,b .. 16:XX,a ab", cells: ["age": "70"],
      flags: [
        "six_locus_rule:C", "presumed_homozygous:C", "presumed_homozygous:DRB1", "null_allele:A", "name_lifted:A",
        "new_allele:B", "reference_excerpt", "age_outside_18_60",
      ]),
    FlagCase(
      patient: "a,01:34N aa ab aa aa", donor: "a,01:04 a,b a,N a,b a,b", cells: ["age": "17"],
      flags: ["null_allele:A", "expression:A", "name_lifted:A", "new_allele:C", "age_outside_18_60"]),
    FlagCase(
      patient: "aa aa aa aa aa", donor: "a,01:34N a,b a,b a,b a,b", cells: ["age": "17"],
      flags: ["expression:A", "name_lifted:A", "gvh_none", "age_outside_18_60"]),
  ]
}

extension FlagCase {
  /// The patient's age is no matter of the donor's.
  fileprivate init(donor: String, patientAge: String) {
    self.init(patientCells: ["age": patientAge], donor: donor, flags: [])
  }
}

@Suite("Flags")
struct FlagTests {
  @Test("A pair carries the flags of both sides and no other", arguments: FlagCase.all)
  func flagsOfPair(_ pair: FlagCase) throws { try check(pair) }

  @Test("Flags stand in the order of the list, then of the loci", arguments: FlagCase.orders)
  func flagOrder(_ pair: FlagCase) throws { try check(pair) }

  private func check(_ pair: FlagCase) throws {
    let donor = try TestRun.pair(
      patient: WrittenPerson("P1", letters: pair.patient, facts: pair.patientCells),
      donor: WrittenPerson("D1", letters: pair.donor, facts: pair.cells), rules: TestProtocol.edited(pair.edits))
    let ageFlag = pair.flags.filter { $0 == "age_outside_18_60" }
    let others = pair.flags.filter { $0 != "age_outside_18_60" }
    let nkFlag = donor.flags.filter { $0 == "nk_not_assessed" }
    #expect(donor.flags == others + nkFlag + ageFlag)
  }

  /// Two ways of writing one donor, which differ in flags only.
  static let equals: [(plain: String, flagged: String)] = [
    ("cc cd cd cd cd", "c- cd cd cd cd"),
    ("cc cc cc cd cd", "c- c- c- cd cd"),
    ("cc cd cd cd cd", "c,n cd cd cd cd"),
    ("aa aa ab ab ab", "a,01:04 a- ab ab ab"),
    ("cd cd cd cd cd", "c,11:50Q cd cd cd cd"),
    ("ac ac ab ab ab", "01:34N,c ac ab ab ab"),
    ("ab ac ac ab ab", "a,02:01:82 ac ac ab ab"),
  ]

  @Test("Flags change neither status nor reasons nor points", arguments: equals)
  func flagsChangeNothing(plain: String, flagged: String) throws {
    let patient = WrittenPerson("P1", letters: "ab ab ab ab ab")
    let one = try TestRun.pair(patient: patient, donor: WrittenPerson("D1", letters: plain))
    let other = try TestRun.pair(patient: patient, donor: WrittenPerson("D1", letters: flagged))
    #expect(one.flags != other.flags)
    #expect(one.status == other.status)
    #expect(one.reasons == other.reasons)
    #expect(one.points == other.points)
    #expect(one.counts == other.counts)
  }

  @Test("An age outside 18 to 60 is a flag, never a reason", arguments: ["0", "17", "61", "110"])
  func ageIsNoReason(_ age: String) throws {
    let donor = try TestRun.pair(
      patient: WrittenPerson("P1", letters: "ab ab ab ab ab"),
      donor: WrittenPerson("D1", letters: "cd cd cd cd cd", facts: ["age": age]))
    #expect(donor.status == .eligible)
    #expect(donor.flags.contains("age_outside_18_60"))
  }
}
