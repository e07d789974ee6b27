import DonorPool
import DonorSelection
import HLAMatching
import HLANomenclature
import HLATyping
import MatchTestSupport
import Testing

/// Donors of few alleles, many positions of which are one of two or three: the rules that exclude and those that leave a
/// donor open come up again and again, and planes have to settle them.
@Suite("Scans of donors that nearly match")
struct NearMatchScanTests {
  /// Unambiguous, homozygous, untyped at a locus, and ambiguous patients.
  private static let patients = [
    "ab ab ab ab ab", "aa bb ab cd ab", "aa aa aa aa aa", "ab .. ab ab ab", "ab ab ab ab ..",
    "a/b/c,d ab ab a,b/c/d ab",
    "a/b,c ab ab ab ab", "ab ab .. .. ..", "NN ab ab ab ab",
    "aN ab N- ab ab",
  ]

  private static func position(_ random: inout SeededGenerator) -> String {
    let letters = ["a", "b", "a", "b", "c", "d"]
    switch random.below(10) {
    case 0...5: return random.pick(letters)
    case 6, 7: return random.pick(["a/b", "a/b", "a/c", "b/d", "c/d"])
    case 8: return random.pick(["a/b/c", "a/b/d", "a/b/c/d"])
    default: return random.pick(["a", "b", "N"])
    }
  }

  private static func donor(_ id: String, _ random: inout SeededGenerator) -> WrittenPerson {
    let untyped = random.pick([0, 0, 15])
    let words = Locus.ten.map { locus -> String in
      if locus != .a, random.chance(untyped) { return ".." }
      let first = position(&random)
      return "\(first),\(random.chance(15) ? first : random.chance(5) ? "-" : position(&random))"
    }
    var facts = ["cmv": random.pick(["P", "N"]), "age": String(18 + random.below(30))]
    if random.chance(2) { facts["status"] = "TU" }
    return WrittenPerson(id, letters: words.joined(separator: " "), facts: facts)
  }

  private static let protocols: [[TestProtocol.Edit]] = [
    [], [TestProtocol.noSixLocusRule], [TestProtocol.partialExcludes],
    [("new_allele: unknown", "new_allele: mismatch")],
    [("hvg_mismatch: 6", "hvg_mismatch: -6"), ("gvh_mismatch: 4", "gvh_mismatch: -4")],
    [TestProtocol.lifting(.matchCount)], [TestProtocol.lifting(.oneWayMatch)],
    [("match_count: {exclude_at: 8,", "match_count: {exclude_at: 10,")],
    [("match_count: {exclude_at: 8,", "match_count: {exclude_at: 1,"), TestProtocol.noSixLocusRule],
  ]

  @Test("Planes settle them as plain judging does", arguments: protocols.indices)
  func agrees(index: Int) async throws {
    let rules = try TestProtocol.edited(NearMatchScanTests.protocols[index])
    var random = SeededGenerator(seed: UInt64(90 + index))
    let certain = ["ab ab ab ab ac", "ab ab ab ab ab", "aa ab ab ab cd"].enumerated().map {
      WrittenPerson("E\($0.offset)", letters: $0.element)
    }
    let donors = certain + (0..<257).map { NearMatchScanTests.donor("D\($0)", &random) }
    let pool = try TestPool.pool(donors, policy: rules.donorTyping)
    let written = NearMatchScanTests.patients.enumerated().map {
      WrittenPerson("P\($0.offset)", letters: $0.element, facts: ["cmv": "P"])
    }
    let patients = try written.map { try TestPool.patient($0, policy: rules.patientTyping) }
    var (statuses, reasons): (Set<DonorStatus>, Set<String>) = ([], [])
    let plain = zip(written, patients).map {
      PlainRanking(
        patient: $0, typed: $1, donors: donors, pool: pool, settings: TestRun.settings(rules, isOnlyPatient: false))
    }
    for entry in plain.flatMap({ $0.ranked + $0.excluded }) {
      statuses.insert(entry.verdict.status)
      reasons.formUnion(entry.verdict.reasons.map { String($0.prefix { $0 != ":" }) })
      if !entry.verdict.sixLocusRuleLoci.isEmpty { reasons.insert("six") }
    }
    if index == 0 {
      // The rules come up that planes have to settle.
      #expect(statuses.count == 3)
      #expect(
        reasons.isSuperset(of: [
          "match_count", "one_way_match", "homozygous_loci", "match_count_possible", "one_way_match_possible", "six",
        ]))
    }
    for kernel in ScanKernel.allCases where kernel.isSupported && (index == 0 || kernel == .best) {
      for top in [0, 20] {
        var settings = TestRun.settings(rules, isOnlyPatient: false)
        (settings.kernel, settings.tileRows, settings.threads, settings.top) = (kernel, 512, 1, top)
        settings.keepsExcluded = top == 0
        let rankings = await DonorRanker.rank(
          patients.map { DonorRanker(patient: $0, pool: pool, settings: settings) })
        for (ranking, plain) in zip(rankings, plain) {
          #expect(
            RankingText.of(ranking) == RankingText.of(plain, top: top, withExcluded: top == 0),
            "protocol \(index), \(kernel), top \(top), \(ranking.patient.id)")
        }
      }
    }
  }
}
