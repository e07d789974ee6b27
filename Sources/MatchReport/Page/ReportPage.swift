import DonorSelection
import HLAReference
import HLATyping
import TransplantFacts

/// Rankings or one explanation as a page of HTML that needs nothing from elsewhere: no script, no style sheet, no picture.
///
/// It is written part by part, so that no more than one donor is held as text.
public struct ReportPage {
  private let run: RunRecord
  private let rules: DonorProtocol
  private let reference: ReferenceIndex

  /// The style sheet of the page, for parts of it that stand within another page.
  public static var style: String { PageStyle.text }

  /// A page of one run.
  ///
  /// - Parameter run: The record of the run, with inputs and what was read.
  public init(run: RunRecord, rules: DonorProtocol, reference: ReferenceIndex) {
    (self.run, self.rules, self.reference) = (run, rules, reference)
  }

  /// What stands above all patients.
  ///
  /// Every patient but the first begins on a new printed page.
  public func beginning(title: String) -> String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>\(title.escaped)</title><style>\(PageStyle.text)</style></head><body>
    \(PointBar.definitions)
    <header><h1>\(title.escaped)</h1>
    <p class="purpose">\(run.note)</p>
    <p class="identity">\(identity)</p>
    \(ProtocolPart.overrides(rules))\(readCounts)</header>
    <main>

    """
  }

  /// What the run was made with, in one line.
  private var identity: String {
    let reference = run.reference
    return
      "\(run.program) · IPD-IMGT/HLA \(reference.release.escaped)\(reference.isExcerpt ? " (embedded excerpt)" : "") · "
      + "protocol \(run.protocol.name.escaped) \(run.protocol.version.escaped) · "
      + "SHA-256 of the protocol <span class=\"hash\">\(run.protocol.sha256)</span> · ages on \(run.date)"
  }

  private var readCounts: String {
    guard let counts = run.counts else { return "" }
    return "<p>\(counts.read) donors read, \(counts.rejected) of them rejected; \(counts.patientsRead) "
      + "patients read, \(counts.patientsRejected) of them rejected.</p>\n"
  }

  /// The beginning of a patient's part: how donors divide, the ranked table, and what further typing would settle.
  ///
  /// - Parameter number: The patient's place in the run, from 1.
  public func beginning(_ ranking: DonorRanking, number: Int) -> String {
    let id = "p\(number)"
    let start = """
      <section class="patient" id="\(id)" aria-labelledby="\(id)h"><h2 id="\(id)h">Patient \
      \(ranking.patient.id.isolated)</h2>
      <p class="identity">\(run.note) · IPD-IMGT/HLA \(run.reference.release.escaped) · protocol \
      \(run.protocol.name.escaped) \(run.protocol.version.escaped) \(run.protocol.sha256.prefix(12))</p>
      \(ReportPage.tally(ranking.tally))
      """
    let behind = ReportPage.listed(ranking)
    guard !ranking.donors.isEmpty else { return start + "<p>No donor is allowed or indeterminate.</p>\n" + behind }
    let ranked = ranking.tally.eligible + ranking.tally.indeterminate
    let listed =
      ranking.donors.count < ranked ? "<p>The best \(ranking.donors.count) of \(ranked) are listed.</p>\n" : ""
    return start + listed + RankedTable(ranking.donors, id: id).html + behind
      + FurtherTypingPart.html(ranking.donors, rules.points, id: id)
      + "<h3 class=\"screen\">The donors one by one</h3>\n"
  }

  /// The donors without rank.
  private static func listed(_ ranking: DonorRanking) -> String {
    guard !ranking.listed.isEmpty else { return "" }
    var table = HTMLTable(
      "Listed without rank: no HLA rule holds for them", style: "listed",
      [("product", .name), ("type", .text), ("age", .number)])
    for donor in ranking.listed {
      table.add([donor.id.isolated, donor.facts.donorType.rawValue, donor.age.map(String.init) ?? ""])
    }
    return table.html
  }

  private static func tally(_ tally: RankingTally) -> String {
    var items = [("eligible", tally.eligible), ("indeterminate", tally.indeterminate), ("excluded", tally.excluded)]
    items += ExclusionRule.allCases.compactMap { rule in
      let count = tally.excludedBy[rule] ?? 0
      return rule.isOfCordBlood && count == 0 ? nil : ("excluded by \(rule.rawValue)", count)
    }
    if tally.listed > 0 { items.append(("listed without rank", tally.listed)) }
    items += [("unavailable", tally.unavailable), ("not in protocol", tally.notInProtocol)]
    let list = items.map { "<li>\($0.0) <b>\($0.1)</b></li>" }
    return "<ul class=\"tally\" aria-label=\"How the donors divide\">\(list.joined())</ul>\n"
      + "<p><small>An excluded donor counts under each of its rules.</small></p>\n"
  }

  /// One donor of a patient's part.
  ///
  /// - Parameters:
  ///   - number: The patient's place in the run.
  ///   - place: Where the donor stands, as `rank 3 of 167`.
  ///   - tally: How all donors divide, where the donor stands alone on its page.
  public func donor(
    _ donor: RankedDonor, patient: Person, facts: PairFacts, number: Int, place: String, tally: RankingTally? = nil
  ) -> String {
    let part = DonorPart(
      donor, patient: patient, facts: PairFactsText(facts, donor, patient), rules: rules, reference: reference,
      id: "p\(number)d\(donor.rank ?? 0)")
    guard let tally else { return part.html(place: place) }
    return ReportPage.tally(tally) + part.html(place: place)
  }

  /// The end of a patient's part.
  public static let patientEnd = "</section>\n"

  /// The whole part of a donor that stands in no list: what became of it, and the faults of its row.
  public func unlisted(_ sentence: String, faults: [String]) -> String {
    "<section class=\"patient\"><p>\(sentence.escaped)</p>\n<ul>\(faults.map { "<li>\($0.escaped)</li>" }.joined())</ul></section>\n"
  }

  /// What stands below all patients: the protocol, the evidence on NK models, how to read the page, and the inputs.
  public var end: String {
    var files = HTMLTable(
      "Input files", style: "files", [("role", .text), ("file", .name), ("SHA-256", .text)])
    for input in run.inputs ?? [] {
      files.add([input.role.escaped, input.file.escaped, "<span class=\"hash\">\(input.sha256)</span>"])
    }
    return "<section class=\"behind\">\(ProtocolPart.html(rules))\(NKPart.evidence)\(ReportPage.legend)"
      + "<h2>Inputs</h2>\n\(files.html)</section></main></body></html>\n"
  }

  private static let legend = """
    <h2>How to read the page</h2>
    <ul><li>match: positions matched of 10 by the antigen recognition domain, of 2 at a locus; x..y where the typings leave it \
    open.</li>
    <li>gvh: positions of the patient whose identity the donor lacks, targets of donor cells. hvg: positions of the donor whose \
    identity the patient lacks, targets by which the patient can reject. hom: homozygous loci of the donor.</li>
    <li>Locus pictures: the patient's two positions above, the donor's below. A thick line joins equal identities; an arrow \
    upwards (GVH) points at a target in the patient, an arrow downwards (HVG) at one in the donor. Dashed, or with a question \
    mark: the typings leave it open. A dashed box may be several identities; a grey dotted box is a null allele or no gene, and \
    the other allele then counts at both positions.</li>
    <li>made of: the terms of the points. NK terms earn nothing where the typings settle none of them.</li></ul>

    """
}
