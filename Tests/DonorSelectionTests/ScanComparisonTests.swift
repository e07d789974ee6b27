import DonorPool
import DonorSelection
import HLAMatching
import HLATyping
import MatchTestSupport
import Testing

/// How a pool is scanned; the answers must not depend on it.
struct ScanWay: Sendable, CustomTestStringConvertible {
  let kernel: ScanKernel
  let tileRows: Int
  let threads: Int
  var testDescription: String { "\(kernel), tiles of \(tileRows), \(threads) threads" }

  /// Every kernel that this processor has, in several tile lengths.
  static let all: [ScanWay] = ScanKernel.allCases.filter(\.isSupported).flatMap { kernel in
    // The reference is slow, and has no tiles that would matter.
    (kernel == .reference ? [(512, 2)] : [(512, 1), (1024, 2), (2048, 3), (4096, 1)]).map {
      ScanWay(kernel: kernel, tileRows: $0.0, threads: $0.1)
    }
  }

  func settings(_ rules: DonorProtocol, top: Int, isOnlyPatient: Bool = false) -> RankingSettings {
    var settings = TestRun.settings(rules, isOnlyPatient: isOnlyPatient)
    (settings.kernel, settings.tileRows, settings.threads, settings.top) = (kernel, tileRows, threads, top)
    return settings
  }
}

/// Several patients and a pool whose length is a multiple of nothing, drawn once a seed.
private struct ScanRun: Sendable {
  let seed: UInt64
  let written: [WrittenPerson]
  let patients: [Person]
  let donors: [WrittenPerson]
  let pool: DonorPool

  init(seed: UInt64, count: Int, rules: DonorProtocol = TestProtocol.mst, classWidth: Int? = nil) throws {
    self.seed = seed
    let names = ["P1", "P2", "P3", "P4", "P5"]
    var generator = PersonGenerator(seed: seed, patients: names)
    var written = names.prefix(3).map { generator.patient($0) }
    written.append(WrittenPerson("P4", letters: "aa bb cc dd ab", facts: ["abo": "A", "cmv": "P"]))
    written.append(WrittenPerson("P5", letters: "na a- .. NN ab", facts: ["abo": "O"]))
    donors = (0..<count).map { number in
      let donor = generator.donor("D\(number)", of: written[number % written.count])
      return number % 11 == 0 ? generator.withGenotypeList(donor) : donor
    }
    self.written = written
    patients = try written.map { try TestPool.patient($0, policy: rules.patientTyping) }
    pool = try TestPool.pool(donors, policy: rules.donorTyping, classWidth: classWidth)
  }

  func plain(_ patient: Int, _ settings: RankingSettings) -> PlainRanking {
    PlainRanking(patient: written[patient], typed: patients[patient], donors: donors, pool: pool, settings: settings)
  }

  func rankings(_ settings: RankingSettings) async -> [DonorRanking] {
    await DonorRanker.rank(patients.map { DonorRanker(patient: $0, pool: pool, settings: settings) })
  }
}

