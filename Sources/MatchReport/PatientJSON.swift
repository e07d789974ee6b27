import DonorSelection

/// One patient's ranking as JSON.
public struct PatientJSON: Encodable, Sendable {
  /// How the donors divide for this patient.
  public struct Tally: Codable, Equatable, Sendable {
    /// Allowed donors.
    public var eligible: Int
    /// Donors whose typings leave it open.
    public var indeterminate: Int
    /// Donors not allowed.
    public var excluded: Int
    /// Excluded donors by rule.
    public var excludedBy: [String: Int]
    /// Donors that the protocol lists without rank; nil where there are none.
    public var listed: Int?

    enum CodingKeys: String, CodingKey {
      case eligible, indeterminate, excluded, listed
      case excludedBy = "excluded_by"
    }
  }

  /// The patient.
  public var patientID: String
  /// How the donors divide.
  public var counts: Tally
  /// The ranked donors, best first.
  public var donors: [DonorJSON]
  /// The donors that the protocol lists without rank; nil where there are none.
  public var listed: [ListedDonorJSON]?

  /// The JSON form of a ranking.
  public init(_ ranking: DonorRanking, donors: [DonorJSON]) {
    patientID = ranking.patient.id
    self.donors = donors
    listed = ranking.listed.isEmpty ? nil : ranking.listed.map { ListedDonorJSON($0) }
    var excludedBy: [String: Int] = [:]
    for (rule, count) in ranking.tally.excludedBy { excludedBy[rule.rawValue] = count }
    counts = Tally(
      eligible: ranking.tally.eligible, indeterminate: ranking.tally.indeterminate, excluded: ranking.tally.excluded,
      excludedBy: excludedBy, listed: ranking.tally.listed > 0 ? ranking.tally.listed : nil)
  }

  enum CodingKeys: String, CodingKey {
    case patientID = "patient_id"
    case counts, donors, listed
  }
}
