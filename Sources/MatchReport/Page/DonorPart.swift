import Alloreactivity
import DonorSelection
import HLAMatching
import HLANomenclature
import HLAReference
import HLATyping

/// One donor of a patient: picture of the loci, rules, points, NK models, facts, and what stays open.
struct DonorPart {
  private let donor: RankedDonor
  private let patient: Person
  private let facts: PairFactsText
  private let rules: DonorProtocol
  private let reference: ReferenceIndex
  private let id: String
  private let typings: [LocusTyping]

  /// The part of one donor.
  ///
  /// - Parameter id: Names the part within its page.
  init(
    _ donor: RankedDonor, patient: Person, facts: PairFactsText, rules: DonorProtocol, reference: ReferenceIndex,
    id: String
  ) {
    (self.donor, self.patient, self.facts, self.rules) = (donor, patient, facts, rules)
    (self.reference, self.id) = (reference, id)
    typings = donor.typings
  }

  /// The part.
  ///
  /// - Parameter place: Where the donor stands, as `rank 3 of 167`.
  func html(place: String) -> String {
    """
    <article id="\(id)" aria-labelledby="\(id)h"><h3 id="\(id)h">Donor \(donor.id.isolated): \(donor.status.rawValue), \
    \(place.escaped)\(donor.status == .excluded ? "" : ", \(donor.points) points")</h3>
    <p>\(person)</p>
    \(pictures)\(locusTable)<div class="two"><div>
    \(ruleList)\(pointTable)</div><div>
    \(factList)\(remarks)</div></div>
    \(FurtherTypingPart.html(donor.openLoci(rules.points)))\(nk)</article>

    """
  }

  private var person: String {
    let facts = donor.facts
    let parts: [(name: String, text: String)] =
      [
        ("relation", donor.relation.rawValue.spaced), ("age", donor.age.map(String.init) ?? "unknown"),
        ("sex", facts.sex.map { "\($0)" } ?? "unknown"), ("ABO", facts.abo?.name ?? "unknown"),
        ("CMV", facts.cmv.map { "\($0)" } ?? "unknown"),
        ("KIR", facts.kir.isUntested ? "not typed" : genes(facts.kir)),
      ] + doses
    return parts.map { "\($0.name) <b>\($0.text.escaped)</b>" }.joined(separator: " · ")
  }

  /// The dose of a cord blood unit.
  private var doses: [(name: String, text: String)] {
    guard let unit = donor.unit, unit.dose != nil, let cordBlood = rules.cordBlood else { return [] }
    return UnitDose.Part.allCases.map { (UnitText.label($0), UnitText(unit, cordBlood).dose($0)) }
  }

  private func genes(_ kir: KIRGenotype) -> String {
    let present = kir.genes(.present).map(\.description).joined(separator: " ")
    return present.isEmpty ? "none present" : present
  }

  private var pictures: String {
    var drawings = Locus.ten.map { picture($0, donor.counts.locus($0)) }
    for (locus, counts) in zip(donor.deeperCounts.loci, donor.deeperCounts.counts) {
      drawings.append(picture(locus, counts))
    }
    return "<div class=\"loci\">\(drawings.joined(separator: "\n"))</div>\n"
  }

  private func picture(_ locus: Locus, _ counts: MatchCounts) -> String {
    LocusPicture(
      locus, counts, patient: patient.typing(locus), donor: typings[Int(locus.rawValue)], reference: reference,
      id: id + locus.name
    ).svg
  }

  /// The loci in words: the same as the picture, with all names.
  private var locusTable: String {
    let (twoField, antigen) = (donor.twoFieldCounts, donor.antigenCounts)
    var table = HTMLTable(
      "Loci in words", style: "words",
      [
        ("locus", .name), ("patient", .text), ("donor", .text), ("match", .number), ("gvh", .number), ("hvg", .number),
        ("hom", .number), ("two-field match", .number), ("antigen match", .number),
      ])
    for locus in Locus.ten {
      let numbers = texts(donor.counts.locus(locus))
      let others = [twoField.locus(locus).match.description, antigen.locus(locus).match.description]
      table.add([locus.name] + names(locus) + numbers + others)
    }
    let total = donor.counts.total
    table.add(
      ["all of ten", "", ""] + texts(total) + [twoField.total.match.description, antigen.total.match.description])
    let deeper = donor.deeperCounts
    for (locus, counts) in zip(deeper.loci, deeper.counts) {
      table.add(["\(locus.name), beside the ten"] + names(locus) + texts(counts) + ["", ""])
    }
    return table.html + deeperSentence + besides
  }

