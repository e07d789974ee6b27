import Alloreactivity
import DonorSelection
import HLAMatching
import HLANomenclature
import HLAReference
import HLATyping

/// One pair in words: every number with its reason.
public struct ExplanationText {
  private let donor: RankedDonor
  private let patient: Person
  private let rules: DonorProtocol
  private let reference: ReferenceIndex
  private let tally: RankingTally?
  // A ranked donor looks these up in its pool whenever it is asked.
  private let typings: [LocusTyping]
  private let twoField: PairCounts
  private let antigen: PairCounts

  /// Explains a pair under a protocol.
  ///
  /// - Parameter tally: How all donors of the run divide, where they were ranked.
  public init(
    _ donor: RankedDonor, patient: Person, rules: DonorProtocol, reference: ReferenceIndex, tally: RankingTally? = nil
  ) {
    (self.donor, self.patient, self.rules, self.reference) = (donor, patient, rules, reference)
    self.tally = tally
    typings = donor.typings
    (twoField, antigen) = (donor.twoFieldCounts, donor.antigenCounts)
  }

  /// The lines of the explanation.
  ///
  /// - Parameter place: Where the donor stands, as `rank 3 of 167`.
  public func lines(place: String) -> [String] {
    ["", "Patient \(patient.id.printable), donor \(donor.id.printable): \(donor.status.rawValue), \(place)"]
      + (tally.map { ["All donors: \(ReportWords.division($0))"] } ?? []) + [""] + locusLines + [""] + ruleLines + [""]
      + pointLines + openLines + remarkLines + deeperLines
      + kirLines + nkLines
  }

  private var locusLines: [String] {
    var table = TerminalTable([
      ("locus", .left), ("patient", .left), ("donor", .left), ("match", .right), ("gvh", .right), ("hvg", .right),
      ("hom", .right), ("two-field match", .right), ("antigen match", .right),
    ])
    for locus in Locus.ten {
      let own = TypingText.positions(patient.typing(locus), locus, reference)
      let other = TypingText.positions(typings[Int(locus.rawValue)], locus, reference)
      for row in 0..<max(own.count, other.count) {
        let cells = [row == 0 ? locus.name : "", row < own.count ? own[row] : "", row < other.count ? other[row] : ""]
        table.add(cells + (row == 0 ? numbers(donor.counts.locus(locus), locus) : Array(repeating: "", count: 6)))
      }
    }
    let total = donor.counts.total
    table.add(
      ["all", "", ""] + texts(total) + [
        twoField.total.match.description, antigen.total.match.description,
      ])
    return table.lines
  }

  private func numbers(_ counts: MatchCounts, _ locus: Locus) -> [String] {
    texts(counts) + [
      twoField.locus(locus).match.description, antigen.locus(locus).match.description,
    ]
  }

  private func texts(_ counts: MatchCounts) -> [String] {
    [counts.match, counts.gvh, counts.hvg, counts.homozygous].map(\.description)
  }

  private var ruleLines: [String] {
    var lines = ["Rules of \(rules.name) \(rules.version):"]
    lines += RuleVerdicts(donor, rules).all.map { "  \($0.line)" }
    if !donor.reasons.isEmpty { lines.append("  reasons: \(donor.reasons.joined(separator: " "))") }
    lines += rules.overrides.map { "  OVERRIDE: \($0.rule.rawValue) lifted by \($0.who): \($0.why)" }
    return lines + rules.sources.map { "  source \($0.name): \($0.text)".printable }
  }

  private var pointLines: [String] {
    if donor.status == .excluded { return ["Points: none, excluded donors are not ranked."] }
    var table = TerminalTable([("  term", .left), ("count", .right), ("each", .right), ("points", .right)])
    for term in donor.terms {
      table.add(["  \(term.code)", String(term.count), String(term.points / term.count), String(term.points)])
    }
    if donor.flags.contains("nk_not_assessed") { table.add(["  nk (open for want of typings)", "", "", "0"]) }
    table.add(["  sum", "", "", String(donor.points)])
    return ["Points:"] + table.lines + [
      "Order: \(ReportWords.order(donor, rules))."
    ]
  }

  private var openLines: [String] {
    let open = donor.openLoci(rules.points)
    if open.isEmpty { return [] }
    return ["", "What further typing would settle:"] + open.map { "  \($0.locus): \(OpenLocusText($0).sentence)" }
  }

