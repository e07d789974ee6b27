import DonorSelection
import HLAMatching
import HLANomenclature

/// The ranked donors of a patient as a table with bars.
struct RankedTable {
  private let donors: [RankedDonor]
  /// Names the patient's part of the page.
  private let id: String

  /// A table of these donors, in their order.
  init(_ donors: [RankedDonor], id: String) { (self.donors, self.id) = (donors, id) }

  /// The table and its legend.
  var html: String {
    var table = HTMLTable(
      "Ranked donors, best first", style: "ranking",
      [
        ("rank", .number), ("donor", .name), ("status", .text), ("points", .number), ("made of", .text),
        ("match", .number), ("gvh", .number), ("hvg", .number), ("hom", .number),
      ] + unitColumns + [("relation", .text), ("age", .number), ("reasons and flags", .text)])
    let bar = PointBar(donors)
    for donor in donors {
      let rank = donor.rank ?? 0
      let total = donor.counts.total
      let terms = donor.terms.map { "\(ReportWords.short($0)) \($0.points)" }.joined(separator: ", ")
      let remarks = (donor.reasons + donor.flags).map(\.code)
      table.add(
        [
          String(rank), "<a href=\"#\(id)d\(rank)\">\(donor.id.isolated)</a>", donor.status.rawValue,
          String(donor.points),
          "\(bar.svg(donor, id: "\(id)b\(rank)"))<small>\(terms.isEmpty ? "no term" : terms.escaped)</small>",
          total.match.description, total.gvh.description, total.hvg.description, total.homozygous.description,
        ] + cells(donor.unit) + [
          donor.relation.rawValue, donor.age.map(String.init) ?? "", remarks.joined(separator: " "),
        ], style: donor.status.rawValue)
    }
    return table.html + PointBar.legend
  }

  /// Under a protocol with rules for cord blood.
  private var unitColumns: [(title: String, kind: HTMLTable.Column)] {
    donors.first?.unit == nil ? [] : [("of 6", .number), ("TNC/kg", .number), ("CD34+/kg", .number)]
  }

  private func cells(_ unit: UnitEvidence?) -> [String] {
    guard let unit else { return [] }
    return [unit.six.match.description]
      + UnitDose.Part.allCases.map { unit.dose?.perKilogram($0).map(UnitText.number) ?? "" }
  }
}
