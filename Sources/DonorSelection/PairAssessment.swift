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
  /// The matches of the six positions may break their limits.
  case sixLocusMatch = "six_locus_match_possible"
  /// The dose of a cord blood unit is not known.
  case unitDose = "unit_dose_unknown"
}

/// The rules of a protocol that decide a status, as plain numbers: the form the scan of a pool asks.
struct StatusRules: Sendable {
  /// Greater than any count where the protocol has no such rule or it was lifted.
  let matchCountLimit: Int
  let homozygousLociLimit: Int
  let oneWayMatchExcludes: Bool
  let partialOneWay: PartialOneWay
  /// Below any count where the rule is off.
  let sixLocusLimit: Int
  /// Without the limits that were lifted.
  let cordBlood: CordBloodRules?

  init(_ rules: DonorProtocol) {
    matchCountLimit = rules.applies(.matchCount) ? rules.matchCountLimit ?? .max : .max
    homozygousLociLimit = rules.applies(.homozygousLoci) ? rules.homozygousLociLimit ?? .max : .max
    oneWayMatchExcludes = rules.applies(.oneWayMatch)
    partialOneWay = rules.partialOneWay
    sixLocusLimit = rules.sixLocusLimit ?? -1
    cordBlood = rules.cordBloodInForce
  }
}

/// The rules of a protocol, ready to judge many pairs.
public struct PairRules: Sendable {
  private let rules: StatusRules

  /// Takes the rules out of a protocol once.
  public init(_ rules: DonorProtocol) { self.rules = StatusRules(rules) }

  /// The status of a pair whose sum is known.
  ///
  /// - Parameter loci: The counts of the five loci, whose homozygosity no rule asks for.
  public func assess(total: MatchCounts, _ loci: PairCounts) -> PairAssessment {
    PairAssessment(total: total, rules: rules) { loci }
  }

  /// The reasons of an assessment by these rules, as ``PairAssessment/reasons(_:unit:)``.
  public func reasons(_ assessment: PairAssessment, _ counts: PairCounts, unit: UnitEvidence?) -> [String] {
    assessment.reasons(counts, unit: rules.with(unit))
  }

  /// The status of a pair.
  ///
  /// - Parameter unit: What rules for cord blood look at, where the protocol has such rules.
  public func assess(_ counts: PairCounts, unit: UnitEvidence? = nil) -> PairAssessment {
    PairAssessment(total: counts.total, unit: unit, rules: rules) { counts }
  }
}

/// The status of one pair and the rules it rests on.
public struct PairAssessment: Hashable, Sendable {
  private var exclusionBits: UInt8 = 0
  private var questionBits: UInt8 = 0
  /// The six-locus rule settled the match count.
  public private(set) var usesSixLocusRule = false

  /// The rules that exclude the donor, in report order; empty unless excluded.
  public var exclusions: [ExclusionRule] {
    ExclusionRule.allCases.enumerated().filter { exclusionBits >> UInt8($0.offset) & 1 == 1 }.map(\.element)
  }

  /// What is open, in report order; empty where excluded or eligible.
  public var questions: [OpenQuestion] {
    OpenQuestion.allCases.enumerated().filter { questionBits >> UInt8($0.offset) & 1 == 1 }.map(\.element)
  }

  /// The status.
  public var status: DonorStatus {
    if exclusionBits != 0 { return .excluded }
    return questionBits == 0 ? .eligible : .indeterminate
  }

