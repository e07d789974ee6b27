import DonorSelection

/// The rules of a protocol with their sources, its choices and points, and what was lifted.
enum ProtocolPart {
  /// The part of a protocol.
  static func html(_ rules: DonorProtocol) -> String {
    let sources = rules.sources.map { "<dt>\($0.name.escaped)</dt><dd>\($0.text.escaped)</dd>" }
    return "<h2>Rules of \(rules.name.escaped) \(rules.version.escaped): \(rules.title.escaped)</h2>\n"
      + overrides(rules) + ruleTable(rules) + choices(rules)
      + (sources.isEmpty ? "" : "<h4>Sources</h4><dl>\(sources.joined())</dl>\n")
  }

  /// What was lifted, by whom and why.
  static func overrides(_ rules: DonorProtocol) -> String {
    rules.overrides.map {
      "<p class=\"override\">OVERRIDE: \($0.rule.rawValue) lifted by \($0.who.escaped): \($0.why.escaped)</p>\n"
    }.joined()
  }

  private static func ruleTable(_ rules: DonorProtocol) -> String {
    var table = HTMLTable(
      "Rules that decide the status", style: "rules", [("rule", .name), ("what it says", .text), ("source", .text)])
    func add(_ rule: String, _ sentence: String) {
      table.add(["<code>\(rule)</code>", sentence, rules.ruleSources[rule]?.escaped ?? ""])
    }
    for rule in ExclusionRule.allCases where !rule.isOfCordBlood || rules.cordBlood != nil {
      let lifted = rules.overrides.contains { $0.rule == rule } ? " Lifted by an override." : ""
      add(rule.rawValue, (rules.isInForce(rule) ? sentence(rule, rules) : "not a rule of this protocol.") + lifted)
    }
    if let limit = rules.sixLocusLimit {
      add(
        "six_locus_rule",
        "while C or DQB1 is untyped, at most \(limit) matches of the six positions A, B and DRB1 settle the match count."
      )
    }
    return table.html
  }

  private static func sentence(_ rule: ExclusionRule, _ rules: DonorProtocol) -> String {
    switch rule {
    case .matchCount:
      "excluded from \(rules.matchCountLimit ?? 0) certain matches of the ten positions; open where only the greatest "
        + "count reaches it."
    case .homozygousLoci:
      "excluded from \(rules.homozygousLociLimit ?? 0) loci of five at which the donor is certainly homozygous."
    case .sixLocusMatch: sixLocusSentence(rules)
    case .unitDose: doseSentence(rules)
    case .oneWayMatch:
      "excluded where the patient cannot reject (hvg 0) a donor who can attack (gvh above 0); while typings leave it open, "
        + "\(rules.partialOneWay == .exclude ? "excluded too" : "indeterminate")."
    }
  }

  private static func sixLocusSentence(_ rules: DonorProtocol) -> String {
    guard let cordBlood = rules.cordBlood else { return "" }
    let levels = zip(["A", "B", "DRB1"], cordBlood.levels.levels).map { "\($0) by \(UnitText.name($1))" }
    return
      "of the six positions (\(levels.joined(separator: ", ")))\(UnitText.limits(cordBlood)); open where the typings leave it "
      + "open."
  }

  private static func doseSentence(_ rules: DonorProtocol) -> String {
    let parts = UnitDose.Part.allCases.compactMap { part in
      rules.cordBlood?.least(part).map { "\(UnitText.label(part)) \(UnitText.number($0)) \(UnitText.unit(part))" }
    }
    return "excluded below \(parts.joined(separator: " or ")); open where a number is not known."
  }

  private static func choices(_ rules: DonorProtocol) -> String {
    let types = rules.donorTypes.map(\.rawValue).sorted().joined(separator: ", ")
    let listed = rules.listedTypes.map(\.rawValue).sorted().joined(separator: ", ")
    let last = rules.tieBreak == .age ? "the younger" : "more nucleated cells"
    let items = [
      ("donor types", listed.isEmpty ? types : "\(types); listed without rank: \(listed)"),
      (
        "order",
        "eligible before indeterminate, then \(rules.isRelatedFirst ? "related to this patient before unrelated, then " : "")"
          + "points, then fewer uncertain positions, then \(last), then id"
      ),
      (
        "a blank second value",
        "\(rules.donorTyping.blankSecond.rawValue) for donors, \(rules.patientTyping.blankSecond.rawValue) for patients"
      ),
      (
        "NEW",
        "\(rules.donorTyping.newAllele.rawValue) for donors, \(rules.patientTyping.newAllele.rawValue) for patients"
      ),
      ("antibodies count from", "a mean fluorescence intensity of \(rules.antibodyCutOff)"),
      ("points", points(rules.points)),
    ]
    return "<dl>\(items.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }.joined())</dl>\n"
  }

  /// The weights in one sentence, in the order of the protocol file.
  private static func points(_ points: ProtocolPoints) -> String {
    var parts: [(String, Int)] = [
      ("mismatch", points.mismatch), ("hvg_mismatch", points.hvgMismatch), ("gvh_mismatch", points.gvhMismatch),
      ("six_locus_match", points.sixLocusMatch), ("related", points.related),
    ]
    parts += points.nk.sorted { $0.key < $1.key }.map { ("nk_\($0.key)", $0.value) }
    parts += points.ages.map { ("age_\($0.from)_\($0.to)", $0.points) }
    parts.append(("cmv_equal", points.cmvEqual))
    parts += ABOCompatibility.allCases.map { ("abo_\($0.rawValue)", points.abo[$0] ?? 0) }
    parts.append(("donor_specific_antibodies", points.donorSpecificAntibodies))
    let named = parts.filter { $0.1 != 0 }.map { "\($0.0) \($0.1)" }
    return named.isEmpty ? "none" : named.joined(separator: ", ")
  }
}
