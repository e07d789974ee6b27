import DonorPool
import HLAMatching
import HLATyping

/// What a protocol asks of cord blood units beside what it asks of any donor.
public struct CordBloodRules: Hashable, Sendable {
  /// At which level A, B and DRB1 count towards the six positions.
  public var levels = SixLocusLevels(a: .antigen, b: .antigen, drb1: .ard)
  /// Units certainly matched at more of the six positions are excluded, 0...5; nil: no ceiling.
  public var mostMatches: Int?
  /// Units certainly matched at fewer of the six positions are excluded, 1...6; nil: no floor.
  public var leastMatches: Int?
  /// The least dose of nucleated cells, in 10^7 per kilogram of the patient; nil: none.
  public var leastNucleatedCells: Double?
  /// The least dose of CD34-positive cells, in 10^5 per kilogram of the patient; nil: none.
  public var leastCD34Cells: Double?

  /// Whether the matches of the six positions exclude.
  public var limitsMatches: Bool { mostMatches != nil || leastMatches != nil }
  /// Whether the dose excludes.
  public var limitsDose: Bool { leastNucleatedCells != nil || leastCD34Cells != nil }
}

/// The cells of a cord blood unit for one patient.
public struct UnitDose: Hashable, Sendable {
  /// A part of the dose.
  public enum Part: String, Sendable, CaseIterable {
    /// Total nucleated cells.
    case nucleatedCells = "tnc"
    /// CD34-positive cells.
    case cd34Cells = "cd34"
  }

  /// Total nucleated cells, in 10^7.
  public let nucleatedCells: UnitCellCount?
  /// CD34-positive cells, in 10^5.
  public let cd34Cells: UnitCellCount?
  /// The patient's weight in kilograms.
  public let weight: Double?

  /// The cells of a unit for a patient.
  public init(unit: PersonFacts, patient: PersonFacts) {
    (nucleatedCells, cd34Cells, weight) = (unit.nucleatedCells, unit.cd34Cells, patient.weight)
  }

  /// A part of the dose per kilogram, in 10^7 nucleated or 10^5 CD34-positive cells; nil where a number is missing.
  public func perKilogram(_ part: Part) -> Double? {
    guard let weight, let count = part == .nucleatedCells ? nucleatedCells : cd34Cells else { return nil }
    return count.value / weight
  }
}

/// What the rules for cord blood look at in a pair, beside the counts of the ten.
public struct UnitEvidence: Hashable, Sendable {
  /// The matches of the six positions.
  public let six: SixLocusMatch
  /// The cells; nil where the donor is no cord blood unit, of whom no dose is asked.
  public let dose: UnitDose?

  /// What is known of a pair.
  public init(six: SixLocusMatch, dose: UnitDose?) { (self.six, self.dose) = (six, dose) }

  /// What a rule says of a pair.
  enum Verdict {
    case passed
    case open
    case excluded
  }

  /// Ceiling and floor of the six positions: excluded where every genotype breaks them, open where some do.
  func matchVerdict(_ rules: CordBloodRules) -> Verdict {
    let range = (rules.leastMatches ?? 0)...(rules.mostMatches ?? 6)
    let match = six.match
    if Int(match.min) > range.upperBound || Int(match.max) < range.lowerBound { return .excluded }
    return range.contains(Int(match.min)) && range.contains(Int(match.max)) ? .passed : .open
  }

  /// The dose of each part that the rules ask for.
  func doseVerdict(_ rules: CordBloodRules) -> Verdict {
    let verdicts = UnitDose.Part.allCases.map { doseVerdict($0, rules) }
    return verdicts.contains(.excluded) ? .excluded : verdicts.contains(.open) ? .open : .passed
  }

  private func doseVerdict(_ part: UnitDose.Part, _ rules: CordBloodRules) -> Verdict {
    guard let dose, let least = rules.least(part) else { return .passed }
    guard let given = dose.perKilogram(part) else { return .open }
    return given >= least * UnitEvidence.rounding ? .passed : .excluded
  }

  /// A quotient that differs from the limit in its last digits alone reaches it.
  private static let rounding = 1 - 1e-12

  /// What is missing where the dose is open, as codes: `tnc`, `cd34`, `patient_weight`.
  func missing(_ rules: CordBloodRules) -> [String] {
    guard let dose else { return [] }
    let asked = UnitDose.Part.allCases.filter { rules.least($0) != nil }
    let counts = asked.filter { ($0 == .nucleatedCells ? dose.nucleatedCells : dose.cd34Cells) == nil }
    return counts.map(\.rawValue) + (dose.weight == nil && !asked.isEmpty ? ["patient_weight"] : [])
  }
}

extension CordBloodRules {
  /// The least dose of a part, in its unit per kilogram; nil where none is asked for.
  public func least(_ part: UnitDose.Part) -> Double? {
    part == .nucleatedCells ? leastNucleatedCells : leastCD34Cells
  }
}

extension StatusRules {
  /// What was judged by the rules for cord blood, with them.
  func with(_ unit: UnitEvidence?) -> (evidence: UnitEvidence, rules: CordBloodRules)? {
    guard let unit, let cordBlood else { return nil }
    return (unit, cordBlood)
  }
}

extension DonorProtocol {
  /// The rules for cord blood without the limits that were lifted.
  var cordBloodInForce: CordBloodRules? {
    guard var rules = cordBlood else { return nil }
    if !applies(.sixLocusMatch) { (rules.mostMatches, rules.leastMatches) = (nil, nil) }
    if !applies(.unitDose) { (rules.leastNucleatedCells, rules.leastCD34Cells) = (nil, nil) }
    return rules
  }
}

extension PatientComparison {
  /// What rules for cord blood look at in a donor; nil where the comparison was made without such rules.
  ///
  /// - Parameter memory: As for ``sixLocusMatch(_:_:)``.
  public func unitEvidence(_ donor: DonorPool.Summary, _ memory: inout PairMemory) -> UnitEvidence? {
    guard let six = sixLocusMatch(donor.keys, &memory) else { return nil }
    return UnitEvidence(
      six: six, dose: donor.donorType == .cord ? UnitDose(unit: donor.facts, patient: patient.facts) : nil)
  }
}
