extension DonorProtocol {
  /// Weights beyond this could overflow the ranking key, and mean nothing.
  static let pointRange = -1000...1000
  /// Ranges of ages that a scan holds.
  static let mostAges = 16

  mutating func readPoints(_ node: ProtocolNode) throws(ProtocolFileError) {
    let nkNames = [
      "ligand_incompatibility", "receptor_ligand", "b_content_better", "b_content_best", "kir2ds1", "at_most",
    ]
    let allowed =
      ["mismatch", "hvg_mismatch", "gvh_mismatch", "six_locus_match", "related"] + nkNames.map { "nk_\($0)" }
      + ["age", "cmv_equal", "abo", "donor_specific_antibodies"]
    let members = try node.members(allowed: allowed)
    points.mismatch = try members["mismatch"]?.weight() ?? 0
    points.related = try members["related"]?.weight() ?? 0
    points.hvgMismatch = try members["hvg_mismatch"]?.weight() ?? 0
    points.gvhMismatch = try members["gvh_mismatch"]?.weight() ?? 0
    points.sixLocusMatch = try members["six_locus_match"]?.weight() ?? 0
    for name in nkNames { points.nk[name] = try members["nk_\(name)"]?.weight() }
    if let cap = members["nk_at_most"], let most = points.nk["at_most"], most < 0 {
      throw cap.fault("nk_at_most caps what the NK terms earn; a whole number from 0 to 1000 was expected")
    }
    points.cmvEqual = try members["cmv_equal"]?.weight() ?? 0
    points.donorSpecificAntibodies = try members["donor_specific_antibodies"]?.weight() ?? 0
    if let abo = members["abo"] {
      let groups = try abo.members(allowed: ABOCompatibility.allCases.map(\.rawValue))
      for compatibility in ABOCompatibility.allCases {
        points.abo[compatibility] = try groups[compatibility.rawValue]?.weight() ?? 0
      }
    }
    let ages = try members["age"]?.elements() ?? []
    guard ages.count <= DonorProtocol.mostAges else {
      throw ages[DonorProtocol.mostAges].fault("at most \(DonorProtocol.mostAges) ranges of ages were expected")
    }
    for item in ages { try readAge(item) }
  }

  private mutating func readAge(_ node: ProtocolNode) throws(ProtocolFileError) {
    let members = try node.members(allowed: ["from", "to", "points"])
    let from = try ProtocolNode.required("from", members, in: node).integer(0...110)
    let to = try ProtocolNode.required("to", members, in: node).integer(0...110)
    let value = try ProtocolNode.required("points", members, in: node).weight()
    guard from <= to else { throw node.fault("from \(from) to \(to) holds no age; from was expected to be at most to") }
    guard !points.ages.contains(where: { $0.from <= to && from <= $0.to }) else {
      throw node.fault("from \(from) to \(to) overlaps another range of ages")
    }
    points.ages.append(AgePoints(from: from, to: to, points: value))
  }
}
