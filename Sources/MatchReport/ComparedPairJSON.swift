import DonorSelection
import HLAMatching
import HLANomenclature

/// One pair of `compare` as JSON: the columns of the CSV, typed.
public struct ComparedPairJSON: Encodable, Sendable {
  private let patientID: String?
  private let donorID: String
  private let counts: PairCounts
  private let deeper: DeeperCounts
  private let unit: UnitEvidence?
  private let status: DonorStatus
  private let reasons: [String]

  /// The JSON form of a pair.
  ///
  /// - Parameter patient: The patient's id, in JSON lines only.
  public init(
    patient: String?, donor: String, counts: PairCounts, deeper: DeeperCounts = .none, unit: UnitEvidence? = nil,
    status: DonorStatus, reasons: [String]
  ) {
    (patientID, donorID, self.counts, self.deeper) = (patient, donor, counts, deeper)
    (self.unit, self.status, self.reasons) = (unit, status, reasons)
  }

  /// Writes the members.
  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: NamedKey.self)
    func key(_ name: String) -> NamedKey { NamedKey(name) }
    try members.encodeIfPresent(patientID, forKey: key("patient_id"))
    try members.encode(donorID, forKey: key("donor_id"))
    let total = CountsJSON(counts.total)
    try members.encode(total.match, forKey: key("match"))
    try members.encode(total.gvh, forKey: key("gvh"))
    try members.encode(total.hvg, forKey: key("hvg"))
    try members.encode(total.homozygous, forKey: key("homozygous"))
    for locus in Locus.ten { try members.encode(BoundsJSON(counts.locus(locus).match), forKey: key(locus.name)) }
    try members.encode(status.rawValue, forKey: key("status"))
    try members.encode(reasons, forKey: key("reasons"))
    if let unit { try members.encode(UnitJSON(unit), forKey: key("unit")) }
    for (locus, counts) in zip(deeper.loci, deeper.counts) {
      try members.encode(BoundsJSON(counts.match), forKey: key(locus.name))
    }
    if !deeper.loci.isEmpty { try members.encode(DeeperJSON(deeper, counts), forKey: key("deeper")) }
  }
}
