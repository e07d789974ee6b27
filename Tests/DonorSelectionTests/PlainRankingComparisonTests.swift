import DonorPool
import DonorSelection
import HLAMatching
import HLANomenclature
import HLATyping
import MatchTestSupport
import Testing

/// A random pool for one patient: as written, and as read.
private struct RandomRun {
  let seed: UInt64
  let patient: WrittenPerson
  let typed: Person
  let donors: [WrittenPerson]
  let pool: DonorPool
  let settings: RankingSettings
  let plain: PlainRanking

  init(seed: UInt64, count: Int, edits: [TestProtocol.Edit] = [], isOnlyPatient: Bool) throws {
    self.seed = seed
    var generator = PersonGenerator(seed: seed, patients: ["P1", "P2"])
    let patient = generator.patient("P1")
    let donors = (0..<count).map { generator.donor("D\($0)", of: patient) }
    let rules = try TestProtocol.edited(edits)
    (self.patient, self.donors) = (patient, donors)
    typed = try TestPool.patient(patient, policy: rules.patientTyping)
    pool = try TestPool.pool(donors, policy: rules.donorTyping)
    settings = TestRun.settings(rules, isOnlyPatient: isOnlyPatient)
    plain = PlainRanking(patient: patient, typed: typed, donors: donors, pool: pool, settings: settings)
  }

  func ranking(pool: DonorPool? = nil, top: Int = 0, threads: Int = 1) async -> DonorRanking {
    var settings = self.settings
    (settings.top, settings.threads) = (top, threads)
    return await DonorRanker(patient: typed, pool: pool ?? self.pool, settings: settings).rank()
  }
}

@Suite("Ranking of random pools")
struct PlainRankingComparisonTests {
  private static let sizes = [50, 90, 120, 160, 200, 240, 280, 300]

  @Test("The ranking is that of all donors judged and sorted plainly", arguments: zip(TestSeeds.all, sizes))
  func agreesWithPlainRanking(seed: UInt64, count: Int) async throws {
    let run = try RandomRun(seed: seed, count: count, isOnlyPatient: seed % 2 == 0)
    check(await run.ranking(), run)
  }

  /// Protocols whose rules and choices differ from the built-in ones.
  static let variants: [[TestProtocol.Edit]] = [
    [TestProtocol.partialExcludes],
    [TestProtocol.noSixLocusRule],
    [("\n  blank_second: homozygous ", "\n  blank_second: unknown ")],
    [("patient_blank_second: homozygous", "patient_blank_second: unknown")],
    [("new_allele: unknown", "new_allele: mismatch")],
    [TestProtocol.lifting(.homozygousLoci)],
    [TestProtocol.lifting(.matchCount)],
    [TestProtocol.lifting(.oneWayMatch)],
    [("donor_types: [adult]", "donor_types: [adult, cord]")],
    [("match_count: {exclude_at: 8,", "match_count: {exclude_at: 5,")],
    [("homozygous_loci: {exclude_at: 3,", "homozygous_loci: {exclude_at: 2,")],
    [("hvg_mismatch: 6", "hvg_mismatch: -6"), ("cmv_equal: 1", "cmv_equal: -1000")],
  ]

  @Test("So they are under other protocols", arguments: variants.indices)
  func agreesUnderOtherProtocols(variant: Int) async throws {
    let edits = PlainRankingComparisonTests.variants[variant]
    let seed = TestSeeds.all[variant % TestSeeds.all.count] &+ 100
    let run = try RandomRun(seed: seed, count: 100, edits: edits, isOnlyPatient: true)
    check(await run.ranking(), run)
  }

  private func check(_ ranking: DonorRanking, _ run: RandomRun) {
    let plain = run.plain
    #expect(ranking.donors.map(\.id) == plain.ranked.map(\.id), "seed \(run.seed)")
    #expect(ranking.excluded.map(\.id) == plain.excluded.map(\.id), "seed \(run.seed)")
    #expect(ranking.donors.map(\.rank) == (1...max(1, plain.ranked.count)).prefix(plain.ranked.count).map { $0 })
    for (donor, entry) in zip(ranking.donors + ranking.excluded, plain.ranked + plain.excluded) {
      let place = "seed \(run.seed), donor \(donor.id)"
      #expect(donor.status == entry.verdict.status, "\(place)")
      #expect(donor.reasons == entry.verdict.reasons, "\(place)")
      #expect(donor.counts.loci == entry.loci, "\(place)")
      #expect(donor.points == entry.points, "\(place)")
      #expect(donor.age == entry.age, "\(place)")
      #expect(donor.relation.rawValue == (entry.relation.isEmpty ? "unrelated" : entry.relation), "\(place)")
      let six = donor.flags.filter { $0.hasPrefix("six_locus_rule:") }
      #expect(six == entry.verdict.sixLocusRuleLoci.map { "six_locus_rule:\($0)" }, "\(place)")
    }
    let tally = ranking.tally
    #expect(tally.eligible == plain.ranked.filter { $0.verdict.status == .eligible }.count, "seed \(run.seed)")
    #expect(tally.indeterminate == plain.ranked.count - tally.eligible, "seed \(run.seed)")
    #expect(tally.excluded == plain.excluded.count, "seed \(run.seed)")
    #expect(tally.unavailable == plain.unavailable, "seed \(run.seed)")
    #expect(tally.notInProtocol == plain.notInProtocol, "seed \(run.seed)")
    for rule in ExclusionRule.allCases {
      let count = plain.excluded.filter { $0.verdict.reasons.contains(rule.rawValue) }.count
      #expect(tally.excludedBy[rule, default: 0] == count, "seed \(run.seed), \(rule)")
    }
  }

