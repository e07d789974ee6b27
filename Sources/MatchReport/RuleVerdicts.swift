import DonorSelection
import HLAMatching
import HLANomenclature

/// What each rule of a protocol says of a pair, in words.
struct RuleVerdicts {
  /// One rule and its verdict.
  struct Verdict {
    let rule: String
    /// What the rule looked at.
    let sentence: String
    /// What came of it; nil where the sentence says it.
    let verdict: String?
    /// The short name of the source.
    let source: String?

    /// In one line.
    var line: String {
      "\(rule): \(sentence)\(verdict.map { ": \($0)" } ?? "")\(source.map { " (\($0))" } ?? "")"
    }
  }

  private let donor: RankedDonor
  private let rules: DonorProtocol

  /// The verdicts on one pair.
  init(_ donor: RankedDonor, _ rules: DonorProtocol) { (self.donor, self.rules) = (donor, rules) }

  /// One verdict a rule, in report order.
  var all: [Verdict] {
    let total = donor.counts.total
    let from = { (limit: Int?) in limit.map { ", excluded from \($0)" } ?? "" }
    var all = [
      verdict(.matchCount, .matchCount, "\(total.match) of 10 matched\(from(rules.matchCountLimit))")
    ]
    if let sixLocusVerdict { all.append(sixLocusVerdict) }
    all.append(
      verdict(
        .homozygousLoci, .homozygousLoci,
        "\(total.homozygous) of 5 loci homozygous in the donor\(from(rules.homozygousLociLimit))"))
    all.append(
      verdict(
        .oneWayMatch, .oneWayMatch,
        "hvg \(total.hvg), gvh \(total.gvh); excluded where the patient cannot reject (hvg 0) what can attack (gvh above 0)"
      ))
    if total.unexpressedLoci > 0 {
      all.append(
        Verdict(
          rule: "no_expressed_allele", sentence: "nothing is expressed at a locus", verdict: "OPEN", source: nil))
    }
    return all + unitVerdicts
  }

  /// The rules for cord blood, which are named only where the protocol has them.
  private var unitVerdicts: [Verdict] {
    guard let cordBlood = rules.cordBlood, let unit = donor.unit else { return [] }
    let text = UnitText(unit, cordBlood)
    var all = [verdict(.sixLocusMatch, .sixLocusMatch, text.match)]
    if unit.dose != nil { all.append(verdict(.unitDose, .unitDose, text.doses)) }
    return all
  }

  private var sixLocusVerdict: Verdict? {
    guard donor.assessment.usesSixLocusRule, let limit = rules.sixLocusLimit else { return nil }
    let six = Locus.six.reduce(MatchCounts.zero) { $0 + donor.counts.locus($1) }
    return Verdict(
      rule: "six_locus_rule",
      sentence: "\(six.match) of 6 matched at A, B and DRB1, at most \(limit) settle the match count although "
        + "it may reach \(donor.counts.total.match.max) of 10",
      verdict: nil, source: rules.ruleSources["six_locus_rule"])
  }

  private func verdict(_ rule: ExclusionRule, _ question: OpenQuestion, _ sentence: String) -> Verdict {
    Verdict(
      rule: rule.rawValue, sentence: sentence, verdict: word(rule, question), source: rules.ruleSources[rule.rawValue])
  }

  private func word(_ rule: ExclusionRule, _ question: OpenQuestion) -> String {
    if !rules.isInForce(rule) { return "not a rule of this protocol" }
    if rules.overrides.contains(where: { $0.rule == rule }) { return "lifted by an override" }
    if donor.assessment.exclusions.contains(rule) { return "EXCLUDES" }
    if donor.assessment.questions.contains(question) { return "OPEN" }
    if rule == .matchCount, donor.assessment.usesSixLocusRule { return "open, settled by the next rule" }
    return donor.assessment.exclusions.isEmpty ? "passed" : "does not exclude"
  }
}
