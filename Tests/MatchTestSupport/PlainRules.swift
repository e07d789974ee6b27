import DonorSelection
import HLAMatching
import HLANomenclature

/// Rules 1 to 6 of DOMAIN section 4, written out one after the other over the counts of the five loci.
public struct PlainRules {
  /// The status.
  public let status: DonorStatus
  /// The codes of the excluding reasons, or of what is open, in report order.
  public let reasons: [String]
  /// The loci of the flag `six_locus_rule`.
  public let sixLocusRuleLoci: [Locus]

  /// Judges a pair.
  ///
  /// - Parameter loci: The counts of A, B, C, DRB1 and DQB1.
  public init(_ loci: [MatchCounts], _ rules: DonorProtocol) {
    let counts = Dictionary(uniqueKeysWithValues: zip(Locus.ten, loci))
    let all = PlainSums(loci)
    let isLifted = { (rule: ExclusionRule) in rules.overrides.contains { $0.rule == rule } }
    let oneWay = PlainRules.oneWay(counts, rules)
    let judgesOneWay = rules.oneWayMatchExcludes && !isLifted(.oneWayMatch)
    var excluding: [String] = []
    if !isLifted(.matchCount), all.match.min >= rules.matchCountLimit ?? 11 { excluding.append("match_count") }
    if !isLifted(.homozygousLoci), all.homozygous.min >= rules.homozygousLociLimit ?? 6 {
      excluding.append("homozygous_loci")
    }
    if judgesOneWay, oneWay == .excluded { excluding.append("one_way_match") }
    guard excluding.isEmpty else {
      (status, reasons, sixLocusRuleLoci) = (.excluded, excluding, [])
      return
    }

    var open: [String] = []
    var settled: [Locus] = []
    if !isLifted(.matchCount), all.match.max >= rules.matchCountLimit ?? 11 {
      settled = PlainRules.sixLocusRuleLoci(counts, rules)
      if settled.isEmpty {
        open += Locus.ten.filter { counts[$0]!.match.isOpen }.map { "match_count_possible:\($0)" }
      }
    }
    if !isLifted(.homozygousLoci), all.homozygous.max >= rules.homozygousLociLimit ?? 6 {
      open += Locus.ten.filter { counts[$0]!.homozygous.isOpen }.map { "homozygous_loci_possible:\($0)" }
    }
    if judgesOneWay, oneWay == .possible {
      let isOpen = { (own: MatchCounts) in own.hvg.isOpen || own.gvh.isOpen }
      open += Locus.ten.filter { isOpen(counts[$0]!) }.map { "one_way_match_possible:\($0)" }
    }
    open += Locus.ten.filter { counts[$0]!.unexpressedLoci > 0 }.map { "no_expressed_allele:\($0)" }
    (status, reasons, sixLocusRuleLoci) = (open.isEmpty ? .eligible : .indeterminate, open, settled)
  }

  private enum OneWay {
    case no
    case possible
    case excluded
  }

  /// Rule 3.
  private static func oneWay(_ counts: [Locus: MatchCounts], _ rules: DonorProtocol) -> OneWay {
    let typed = Locus.ten.filter { counts[$0]!.typedLoci == 1 }
    let sums = PlainSums(typed.map { counts[$0]! })
    if typed == Locus.ten, sums.hvg.max == 0, sums.gvh.min > 0 { return .excluded }
    guard Set(Locus.six).isSubset(of: typed), sums.hvg.min == 0, sums.gvh.max > 0 else { return .no }
    return rules.partialOneWay == .exclude && sums.hvg.max == 0 ? .excluded : .possible
  }

  /// Rule 4: the untyped loci where the six-locus rule settles the match count; none where it does not.
  private static func sixLocusRuleLoci(_ counts: [Locus: MatchCounts], _ rules: DonorProtocol) -> [Locus] {
    let untyped = Locus.ten.filter { counts[$0]!.typedLoci == 0 }
    let isOutsideSix = untyped.contains(.c) || untyped.contains(.dqb1)
    guard let limit = rules.sixLocusLimit, isOutsideSix, Set(untyped).isDisjoint(with: Locus.six) else { return [] }
    return PlainSums(Locus.six.map { counts[$0]! }).match.max <= limit ? untyped : []
  }
}

/// Sums of bounds, added as plain integers.
public struct PlainSums {
  /// Least and greatest sum.
  public typealias Bounds = (min: Int, max: Int)

  /// Of matches.
  public let match: Bounds
  /// Of mismatches in GVH direction.
  public let gvh: Bounds
  /// Of mismatches in HVG direction.
  public let hvg: Bounds
  /// Of homozygous loci.
  public let homozygous: Bounds

  /// The sums over some loci.
  public init(_ loci: [MatchCounts]) {
    func sum(_ bounds: (MatchCounts) -> CountBounds) -> Bounds {
      (loci.reduce(0) { $0 + Int(bounds($1).min) }, loci.reduce(0) { $0 + Int(bounds($1).max) })
    }
    (match, gvh, hvg, homozygous) = (sum(\.match), sum(\.gvh), sum(\.hvg), sum(\.homozygous))
  }
}
