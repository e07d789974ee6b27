import HLAMatching
import HLANomenclature
import HLATyping

/// Whether several loci, typed together, settle the status of donors whatever they show; remembers what it was asked.
final class SettlingSets {
  private struct Question: Hashable {
    let typings: [PoolTyping]
    let targets: UInt16
  }

  private let ranker: DonorRanker
  private let outcomes: SiteOutcomes
  private var known: [Question: Bool] = [:]

  init(_ ranker: DonorRanker, _ outcomes: SiteOutcomes) { (self.ranker, self.outcomes) = (ranker, outcomes) }

  /// The fewest targets that settle a donor, the first such set in the order of targets.
  ///
  /// - Parameter open: The targets that can change its counts, at most ten.
  /// - Returns: nil where not even all of them settle it in every case.
  func smallest(_ pair: AdvisedPair, open: [TypingTarget]) -> [TypingTarget]? {
    guard settles(pair, open) else { return nil }
    let sets = (0..<1 << open.count).sorted { ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1) }
    for bits in sets {
      let targets = open.indices.filter { bits >> $0 & 1 == 1 }.map { open[$0] }
      if settles(pair, targets) { return targets }
    }
    return open
  }

  /// Whether typing all targets leaves no case in which the donor is indeterminate.
  func settles(_ pair: AdvisedPair, _ targets: [TypingTarget]) -> Bool {
    var bits: UInt16 = 0
    for target in targets {
      guard let locus = target.locus else { continue }
      bits |= 1 << (UInt16(locus.rawValue) + (target.person == .patient ? 5 : 0))
    }
    let question = Question(typings: pair.typings, targets: bits)
    if let answer = known[question] { return answer }
    let loci = pair.typings.enumerated().map { index, typing in
      let (ofDonor, ofPatient) = (bits >> UInt16(index) & 1 == 1, bits >> UInt16(index + 5) & 1 == 1)
      return choices(typing, ofDonor: ofDonor, ofPatient: ofPatient)
    }
    var counts = pair.counts
    let answer = isSettled(&counts, loci, from: 0)
    known[question] = answer
    return answer
  }

  private func choices(_ typing: PoolTyping, ofDonor: Bool, ofPatient: Bool) -> [MatchCounts] {
    switch (ofDonor, ofPatient) {
    case (false, false): [outcomes.present(typing).counts]
    case (true, true): outcomes.resolvedCounts(typing)
    case (true, false): Array(Set(outcomes.outcomes(.donor, typing).map(\.counts)))
    case (false, true): Array(Set(outcomes.outcomes(.patient, typing).map(\.counts)))
    }
  }

  private func isSettled(_ counts: inout [MatchCounts], _ choices: [[MatchCounts]], from index: Int) -> Bool {
    guard index < choices.count else {
      let pair = PairCounts(loci: counts)
      return PairAssessment(total: pair.total, rules: ranker.statusRules) { pair }.status != .indeterminate
    }
    for choice in choices[index] {
      counts[index] = choice
      if !isSettled(&counts, choices, from: index + 1) { return false }
    }
    return true
  }
}