  /// Judges a pair.
  ///
  /// - Parameters:
  ///   - total: The total over the five loci.
  ///   - unit: What rules for cord blood look at, where the protocol has such rules.
  ///   - rules: The protocol.
  ///   - loci: The counts of the five loci; asked for only where the total does not settle the status.
  ///
  /// Source: DOMAIN section 4, rules 1 to 6, and section 7 for cord blood.
  init(total: MatchCounts, unit: UnitEvidence? = nil, rules: StatusRules, loci: () -> PairCounts) {
    let oneWay =
      rules.oneWayMatchExcludes && total.hvg.min == 0 && total.gvh.max > 0
      ? OneWayVerdict(loci(), partial: rules.partialOneWay) : .no
    if Int(total.match.min) >= rules.matchCountLimit { exclude(.matchCount) }
    if Int(total.homozygous.min) >= rules.homozygousLociLimit { exclude(.homozygousLoci) }
    if oneWay == .certain { exclude(.oneWayMatch) }
    let (six, dose) = PairAssessment.verdicts(unit, rules)
    if six == .excluded { exclude(.sixLocusMatch) }
    if dose == .excluded { exclude(.unitDose) }
    guard exclusionBits == 0 else { return }
    if Int(total.match.max) >= rules.matchCountLimit {
      if PairAssessment.sixLociSettle(total, rules, loci) {
        usesSixLocusRule = true
      } else {
        ask(.matchCount)
      }
    }
    if Int(total.homozygous.max) >= rules.homozygousLociLimit { ask(.homozygousLoci) }
    if oneWay == .possible { ask(.oneWayMatch) }
    if total.unexpressedLoci > 0 { ask(.noExpressedAllele) }
    if six == .open { ask(.sixLocusMatch) }
    if dose == .open { ask(.unitDose) }
  }

  /// What the rules for cord blood say, which most protocols do not have.
  private static func verdicts(
    _ unit: UnitEvidence?, _ rules: StatusRules
  ) -> (six: UnitEvidence.Verdict, dose: UnitEvidence.Verdict) {
    guard let cordBlood = rules.cordBlood else { return (.passed, .passed) }
    guard let unit else { preconditionFailure("rules for cord blood judge by the six positions and the dose") }
    return (unit.matchVerdict(cordBlood), unit.doseVerdict(cordBlood))
  }

  private mutating func exclude(_ rule: ExclusionRule) {
    exclusionBits |= 1 << UInt8(ExclusionRule.allCases.firstIndex(of: rule)!)
  }

  private mutating func ask(_ question: OpenQuestion) {
    questionBits |= 1 << UInt8(OpenQuestion.allCases.firstIndex(of: question)!)
  }

  /// Rule 4: C or DQB1 untyped on either side, A, B and DRB1 typed on both, and few matches of these six.
  private static func sixLociSettle(_ total: MatchCounts, _ rules: StatusRules, _ loci: () -> PairCounts) -> Bool {
    guard rules.sixLocusLimit >= 0, total.typedLoci < Locus.ten.count else { return false }
    let counts = loci()
    let six = Locus.six.reduce(MatchCounts.zero) { $0 + counts.locus($1) }
    return six.typedLoci == Locus.six.count && Int(six.match.max) <= rules.sixLocusLimit
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
    self = partial == .exclude && typed.hvg.max == 0 ? .certain : .possible
  }
}

extension PairAssessment {
  /// The codes of the reasons, a locus after `:` where one is meant, in report order.
  ///
  /// - Parameter unit: As it was judged, where the protocol has rules for cord blood, with these rules.
  public func reasons(_ counts: PairCounts, unit: (evidence: UnitEvidence, rules: CordBloodRules)? = nil) -> [String] {
    if exclusionBits != 0 { return exclusions.map(\.rawValue) }
    return questions.flatMap { question in
      openParts(of: question, counts, unit).map { "\(question.rawValue):\($0)" }
    }
  }

  private func openParts(
    of question: OpenQuestion, _ counts: PairCounts, _ unit: (evidence: UnitEvidence, rules: CordBloodRules)?
  ) -> [String] {
    switch question {
    case .sixLocusMatch: zip(Locus.six, unit?.evidence.six.loci ?? []).filter(\.1.isOpen).map(\.0.name)
    case .unitDose: unit.map { $0.evidence.missing($0.rules) } ?? []
    default: Locus.ten.filter { PairAssessment.isOpen(question, counts.locus($0)) }.map(\.name)
    }
  }

  static func isOpen(_ question: OpenQuestion, _ counts: MatchCounts) -> Bool {
    switch question {
    case .matchCount: counts.match.isOpen
    case .homozygousLoci: counts.homozygous.isOpen
    case .oneWayMatch: counts.hvg.isOpen || counts.gvh.isOpen
    case .noExpressedAllele: counts.unexpressedLoci > 0
    case .sixLocusMatch, .unitDose: false
    }
  }
}