  /// The sums with the loci that were asked for beside the ten.
  private var deeperSentence: String {
    let (deeper, ten) = (donor.deeperCounts, donor.counts.total)
    guard !deeper.loci.isEmpty else { return "" }
    return "<p>With \(deeper.loci.map(\.name).joined(separator: ", ")): \(deeper.match(with: ten)) of "
      + "\(deeper.positions) matched, gvh \(deeper.gvh(with: ten)), hvg \(deeper.hvg(with: ten)); neither status nor "
      + "points rest on it.</p>\n"
  }

  /// The loci that are typed on one side or both and counted nowhere.
  private var besides: String {
    let loci = Locus.typed.filter { locus in
      !Locus.ten.contains(locus) && !donor.deeperCounts.loci.contains(locus)
        && (patient.typing(locus) != .untyped || typings[Int(locus.rawValue)] != .untyped)
    }
    guard !loci.isEmpty else { return "" }
    let items = loci.map { locus in
      let names = names(locus)
      return "<b>\(locus.name)</b> patient \(names[0]) / donor \(names[1])"
    }
    return "<p>Not counted: \(items.joined(separator: "; "))</p>\n"
  }

  private func names(_ locus: Locus) -> [String] {
    [patient.typing(locus), typings[Int(locus.rawValue)]].map {
      TypingText.positions($0, locus, reference).joined(separator: ", ").escaped
    }
  }

  private func texts(_ counts: MatchCounts) -> [String] {
    [counts.match, counts.gvh, counts.hvg, counts.homozygous].map(\.description)
  }

  private var ruleList: String {
    let items = RuleVerdicts(donor, rules).all.map { verdict in
      let word = verdict.verdict.map { ": <span class=\"verdict\">\($0.escaped)</span>" } ?? ""
      let source = verdict.source.map { " (\($0.escaped))" } ?? ""
      return "<li><code>\(verdict.rule)</code>: \(verdict.sentence.escaped)\(word)\(source)</li>"
    }
    let reasons = donor.reasons.map(\.code).joined(separator: " ")
    return "<h4>Rules</h4><ul>\(items.joined())</ul>\(reasons.isEmpty ? "" : "<p>Reasons: \(reasons)</p>")\n"
  }

  private var pointTable: String {
    guard donor.status != .excluded else { return "<p>No points: excluded donors are not ranked.</p>\n" }
    var table = HTMLTable(
      "Points", style: "points",
      [("term", .name), ("count", .number), ("each", .number), ("points", .number)])
    for term in donor.terms {
      table.add([term.code, String(term.count), String(term.points / max(1, term.count)), String(term.points)])
    }
    table.add(["sum", "", "", String(donor.points)])
    return table.html + "<p>Order: \(ReportWords.order(donor, rules)).</p>\n"
  }

  private var factList: String {
    let items = facts.entries.map { entry in
      "<dt>\(entry.isPart ? "– " : "")\(entry.name.escaped)</dt><dd>\(entry.text.escaped)</dd>"
    }
    return "<h4>Further facts; none of them excludes a donor</h4><dl>\(items.joined())</dl>\n"
  }

  private var remarks: String {
    let flags = donor.flags.map { "<li>\($0.code): \(FlagMeaning.sentence($0).escaped)</li>" }
    let notes = Locus.ten.flatMap { locus in
      items("patient", patient.typing(locus)) + items("donor", typings[Int(locus.rawValue)])
    }
    return (flags.isEmpty ? "" : "<h4>Flags</h4><ul>\(flags.joined())</ul>\n")
      + (notes.isEmpty ? "" : "<h4>Typings</h4><ul>\(notes.joined())</ul>\n")
  }

  private func items(_ side: String, _ typing: LocusTyping) -> [String] {
    guard case .typed(let typed) = typing else { return [] }
    return typed.notes.map { "<li>\(side): \($0.message.escaped)</li>" }
  }

  private var nk: String {
    func person(_ typings: [LocusTyping], _ kir: KIRGenotype) -> NKPerson {
      NKPerson(typings: typings, kir: kir, reference: reference)
    }
    return NKPart.html(
      donor: person(typings, donor.facts.kir), patient: person(patient.typings, patient.facts.kir))
  }
}
