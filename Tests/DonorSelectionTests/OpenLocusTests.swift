import DonorSelection
import HLAMatching
import MatchTestSupport
import Testing

/// A pair of typings and what is said of its open loci, one text each.
struct OpenLocusCase: Sendable, CustomTestStringConvertible {
  var patient = "ab ab ab ab ab"
  let donor: String
  let open: [String]
  var testDescription: String { "\(patient) / \(donor)" }

  /// `mst` gives 6 points for a mismatch in HVG direction and 4 in GVH direction.
  static let all = [
    OpenLocusCase(donor: "cd cd cd cd cd", open: []),
    // Two mismatches each way may come to light.
    OpenLocusCase(donor: "cd cd .. cd cd", open: ["C donor 0...20 no question"]),
    OpenLocusCase(patient: "ab ab .. ab ab", donor: "cd cd cd cd cd", open: ["C patient 0...20 no question"]),
    // Four matches of six settle the match count, which may reach eight.
    OpenLocusCase(donor: "ac ab .. ac ab", open: ["C donor 0...20 six loci"]),
    // Eight matches with C.
    OpenLocusCase(donor: "ab ab .. ab cd", open: ["C donor 0...20 match_count_possible"]),
    // A position that may be the patient's.
    OpenLocusCase(donor: "a/c,d cd cd cd cd", open: ["A donor 0...10 no question"]),
  ]
}

@Suite("What further typing would settle")
struct OpenLocusTests {
  @Test(
    "Each open locus says whose typing it is, what rests on it, and how far the points may move",
    arguments: OpenLocusCase.all)
  func openLoci(_ pair: OpenLocusCase) throws {
    let donor = try TestRun.pair(
      patient: WrittenPerson("P1", letters: pair.patient), donor: WrittenPerson("D1", letters: pair.donor))
    let found = donor.openLoci(TestProtocol.mst.points).map { open in
      let sides = [(open.isOpenInPatient, "patient"), (open.isOpenInDonor, "donor")].filter(\.0).map(\.1)
      let questions = open.questions.map(\.rawValue).joined(separator: ",")
      let rests = open.isReplacedBySixLoci ? "six loci" : questions.isEmpty ? "no question" : questions
      return "\(open.locus) \(sides.joined(separator: "+")) \(open.pointChange) \(rests)"
    }
    #expect(found == pair.open)
  }

  @Test("The loci of the reasons are those whose questions are open")
  func reasonsAgree() throws {
    let donor = try TestRun.pair(
      patient: WrittenPerson("P1", letters: "ab ab ab ab ab"),
      donor: WrittenPerson("D1", letters: "aa aa .. ab .."))
    let named = donor.openLoci(TestProtocol.mst.points).flatMap { open in
      open.questions.map { "\($0.rawValue):\(open.locus)" }
    }
    #expect(Set(named) == Set(donor.reasons))
    #expect(!donor.reasons.isEmpty)
  }
}
