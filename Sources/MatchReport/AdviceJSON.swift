import DonorSelection

/// What would be typed, as JSON.
public struct TypingTargetJSON: Encodable, Sendable {
  /// `donor` or `patient`.
  public let person: String
  /// `A` to `DQB1`, or `KIR`.
  public let locus: String

  init(_ target: TypingTarget) { (person, locus) = (target.person.rawValue, target.name) }
}

/// What typing one target can bring to one donor, as JSON.
public struct TypingEffectJSON: Encodable, Sendable {
  private let effect: TypingEffect

  init(_ effect: TypingEffect) { self.effect = effect }

  private enum CodingKeys: String, CodingKey {
    case person, locus, statuses, settles, points
    case maySettle = "may_settle"
    case mayAdmit = "may_admit"
    case mayExclude = "may_exclude"
    case mayPromote = "may_promote"
    case bestRank = "best_rank"
  }

  private struct Range: Encodable {
    let min: Int
    let max: Int
  }

  /// Writes the members; points and best rank are null where every case is excluded.
  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(effect.target.person.rawValue, forKey: .person)
    try members.encode(effect.target.name, forKey: .locus)
    try members.encode(DonorStatus.allCases.filter(effect.statuses.contains).map(\.rawValue), forKey: .statuses)
    try members.encode(effect.settles, forKey: .settles)
    try members.encode(effect.maySettle, forKey: .maySettle)
    try members.encode(effect.mayAdmit, forKey: .mayAdmit)
    try members.encode(effect.mayExclude, forKey: .mayExclude)
    try members.encode(effect.mayPromote, forKey: .mayPromote)
    try members.encode(effect.points.map { Range(min: $0.lowerBound, max: $0.upperBound) }, forKey: .points)
    try members.encode(effect.bestRank, forKey: .bestRank)
  }
}

/// What typing can bring to one donor, as JSON.
public struct DonorAdviceJSON: Encodable, Sendable {
  private let patientID: String?
  private let advice: DonorAdvice

  /// - Parameter patientID: The patient, in JSON lines only.
  public init(_ advice: DonorAdvice, patientID: String? = nil) { (self.advice, self.patientID) = (advice, patientID) }

  private enum CodingKeys: String, CodingKey {
    case patientID = "patient_id"
    case donorID = "donor_id"
    case rank, status, points, reasons, loci
    case settlingSet = "settling_set"
  }

  /// Writes the members; the set is null where no typing of the ten settles the donor in every case.
  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encodeIfPresent(patientID, forKey: .patientID)
    try members.encode(advice.donor.id, forKey: .donorID)
    try members.encode(advice.donor.rank, forKey: .rank)
    try members.encode(advice.donor.status.rawValue, forKey: .status)
    try members.encode(advice.donor.points, forKey: .points)
    try members.encode(advice.donor.reasons, forKey: .reasons)
    try members.encode(advice.effects.map(TypingEffectJSON.init), forKey: .loci)
    try members.encode(advice.settlingSet.map { $0.map(TypingTargetJSON.init) }, forKey: .settlingSet)
  }
}

/// What one target can bring over the listed donors, as JSON.
public struct TargetAdviceJSON: Encodable, Sendable {
  private let advice: TargetAdvice

  init(_ advice: TargetAdvice) { self.advice = advice }

  private enum CodingKeys: String, CodingKey {
    case person, locus, donors, settles
    case maySettle = "may_settle"
    case mayAdmit = "may_admit"
    case mayExclude = "may_exclude"
    case mayPromote = "may_promote"
  }

  /// Writes the members.
  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(advice.target.person.rawValue, forKey: .person)
    try members.encode(advice.target.name, forKey: .locus)
    try members.encode(advice.donors, forKey: .donors)
    try members.encode(advice.settles, forKey: .settles)
    try members.encode(advice.maySettle, forKey: .maySettle)
    try members.encode(advice.mayAdmit, forKey: .mayAdmit)
    try members.encode(advice.mayExclude, forKey: .mayExclude)
    try members.encode(advice.mayPromote, forKey: .mayPromote)
  }
}

/// The advice for one patient as JSON; in JSON lines without the donors, who have lines of their own.
public struct AdviceJSON: Encodable, Sendable {
  private let patientID: String
  private let listed: Int
  private let indeterminate: Int
  private let settled: Int
  private let loci: [TargetAdviceJSON]
  private let settlingSet: [TypingTargetJSON]
  private let donors: [DonorAdviceJSON]?

  /// - Parameter donors: nil to leave them out.
  public init(_ advice: TypingAdvice, donors: [DonorAdviceJSON]?) {
    (patientID, listed, indeterminate) = (advice.patient.id, advice.listed, advice.indeterminate)
    (settled, self.donors) = (advice.settled, donors)
    loci = advice.targets.map(TargetAdviceJSON.init)
    settlingSet = advice.settlingSet.map(TypingTargetJSON.init)
  }

  private enum CodingKeys: String, CodingKey {
    case patientID = "patient_id"
    case listed, indeterminate, loci, donors
    case settled = "settled_by_set"
    case settlingSet = "settling_set"
  }
}
