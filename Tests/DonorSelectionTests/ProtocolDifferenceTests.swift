import DonorSelection
import HLATyping
import MatchTestSupport
import Testing

@Suite("Two protocols side by side")
struct ProtocolDifferenceTests {
  private func differences(_ edits: [TestProtocol.Edit]) throws -> [String] {
    try TestProtocol.mst.differences(to: TestProtocol.edited(edits)).map {
      "\($0.key) \($0.left ?? "-") \($0.right ?? "-")"
    }
  }

  @Test("A protocol differs in nothing from itself, whatever remarks say")
  func same() throws {
    #expect(try differences([]).isEmpty)
    #expect(try differences([("# Choices that no source settles.", "# Choices.")]).isEmpty)
  }

  @Test("Every setting that differs is told with both values, in the order of a file")
  func settings() throws {
    let found = try differences([
      ("version: 1.0.0", "version: 1.1.0"), ("donor_types: [adult]", "donor_types: [adult, cord]"),
      ("match_count: {exclude_at: 8,", "match_count: {exclude_at: 9,"),
      ("homozygous_loci: {exclude_at: 3, source: Lei 2025}", "homozygous_loci: {exclude_at: never}"),
      ("partial: indeterminate", "partial: exclude"), ("use: true", "use: false"),
      ("\n  blank_second: homozygous ", "\n  blank_second: unknown "),
      ("new_allele: unknown", "antibody_cut_off: 500\n  related_first: false\n  new_allele: mismatch"),
      ("hvg_mismatch: 6", "mismatch: 1\n  hvg_mismatch: 7"), ("nk_kir2ds1: 1", "nk_kir2ds1: 2"),
      ("from: 31, to: 45", "from: 31, to: 50"), ("minor: 0", "minor: -1"), ("cmv_equal: 1 ", "cmv_equal: 0 "),
      TestProtocol.lifting(.oneWayMatch),
    ])
    #expect(
      found == [
        "version 1.0.0 1.1.0", "donor_types adult adult cord", "rules.match_count.exclude_at 8 9",
        "rules.homozygous_loci.exclude_at 3 never", "rules.one_way_match.partial indeterminate exclude",
        "rules.six_locus_rule.at_most 4 not used", "rules.homozygous_loci.source Lei 2025 -",
        "policies.blank_second homozygous unknown", "policies.new_allele unknown mismatch",
        "policies.related_first true false", "policies.antibody_cut_off 0 500", "points.mismatch 0 1",
        "points.hvg_mismatch 6 7", "points.nk_kir2ds1 1 2", "points.age.31_45 2 -", "points.cmv_equal 1 0",
        "points.abo.minor 0 -1", "points.age.31_50 - 2",
        "allow.one_way_match - lifted by tumour board: no other donor",
      ])
  }

  @Test("Differences are the same from the other side, turned round")
  func turned() throws {
    let imak = try TestProtocol.named("imak")
    let there = Set(TestProtocol.mst.differences(to: imak).map { [$0.key, $0.left, $0.right] })
    let back = Set(imak.differences(to: TestProtocol.mst).map { [$0.key, $0.right, $0.left] })
    #expect(there == back && there.contains(["points.nk_at_most", "10", "20"]))
  }

  private static let patient = WrittenPerson("P1", letters: "ab ab ab ab ab")

  private static let donors = [
    WrittenPerson("KIN", letters: "ac ac ac ac ac", facts: ["relation": "sibling"]),
    WrittenPerson("FULL", letters: "cd cd cd cd cd"), WrittenPerson("NEAR", letters: "ab ab ab ac ac"),
    WrittenPerson("SAME", letters: "ab ab ab ab ab"), WrittenPerson("HOMO", letters: "cc dd cc dd cc"),
    WrittenPerson("NEW", letters: "aN ab ab ac ac"),
    WrittenPerson("CORD", letters: "cd cd cd cd cd", facts: ["donor_type": "cord"]),
    WrittenPerson("GONE", letters: "cd cd cd cd cd", facts: ["status": "DE"]),
  ]

  private func difference(_ left: DonorProtocol, _ right: DonorProtocol, top: Int) async throws -> RankingDifference {
    let rankers = try [left, right].map { rules in
      var settings = TestRun.settings(rules)
      (settings.top, settings.keepsExcluded) = (top, false)
      return DonorRanker(
        patient: try TestPool.patient(ProtocolDifferenceTests.patient, policy: rules.patientTyping),
        pool: try TestPool.pool(ProtocolDifferenceTests.donors, policy: rules.donorTyping), settings: settings)
    }
    return await RankingDifference(rankers[0], rankers[1])
  }

  private func words(_ difference: RankingDifference) -> [String] {
    difference.standings.map { "\($0.key.left) \($0.key.right) \($0.value)" }.sorted()
  }

  @Test("Between mst and conventional statuses change and ranks move as the rules say")
  func conventional() async throws {
    let found = try await difference(TestProtocol.mst, TestProtocol.named("conventional"), top: 3)
    // SAME and NEAR (8 of 10) and HOMO are excluded under mst; NEW may be 8 of 10 under mst, and is 7 of 10 as a mismatch.
    #expect(
      words(found) == [
        "eligible eligible 2", "excluded eligible 3", "indeterminate eligible 1", "notInProtocol notInProtocol 1",
        "unavailable unavailable 1",
      ])
    let moves = found.moves.map { "\($0.id) \($0.left ?? 0) \($0.right ?? 0) \($0.standing.left) \($0.standing.right)" }
    #expect(
      moves == [
        "KIN 1 0 eligible eligible", "FULL 2 0 eligible eligible", "NEW 3 3 indeterminate eligible",
        "SAME 0 1 excluded eligible", "NEAR 0 2 excluded eligible",
      ])
  }

  @Test("A protocol beside itself moves nothing")
  func unmoved() async throws {
    let found = try await difference(TestProtocol.mst, TestProtocol.mst, top: 10)
    #expect(found.standings.keys.allSatisfy { $0.left == $0.right })
    #expect(found.moves.allSatisfy { $0.left == $0.right && $0.standing.left == $0.standing.right })
    #expect(found.moves.map(\.id) == ["KIN", "FULL", "NEW"])
  }
}
