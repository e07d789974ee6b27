import HLAMatching
import HLATyping

extension ProtocolDraft {
  /// How A, B and DRB1 count, and how many of their six positions may match.
  mutating func readSixLocusMatch(_ node: ProtocolNode) throws(ProtocolFileError) {
    // A protocol that leaves a choice to its user says so in one word.
    if node.node.scalar?.string == "choose" {
      throw node.fault(
        "whether the matches of six have a ceiling or a floor is the user's choice; at_most or at_least was expected, "
          + "or, of a built-in protocol, its name with -ceiling or -floor")
    }
    let members = try node.members(allowed: ["A", "B", "DRB1", "at_most", "at_least", "source"])
    var cordBlood = rules.cordBlood ?? CordBloodRules()
    cordBlood.levels = SixLocusLevels(
      a: try ProtocolNode.required("A", members, in: node).choice(ResolutionLevel.self),
      b: try ProtocolNode.required("B", members, in: node).choice(ResolutionLevel.self),
      drb1: try ProtocolNode.required("DRB1", members, in: node).choice(ResolutionLevel.self))
    cordBlood.mostMatches = try members["at_most"]?.integer(0...5)
    cordBlood.leastMatches = try members["at_least"]?.integer(1...6)
    if let most = cordBlood.mostMatches, let least = cordBlood.leastMatches, least > most {
      contradictions.append(
        node.fault(
          "no unit has at least \(least) and at most \(most) matches; at_least was expected to be at most at_most"))
    }
    rules.cordBlood = cordBlood
    try readSource(of: "six_locus_match", members, node, isInForce: cordBlood.limitsMatches)
  }

  /// The least doses of a cord blood unit.
  mutating func readUnitDose(_ node: ProtocolNode) throws(ProtocolFileError) {
    let members = try node.members(allowed: ["tnc", "cd34", "source"])
    guard var cordBlood = rules.cordBlood else {
      throw node.fault("unit_dose stands beside six_locus_match; six_locus_match was expected in rules")
    }
    cordBlood.leastNucleatedCells = try members["tnc"]?.dose()
    cordBlood.leastCD34Cells = try members["cd34"]?.dose()
    if cordBlood.limitsDose, !rules.donorTypes.contains(.cord) {
      contradictions.append(
        node.fault("unit_dose weighs cord blood units, which are not ranked; cord was expected among donor_types"))
    }
    rules.cordBlood = cordBlood
    try readSource(of: "unit_dose", members, node, isInForce: cordBlood.limitsDose)
  }
}

extension ProtocolNode {
  /// Cells per kilogram in the unit of the column, or nil for `never`.
  fileprivate func dose() throws(ProtocolFileError) -> Double? {
    if node.scalar?.string == "never" { return nil }
    guard let value = node.float, value > 0, value <= 1000 else {
      throw fault("\(path) was expected to be a number above 0, at most 1000, or never")
    }
    return value
  }
}
