import DonorSelection
import HLAMatching
import HLANomenclature
import HLATyping

/// One patient's ranking as JSON, written at once: the bytes of ``PatientJSON`` and ``DonorJSON``, made for services that
/// answer thousands of requests a second.
public struct RankingLines: Sendable {
  private let patient: Person
  private let words: TypingWords
  /// The patient's positions, one list a locus of ``Locus/typed``.
  private let positions: [[UInt8]]

  /// What the lines of a patient's donors share.
  ///
  /// - Parameter words: Those of the pool that the donors stand in.
  public init(_ patient: Person, _ words: TypingWords) {
    (self.patient, self.words) = (patient, words)
    positions = Locus.typed.map { words.list(patient.typing($0), $0) }
  }

  /// The patient's part: what stands between the commas of `patients`.
  public func line(_ ranking: DonorRanking) -> [UInt8] {
    var line = JSONLineWriter(capacity: 512 + RankingLines.usualDonor * ranking.donors.count)
    line.plain(#"{"counts":"#)
    add(ranking.tally, to: &line)
    line.plain(#","donors":"#)
    var shown = ShownCountsMemory()
    line.list(ranking.donors) { add($1, isAlone: false, $1.shownCounts(&shown), to: &$0) }
    if !ranking.listed.isEmpty {
      line.plain(#","listed":"#)
      line.list(ranking.listed) { add($1, to: &$0) }
    }
    line.plain(#","patient_id":"#)
    line.text(patient.id)
    line.plain("}")
    return line.bytes
  }

  /// One donor, with the patient's id and the end of the line.
  public func line(_ donor: RankedDonor) -> [UInt8] {
    var line = JSONLineWriter(capacity: RankingLines.usualDonor)
    add(donor, isAlone: true, (donor.twoFieldCounts, donor.antigenCounts), to: &line)
    line.plain("\n")
    return line.bytes
  }

  /// The bytes that a donor takes as a rule.
  private static let usualDonor = 4096

  private func add(_ tally: RankingTally, to line: inout JSONLineWriter) {
    line.plain(#"{"eligible":"#)
    line.number(tally.eligible)
    line.plain(#","excluded":"#)
    line.number(tally.excluded)
    line.plain(#","excluded_by":"#)
    let rules = tally.excludedBy.map { (key: $0.key.rawValue, value: $0.value) }
    line.members(rules.sorted { $0.key < $1.key }) { $0.number($1) }
    line.plain(#","indeterminate":"#)
    line.number(tally.indeterminate)
    if tally.listed > 0 {
      line.plain(#","listed":"#)
      line.number(tally.listed)
    }
    line.plain("}")
  }

  private func add(_ donor: ListedDonor, to line: inout JSONLineWriter) {
    line.plain(#"{"age":"#)
    line.number(donor.age)
    line.plain(#","donor_id":"#)
    line.text(donor.id)
    line.plain(#","donor_type":"#)
    line.text(donor.facts.donorType.rawValue)
    line.plain(#","flags":["listed_without_rank"],"rank":null,"relation":"#)
    line.text(donor.facts.relation.rawValue)
    line.plain(#","status":"listed"}"#)
  }

  /// - Parameter isAlone: The donor stands outside its patient's part, and so names the patient.
  private func add(
    _ donor: RankedDonor, isAlone: Bool, _ shown: (twoField: PairCounts, antigen: PairCounts),
    to line: inout JSONLineWriter
  ) {
    let (total, deeper) = (donor.counts.total, donor.deeperCounts)
    let (twoField, antigen) = shown
    addMatches(donor.counts, to: &line)
    line.plain(#","age":"#)
    line.number(donor.age)
    line.plain(#","antigen":"#)
    line.counts(antigen.total)
    if !deeper.loci.isEmpty {
      line.plain(#","deeper":"#)
      add(deeper, donor.counts, to: &line)
    }
    line.plain(#","donor_id":"#)
    line.text(donor.id)
    line.plain(#","flags":"#)
    line.texts(donor.flags)
    line.plain(#","gvh":"#)
    line.bounds(total.gvh)
    line.plain(#","homozygous":"#)
    line.bounds(total.homozygous)
    line.plain(#","hvg":"#)
    line.bounds(total.hvg)
    if !donor.facts.kir.isUntested { add(donor.facts.kir, to: &line) }
    line.plain(#","loci":"#)
    addLoci(donor, twoField, antigen, deeper, to: &line)
    line.plain(#","match":"#)
    line.bounds(total.match)
    line.plain(#","nk":"#)
    line.number(donor.nkPoints)
    if isAlone {
      line.plain(#","patient_id":"#)
      line.text(patient.id)
    }
    line.plain(#","points":"#)
    line.number(donor.status == .excluded ? nil : donor.points)
    line.plain(#","rank":"#)
    line.number(donor.rank)
    line.plain(#","reasons":"#)
    line.texts(donor.reasons)
    line.plain(#","relation":"#)
    line.text(donor.relation.rawValue)
    line.plain(#","status":"#)
    line.text(donor.status.rawValue)
    line.plain(#","terms":"#)
    line.list(donor.status == .excluded ? [] : donor.terms) { add($1, to: &$0) }
    line.plain(#","two_field":"#)
    line.counts(twoField.total)
    if let unit = donor.unit { add(unit, to: &line) }
    line.plain("}")
  }

  private func addMatches(_ counts: PairCounts, to line: inout JSONLineWriter) {
    let loci = counts.loci
    line.plain(#"{"A":"#)
    line.bounds(loci[0].match)
    line.plain(#","B":"#)
    line.bounds(loci[1].match)
    line.plain(#","C":"#)
    line.bounds(loci[2].match)
    line.plain(#","DQB1":"#)
    line.bounds(loci[4].match)
    line.plain(#","DRB1":"#)
    line.bounds(loci[3].match)
  }

  private func addLoci(
    _ donor: RankedDonor, _ twoField: PairCounts, _ antigen: PairCounts, _ deeper: DeeperCounts,
    to line: inout JSONLineWriter
  ) {
    let keys = donor.keys
    var parts: [LocusPart] = zip(Locus.ten, [keys.a, keys.b, keys.c, keys.drb1, keys.dqb1]).map { locus, key in
      LocusPart(
        locus: locus, key: key, counts: donor.counts.locus(locus),
        deeperMatches: (twoField.locus(locus).match, antigen.locus(locus).match))
    }
    parts += zip(deeper.loci, deeper.counts).map { LocusPart(locus: $0, key: donor.key($0), counts: $1) }
    parts.sort { $0.locus.name < $1.locus.name }
    for (index, part) in parts.enumerated() {
      line.plain(index == 0 ? "{" : ",")
      line.text(part.locus.name)
      line.plain(":")
      add(part, of: donor, to: &line)
    }
    line.plain("}")
  }

  /// A locus of a pair.
  private struct LocusPart {
    let locus: Locus
    let key: TypingKey
    let counts: MatchCounts
    /// Matches of two-field proteins and of antigens; nil outside the ten.
    var deeperMatches: (twoField: CountBounds, antigen: CountBounds)?
  }

  private func add(_ part: LocusPart, of donor: RankedDonor, to line: inout JSONLineWriter) {
    line.plain("{")
    if let matches = part.deeperMatches {
      line.plain(#""antigen_match":"#)
      line.bounds(matches.antigen)
      line.plain(",")
    }
    line.plain(#""counts":"#)
    line.counts(part.counts)
    line.plain(#","donor":"#)
    line.plain(words.positions(donor, part.key, part.locus))
    line.plain(#","patient":"#)
    line.plain(positions[Int(part.locus.rawValue)])
    if let matches = part.deeperMatches {
      line.plain(#","two_field_match":"#)
      line.bounds(matches.twoField)
    }
    line.plain("}")
  }

  private func add(_ deeper: DeeperCounts, _ counts: PairCounts, to line: inout JSONLineWriter) {
    line.plain(#"{"gvh":"#)
    line.bounds(deeper.gvh(with: counts.total))
    line.plain(#","hvg":"#)
    line.bounds(deeper.hvg(with: counts.total))
    line.plain(#","loci":"#)
    line.texts(deeper.loci.map(\.name))
    line.plain(#","match":"#)
    line.bounds(deeper.match(with: counts.total))
    line.plain(#","positions":"#)
    line.number(deeper.positions)
    line.plain("}")
  }

  private func add(_ kir: KIRGenotype, to line: inout JSONLineWriter) {
    line.plain(#","kir":{"absent":"#)
    line.texts(kir.genes(.absent).map(\.description))
    line.plain(#","present":"#)
    line.texts(kir.genes(.present).map(\.description))
    line.plain("}")
  }

  private func add(_ term: PointTerm, to line: inout JSONLineWriter) {
    line.plain(#"{"code":"#)
    line.text(term.code)
    line.plain(#","count":"#)
    line.number(term.count)
    line.plain(#","points":"#)
    line.number(term.points)
    line.plain("}")
  }

  private func add(_ unit: UnitEvidence, to line: inout JSONLineWriter) {
    line.plain(#","unit":{"A":"#)
    line.bounds(unit.six.a)
    line.plain(#","B":"#)
    line.bounds(unit.six.b)
    line.plain(#","DRB1":"#)
    line.bounds(unit.six.drb1)
    if let dose = unit.dose {
      line.plain(#","cd34":"#)
      line.number(dose.cd34Cells?.value)
      line.plain(#","cd34_per_kg":"#)
      line.number(dose.perKilogram(.cd34Cells))
    }
    line.plain(#","six_match":"#)
    line.bounds(unit.six.match)
    if let dose = unit.dose {
      line.plain(#","tnc":"#)
      line.number(dose.nucleatedCells?.value)
      line.plain(#","tnc_per_kg":"#)
      line.number(dose.perKilogram(.nucleatedCells))
    }
    line.plain("}")
  }
}
