import MatchEngine
import MatchReport

/// One patient's ranking as JSON, as Foundation's encoder writes it: what ``RankingLines`` is held against.
struct PatientJSON: Encodable, Sendable {
  /// How the donors divide for this patient.
  struct Tally: Codable, Equatable, Sendable {
    /// Allowed donors.
    var eligible: Int
    /// Donors whose typings leave it open.
    var indeterminate: Int
    /// Donors not allowed.
    var excluded: Int
    /// Excluded donors by rule.
    var excludedBy: [String: Int]
    /// Donors that the protocol lists without rank; nil where there are none.
    var listed: Int?

    enum CodingKeys: String, CodingKey {
      case eligible, indeterminate, excluded, listed
      case excludedBy = "excluded_by"
    }
  }

  /// The patient.
  var patientID: String
  /// How the donors divide.
  var counts: Tally
  /// The ranked donors, best first.
  var donors: [DonorJSON]
  /// The donors that the protocol lists without rank; nil where there are none.
  var listed: [ListedDonorJSON]?

  /// The JSON form of a ranking.
  init(_ ranking: DonorRanking, donors: [DonorJSON]) {
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

/// A donor that a protocol lists without rank, as JSON.
struct ListedDonorJSON: Encodable, Sendable {
  private let donor: ListedDonor
  private let patientID: String?

  /// The JSON form of a listed donor.
  ///
  /// - Parameter patientID: The patient's id, in JSON lines only.
  init(_ donor: ListedDonor, patientID: String? = nil) { (self.donor, self.patientID) = (donor, patientID) }

  private enum CodingKeys: String, CodingKey {
    case patientID = "patient_id"
    case donorID = "donor_id"
    case donorType = "donor_type"
    case rank, status, relation, age, flags
  }

  /// Writes the members; the rank is null.
  func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encodeIfPresent(patientID, forKey: .patientID)
    try members.encode(donor.id, forKey: .donorID)
    try members.encode(donor.facts.donorType.rawValue, forKey: .donorType)
    try members.encode(Int?.none, forKey: .rank)
    try members.encode("listed", forKey: .status)
    try members.encode(donor.facts.relation.rawValue, forKey: .relation)
    try members.encode(donor.age, forKey: .age)
    try members.encode(["listed_without_rank"], forKey: .flags)
  }
}
