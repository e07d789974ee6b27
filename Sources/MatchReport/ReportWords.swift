import DonorSelection

/// Words that the terminal and the page share.
enum ReportWords {
  /// A term of the points in short, as `hvg` or `age`.
  static func short(_ term: PointTerm) -> String {
    let name = term.code.replacing("_mismatch", with: "").replacing("_equal", with: "")
      .replacing("_locus_match", with: "")
    return name.hasPrefix("age") ? "age" : name.hasPrefix("abo") ? "abo" : name
  }

  /// By what donors are ordered, with what holds for this one.
  static func order(_ donor: RankedDonor, _ rules: DonorProtocol) -> String {
    let related = rules.isRelatedFirst ? "related (\(donor.relation.rawValue)), then " : ""
    let match = donor.unit?.six.match ?? donor.counts.total.match
    let last =
      switch rules.tieBreak {
      case .age: "age (\(donor.age.map(String.init) ?? "unknown"))"
      case .nucleatedCells:
        "nucleated cells (\(donor.facts.nucleatedCells.map { UnitText.number($0.value) + " x 10^7" } ?? "unknown"))"
      }
    return "status, then \(related)points, then uncertain positions (\(match.max - match.min)), then \(last), then id"
  }

  /// How donors divide, without the first words of the sentence.
  static func division(_ tally: RankingTally) -> String {
    var reasons = ExclusionRule.allCases.compactMap { rule in
      tally.excludedBy[rule].map { "\(rule.rawValue) \($0)" }
    }.joined(separator: ", ")
    if !reasons.isEmpty { reasons = " (\(reasons))" }
    var line = "\(tally.eligible) eligible, \(tally.indeterminate) indeterminate, \(tally.excluded) excluded\(reasons)"
    if tally.unavailable > 0 { line += ", \(tally.unavailable) unavailable" }
    if tally.listed > 0 { line += ", \(tally.listed) listed without rank" }
    if tally.notInProtocol > 0 { line += ", \(tally.notInProtocol) not in protocol" }
    return line
  }
}

/// What typing an open locus further could settle, in words.
struct OpenLocusText {
  private let open: OpenLocus

  /// The words on one locus of one pair.
  init(_ open: OpenLocus) { self.open = open }

  /// Whose typing it is, what is open, and what could change.
  var sentence: String { "\(side); \(counts); \(consequence)" }

  /// Whose typing leaves the locus open.
  var side: String {
    switch (open.isOpenInPatient, open.isOpenInDonor) {
    case (true, true): "typings of patient and donor are open"
    case (true, false): "the patient's typing is open"
    case (false, true): "the donor's typing is open"
    case (false, false): "both typings are known"
    }
  }

  /// The counts that are open.
  var counts: String {
    let own = open.counts
    let bounds = [
      ("match", own.match), ("gvh", own.gvh), ("hvg", own.hvg), ("homozygous", own.homozygous),
    ].filter { $0.1.isOpen }.map { "\($0.0) \($0.1)" }
    return bounds.isEmpty ? "nothing is expressed" : bounds.joined(separator: ", ")
  }

  /// What could change.
  var consequence: String {
    var parts: [String] = []
    if !open.questions.isEmpty {
      parts.append("the status rests on it (\(open.questions.map(\.rawValue).joined(separator: ", ")))")
    } else if open.isReplacedBySixLoci {
      parts.append("the six-locus rule stands in for it, and its typing may undo that")
    } else {
      parts.append("no open question of the status rests on it")
    }
    let change = open.pointChange
    switch (change.lowerBound, change.upperBound) {
    case (0, 0): parts.append("mismatches earn the same")
    case (0, let most): parts.append("mismatches may earn up to \(most) points more")
    case (let least, 0): parts.append("mismatches may earn up to \(-least) points less")
    case (let least, let most): parts.append("mismatches may earn up to \(most) points more or \(-least) less")
    }
    return parts.joined(separator: ", ")
  }
}
