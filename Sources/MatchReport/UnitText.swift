import DonorSelection
import HLAMatching
import HLANomenclature
import HLATyping

/// What rules for cord blood look at, in words.
struct UnitText {
  private let unit: UnitEvidence
  private let rules: CordBloodRules

  /// The words on one pair.
  init(_ unit: UnitEvidence, _ rules: CordBloodRules) { (self.unit, self.rules) = (unit, rules) }

  /// The matches of the six positions, locus by locus, and their limits.
  var match: String {
    let loci = zip(zip(Locus.six, rules.levels.levels), unit.six.loci).map { place, bounds in
      "\(place.0) \(bounds) by \(UnitText.name(place.1))"
    }
    return "\(unit.six.match) of 6 matched (\(loci.joined(separator: ", ")))\(UnitText.limits(rules))"
  }

  /// Both parts of the dose and their limits.
  var doses: String {
    let parts = UnitDose.Part.allCases.map { part in
      let least = rules.least(part).map { ", at least \(UnitText.number($0))" } ?? ""
      return "\(UnitText.label(part)) \(dose(part))\(least)"
    }
    return parts.joined(separator: "; ")
  }

  /// A part of the dose per kilogram, or what is missing for it.
  func dose(_ part: UnitDose.Part) -> String {
    guard let dose = unit.dose else { return "not asked for" }
    if let given = dose.perKilogram(part) { return UnitText.number(given) + " " + UnitText.unit(part) }
    guard let count = part == .nucleatedCells ? dose.nucleatedCells : dose.cd34Cells else { return "not known" }
    return "\(UnitText.number(count.value)) \(UnitText.unit(part, perKilogram: false)), the patient's weight not known"
  }

  /// Ceiling and floor, as `, at most 4`.
  static func limits(_ rules: CordBloodRules) -> String {
    let limits = [rules.mostMatches.map { "at most \($0)" }, rules.leastMatches.map { "at least \($0)" }]
    let named = limits.compactMap { $0 }.joined(separator: " and ")
    return named.isEmpty ? "" : ", \(named) allowed"
  }

  /// A level of resolution.
  static func name(_ level: ResolutionLevel) -> String {
    switch level {
    case .ard: "antigen recognition domain"
    case .twoField: "two fields"
    case .antigen: "antigen"
    }
  }

  /// `TNC` or `CD34+`.
  static func label(_ part: UnitDose.Part) -> String { part == .nucleatedCells ? "TNC" : "CD34+" }

  /// The unit of a part.
  static func unit(_ part: UnitDose.Part, perKilogram: Bool = true) -> String {
    (part == .nucleatedCells ? "x 10^7" : "x 10^5") + (perKilogram ? " per kg" : "")
  }

  /// At most two places behind the point, cut off rather than rounded up, so that no dose reads as reaching a limit that it
  /// misses.
  static func number(_ value: Double) -> String {
    let hundredths = Int((value * 100 * (1 + 1e-12)).rounded(.down))
    let (whole, rest) = (hundredths / 100, hundredths % 100)
    if rest == 0 { return String(whole) }
    return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}
