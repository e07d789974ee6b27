import DonorSelection
import HLANomenclature

/// What further typing would settle: of one pair, and of all listed donors of a patient.
enum FurtherTypingPart {
  /// Donors named for a locus.
  private static let mostNamed = 12

  /// The open loci of one pair.
  static func html(_ open: [OpenLocus]) -> String {
    guard !open.isEmpty else {
      return "<p>Typing HLA further would settle nothing: every count of the ten positions is certain.</p>\n"
    }
    var table = HTMLTable(
      "What further typing would settle", style: "open",
      [("locus", .name), ("typing", .text), ("open", .text), ("what could change", .text)])
    for locus in open {
      let text = OpenLocusText(locus)
      table.add([locus.locus.name, text.side, text.counts, text.consequence])
    }
    return table.html
  }

  /// The loci that are open in listed donors, counted.
  ///
  /// - Parameter id: Names the patient's part of the page.
  static func html(_ donors: [RankedDonor], _ points: ProtocolPoints, id: String) -> String {
    let open = donors.map { ($0, $0.openLoci(points)) }
    let isPatientOpen = Set(open.flatMap(\.1).filter(\.isOpenInPatient).map(\.locus))
    var table = HTMLTable(
      "Open loci among the \(donors.count) listed", style: "open",
      [
        ("locus", .name), ("status rests on it", .number), ("for donors", .text), ("other donors open here", .number),
        ("patient's own typing", .text),
      ])
    for locus in Locus.ten {
      let here = open.filter { $0.1.contains { $0.locus == locus } }
      let asked = here.filter { $0.1.contains { $0.locus == locus && !$0.questions.isEmpty } }.map(\.0)
      guard !here.isEmpty else { continue }
      let named = asked.prefix(mostNamed).map { "<a href=\"#\(id)d\($0.rank ?? 0)\">\($0.id.isolated)</a>" }
      let more = asked.count > mostNamed ? " and \(asked.count - mostNamed) more" : ""
      table.add([
        locus.name, String(asked.count), named.isEmpty ? "none" : named.joined(separator: ", ") + more,
        String(here.count - asked.count), isPatientOpen.contains(locus) ? "open" : "known",
      ])
    }
    let title = "<h3>What further typing would settle</h3>\n"
    if table.rows.isEmpty { return title + "<p>Nothing: no locus of the ten is open in a listed donor.</p>\n" }
    return title + table.html
      + "<p>An indeterminate donor becomes eligible or excluded only when every question of it is settled; what its typing "
      + "could change stands under each donor.</p>\n"
  }
}
