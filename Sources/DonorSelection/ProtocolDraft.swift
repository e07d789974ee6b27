import HLATyping

/// A protocol as its file gives it, with what its author has yet to put right: rules that contradict each other, and
/// rules without a source.
struct ProtocolDraft {
  var rules = DonorProtocol()
  var contradictions: [ProtocolFileError] = []
  private(set) var missingSources: [ProtocolFileError] = []

  /// Reads a file.
  ///
  /// - Throws: ``ProtocolFileError`` where a key is unknown or missing, or a value makes no sense.
  init(file bytes: [UInt8]) throws(ProtocolFileError) {
    let root: ProtocolNode
    (rules.text, rules.hash, root) = try DonorProtocol.parse(bytes)
    let members = try root.members(
      allowed: [
        "protocol", "version", "title", "sources", "donor_types", "listed_types", "rules", "policies", "points",
        "allow",
      ])
    rules.name = try ProtocolNode.required("protocol", members, in: root).string()
    rules.version = try ProtocolNode.required("version", members, in: root).string()
    rules.title = try members["title"]?.string() ?? rules.name
    if let sources = members["sources"] { try readSources(sources) }
    if let types = members["donor_types"] { try readDonorTypes(types) }
    if let types = members["listed_types"] { try readListedTypes(types) }
    try readRules(try ProtocolNode.required("rules", members, in: root))
    if let policies = members["policies"] { try rules.readPolicies(policies) }
    try rules.readPoints(try ProtocolNode.required("points", members, in: root))
    if let weight = members["points"]?.node.mapping?["six_locus_match"], rules.cordBlood == nil {
      contradictions.append(
        ProtocolNode(node: weight, path: "points.six_locus_match").fault(
          "the six positions earn points, and no rule says how they count; rules.six_locus_match was expected"))
    }
    for item in try members["allow"]?.elements() ?? [] { try readOverride(item) }
  }

  private mutating func readSources(_ node: ProtocolNode) throws(ProtocolFileError) {
    guard let mapping = node.node.mapping else {
      throw node.fault("sources was expected to hold short names, each with what the source says")
    }
    for source in mapping {
      rules.sources.append((source.key.string ?? "", try ProtocolNode(node: source.value, path: "sources").string()))
    }
  }

  private mutating func readDonorTypes(_ node: ProtocolNode) throws(ProtocolFileError) {
    rules.donorTypes = []
    for type in try node.elements() { rules.donorTypes.insert(try type.choice(DonorType.self)) }
    if rules.donorTypes.isEmpty {
      contradictions.append(node.fault("donor_types is empty, so no donor could be ranked; a donor type was expected"))
    }
  }

  private mutating func readListedTypes(_ node: ProtocolNode) throws(ProtocolFileError) {
    for element in try node.elements() {
      let type = try element.choice(DonorType.self)
      if rules.donorTypes.contains(type) {
        contradictions.append(
          element.fault("\(type.rawValue) is ranked, by donor_types; a type that is not ranked was expected"))
      }
      rules.listedTypes.insert(type)
    }
  }

  private mutating func readRules(_ node: ProtocolNode) throws(ProtocolFileError) {
    let members = try node.members(allowed: [
      "match_count", "homozygous_loci", "one_way_match", "six_locus_rule", "six_locus_match", "unit_dose",
    ])
    try readMatchCount(try ProtocolNode.required("match_count", members, in: node))
    try readHomozygousLoci(try ProtocolNode.required("homozygous_loci", members, in: node))
    try readOneWayMatch(try ProtocolNode.required("one_way_match", members, in: node))
    try readSixLocusRule(try ProtocolNode.required("six_locus_rule", members, in: node))
    if let match = members["six_locus_match"] { try readSixLocusMatch(match) }
    if let dose = members["unit_dose"] { try readUnitDose(dose) }
  }

  private mutating func readMatchCount(_ node: ProtocolNode) throws(ProtocolFileError) {
    let members = try node.members(allowed: ["exclude_at", "source"])
    rules.matchCountLimit = try ProtocolNode.required("exclude_at", members, in: node).limit(1...10)
    try readSource(of: "match_count", members, node, isInForce: rules.matchCountLimit != nil)
  }

  private mutating func readHomozygousLoci(_ node: ProtocolNode) throws(ProtocolFileError) {
    let members = try node.members(allowed: ["exclude_at", "source"])
    rules.homozygousLociLimit = try ProtocolNode.required("exclude_at", members, in: node).limit(1...5)
    try readSource(of: "homozygous_loci", members, node, isInForce: rules.homozygousLociLimit != nil)
  }

