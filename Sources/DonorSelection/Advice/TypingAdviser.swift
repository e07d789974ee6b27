import Alloreactivity
import DonorPool
import HLAMatching
import HLANomenclature
import HLATyping

/// Works out the advice for one ranking.
final class TypingAdviser {
  private let ranking: DonorRanking
  private let outcomes: SiteOutcomes
  private let sets: SettlingSets
  private let pairs: [AdvisedPair]
  /// The places of the donors as they are, ascending as their ranks are.
  private let candidates: [RankedCandidate]
  private let weighsNK: Bool

  init(_ ranking: DonorRanking, _ ranker: DonorRanker, _ universe: AlleleUniverse) {
    self.ranking = ranking
    let outcomes = SiteOutcomes(ranker, universe)
    (self.outcomes, sets, weighsNK) = (outcomes, SettlingSets(ranker, outcomes), ranker.nk != nil)
    let patient = ranking.patient
    let ligands = [Locus.a, .b, .c].map { locus in
      LocusLigands(patient.typing(locus), locus: locus, reference: ranker.pool.reference)
    }
    pairs = ranking.donors.map { AdvisedPair($0, ligands, outcomes) }
    candidates = pairs.map { RankedCandidate(key: $0.present.key, row: UInt32($0.donor.row)) }
  }

  func advise() -> (donors: [DonorAdvice], targets: [TargetAdvice]) {
    var counted: [TypingTarget: TargetAdvice] = [:]
    var donors: [DonorAdvice] = []
    for (index, pair) in pairs.enumerated() {
      let effects = TypingTarget.all.compactMap { effect($0, pair, index) }.sorted(by: TypingEffect.isMoreUseful)
      for effect in effects { counted[effect.target, default: TargetAdvice(effect.target)].count(effect) }
      let isOpen = pair.donor.status == .indeterminate
      if effects.isEmpty && !isOpen { continue }
      donors.append(
        DonorAdvice(
          donor: pair.donor, effects: effects, settlingSet: isOpen ? sets.smallest(pair, open: open(pair)) : []))
    }
    return (donors, counted.values.sorted(by: TargetAdvice.isMoreUseful))
  }

  /// Few targets that settle all donors that can be settled: those of their own sets, less what the others make
  /// needless, the least useful first.
  func commonSet(_ donors: [DonorAdvice], _ targets: [TargetAdvice]) -> [TypingTarget] {
    let rows = Set(
      donors.filter { $0.donor.status == .indeterminate && $0.settlingSet != nil }.map(\.donor.row))
    let settled = pairs.filter { rows.contains($0.donor.row) }
    var chosen = Set(donors.flatMap { rows.contains($0.donor.row) ? $0.settlingSet ?? [] : [] }).sorted()
    let order = targets.map(\.target)
    for target in chosen.sorted(by: { (order.firstIndex(of: $0) ?? .max) > (order.firstIndex(of: $1) ?? .max) }) {
      let fewer = chosen.filter { $0 != target }
      if settled.allSatisfy({ sets.settles($0, fewer) }) { chosen = fewer }
    }
    return chosen
  }

  /// The targets that can change the counts of a pair, alone or together with the other side of their locus.
  private func open(_ pair: AdvisedPair) -> [TypingTarget] {
    TypingTarget.all.filter { target in
      guard let locus = target.locus else { return false }
      let typing = pair.typings[Int(locus.rawValue)]
      let other: TypedPerson = target.person == .donor ? .patient : .donor
      let (own, theirs) = (counts(target.person, typing), counts(other, typing))
      return own != [outcomes.present(typing).counts] || theirs != Set(outcomes.resolvedCounts(typing))
    }
  }

  private func counts(_ person: TypedPerson, _ typing: PoolTyping) -> Set<MatchCounts> {
    Set(outcomes.outcomes(person, typing).map(\.counts))
  }

  /// What a target can bring to a donor; nil where it can change nothing that counts.
  private func effect(_ target: TypingTarget, _ pair: AdvisedPair, _ index: Int) -> TypingEffect? {
    let judgements = judgements(target, pair)
    let present = pair.present
    let ranked = judgements.filter { $0.status != .excluded }
    let best = ranked.min { $0.key < $1.key }
    let points = ranked.map(\.points)
    let effect = TypingEffect(
      target: target, present: present.status, statuses: Set(judgements.map(\.status)),
      points: points.isEmpty ? nil : points.min()!...points.max()!,
      bestRank: best.map { place(RankedCandidate(key: $0.key, row: UInt32(pair.donor.row)), index) }, rank: index + 1)
    let changes =
      effect.statuses != [present.status] || effect.mayPromote || points.contains { $0 != present.points }
    return changes ? effect : nil
  }

  private func judgements(_ target: TypingTarget, _ pair: AdvisedPair) -> Set<AdvisedPair.Judgement> {
    guard let locus = target.locus else {
      let kir = pair.donor.facts.kir
      let completions = weighsNK ? kir.completions : []
      return Set(completions.isEmpty ? [pair.present] : completions.map { pair.judged($0) })
    }
    return Set(outcomes.outcomes(target.person, pair.typings[Int(locus.rawValue)]).map { pair.judged(locus, $0) })
  }

  /// The place among the others, who stay as they are.
  private func place(_ candidate: RankedCandidate, _ index: Int) -> Int {
    var (low, high) = (0, candidates.count)
    while low < high {
      let middle = (low + high) / 2
      if candidates[middle] < candidate { low = middle + 1 } else { high = middle }
    }
    return low > index ? low : low + 1
  }
}