  private var remarkLines: [String] {
    var lines: [String] = donor.flags.isEmpty ? [] : ["", "Flags:"]
    lines += donor.flags.map { "  \($0): \(FlagMeaning.sentence($0))" }
    let notes = Locus.ten.flatMap { locus in
      noteLines("patient", patient.typing(locus)) + noteLines("donor", typings[Int(locus.rawValue)])
    }
    return notes.isEmpty ? lines : lines + ["", "Typings:"] + notes
  }

  private func noteLines(_ side: String, _ typing: LocusTyping) -> [String] {
    guard case .typed(let typed) = typing else { return [] }
    return typed.notes.map { "  \(side): \($0.message)" }
  }

  private var deeperLines: [String] {
    let deeper = Locus.typed.filter { locus in
      !Locus.ten.contains(locus)
        && (patient.typing(locus) != .untyped || typings[Int(locus.rawValue)] != .untyped
          || donor.deeperCounts.loci.contains(locus))
    }
    guard !deeper.isEmpty else { return [] }
    let deeperCounts = donor.deeperCounts
    let isCounted = !deeperCounts.loci.isEmpty
    let numbers = isCounted ? [("match", TerminalTable.Alignment.right), ("gvh", .right), ("hvg", .right)] : []
    var table = TerminalTable([("  locus", .left), ("patient", .left), ("donor", .left)] + numbers)
    for locus in deeper {
      let own = TypingText.positions(patient.typing(locus), locus, reference).joined(separator: ", ")
      let other = TypingText.positions(typings[Int(locus.rawValue)], locus, reference).joined(separator: ", ")
      let counts = deeperCounts.loci.firstIndex(of: locus).map { deeperCounts.counts[$0] }
      let cells = counts.map { [$0.match.description, $0.gvh.description, $0.hvg.description] }
      table.add(["  \(locus)", own, other] + (isCounted ? cells ?? ["", "", ""] : []))
    }
    let lines = ["", "Deeper loci, not counted in the ten:"] + table.lines
    guard isCounted else { return lines }
    let ten = donor.counts.total
    return lines + [
      "  with \(deeperCounts.loci.map(\.name).joined(separator: ", ")): \(deeperCounts.match(with: ten)) of "
        + "\(deeperCounts.positions) matched, gvh \(deeperCounts.gvh(with: ten)), hvg \(deeperCounts.hvg(with: ten)); "
        + "neither status nor points rest on it"
    ]
  }
}

extension ExplanationText {
  private var nkLines: [String] {
    func person(_ typings: [LocusTyping], _ kir: KIRGenotype) -> NKPerson {
      NKPerson(typings: typings, kir: kir, reference: reference)
    }
    let text = NKModelsText(
      donor: person(typings, donor.facts.kir), patient: person(patient.typings, patient.facts.kir))
    return [""] + text.lines
  }

  private var kirLines: [String] {
    let sides = [("patient", patient.facts.kir), ("donor", donor.facts.kir)].filter { !$0.1.isUntested }
    if sides.isEmpty { return [] }
    return ["", "KIR genes:"]
      + sides.map { side, genotype in
        let lists = [("present", KIRGenotype.Presence.present), ("absent", .absent)].map { word, presence in
          let genes = genotype.genes(presence).map(\.description).joined(separator: " ")
          return "\(word) \(genes.isEmpty ? "none" : genes)"
        }
        return "  \(side): \(lists.joined(separator: "; "))"
      }
  }
}

/// What a flag tells the reader.
enum FlagMeaning {
  private static let sentences: [String: String] = [
    "six_locus_rule": "untyped, so the match count rests on A, B and DRB1",
    "presumed_homozygous": "a blank second value was read as the same allele again",
    "null_allele": "a null allele is not expressed and does not count",
    "expression": "altered or doubtful expression, counted as expressed",
    "name_lifted": "a deleted or pre-2010 name was replaced by the current one",
    "dna_serology": "DNA and serology contradict each other; DNA decides",
    "new_allele": "a sequence not yet named may equal anything or nothing",
    "reference_excerpt": "a typing stays open because the embedded excerpt does not hold all alleles",
    "dsa": "an antibody of the patient binds what the donor has and the patient has not",
    "dsa_possible": "an antibody of the patient may bind what the donor has; it costs no points",
    "gvh_none": "donor cells have no HLA target in the patient at these loci",
    "nk_not_assessed":
      "no NK model earns points, and the typings leave some open: further typing of KIR or HLA may earn them",
    "listed_without_rank": "a product for which no HLA rule holds",
    "age_outside_18_60": "the donor's age lies outside 18 to 60 years",
  ]

  static func sentence(_ flag: String) -> String {
    sentences[String(flag.prefix { $0 != ":" })] ?? ""
  }
}
