import DonorSelection
import HLATyping
import TransplantFacts

/// The facts of a pair beside its counts, as JSON; what is not known is null or `unknown`.
public struct PairFactsJSON: Encodable, Sendable {
  struct TCE: Encodable, Sendable {
    let verdict: String
    let predicted: Bool
    let patientGroup: Int?
    let donorGroup: Int?

    enum CodingKeys: String, CodingKey {
      case verdict, predicted
      case patientGroup = "patient_group"
      case donorGroup = "donor_group"
    }

    func encode(to encoder: any Encoder) throws {
      var members = encoder.container(keyedBy: CodingKeys.self)
      try members.encode(verdict, forKey: .verdict)
      try members.encode(predicted, forKey: .predicted)
      try members.encode(patientGroup, forKey: .patientGroup)
      try members.encode(donorGroup, forKey: .donorGroup)
    }
  }

  struct WT1: Encodable, Sendable {
    let allele: String
    let carrier: String
    let certain: Bool
  }

  struct Antibodies: Encodable, Sendable {
    let compared: Int
    let hits: [String]
    let possible: [String]
  }

  struct Dose: Encodable, Sendable {
    let least: Double
    let usual: Double
    let most: Double
    let collected: Double?
    let courses: Int?
    let coursesOfLeast: Int?

    enum CodingKeys: String, CodingKey {
      case least, usual, most, collected, courses
      case coursesOfLeast = "courses_of_least"
    }
  }

  private let tce: TCE
  private let wt1: [WT1]
  private let markers: [String: [String]]
  private let sexDifference: String
  private let antibodies: Antibodies
  private let abo: String?
  private let doses: [String: Dose]?
  private let cd34PerKilogram: Double?

  /// The JSON form of a pair's facts.
  public init(_ facts: PairFacts, _ donor: RankedDonor, _ patient: Person) {
    tce = TCE(
      verdict: facts.tce.verdict.rawValue, predicted: facts.tce.isPredicted, patientGroup: facts.tce.patientGroup,
      donorGroup: facts.tce.donorGroup)
    wt1 = facts.wt1.map { WT1(allele: $0.allele, carrier: $0.carrier.rawValue, certain: $0.isCertain) }
    markers = Dictionary(uniqueKeysWithValues: facts.markers.map { ($0.locus.name, $0.identities) })
    sexDifference = facts.sexDifference.rawValue
    let names = { (isCertain: Bool) in facts.antibodies.filter { $0.isCertain == isCertain }.map(\.antibody.name) }
    antibodies = Antibodies(compared: facts.antibodiesCounted, hits: names(true), possible: names(false))
    if let own = donor.facts.abo, let other = patient.facts.abo {
      abo = ABOCompatibility(donor: own, patient: other).rawValue
    } else {
      abo = nil
    }
    doses = facts.doses.map { plan in
      Dictionary(
        uniqueKeysWithValues: plan.doses.map { dose in
          (
            dose.product.rawValue,
            Dose(
              least: dose.cells.least, usual: dose.cells.usual, most: dose.cells.most, collected: dose.collected,
              courses: dose.courses, coursesOfLeast: dose.coursesOfLeast)
          )
        })
    }
    cd34PerKilogram = facts.doses?.cd34PerKilogram
  }

  private enum CodingKeys: String, CodingKey {
    case tce = "dpb1_tce"
    case markers = "chimerism_markers"
    case sexDifference = "sex_difference"
    case cd34PerKilogram = "cd34_per_kg"
    case wt1, antibodies, abo, doses
  }

  /// Writes the members; what is not known is null.
  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(tce, forKey: .tce)
    try members.encode(wt1, forKey: .wt1)
    try members.encode(markers, forKey: .markers)
    try members.encode(sexDifference, forKey: .sexDifference)
    try members.encode(antibodies, forKey: .antibodies)
    try members.encode(abo, forKey: .abo)
    try members.encode(doses, forKey: .doses)
    try members.encode(cd34PerKilogram, forKey: .cd34PerKilogram)
  }
}
