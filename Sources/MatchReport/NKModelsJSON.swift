import Alloreactivity

/// The models of NK alloreactivity of a pair as JSON: `ligands` of both sides and `models`, one finding each.
public struct NKModelsJSON: Encodable, Sendable {
  private struct Ligands: Encodable {
    let c1, c2, bw4: String

    init(_ profile: LigandProfile) {
      (c1, c2, bw4) = (profile.c1.rawValue, profile.c2.rawValue, profile.bw4.rawValue)
    }

    enum CodingKeys: String, CodingKey {
      case c1 = "C1"
      case c2 = "C2"
      case bw4 = "Bw4"
    }
  }

  private struct Sides: Encodable {
    let patient, donor: Ligands
  }

  private struct Evidence: Encodable {
    let supporting, opposing: [String]
    let remark: String

    enum CodingKeys: String, CodingKey {
      case supporting = "for"
      case opposing = "against"
      case remark
    }
  }

  private struct Model: Encodable {
    let model, direction, verdict, outlook, basis: String
    let details: [String]
    let evidence: Evidence

    init(_ finding: NKFinding) {
      (model, direction) = (finding.model.rawValue, finding.direction.rawValue)
      (verdict, outlook, basis) = (finding.verdict, finding.outlook.rawValue, finding.basis.rawValue)
      details = finding.details
      let evidence = finding.evidence
      self.evidence = Evidence(
        supporting: evidence.supporting, opposing: evidence.opposing, remark: evidence.remark)
    }
  }

  private let donor: NKPerson
  private let patient: NKPerson

  /// The models of a pair.
  public init(donor: NKPerson, patient: NKPerson) { (self.donor, self.patient) = (donor, patient) }

  private enum CodingKeys: String, CodingKey {
    case ligands, models
  }

  /// Writes the ligands and the findings.
  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(
      Sides(patient: Ligands(patient.ligands), donor: Ligands(donor.ligands)), forKey: .ligands)
    try members.encode(
      NKAssessment(donor: donor, patient: patient).findings.map(Model.init), forKey: .models)
  }
}
