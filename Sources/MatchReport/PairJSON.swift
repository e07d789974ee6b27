import DonorSelection
import HLAMatching
import HLANomenclature
import HLAReference
import HLATyping

/// Bounds as JSON.
public struct BoundsJSON: Codable, Equatable, Sendable {
  /// The least value.
  public var min: Int
  /// The greatest value.
  public var max: Int

  init(_ bounds: CountBounds) { (min, max) = (Int(bounds.min), Int(bounds.max)) }
}

/// The four counts as JSON.
public struct CountsJSON: Codable, Equatable, Sendable {
  /// Matches.
  public var match: BoundsJSON
  /// Mismatches in GVH direction.
  public var gvh: BoundsJSON
  /// Mismatches in HVG direction.
  public var hvg: BoundsJSON
  /// Homozygous loci of the donor.
  public var homozygous: BoundsJSON

  init(_ counts: MatchCounts) {
    match = BoundsJSON(counts.match)
    gvh = BoundsJSON(counts.gvh)
    hvg = BoundsJSON(counts.hvg)
    homozygous = BoundsJSON(counts.homozygous)
  }
}

/// One locus of a pair as JSON.
public struct LocusJSON: Codable, Equatable, Sendable {
  /// The counts at the ARD level.
  public var counts: CountsJSON
  /// The matches of two-field proteins; only at the loci of the ten.
  public var twoFieldMatch: BoundsJSON?
  /// The matches of serological antigens; only at the loci of the ten.
  public var antigenMatch: BoundsJSON?
  /// The patient's positions.
  public var patient: [String]
  /// The donor's positions.
  public var donor: [String]

  enum CodingKeys: String, CodingKey {
    case counts, patient, donor
    case twoFieldMatch = "two_field_match"
    case antigenMatch = "antigen_match"
  }
}

/// The counts of the ten positions and of loci beside them as JSON.
public struct DeeperJSON: Codable, Equatable, Sendable {
  /// The loci counted beside the ten.
  public var loci: [String]
  /// Positions counted: 12 with one locus more.
  public var positions: Int
  /// Matches of all positions.
  public var match: BoundsJSON
  /// Mismatches in GVH direction of all positions.
  public var gvh: BoundsJSON
  /// Mismatches in HVG direction of all positions.
  public var hvg: BoundsJSON

  init(_ deeper: DeeperCounts, _ counts: PairCounts) {
    (loci, positions) = (deeper.loci.map(\.name), deeper.positions)
    match = BoundsJSON(deeper.match(with: counts.total))
    gvh = BoundsJSON(deeper.gvh(with: counts.total))
    hvg = BoundsJSON(deeper.hvg(with: counts.total))
  }
}

/// One term of the points as JSON.
public struct TermJSON: Codable, Equatable, Sendable {
  /// The term.
  public var code: String
  /// How often it counts.
  public var count: Int
  /// What it earns.
  public var points: Int
}

/// A KIR genotype as JSON; genes that were not tested stand in neither list.
public struct KIRJSON: Codable, Equatable, Sendable {
  /// Genes the person has.
  public var present: [String]
  /// Genes the person does not have.
  public var absent: [String]

  init(_ genotype: KIRGenotype) {
    present = genotype.genes(.present).map(\.description)
    absent = genotype.genes(.absent).map(\.description)
  }
}
