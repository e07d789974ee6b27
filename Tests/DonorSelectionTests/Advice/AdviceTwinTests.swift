import Alloreactivity
import DonorPool
import DonorSelection
import HLANomenclature
import HLATyping
import MatchTestSupport
import Testing

/// `TypingAdvice` beside its slow, obvious twin: every full typing over a tiny universe is written out and judged by the
/// plain rules, one donor among the others as they stand.
@Suite("Advice is what judging every full typing says")
struct AdviceTwinTests {
  /// What typing one target can bring, by writing out everything.
  private struct Twin {
    var statuses: Set<DonorStatus> = []
    var points: [Int] = []
    var bestRank: Int?
  }

  private let rules: DonorProtocol
  private let settings: RankingSettings

  init() {
    rules = TestProtocol.mst
    settings = TestRun.settings(rules)
  }

  private func plain(_ patient: WrittenPerson, _ donors: [WrittenPerson]) throws -> PlainRanking {
    let pool = try TestPool.pool(donors, policy: rules.donorTyping)
    let typed = try TestPool.patient(patient, policy: rules.patientTyping)
    return PlainRanking(patient: patient, typed: typed, donors: donors, pool: pool, settings: settings)
  }

  private func add(_ ranking: PlainRanking, to twin: inout Twin, others: [PlainRanking.Entry]) {
    for entry in ranking.ranked {
      twin.statuses.insert(entry.verdict.status)
      twin.points.append(entry.points)
      let rank = 1 + others.count { PlainRanking.isBetter($0, entry, rules) }
      twin.bestRank = min(twin.bestRank ?? rank, rank)
    }
    if !ranking.excluded.isEmpty { twin.statuses.insert(.excluded) }
  }

  private func written(
    _ target: TypingTarget, _ donor: WrittenPerson, _ patient: WrittenPerson, _ ranked: [PlainRanking.Entry]
  ) throws -> Twin {
    let others = ranked.filter { $0.id != donor.id }
    var twin = Twin()
    // The mark keeps ids distinct and their places among the others.
    let marked = { (people: [WrittenPerson]) in people.enumerated().map { $0.element.named("\(donor.id)#\($0.offset)") }
    }
    switch (target.person, target.locus) {
    case (.patient, let locus?):
      for full in TinyUniverse.fullTypings(patient, locus) {
        add(try plain(full, [donor]), to: &twin, others: others)
      }
    case (_, let locus?):
      add(try plain(patient, marked(TinyUniverse.fullTypings(donor, locus))), to: &twin, others: others)
    default: add(try plain(patient, marked(TinyUniverse.fullKIRTypings(donor))), to: &twin, others: others)
    }
    return twin
  }

  private func people(_ seed: UInt64) -> (patient: WrittenPerson, donors: [WrittenPerson]) {
    var random = SeededGenerator(seed: seed)
    func word(_ locus: Locus, _ untyped: Int) -> String {
      if random.chance(untyped) { return ".." }
      let single = { (random: inout SeededGenerator) in
        random.pick(
          ["a", "a", "b", "b", "c", "d", "a/b", "a/c", "b/d", "c/d"] + (locus == .a ? ["N", "n"] : ["N"]))
      }
      let first = single(&random)
      return "\(first),\(random.chance(20) ? "-" : single(&random))"
    }
    func letters(_ untyped: Int) -> String { Locus.ten.map { word($0, untyped) }.joined(separator: " ") }
    let patient = WrittenPerson("P1", letters: letters(10))
    let donors = (0..<5).map { number in
      WrittenPerson(
        "D\(number)", letters: letters(15),
        facts: [
          "relation": random.pick(["", "", "sibling"]), "age": random.pick(["", "25", "40"]),
          "kir": random.pick(["", "2DL1,2DL3,3DL1,2DS4", "2DL1,2DL2,2DS1,2DS2,3DS1"]),
        ])
    }
    return (patient, donors)
  }

  @Test(
    "Statuses, points and the best place are those of every genotype written out",
    arguments: 1...6 as ClosedRange<UInt64>)
  func agrees(seed: UInt64) async throws {
    let (patient, donors) = people(seed)
    let ranked = try plain(patient, donors).ranked
    let ranking = try await TestRun.ranking(patient: patient, donors: donors, rules: rules)
    #expect(ranking.donors.map(\.id) == ranked.map(\.id), "seed \(seed)")
    let advice = TypingAdvice(ranking, universe: TinyUniverse.alleles)
    var settles: [TypingTarget: Int] = [:]
    for entry in ranked {
      let donor = donors.first { $0.id == entry.id }!
      let rank = ranked.firstIndex { $0.id == entry.id }! + 1
      let found = advice.donors.first { $0.donor.id == entry.id }
      for target in TypingTarget.all {
        let place = "seed \(seed), donor \(entry.id), \(target.person) \(target.name)"
        let twin = try written(target, donor, patient, ranked)
        let isQuiet =
          twin.statuses == [entry.verdict.status] && twin.points.allSatisfy { $0 == entry.points }
          && twin.bestRank! >= rank
        guard let effect = found?.effects.first(where: { $0.target == target }) else {
          #expect(isQuiet, "\(place): \(twin)")
          continue
        }
        #expect(!isQuiet, "\(place)")
        #expect(effect.statuses == twin.statuses, "\(place)")
        #expect(
          effect.points?.lowerBound == twin.points.min() && effect.points?.upperBound == twin.points.max(), "\(place)")
        #expect(effect.bestRank == twin.bestRank, "\(place)")
        if effect.settles { settles[target, default: 0] += 1 }
      }
    }
    for target in advice.targets { #expect(target.settles == settles[target.target] ?? 0, "seed \(seed)") }
  }

  @Test(
    "A settling set leaves no case open, and no set of fewer targets does", arguments: 7...12 as ClosedRange<UInt64>)
  func sets(seed: UInt64) async throws {
    let (patient, donors) = people(seed)
    let ranking = try await TestRun.ranking(patient: patient, donors: donors, rules: rules)
    let advice = TypingAdvice(ranking, universe: TinyUniverse.alleles)
    for found in advice.donors where found.donor.status == .indeterminate {
      let donor = donors.first { $0.id == found.donor.id }!
      let single = found.effects.filter(\.settles).map(\.target)
      guard let set = found.settlingSet else {
        #expect(single.isEmpty, "seed \(seed)")
        continue
      }
      #expect(single.isEmpty || set.count == 1 && single.contains(set[0]), "seed \(seed), \(donor.id)")
      guard set.count <= 2 else { continue }
      #expect(try statuses(set, donor, patient).contains(.indeterminate) == false, "seed \(seed), \(donor.id)")
    }
  }

  /// The statuses over all full typings of one or two targets.
  private func statuses(
    _ targets: [TypingTarget], _ donor: WrittenPerson, _ patient: WrittenPerson
  ) throws -> Set<DonorStatus> {
    var donors = [donor]
    var patients = [patient]
    for target in targets {
      guard let locus = target.locus else { continue }
      if target.person == .donor {
        donors = donors.flatMap { TinyUniverse.fullTypings($0, locus) }
      } else {
        patients = patients.flatMap { TinyUniverse.fullTypings($0, locus) }
      }
    }
    let named = donors.enumerated().map { $0.element.named("D\($0.offset)") }
    var statuses: Set<DonorStatus> = []
    for patient in patients {
      let ranking = try plain(patient, named)
      statuses.formUnion(ranking.ranked.map(\.verdict.status))
      if !ranking.excluded.isEmpty { statuses.insert(.excluded) }
    }
    return statuses
  }
}
