import DonorSelection
import HLAMatching
import HLANomenclature
import MatchTestSupport
import Testing

@Suite("Status of a pair")
struct StatusTests {
  @Test("At least 8 certain matches exclude; 8 possible ones leave it open", arguments: StatusCase.matchCount)
  func matchCount(_ pair: StatusCase) throws { try check(pair) }

  @Test("At least 3 homozygous loci exclude; 3 possible ones leave it open", arguments: StatusCase.homozygousLoci)
  func homozygousLoci(_ pair: StatusCase) throws { try check(pair) }

  @Test("A donor whom the patient cannot reject is excluded; a possible one is open", arguments: StatusCase.oneWayMatch)
  func oneWayMatch(_ pair: StatusCase) throws { try check(pair) }

  @Test("At most 4 of 6 settle the match count while C or DQB1 is untyped", arguments: StatusCase.sixLocusRule)
  func sixLocusRule(_ pair: StatusCase) throws { try check(pair) }

  @Test("Every open question is a reason, by rule and then by locus", arguments: StatusCase.openQuestions)
  func openQuestions(_ pair: StatusCase) throws { try check(pair) }

  @Test("An override in the protocol file lifts its rule and no other", arguments: StatusCase.overrides)
  func overrides(_ pair: StatusCase) throws { try check(pair) }

  private func check(_ pair: StatusCase) throws {
    let rules = try TestProtocol.edited(pair.edits)
    let donor = try TestRun.pair(
      patient: WrittenPerson("P1", letters: pair.patient), donor: WrittenPerson("D1", letters: pair.donor), rules: rules
    )
    #expect(donor.counts.total.match.description == pair.match)
    #expect(donor.status.rawValue == pair.status)
    #expect(donor.reasons == pair.reasons)
    let prefix = "six_locus_rule:"
    let loci = donor.flags.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    #expect(loci == pair.sixLocusRule)
  }

  private static let allCases =
    StatusCase.matchCount + StatusCase.homozygousLoci + StatusCase.oneWayMatch + StatusCase.sixLocusRule
    + StatusCase.openQuestions + StatusCase.overrides

  @Test("The rules written out plainly say the same", arguments: allCases)
  func plainRulesAgree(_ pair: StatusCase) throws {
    let rules = try TestProtocol.edited(pair.edits)
    let donor = try TestRun.pair(
      patient: WrittenPerson("P1", letters: pair.patient), donor: WrittenPerson("D1", letters: pair.donor), rules: rules
    )
    let plain = PlainRules(donor.counts.loci, rules)
    #expect(plain.status.rawValue == pair.status)
    #expect(plain.reasons == pair.reasons)
    #expect(plain.sixLocusRuleLoci.map(\.name) == pair.sixLocusRule)
  }

  @Test("A donor's place in ranking, list of excluded and tally follows its status", arguments: allCases)
  func rankingFollowsStatus(_ pair: StatusCase) async throws {
    let ranking = try await TestRun.ranking(
      patient: WrittenPerson("P1", letters: pair.patient), donors: [WrittenPerson("D1", letters: pair.donor)],
      rules: TestProtocol.edited(pair.edits))
    let isExcluded = pair.status == "excluded"
    #expect(ranking.donors.map(\.id) == (isExcluded ? [] : ["D1"]))
    #expect(ranking.donors.map(\.rank) == (isExcluded ? [] : [1]))
    #expect(ranking.excluded.map(\.id) == (isExcluded ? ["D1"] : []))
    #expect(ranking.excluded.allSatisfy { $0.rank == nil })
    #expect(ranking.tally.eligible == (pair.status == "eligible" ? 1 : 0))
    #expect(ranking.tally.indeterminate == (pair.status == "indeterminate" ? 1 : 0))
    #expect(ranking.tally.excluded == (isExcluded ? 1 : 0))
    let byRule = ranking.tally.excludedBy.filter { $0.value > 0 }
    #expect(Set(byRule.keys.map(\.rawValue)) == (isExcluded ? Set(pair.reasons) : []))
    #expect(byRule.values.allSatisfy { $0 == 1 })
  }

  @Test("An override is kept with who decided it and why")
  func overrideIsKept() throws {
    let rules = try TestProtocol.edited([TestProtocol.lifting(.homozygousLoci)])
    #expect(rules.overrides.map(\.rule) == [.homozygousLoci])
    #expect(rules.overrides.map(\.who) == ["tumour board"])
    #expect(rules.overrides.map(\.why) == ["no other donor"])
    #expect(TestProtocol.mst.overrides.isEmpty)
  }
}
