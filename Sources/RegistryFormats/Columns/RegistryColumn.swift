/// A column of donor or patient files, by its meaning.
public enum RegistryColumn: Hashable, Sendable {
  /// The donor's identifier.
  case donorID
  /// The patient's identifier.
  case patientID
  /// DNA typing of one locus: `locusName` such as `DRB1`, `position` 1 or 2.
  case dna(locusName: String, position: Int)
  /// Serological typing of one locus: `locusName` such as `DRB1`, `position` 1 or 2.
  case serology(locusName: String, position: Int)
  /// DNA typing of DRB3, DRB4 and DRB5 together, `position` 1 or 2.
  case sharedDRB(position: Int)
  /// The whole typing as one GL String.
  case glString
  /// The date of birth.
  case birthDate
  /// The year of birth.
  case birthYear
  /// The age in years.
  case age
  /// The sex.
  case sex
  /// The body weight in kilograms.
  case weight
  /// The cytomegalovirus serostatus.
  case cmv
  /// The ABO blood group, with or without the rhesus factor.
  case abo
  /// The rhesus factor.
  case rhesus
  /// The donor's kinship with a patient.
  case relation
  /// The patients with whom that kinship holds.
  case relatedTo
  /// Adult donor, cord blood unit or other.
  case donorType
  /// Whether the donor is available.
  case status
  /// The KIR genes present, as a list.
  case kir
  /// Presence of one KIR gene, such as `2DL1`.
  case kirGene(String)
  /// Total nucleated cells of a cord blood unit, in 10^7.
  case totalNucleatedCells
  /// CD34-positive cells of a cord blood unit, in 10^5.
  case cd34Cells
  /// The patient's antibodies against HLA.
  case antibodies
  /// The release of the HLA nomenclature in which the typing is written.
  case hlaVersion
}

extension RegistryColumn {
  /// The loci whose typing has columns.
  public static let locusNames = [
    "A", "B", "C", "DRB1", "DQB1", "DPB1", "DRB3", "DRB4", "DRB5", "DQA1", "DPA1",
  ]

  /// The KIR genes that have columns: the sixteen of the complex, and both forms of 2DL5.
  public static let kirGeneNames = [
    "2DL1", "2DL2", "2DL3", "2DL4", "2DL5", "2DL5A", "2DL5B", "2DS1", "2DS2", "2DS3", "2DS4", "2DS5", "2DP1",
    "3DL1", "3DL2", "3DL3", "3DP1", "3DS1",
  ]

  /// Every column, with all loci, positions and genes.
  public static let all: [RegistryColumn] =
    [.donorID, .patientID]
    + locusNames.flatMap { [.dna(locusName: $0, position: 1), .dna(locusName: $0, position: 2)] }
    + locusNames.flatMap { [.serology(locusName: $0, position: 1), .serology(locusName: $0, position: 2)] }
    + [
      .sharedDRB(position: 1), .sharedDRB(position: 2), .glString, .birthDate, .birthYear, .age, .sex, .weight, .cmv,
      .abo, .rhesus, .relation, .relatedTo, .donorType,
      .status, .kir,
    ]
    + kirGeneNames.map { .kirGene($0) }
    + [.totalNucleatedCells, .cd34Cells, .antibodies, .hlaVersion]

  /// The column's own name in donor and patient files, such as `donor_id`, `A_1`, `A_ser_1` or `KIR2DL1`.
  public var canonicalName: String {
    switch self {
    case .donorID: "donor_id"
    case .patientID: "patient_id"
    case .dna(let locusName, let position): "\(locusName)_\(position)"
    case .serology(let locusName, let position): "\(locusName)_ser_\(position)"
    case .sharedDRB(let position): "DRB345_\(position)"
    case .glString: "gl_string"
    case .birthDate: "birth_date"
    case .birthYear: "birth_year"
    case .age: "age"
    case .sex: "sex"
    case .weight: "weight_kg"
    case .cmv: "cmv"
    case .abo: "abo"
    case .rhesus: "rhesus"
    case .relation: "relation"
    case .relatedTo: "related_to"
    case .donorType: "donor_type"
    case .status: "status"
    case .kir: "kir"
    case .kirGene(let name): "KIR\(name)"
    case .totalNucleatedCells: "tnc"
    case .cd34Cells: "cd34"
    case .antibodies: "antibodies"
    case .hlaVersion: "hla_version"
    }
  }

  /// The column of this name, in any case, with or without blanks, `_`, `-` and `.`; nil if there is none.
  public init?(canonicalName: String) {
    let name = ColumnAliases.normalized(canonicalName)
    guard let column = Self.all.first(where: { ColumnAliases.normalized($0.canonicalName) == name }) else {
      return nil
    }
    self = column
  }

  /// Whether the column holds a typing: of DNA, of serology, or a GL String.
  public var isTyping: Bool {
    switch self {
    case .dna, .serology, .sharedDRB, .glString: true
    default: false
    }
  }
}