@Suite("Scans of several patients at once")
struct ScanComparisonTests {
  @Test("Every kernel, tile and thread gives what plain judging and sorting gives", arguments: [1, 2] as [UInt64])
  func agrees(seed: UInt64) async throws {
    let run = try ScanRun(seed: seed, count: seed == 1 ? 577 : 213)
    let plain = run.patients.indices.map { run.plain($0, TestRun.settings(isOnlyPatient: false)) }
    for way in ScanWay.all {
      // All donors in one way of each kernel, the best of them in all ways: reports are what takes time here.
      for top in way.tileRows == 512 ? [0, 25] : [25] {
        let rankings = await run.rankings(way.settings(TestProtocol.mst, top: top))
        for (ranking, plain) in zip(rankings, plain) {
          #expect(
            RankingText.of(ranking) == RankingText.of(plain, top: top),
            "seed \(seed), \(way.testDescription), top \(top), \(ranking.patient.id)")
        }
      }
    }
  }

  /// 32 codes hold five reserved ones, 16 that rare sets share, and 11 identities: most donors have identities and sets
  /// without a class of their own.
  @Test("So it does where classes are too few for the pool's typings")
  func agreesAtClassBoundary() async throws {
    let run = try ScanRun(seed: 7, count: 401, classWidth: 5)
    #expect(run.pool.classes.allSatisfy { $0.width <= 5 })
    // Two of the reserved classes are not sharp: more are those that rare sets share.
    #expect(run.pool.classes.allSatisfy { $0.classes.count { !$0.isSharp } > 2 })
    let plain = run.patients.indices.map { run.plain($0, TestRun.settings(isOnlyPatient: false)) }
    for kernel in ScanKernel.allCases where kernel.isSupported {
      for top in [0, 10] {
        let rankings = await run.rankings(
          ScanWay(kernel: kernel, tileRows: 512, threads: 1).settings(TestProtocol.mst, top: top))
        for (ranking, plain) in zip(rankings, plain) {
          #expect(
            RankingText.of(ranking) == RankingText.of(plain, top: top), "\(kernel), top \(top), \(ranking.patient.id)")
        }
      }
    }
  }

  /// Rules and weights that lead the scan other ways than `mst` does.
  static let protocols: [[TestProtocol.Edit]] = [
    [("hvg_mismatch: 6", "hvg_mismatch: -6"), ("gvh_mismatch: 4", "gvh_mismatch: -4")],
    [("hvg_mismatch: 6", "hvg_mismatch: -3"), ("gvh_mismatch: 4", "gvh_mismatch: 5")],
    [("hvg_mismatch: 6", "hvg_mismatch: 0"), ("gvh_mismatch: 4", "gvh_mismatch: 1000")],
    [TestProtocol.lifting(.matchCount), ("hvg_mismatch: 6", "hvg_mismatch: -1")],
    [("one_way_match: {exclude: true", "one_way_match: {exclude: false")],
    [
      ("match_count: {exclude_at: 8,", "match_count: {exclude_at: 3,"), ("at_most: 4,", "at_most: 2,"),
      TestProtocol.partialExcludes,
    ],
    [("homozygous_loci: {exclude_at: 3,", "homozygous_loci: {exclude_at: 1,")],
    [("donor_types: [adult]", "donor_types: [cord, msc]")],
    [("new_allele: unknown", "new_allele: mismatch"), ("\n  blank_second: homozygous ", "\n  blank_second: unknown ")],
    [("abo: {compatible: 1, minor: 0, major: -1, bidirectional: -1}", "abo: {compatible: -7, minor: 900, major: 3}")],
  ]

  @Test("So it does under other rules and weights", arguments: protocols.indices)
  func agreesUnderOtherProtocols(index: Int) async throws {
    try await check(try TestProtocol.edited(ScanComparisonTests.protocols[index]), seed: UInt64(40 + index))
  }

  /// Weights of matches and of kinship, in every direction beside those of mismatches.
  static let ordered: [[TestProtocol.Edit]] = [
    [("hvg_mismatch: 6", "mismatch: -9\n  related: 3\n  hvg_mismatch: -6"), ("gvh_mismatch: 4", "gvh_mismatch: -4")],
    [("hvg_mismatch: 6", "mismatch: 9\n  related: -3\n  hvg_mismatch: 6")],
    [("hvg_mismatch: 6", "mismatch: -9\n  hvg_mismatch: 6")],
    [("hvg_mismatch: 6", "mismatch: 1000\n  hvg_mismatch: 0"), ("gvh_mismatch: 4", "gvh_mismatch: -1000")],
    [
      ("new_allele: unknown", "related_first: false\n  new_allele: unknown"),
      ("hvg_mismatch: 6", "related: 30\n  hvg_mismatch: 6"),
    ],
    [
      ("new_allele: unknown", "related_first: false\n  new_allele: mismatch"),
      ("hvg_mismatch: 6", "related: -30\n  hvg_mismatch: 6"),
    ],
  ]

  @Test("So it does where matches and kinship have weights of their own", arguments: ordered.indices)
  func agreesUnderOtherOrders(index: Int) async throws {
    try await check(try TestProtocol.edited(ScanComparisonTests.ordered[index]), seed: UInt64(70 + index))
  }

  /// Protocols with rules for cord blood have a plain twin of their own, ``CordBloodProtocolTests``.
  private static let scanned = DonorProtocol.builtInNames.filter { !$0.hasPrefix("cord") }

  @Test("So it does under every built-in protocol", arguments: scanned)
  func agreesUnderBuiltInProtocols(name: String) async throws {
    let seed = 90 + UInt64(DonorProtocol.builtInNames.firstIndex(of: name) ?? 0)
    try await check(try TestProtocol.named(name), seed: seed, tops: [0, 9])
  }

  private func check(_ rules: DonorProtocol, seed: UInt64, tops: [Int] = [3]) async throws {
    let run = try ScanRun(seed: seed, count: 201, rules: rules)
    let isOnlyPatient = seed % 2 == 1
    let plain = run.patients.indices.map { run.plain($0, TestRun.settings(rules, isOnlyPatient: isOnlyPatient)) }
    for kernel in ScanKernel.allCases where kernel.isSupported {
      for top in tops {
        let way = ScanWay(kernel: kernel, tileRows: 512, threads: 2)
        let rankings = await run.rankings(way.settings(rules, top: top, isOnlyPatient: isOnlyPatient))
        for (ranking, plain) in zip(rankings, plain) {
          #expect(
            RankingText.of(ranking) == RankingText.of(plain, top: top),
            "\(rules.name), seed \(seed), \(kernel), top \(top), \(ranking.patient.id)")
        }
      }
    }
  }

  @Test("Donors alike in everything are ranked by id in every way of scanning", arguments: [1, 512, 513, 4700])
  func allTied(count: Int) async throws {
    let facts = ["age": "20", "abo": "A", "cmv": "P", "kir": "2DL1;2DL2;2DS2;3DL1;3DS1;2DS4;2DS1"]
    let donors = (0..<count).map { WrittenPerson("D\($0 * 7919 % 100_003)", letters: "cd cd cd cd cd", facts: facts) }
    let pool = try TestPool.pool(donors)
    let patient = try TestPool.patient(WrittenPerson("P1", letters: "ab ab ab ab ab", facts: ["abo": "A", "cmv": "P"]))
    let ids = donors.map(\.id).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    // Nothing earns more than these donors do, so that the threshold of costs stands at 0; and no mismatches cost more than
    // theirs where mismatches cost. Of kernels alone, the first and the last threshold are tried in tools/kernels/check.c.
    let best = TestProtocol.mst
    let worst = try TestProtocol.edited([
      ("hvg_mismatch: 6", "hvg_mismatch: -6"), ("gvh_mismatch: 4", "gvh_mismatch: -4"),
      ("nk_ligand_incompatibility: 4", "nk_ligand_incompatibility: -4"),
    ])
    for way in ScanWay.all {
      for top in [1, 100] {
        for rules in [best, worst] {
          let ranking = await DonorRanker(patient: patient, pool: pool, settings: way.settings(rules, top: top)).rank()
          #expect(ranking.donors.map(\.id) == Array(ids.prefix(top)), "\(way.testDescription)")
          #expect(ranking.tally.eligible == count, "\(way.testDescription)")
        }
      }
    }
  }
}