  private mutating func readOneWayMatch(_ node: ProtocolNode) throws(ProtocolFileError) {
    let members = try node.members(allowed: ["exclude", "partial", "source"])
    rules.oneWayMatchExcludes = try ProtocolNode.required("exclude", members, in: node).boolean()
    rules.partialOneWay = try members["partial"]?.choice(PartialOneWay.self) ?? .indeterminate
    if let partial = members["partial"], rules.partialOneWay == .exclude, !rules.oneWayMatchExcludes {
      contradictions.append(
        partial.fault(
          "a possible one-way match cannot exclude where a certain one does not; exclude: true was expected"))
    }
    try readSource(of: "one_way_match", members, node, isInForce: rules.oneWayMatchExcludes)
  }

  private mutating func readSixLocusRule(_ node: ProtocolNode) throws(ProtocolFileError) {
    let members = try node.members(allowed: ["use", "at_most", "source"])
    let isUsed = try ProtocolNode.required("use", members, in: node).boolean()
    let most = try members["at_most"]?.integer(0...6) ?? 4
    rules.sixLocusLimit = isUsed ? most : nil
    try readSource(of: "six_locus_rule", members, node, isInForce: isUsed)
    guard isUsed else { return }
    guard let limit = rules.matchCountLimit else {
      contradictions.append(
        node.fault("six_locus_rule settles match_count, which never excludes here; use: false was expected"))
      return
    }
    if most >= limit {
      contradictions.append(
        (members["at_most"] ?? node).fault(
          "six_locus_rule would admit donors of \(most) matches, whom match_count excludes from \(limit); "
            + "at_most was expected to be below exclude_at"))
    }
  }

  /// The source that a rule names, which must be one of the sources; a rule in force without one is noted.
  mutating func readSource(
    of rule: String, _ members: [String: ProtocolNode], _ node: ProtocolNode, isInForce: Bool
  ) throws(ProtocolFileError) {
    guard let source = members["source"] else {
      if isInForce {
        missingSources.append(
          node.fault("\(rule) names no source; source: with the short name of one of the sources was expected"))
      }
      return
    }
    let short = try source.string()
    guard rules.sources.contains(where: { $0.name == short }) else {
      throw source.fault("\(short) is not among the sources; the short name of a source was expected")
    }
    rules.ruleSources[rule] = short
  }

  private mutating func readOverride(_ node: ProtocolNode) throws(ProtocolFileError) {
    guard node.node.mapping != nil else {
      throw node.fault("an override was expected as {rule: ..., who: ..., why: ...}")
    }
    let members = try node.members(allowed: ["rule", "who", "why"])
    let rule = try ProtocolNode.required("rule", members, in: node).choice(ExclusionRule.self)
    let who = try ProtocolNode.required("who", members, in: node).string()
    let why = try ProtocolNode.required("why", members, in: node).string()
    guard !rules.overrides.contains(where: { $0.rule == rule }) else {
      throw node.fault("\(rule.rawValue) is lifted twice")
    }
    if !rules.isInForce(rule) {
      contradictions.append(
        node.fault("\(rule.rawValue) is lifted but excludes nobody; a rule that excludes was expected"))
    }
    rules.overrides.append(RuleOverride(rule: rule, who: who, why: why))
  }
}

extension DonorProtocol {
  /// What blank second values, `NEW` and antibodies mean, and whether relatives come first.
  mutating func readPolicies(_ node: ProtocolNode) throws(ProtocolFileError) {
    let members = try node.members(allowed: [
      "blank_second", "patient_blank_second", "new_allele", "related_first", "antibody_cut_off", "then_by",
    ])
    let donors = try members["blank_second"]?.choice(BlankSecond.self) ?? .homozygous
    let patients = try members["patient_blank_second"]?.choice(BlankSecond.self) ?? .homozygous
    let new = try members["new_allele"]?.choice(NewAllelePolicy.self) ?? .unknown
    antibodyCutOff = try members["antibody_cut_off"]?.integer(0...1_000_000) ?? 0
    tieBreak = try members["then_by"]?.choice(TieBreak.self) ?? .age
    isRelatedFirst = try members["related_first"]?.boolean() ?? true
    donorTyping = TypingPolicy(blankSecond: donors, newAllele: new)
    patientTyping = TypingPolicy(blankSecond: patients, newAllele: new)
  }
}
