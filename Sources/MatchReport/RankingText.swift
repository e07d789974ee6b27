import DonorSelection
import HLAMatching
import HLANomenclature
import HLATyping

/// A ranking as text for a terminal.
public struct RankingText {
  private let run: RunRecord

  /// Text for the rankings of one run.
  public init(run: RunRecord) { self.run = run }

  /// What stands above all rankings: release, protocol, overrides, purpose.
  public var headLines: [String] {
    let reference = run.reference
    var lines = [
      "\(run.program)  \(run.note)",
      "IPD-IMGT/HLA \(reference.release)\(reference.isExcerpt ? " (embedded excerpt)" : "")  "
        + "protocol \(run.protocol.name) \(run.protocol.version) \(run.protocol.sha256.prefix(12))  ages on \(run.date)",
    ]
    lines += run.protocol.overrides.map { "OVERRIDE: \($0.rule) lifted by \($0.who): \($0.why)" }
    return lines
  }

  /// One patient: the tally, the table, and how to read it.
  public func lines(_ ranking: DonorRanking) -> [String] {
    var lines = ["", "Patient \(ranking.patient.id.printable)"]
    lines += RankingText.tallyLines(ranking)
    guard !ranking.donors.isEmpty else {
      return lines + ["No donor is allowed or indeterminate."] + RankingText.listedLines(ranking)
    }
    let unitColumns = RankingText.unitColumns(ranking.donors[0])
    var table = TerminalTable(
      [
        ("rank", .right), ("donor", .left), ("status", .left), ("points", .right), ("match", .right), ("gvh", .right),
        ("hvg", .right), ("hom", .right),
      ] + Locus.ten.map { ($0.name, .right) } + unitColumns + [
        ("relation", .left), ("age", .right), ("made of", .left), ("reasons and flags", .left),
      ] + RankingText.deeperColumns(ranking.donors[0].deeperCounts))
    for donor in ranking.donors { table.add(RankingText.cells(donor)) }
    return lines + table.lines + RankingText.listedLines(ranking)
  }

  private static func tallyLines(_ ranking: DonorRanking) -> [String] {
    let tally = ranking.tally
    var line = ReportWords.division(tally)
    let ranked = tally.eligible + tally.indeterminate
    if ranking.donors.count < ranked { line += "; the best \(ranking.donors.count) of \(ranked) are listed" }
    return [line]
  }

  private static func cells(_ donor: RankedDonor) -> [String] {
    let total = donor.counts.total
    let remarks = donor.reasons + donor.flags.filter { $0 != "nk_not_assessed" }
    return [
      donor.rank.map(String.init) ?? "", donor.id.printable, donor.status.rawValue, String(donor.points),
      total.match.description, total.gvh.description, total.hvg.description, total.homozygous.description,
    ] + donor.counts.loci.map(\.match.description) + unitCells(donor) + [
      donor.relation.rawValue, donor.age.map(String.init) ?? "", RankingText.terms(donor),
      remarks.joined(separator: " "),
    ] + deeperCells(donor)
  }

  private static func unitColumns(_ donor: RankedDonor) -> [(String, TerminalTable.Alignment)] {
    donor.unit == nil ? [] : [("of 6", .right), ("TNC/kg", .right), ("CD34+/kg", .right)]
  }

  private static func unitCells(_ donor: RankedDonor) -> [String] {
    guard let unit = donor.unit else { return [] }
    return [unit.six.match.description]
      + UnitDose.Part.allCases.map { unit.dose?.perKilogram($0).map(UnitText.number) ?? "" }
  }

  /// The donors without rank, each type in a line of its own.
  private static func listedLines(_ ranking: DonorRanking) -> [String] {
    DonorType.allCases.compactMap { type in
      let donors = ranking.listed.filter { $0.facts.donorType == type }
      guard !donors.isEmpty else { return nil }
      let ids = donors.map(\.id.printable).joined(separator: " ")
      return "Listed without rank, as no HLA rule holds for them (\(type.rawValue)): \(ids)"
    }
  }

  private static func deeperColumns(_ deeper: DeeperCounts) -> [(String, TerminalTable.Alignment)] {
    guard !deeper.loci.isEmpty else { return [] }
    return deeper.loci.map { ($0.name, .right) } + [("of \(deeper.positions)", .right)]
  }

  private static func deeperCells(_ donor: RankedDonor) -> [String] {
    guard !donor.deeperCounts.loci.isEmpty else { return [] }
    return donor.deeperCounts.counts.map(\.match.description) + [
      donor.deeperCounts.match(with: donor.counts.total).description
    ]
  }

  /// The points in short, those of NK together: `hvg 60 gvh 40 nk 8 age 4`.
  private static func terms(_ donor: RankedDonor) -> String {
    var isFirstNK = true
    return donor.terms.compactMap { term in
      if term.code.hasPrefix("nk_") {
        defer { isFirstNK = false }
        return isFirstNK ? "nk \(donor.nkPoints)" : nil
      }
      return "\(ReportWords.short(term)) \(term.points)"
    }.joined(separator: " ")
  }

  /// How to read the columns, once below all rankings.
  ///
  /// - Parameter rules: The protocol.
  public static func legend(_ rules: DonorProtocol) -> [String] {
    guard rules.cordBlood != nil else { return legend }
    return legend + [
      "of 6: matches at A, B and DRB1, each at the level of the protocol. TNC/kg: 10^7, CD34+/kg: 10^5 per kilogram of the patient."
    ]
  }

  private static let legend = [
    "",
    "match: positions matched of 10 (antigen recognition domain), 0..2 a locus; x..y where the typings leave it open.",
    "gvh: patient positions the donor lacks. hvg: donor positions the patient lacks. hom: homozygous loci of the donor.",
    "made of: the terms of the points; nk: NK alloreactivity, from what the typings make certain (explain shows the models).",
  ]
}
