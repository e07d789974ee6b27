import DonorSelection
import HLAMatching
import MatchTestSupport
import Testing

/// A donor beside a patient of A*01:01 02:01, B*07:02 08:01, C*01:02 03:04, who has C1 and neither C2 nor Bw4.
struct NKCase: Sendable, CustomTestStringConvertible {
  let letters: String
  var kir = ""
  let terms: [String: Int]
  let isAssessed: Bool
  var testDescription: String { "\(letters) \(kir)" }

  private static let framework = "2DL4;3DL2;3DL3"

  /// DOMAIN section 4, points of NK; section 5.2.
  static let all = [
    // C*04:01 and 06:02 carry C2, B*44:02 Bw4: the patient lacks both, and is told from HLA alone.
    NKCase(letters: "cd cd cd cd cd", terms: ["nk_ligand_incompatibility": 4], isAssessed: true),
    // C1 and Bw6 alone, KIR untested: a receptor without its ligand cannot be told.
    NKCase(letters: "cd ac ab cd cd", terms: [:], isAssessed: false),
    // 3DL1 and 2DL1, whose ligands the patient lacks.
    NKCase(
      letters: "cd ac ab cd cd", kir: "\(framework);2DL1;2DL3;3DL1;2DS4", terms: ["nk_receptor_ligand": 4],
      isAssessed: true),
    // No receptor without its ligand, B content best (Cen B/B); KIR2DS1 has no target in a patient without C2.
    NKCase(
      letters: "cd ac ab cd cd", kir: "\(framework);2DL2;2DS2;3DS1;2DS1", terms: ["nk_b_content_best": 3],
      isAssessed: true),
    // All of them earn 11, and the cap is 10.
    NKCase(
      letters: "cd cd cd cd cd", kir: "\(framework);2DL1;2DL2;2DS2;3DL1;3DS1;2DS4;2DS1",
      terms: [
        "nk_ligand_incompatibility": 4, "nk_receptor_ligand": 4, "nk_b_content_best": 3, "nk_at_most": -1,
      ], isAssessed: true),
    // Tested, and nothing to be found: no points, and that is certain.
    NKCase(
      letters: "cd ac ab cd cd", kir: "\(framework);2DL3;3DS1;2DS1", terms: ["nk_b_content_better": 2], isAssessed: true
    ),
  ]
}

@Suite("NK points in a ranking")
struct NKRankingTests {
  private static let patient = WrittenPerson("P1", letters: "ab ab ab ab ab")

  @Test(
    "A donor earns the terms that are certain, capped, and is flagged where none can be told", arguments: NKCase.all)
  func terms(_ nk: NKCase) throws {
    let donor = try TestRun.pair(
      patient: NKRankingTests.patient, donor: WrittenPerson("D1", letters: nk.letters, facts: ["kir": nk.kir]))
    let found = donor.terms.filter { $0.code.hasPrefix("nk_") }
    #expect(Dictionary(uniqueKeysWithValues: found.map { ($0.code, $0.points) }) == nk.terms)
    #expect(donor.nkPoints == nk.terms.values.reduce(0, +))
    #expect(donor.flags.contains("nk_not_assessed") == !nk.isAssessed)
    #expect(donor.points == donor.terms.reduce(0) { $0 + $1.points })
  }

  @Test("NK points order donors and never change a status")
  func order() async throws {
    let kir = ["", "2DL4;3DL2;3DL3;2DL1;2DL3;3DL1;2DS4", "2DL4;3DL2;3DL3;2DL2;2DS2;3DS1;2DS1"]
    let donors = kir.enumerated().map { WrittenPerson("D\($0)", letters: "cd ac ab cd cd", facts: ["kir": $1]) }
    let ranking = try await TestRun.ranking(patient: NKRankingTests.patient, donors: donors)
    #expect(ranking.donors.map(\.id) == ["D1", "D2", "D0"])
    #expect(ranking.donors.map(\.nkPoints) == [4, 3, 0])
    #expect(Set(ranking.donors.map(\.status)) == [.eligible])
  }

  @Test("A protocol that does not weigh NK neither points nor flags it")
  func unweighed() throws {
    let donor = try TestRun.pair(
      patient: NKRankingTests.patient, donor: WrittenPerson("D1", letters: "cd cd cd cd cd"),
      rules: try TestProtocol.named("conventional"))
    #expect(donor.nkPoints == 0)
    #expect(!donor.flags.contains("nk_not_assessed"))
  }
}
