import HLATyping

/// One setting in which two protocols differ.
public struct ProtocolDifference: Hashable, Sendable {
  /// The keys that lead to it, joined by `.`, as `rules.match_count.exclude_at`.
  public let key: String
  /// What the first protocol says; nil where it says nothing.
  public let left: String?
  /// What the second protocol says.
  public let right: String?
}

extension DonorProtocol {
  /// In what two protocols differ, in the order of a protocol file; their hashes and remarks do not count.
  public func differences(to other: DonorProtocol) -> [ProtocolDifference] {
    let (own, theirs) = (statements, other.statements)
    var known: Set<String> = []
    let keys = (own + theirs).map(\.key).filter { known.insert($0).inserted }
    let left = Dictionary(own.map { ($0.key, $0.value) }) { first, _ in first }
    let right = Dictionary(theirs.map { ($0.key, $0.value) }) { first, _ in first }
    let found = keys.filter { left[$0] != right[$0] }.map {
      ProtocolDifference(key: $0, left: left[$0], right: right[$0])
    }
    let order = [
      "protocol", "version", "title", "sources", "donor_types", "listed_types", "rules", "policies", "points", "allow",
    ]
    // Keys of the second protocol alone stand beside those of their part.
    return order.flatMap { part in found.filter { $0.key.prefix { $0 != "." } == part } }
  }

  /// All that a protocol says, defaults included, as keys and values.
  private var statements: [(key: String, value: String)] {
    [("protocol", name), ("version", version), ("title", title)] + sources.map { ("sources.\($0.name)", $0.text) }
      + [("donor_types", DonorProtocol.names(donorTypes)), ("listed_types", DonorProtocol.names(listedTypes))]
      + ruleStatements + policyStatements + pointStatements
      + overrides.map { ("allow.\($0.rule.rawValue)", "lifted by \($0.who): \($0.why)") }
  }

  private static func names(_ types: Set<DonorType>) -> String {
    types.isEmpty ? "none" : DonorType.allCases.filter(types.contains).map(\.rawValue).joined(separator: " ")
  }

  private var ruleStatements: [(key: String, value: String)] {
    let limit = { (count: Int?) in count.map(String.init) ?? "never" }
    let statements: [(String, String)] = [
      ("match_count.exclude_at", limit(matchCountLimit)), ("homozygous_loci.exclude_at", limit(homozygousLociLimit)),
      ("one_way_match.exclude", String(oneWayMatchExcludes)), ("one_way_match.partial", partialOneWay.rawValue),
      ("six_locus_rule.at_most", sixLocusLimit.map(String.init) ?? "not used"),
    ]
    let named = ruleSources.sorted { $0.key < $1.key }.map { ("\($0.key).source", $0.value) }
    return (statements + cordBloodStatements + named).map { ("rules.\($0.0)", $0.1) }
  }

  private var cordBloodStatements: [(String, String)] {
    guard let cordBlood else { return [] }
    let levels = cordBlood.levels.levels.map(\.rawValue).joined(separator: " ")
    let number = { (count: Int?) in count.map(String.init) ?? "none" }
    return [
      ("six_locus_match.levels", levels), ("six_locus_match.at_most", number(cordBlood.mostMatches)),
      ("six_locus_match.at_least", number(cordBlood.leastMatches)),
      ("unit_dose.tnc", cordBlood.leastNucleatedCells.map { "\($0)" } ?? "never"),
      ("unit_dose.cd34", cordBlood.leastCD34Cells.map { "\($0)" } ?? "never"),
    ]
  }

  private var policyStatements: [(key: String, value: String)] {
    [
      ("policies.blank_second", donorTyping.blankSecond.rawValue),
      ("policies.patient_blank_second", patientTyping.blankSecond.rawValue),
      ("policies.new_allele", donorTyping.newAllele.rawValue), ("policies.related_first", String(isRelatedFirst)),
      ("policies.antibody_cut_off", String(antibodyCutOff)), ("policies.then_by", tieBreak.rawValue),
    ]
  }

  private var pointStatements: [(key: String, value: String)] {
    var statements: [(String, Int)] = [
      ("mismatch", points.mismatch), ("hvg_mismatch", points.hvgMismatch), ("gvh_mismatch", points.gvhMismatch),
      ("six_locus_match", points.sixLocusMatch), ("related", points.related),
    ]
    statements += points.nk.sorted { $0.key < $1.key }.map { ("nk_\($0.key)", $0.value) }
    statements += points.ages.map { ("age.\($0.from)_\($0.to)", $0.points) } + [("cmv_equal", points.cmvEqual)]
    statements += ABOCompatibility.allCases.map { ("abo.\($0.rawValue)", points.abo[$0] ?? 0) }
    statements.append(("donor_specific_antibodies", points.donorSpecificAntibodies))
    return statements.map { ("points.\($0.0)", String($0.1)) }
  }
}
