import DonorSelection
import HLAMatching
import MatchTestSupport

/// What a ranking, and its plain twin, say: as lines, to be held against each other.
enum RankingText {
  /// What a ranking says, as text.
  static func of(_ ranking: DonorRanking) -> [String] {
    ranking.donors.map { "\($0.rank!) \($0.id) \($0.status) \($0.points) \($0.counts.total.summary) \($0.age ?? -1)" }
      + ranking.excluded.map { "\($0.id) \($0.reasons)" } + ["\(ranking.tally.summary)"]
  }

  static func of(_ plain: PlainRanking, top: Int, withExcluded: Bool = true) -> [String] {
    let ranked = top == 0 ? plain.ranked[...] : plain.ranked.prefix(top)
    let donors = ranked.enumerated().map { index, entry in
      let total = entry.loci.reduce(MatchCounts.zero, +)
      return "\(index + 1) \(entry.id) \(entry.verdict.status) \(entry.points) \(total.summary) \(entry.age ?? -1)"
    }
    let excluded = withExcluded ? plain.excluded : []
    return donors + excluded.map { "\($0.id) \($0.verdict.reasons)" } + ["\(plain.tally.summary)"]
  }
}

extension RankingTally {
  fileprivate var summary: String {
    let rules = ExclusionRule.allCases.map { "\($0.rawValue) \(excludedBy[$0, default: 0])" }
    return "\(eligible) \(indeterminate) \(excluded) \(rules) \(unavailable) \(notInProtocol)"
  }
}

extension PlainRanking {
  fileprivate var tally: RankingTally {
    var tally = RankingTally()
    tally.eligible = ranked.count { $0.verdict.status == .eligible }
    tally.indeterminate = ranked.count - tally.eligible
    tally.excluded = excluded.count
    for rule in ExclusionRule.allCases {
      tally.excludedBy[rule] = excluded.count { $0.verdict.reasons.contains(rule.rawValue) }
    }
    (tally.unavailable, tally.notInProtocol) = (unavailable, notInProtocol)
    return tally
  }
}
