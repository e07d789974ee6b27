import DonorSelection
import HLAMatching
import HLANomenclature

/// The rows of `rank` and `compare` as delimited text (INTERFACE, section 4).
public struct RankTable {
  private static let bounds = ["match", "gvh", "hvg", "homozygous"].flatMap { ["\($0)_min", "\($0)_max"] }

  /// The columns of `rank`.
  public static let rankColumns =
    ["patient_id", "rank", "donor_id", "status", "points"] + bounds + Locus.ten.map(\.name)
    + ["relation", "age", "nk", "flags", "reasons"]
  /// The columns of `--excluded`.
  public static let excludedColumns = rankColumns.filter { $0 != "rank" && $0 != "points" }
  /// The columns of `compare`.
  public static let compareColumns =
    ["patient_id", "donor_id"] + bounds + Locus.ten.map(\.name) + ["status", "reasons"]

  /// The columns behind all others where loci beside the ten are counted: one a locus, then the matches of all.
  public static func deeperColumns(_ loci: [Locus]) -> [String] {
    guard !loci.isEmpty else { return [] }
    let positions = 10 + 2 * loci.count
    return loci.map(\.name) + ["match_of_\(positions)_min", "match_of_\(positions)_max"]
  }

  /// The columns behind all others under a protocol with rules for cord blood: matches of six, cells per kilogram.
  public static func unitColumns(_ rules: DonorProtocol) -> [String] {
    rules.cordBlood == nil ? [] : ["six_match_min", "six_match_max", "tnc_per_kg", "cd34_per_kg"]
  }

  /// The text written so far.
  public var text: DelimitedText

  /// An empty table.
  public init(style: DelimitedText.Style) { text = DelimitedText(style: style) }

  /// A row of column names.
  public mutating func addHeader(_ columns: [String]) {
    for column in columns { text.plain(column) }
    text.endRow()
  }

  /// A row of `rank`, or of `--excluded` where the donor has no rank.
  public mutating func addRanked(_ donor: RankedDonor, patient: String) {
    text.text(patient)
    if let rank = donor.rank { text.number(rank) }
    text.text(donor.id)
    text.plain(donor.status.rawValue)
    if donor.rank != nil { text.number(donor.points) }
    addCounts(donor.counts)
    text.plain(donor.relation.rawValue)
    text.number(donor.age)
    text.number(donor.nkPoints)
    text.plain(donor.flags.joined(separator: ";"))
    text.plain(donor.reasons.joined(separator: ";"))
    addDeeper(donor.deeperCounts, donor.counts)
    if let unit = donor.unit { addUnit(unit) }
    text.endRow()
  }

  /// A row of `rank` for a donor that is listed without rank: id, facts, and nothing about HLA.
  ///
  /// - Parameter columns: How many columns the table has.
  public mutating func addListed(_ donor: ListedDonor, patient: String, columns: Int) {
    text.text(patient)
    text.plain("")
    text.text(donor.id)
    text.plain("listed")
    // Points, bounds, loci.
    for _ in 0..<1 + RankTable.bounds.count + Locus.ten.count { text.plain("") }
    text.plain(donor.facts.relation.rawValue)
    text.number(donor.age)
    text.plain("")
    text.plain("listed_without_rank")
    for _ in RankTable.rankColumns.count - 1..<columns { text.plain("") }
    text.endRow()
  }

  /// A row of `compare`.
  public mutating func addPair(
    patient: String, donor: some Collection<UInt8>, counts: PairCounts, deeper: DeeperCounts = .none,
    unit: UnitEvidence? = nil, status: DonorStatus, reasons: [String]
  ) {
    text.text(patient)
    text.text(donor)
    addCounts(counts)
    text.plain(status.rawValue)
    text.plain(reasons.joined(separator: ";"))
    addDeeper(deeper, counts)
    if let unit { addUnit(unit) }
    text.endRow()
  }

  private mutating func addUnit(_ unit: UnitEvidence) {
    addBounds(unit.six.match)
    for part in UnitDose.Part.allCases { text.plain(unit.dose?.perKilogram(part).map(UnitText.number) ?? "") }
  }

  private mutating func addDeeper(_ deeper: DeeperCounts, _ counts: PairCounts) {
    if deeper.loci.isEmpty { return }
    for locus in deeper.counts { text.bounds(locus.match) }
    addBounds(deeper.match(with: counts.total))
  }

  private mutating func addCounts(_ counts: PairCounts) {
    let total = counts.total
    addBounds(total.match)
    addBounds(total.gvh)
    addBounds(total.hvg)
    addBounds(total.homozygous)
    counts.forEachLocus { text.bounds($0.match) }
  }

  private mutating func addBounds(_ bounds: CountBounds) {
    text.number(Int(bounds.min))
    text.number(Int(bounds.max))
  }
}
