import DonorPool
import DonorSelection
import HLANomenclature
import HLATyping
import MatchTestSupport
import Testing
import TransplantFacts

/// DOMAIN section 4: donor-specific antibodies cost points once, however many; possible ones cost nothing; none excludes.
@Suite("Antibodies in the ranking")
struct AntibodyRankingTests {
  private static let resolver = TypingResolver(reference: TestPool.reference)
  /// Letters b, c and d of A are 02:01, 03:01 and 11:01; b of B is 08:01.
  private static let cells = ["A2;A11=3000;B8", "", "DRB1*04:01=10;A3=999"]

  private static func list(_ cell: String) -> AntibodyList { AntibodyList(cell, resolver: resolver) }

  private func donor(_ letters: String, antibodies cell: String, rules: DonorProtocol = TestProtocol.mst) throws
    -> RankedDonor
  {
    let pool = try TestPool.pool([WrittenPerson("D1", letters: letters)], policy: rules.donorTyping)
    let patient = try TestPool.patient(WrittenPerson("P1", letters: "aa aa ab ab ab"))
    return DonorRanker(
      patient: patient, pool: pool, settings: TestRun.settings(rules), antibodies: AntibodyRankingTests.list(cell)
    ).donor(0, rank: nil)
  }

  @Test("A hit is flagged and costs 10 once, however many antibodies hit")
  func hits() throws {
    let one = try donor("bc cd cd cd cd", antibodies: "A2")
    #expect(one.flags.filter { $0.hasPrefix("dsa") } == ["dsa:A2"])
    #expect(one.terms.filter { $0.code == "donor_specific_antibodies" }.map(\.points) == [-10])
    let two = try donor("bc cd cd cd cd", antibodies: "A2;A3;A1")
    #expect(two.flags.filter { $0.hasPrefix("dsa") } == ["dsa:A2", "dsa:A3"])
    #expect(two.points == one.points && one.points - one.nkPoints == 90 && one.status == .eligible)
  }

  @Test("A possible hit is flagged and costs nothing")
  func possible() throws {
    let found = try donor("b/d,c cd cd cd cd", antibodies: "A2")
    #expect(found.flags.filter { $0.hasPrefix("dsa") } == ["dsa_possible:A2"])
    #expect(found.points - found.nkPoints == 100)
  }

  @Test("Flags of antibodies stand where DOMAIN lists them")
  func order() throws {
    let found = try donor("aa aa ab ab ..", antibodies: "DQ2;DQ5")
    let codes = found.flags.map { String($0.prefix { $0 != ":" }) }
    #expect(codes.last == "nk_not_assessed" && codes.contains("dsa_possible"))
  }

  /// The points but for those of NK models.
  private func plainPoints(_ antibodies: String, _ rules: DonorProtocol) throws -> Int {
    let donor = try donor("bc cd cd cd cd", antibodies: antibodies, rules: rules)
    return donor.points - donor.nkPoints
  }

  @Test("Antibodies below the cut-off of the protocol do not count")
  func cutOff() throws {
    let rules = try TestProtocol.edited([("new_allele: unknown", "antibody_cut_off: 1000\n  new_allele: unknown")])
    #expect(try plainPoints("A2=999", rules) == 100)
    #expect(try plainPoints("A2=1000", rules) == 90)
    #expect(try plainPoints("A2", rules) == 90)
  }

  /// Three patients of one pass, two of whom have antibodies, beside a random pool.
  @Test("Rankings with antibodies are those of plain judging and sorting", arguments: [false, true])
  func agrees(isOnlyPatient: Bool) async throws {
    for (seed, weight) in [(5, -10), (6, 30), (7, 0)] as [(UInt64, Int)] {
      let rules = try TestProtocol.edited([("donor_specific_antibodies: -10", "donor_specific_antibodies: \(weight)")])
      var generator = PersonGenerator(seed: seed, patients: ["P1", "P2", "P3"])
      let written = ["P1", "P2", "P3"].map { generator.patient($0) }
      let donors = (0..<300).map { generator.donor("D\($0)", of: written[$0 % 3]) }
      let patients = try written.map { try TestPool.patient($0, policy: rules.patientTyping) }
      let pool = try TestPool.pool(donors, policy: rules.donorTyping)
      for (top, threads) in [(0, 1), (7, 3)] {
        var settings = TestRun.settings(rules, isOnlyPatient: isOnlyPatient)
        (settings.top, settings.threads) = (top, threads)
        let lists = AntibodyRankingTests.cells.map(AntibodyRankingTests.list)
        let rankings = await DonorRanker.rank(
          zip(patients, lists).map { DonorRanker(patient: $0, pool: pool, settings: settings, antibodies: $1) })
        for (index, ranking) in rankings.enumerated() {
          let comparison = AntibodyComparison(
            patient: patients[index].typings, antibodies: lists[index], cutOff: 0, reference: TestPool.reference)
          let plain = PlainRanking(
            patient: written[index], typed: patients[index], donors: donors, pool: pool, settings: settings
          ) { row in
            comparison.findings(donor: Locus.typed.map { pool.typing(row, $0) }).contains(where: \.isCertain)
              ? weight : 0
          }
          let place = "seed \(seed), patient \(index), top \(top)"
          let expected = top == 0 ? plain.ranked[...] : plain.ranked.prefix(top)
          #expect(ranking.donors.map(\.id) == expected.map(\.id), "\(place)")
          #expect(ranking.donors.map(\.points) == expected.map(\.points), "\(place)")
          #expect(ranking.excluded.map(\.id) == plain.excluded.map(\.id), "\(place)")
          let tally = ranking.tally
          #expect(tally.eligible + tally.indeterminate == plain.ranked.count, "\(place)")
          #expect(tally.excluded == plain.excluded.count && tally.unavailable == plain.unavailable, "\(place)")
          #expect(tally.notInProtocol == plain.notInProtocol, "\(place)")
        }
      }
    }
  }
}
