import HLAMatching
import HLANomenclature

/// Where a donor stands under a protocol.
public enum DonorStatus: String, Sendable, CaseIterable {
  /// Allowed whatever the open typings turn out to be.
  case eligible
  /// The typings leave it open.
  case indeterminate
  /// Not allowed.
  case excluded
}

/// A reason for `indeterminate`, in report order.
public enum OpenQuestion: String, Sendable, CaseIterable {
  /// The match count may reach its limit.
  case matchCount = "match_count_possible"
  /// The donor may be homozygous at too many loci.
  case homozygousLoci = "homozygous_loci_possible"
  /// The patient may be unable to reject the donor.
  case oneWayMatch = "one_way_match_possible"
  /// Nothing is expressed at a locus of one side or both.
  case noExpressedAllele = "no_expressed_allele"
}

/// The status of one pair and the rules it rests on.
public struct PairAssessment: Hashable, Sendable {
  /// The rules that exclude the donor, in report order; empty unless excluded.
  public private(set) var exclusions: [ExclusionRule] = []
  /// What is open, in report order; empty where excluded or eligible.
  public private(set) var questions: [OpenQuestion] = []
  /// The six-locus rule settled the match count.
  public private(set) var usesSixLocusRule = false

  /// The status.
  public var status: DonorStatus {
    if !exclusions.isEmpty { return .excluded }
    return questions.isEmpty ? .eligible : .indeterminate
  }

  /// Judges a pair.
  ///
  /// - Parameters:
  ///   - total: The total over the five loci.
  ///   - loci: The counts of the five loci; asked for only where the total does not settle the status.
  ///
  /// Source: DOMAIN section 4, rules 1 to 6.
  public init(total: MatchCounts, protocol rules: DonorProtocol, loci: () -> PairCounts) {
    let oneWay =
      rules.applies(.oneWayMatch) && total.hvg.min == 0 && total.gvh.max > 0
      ? OneWayVerdict(loci(), partial: rules.partialOneWay) : .no
    if rules.applies(.matchCount), Int(total.match.min) >= rules.matchCountLimit { exclusions.append(.matchCount) }
    if rules.applies(.homozygousLoci), Int(total.homozygous.min) >= rules.homozygousLociLimit {
      exclusions.append(.homozygousLoci)
    }
    if oneWay == .certain { exclusions.append(.oneWayMatch) }
    guard exclusions.isEmpty else { return }
    if rules.applies(.matchCount), Int(total.match.max) >= rules.matchCountLimit {
      if PairAssessment.sixLociSettle(total, rules, loci) {
        usesSixLocusRule = true
      } else {
        questions.append(.matchCount)
      }
    }
    if rules.applies(.homozygousLoci), Int(total.homozygous.max) >= rules.homozygousLociLimit {
      questions.append(.homozygousLoci)
    }
    if oneWay == .possible { questions.append(.oneWayMatch) }
    if total.unexpressedLoci > 0 { questions.append(.noExpressedAllele) }
  }

  /// Rule 4: C or DQB1 untyped on either side, A, B and DRB1 typed on both, and few matches of these six.
  private static func sixLociSettle(_ total: MatchCounts, _ rules: DonorProtocol, _ loci: () -> PairCounts) -> Bool {
    guard let limit = rules.sixLocusLimit, total.typedLoci < Locus.ten.count else { return false }
    let counts = loci()
    let six = Locus.six.reduce(MatchCounts.zero) { $0 + counts.locus($1) }
    return six.typedLoci == Locus.six.count && Int(six.match.max) <= limit
  }
}

/// Rule 3: donor cells have targets and the patient has none to reject them by.
enum OneWayVerdict {
  case no
  case possible
  case certain

  init(_ counts: PairCounts, partial: PartialOneWay) {
    let typed = counts.loci.filter { $0.typedLoci == 1 }.reduce(MatchCounts.zero, +)
    if typed.typedLoci == Locus.ten.count, typed.hvg.max == 0, typed.gvh.min > 0 {
      self = .certain
      return
    }
    let six = Locus.six.reduce(MatchCounts.zero) { $0 + counts.locus($1) }
    guard six.typedLoci == Locus.six.count, typed.hvg.min == 0, typed.gvh.max > 0 else {
      self = .no
      return
    }
    let isPartial = typed.typedLoci < Locus.ten.count
    self = isPartial && partial == .exclude && typed.hvg.max == 0 ? .certain : .possible
  }
}

extension PairAssessment {
  /// The codes of the reasons, a locus after `:` where one is meant, in report order.
  public func reasons(_ counts: PairCounts) -> [String] {
    if !exclusions.isEmpty { return exclusions.map(\.rawValue) }
    return questions.flatMap { question in
      Locus.ten.filter { PairAssessment.isOpen(question, counts.locus($0)) }.map { "\(question.rawValue):\($0)" }
    }
  }

  private static func isOpen(_ question: OpenQuestion, _ counts: MatchCounts) -> Bool {
    switch question {
    case .matchCount: counts.match.isOpen
    case .homozygousLoci: counts.homozygous.isOpen
    case .oneWayMatch: counts.hvg.isOpen || counts.gvh.isOpen
    case .noExpressedAllele: counts.unexpressedLoci > 0
    }
  }
}
