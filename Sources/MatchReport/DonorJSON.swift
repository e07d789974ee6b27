import DonorSelection
import HLAMatching
import HLANomenclature
import HLAReference
import HLATyping

/// One donor of a patient as JSON: the columns of the CSV, typed, and the details behind them.
///
/// Rankings are written by ``RankingLines``, which gives the same bytes sooner.
public struct DonorJSON: Encodable, Sendable {
  /// The patient, in JSON lines only.
  public var patientID: String?
  let donor: RankedDonor
  let loci: [String: LocusJSON]
  // A ranked donor looks these up in its pool whenever it is asked.
  private let twoField: CountsJSON
  private let antigen: CountsJSON
  private let deeper: DeeperCounts

  /// The JSON form of a ranked or excluded donor.
  public init(_ donor: RankedDonor, patient: Person, reference: ReferenceIndex, patientID: String? = nil) {
    self.patientID = patientID
    self.donor = donor
    let typings = donor.typings
    let (twoField, antigen) = (donor.twoFieldCounts, donor.antigenCounts)
    (self.twoField, self.antigen) = (CountsJSON(twoField.total), CountsJSON(antigen.total))
    deeper = donor.deeperCounts
    var loci: [String: LocusJSON] = [:]
    func json(_ locus: Locus, _ ard: MatchCounts, _ twoField: MatchCounts?, _ antigen: MatchCounts?) -> LocusJSON {
      LocusJSON(
        counts: CountsJSON(ard), twoFieldMatch: twoField.map { BoundsJSON($0.match) },
        antigenMatch: antigen.map { BoundsJSON($0.match) },
        patient: TypingText.positions(patient.typing(locus), locus, reference),
        donor: TypingText.positions(typings[Int(locus.rawValue)], locus, reference))
    }
    for locus in Locus.ten {
      loci[locus.name] = json(
        locus, donor.counts.locus(locus), twoField.locus(locus), antigen.locus(locus))
    }
    for (locus, counts) in zip(deeper.loci, deeper.counts) {
      loci[locus.name] = json(locus, counts, nil, nil)
    }
    self.loci = loci
  }

  private enum CodingKeys: String, CodingKey {
    case patientID = "patient_id"
    case donorID = "donor_id"
    case rank, status, points, match, gvh, hvg, homozygous, relation, age, nk, flags, reasons, loci, terms
    case twoField = "two_field"
    case antigen, deeper, kir, unit
    case a = "A"
    case b = "B"
    case c = "C"
    case drb1 = "DRB1"
    case dqb1 = "DQB1"
  }

  /// Writes the members; what is unknown is null.
  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encodeIfPresent(patientID, forKey: .patientID)
    try members.encode(donor.rank, forKey: .rank)
    try members.encode(donor.id, forKey: .donorID)
    try members.encode(donor.status.rawValue, forKey: .status)
    try members.encode(donor.status == .excluded ? nil : donor.points, forKey: .points)
    let total = CountsJSON(donor.counts.total)
    try members.encode(total.match, forKey: .match)
    try members.encode(total.gvh, forKey: .gvh)
    try members.encode(total.hvg, forKey: .hvg)
    try members.encode(total.homozygous, forKey: .homozygous)
    let keys: [CodingKeys] = [.a, .b, .c, .drb1, .dqb1]
    for (key, counts) in zip(keys, donor.counts.loci) { try members.encode(BoundsJSON(counts.match), forKey: key) }
    try members.encode(donor.relation.rawValue, forKey: .relation)
    try members.encode(donor.age, forKey: .age)
    try members.encode(donor.nkPoints, forKey: .nk)
    try members.encode(donor.flags, forKey: .flags)
    try members.encode(donor.reasons, forKey: .reasons)
    try members.encode(twoField, forKey: .twoField)
    try members.encode(antigen, forKey: .antigen)
    try members.encode(loci, forKey: .loci)
    if !deeper.loci.isEmpty { try members.encode(DeeperJSON(deeper, donor.counts), forKey: .deeper) }
    if let unit = donor.unit { try members.encode(UnitJSON(unit), forKey: .unit) }
    if !donor.facts.kir.isUntested { try members.encode(KIRJSON(donor.facts.kir), forKey: .kir) }
    let terms = donor.terms.map { TermJSON(code: $0.code, count: $0.count, points: $0.points) }
    try members.encode(donor.status == .excluded ? [] : terms, forKey: .terms)
  }
}