  @Test("Random pools meet every status and every reason")
  func poolsAreVaried() throws {
    var statuses: Set<DonorStatus> = []
    var reasons: Set<String> = []
    for (seed, count) in zip(TestSeeds.all, PlainRankingComparisonTests.sizes).prefix(4) {
      let plain = try RandomRun(seed: seed, count: count, isOnlyPatient: true).plain
      statuses.formUnion((plain.ranked + plain.excluded).map(\.verdict.status))
      for entry in plain.ranked + plain.excluded {
        reasons.formUnion(entry.verdict.reasons.map { String($0.prefix { $0 != ":" }) })
      }
    }
    #expect(statuses == Set(DonorStatus.allCases))
    // mst has no rule for cord blood.
    let ofCordBlood: Set = ["six_locus_match", "six_locus_match_possible", "unit_dose", "unit_dose_unknown"]
    let all = Set(ExclusionRule.allCases.map(\.rawValue) + OpenQuestion.allCases.map(\.rawValue))
    #expect(reasons == all.subtracting(ofCordBlood))
  }

  @Test("Neither the number of threads nor that of donors kept changes the order", arguments: TestSeeds.all.prefix(4))
  func threadsAndTop(seed: UInt64) async throws {
    let run = try RandomRun(seed: seed, count: 120, isOnlyPatient: true)
    let ids = run.plain.ranked.map(\.id)
    for threads in [1, 2, 3, 7] {
      for top in [0, 1, 2, 10, ids.count, ids.count + 5] {
        let ranking = await run.ranking(top: top, threads: threads)
        #expect(
          ranking.donors.map(\.id) == (top == 0 ? ids : Array(ids.prefix(top))),
          "seed \(seed), \(threads) threads, top \(top)")
        #expect(ranking.excluded.map(\.id) == run.plain.excluded.map(\.id), "seed \(seed), \(threads) threads")
        #expect(ranking.tally.eligible + ranking.tally.indeterminate == ids.count, "seed \(seed), \(threads) threads")
      }
    }
  }

  @Test("More threads than donors rank as one does", arguments: [1, 2, 3, 7])
  func fewDonors(threads: Int) async throws {
    for count in 1...3 {
      let run = try RandomRun(seed: 11, count: count, isOnlyPatient: true)
      #expect(await run.ranking(threads: threads).donors.map(\.id) == run.plain.ranked.map(\.id))
    }
  }

  @Test("The order of the file's rows changes nothing", arguments: TestSeeds.all.prefix(4))
  func rowOrderIsFree(seed: UInt64) async throws {
    let run = try RandomRun(seed: seed, count: 120, isOnlyPatient: true)
    var random = SeededGenerator(seed: seed ^ 0x5417_FF1E)
    for _ in 0..<3 {
      let pool = try TestPool.pool(run.donors.shuffled(using: &random), policy: run.settings.rules.donorTyping)
      for top in [0, 7] {
        let ranking = await run.ranking(pool: pool, top: top, threads: 2)
        let ids = run.plain.ranked.map(\.id)
        #expect(ranking.donors.map(\.id) == (top == 0 ? ids : Array(ids.prefix(top))), "seed \(seed)")
        #expect(ranking.excluded.map(\.id) == run.plain.excluded.map(\.id), "seed \(seed)")
      }
    }
  }

  @Test("Ties are broken by id alone where all donors are alike")
  func allAlike() async throws {
    let ids = ["b", "a", "C", "10", "9", "é", "B1", "B"]
    let donors = ids.map { WrittenPerson($0, letters: "cd cd cd cd cd") }
    let patient = try TestPool.patient(WrittenPerson("P1", letters: "ab ab ab ab ab"))
    let pool = try TestPool.pool(donors)
    for (top, threads) in [(0, 1), (1, 1), (3, 1), (8, 1), (0, 3), (1, 3), (2, 3), (8, 7)] {
      var settings = TestRun.settings()
      (settings.top, settings.threads) = (top, threads)
      let ranking = await DonorRanker(patient: patient, pool: pool, settings: settings).rank()
      let sorted = ["10", "9", "B", "B1", "C", "a", "b", "é"]
      #expect(ranking.donors.map(\.id) == Array(sorted.prefix(top == 0 ? 8 : top)))
    }
  }
}
