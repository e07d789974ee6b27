import DonorSelection
import HLAMatching
import HLANomenclature
import HLAReference
import HLATyping

/// One patient's ranking as JSON, written at once: a donor with the bytes of ``DonorJSON``, made for services that answer
/// many requests a second.
public struct RankingLines: Sendable {
  /// The bytes that a donor takes as a rule.
  private static let usualDonor = 2560
  /// Loci in the order of their names.
  private static let byName = Locus.typed.sorted { $0.name < $1.name }
  private let patient: Person
  private let reference: ReferenceIndex
  /// The patient's positions, one list a locus of ``Locus/typed``.
  private let positions: [[UInt8]]

  /// What the lines of a patient's donors share.
  ///
  /// - Parameter reference: The release that the typings were understood by.
  public init(_ patient: Person, _ reference: ReferenceIndex) {
    (self.patient, self.reference) = (patient, reference)
    positions = Locus.typed.map { RankingLines.list(patient.typing($0), $0, reference) }
  }

  /// The patient's part: what stands between the commas of `patients`.
  ///
  /// - Parameter separator: What stands before it.
  public func line(_ ranking: DonorRanking, behind separator: StaticString = "") -> [UInt8] {
    var line = JSONLineWriter(capacity: 512 + RankingLines.usualDonor * ranking.donors.count)
    line.plain(separator)
    var memory = OpenTypingMemory()
    line.object { line in
      line.name("counts")
      add(ranking.tally, to: &line)
      line.name("donors")
      line.list(ranking.donors) {
        add($1, isAlone: false, ($1.counts(.twoField, &memory), $1.counts(.antigen, &memory)), to: &$0)
      }
      if !ranking.listed.isEmpty {
        line.name("listed")
        line.list(ranking.listed) { add($1, isAlone: false, to: &$0) }
      }
      line.member("patient_id", patient.id)
    }
    return line.bytes
  }

  /// One donor, with the patient's id and the end of the line.
  public func line(_ donor: RankedDonor) -> [UInt8] {
    var line = JSONLineWriter(capacity: RankingLines.usualDonor)
    add(donor, isAlone: true, (donor.twoFieldCounts, donor.antigenCounts), to: &line)
    line.plain("\n")
    return line.bytes
  }

  /// A donor without rank, with the patient's id and the end of the line.
  public func line(_ donor: ListedDonor) -> [UInt8] {
    var line = JSONLineWriter(capacity: 512)
    add(donor, isAlone: true, to: &line)
    line.plain("\n")
    return line.bytes
  }

  /// The positions of a typing as a list of texts.
  private static func list(_ typing: LocusTyping, _ locus: Locus, _ reference: ReferenceIndex) -> [UInt8] {
    var list = JSONLineWriter(capacity: 64)
    list.texts(TypingText.positions(typing, locus, reference))
    return list.bytes
  }

  private func add(_ tally: RankingTally, to line: inout JSONLineWriter) {
    line.object { line in
      line.member("eligible", tally.eligible)
      line.member("excluded", tally.excluded)
      line.name("excluded_by")
      let rules = tally.excludedBy.map { (key: $0.key.rawValue, value: $0.value) }
      line.members(rules.sorted { $0.key < $1.key }) { $0.number($1) }
      line.member("indeterminate", tally.indeterminate)
      if tally.listed > 0 { line.member("listed", tally.listed) }
    }
  }

  private func add(_ donor: ListedDonor, isAlone: Bool, to line: inout JSONLineWriter) {
    line.object { line in
      line.member("age", donor.age)
      line.member("donor_id", donor.id)
      line.member("donor_type", donor.facts.donorType.rawValue)
      line.member("flags", ["listed_without_rank"])
      if isAlone { line.member("patient_id", patient.id) }
      line.member("rank", Int?.none)
      line.member("relation", donor.facts.relation.rawValue)
      line.member("status", "listed")
    }
  }

  /// - Parameter isAlone: The donor stands outside its patient's part, and so names the patient.
  private func add(
    _ donor: RankedDonor, isAlone: Bool, _ shown: (twoField: PairCounts, antigen: PairCounts),
    to line: inout JSONLineWriter
  ) {
    let (counts, total, deeper) = (donor.counts, donor.counts.total, donor.deeperCounts)
    line.object { line in
      line.member("A", counts.locus(.a).match)
      line.member("B", counts.locus(.b).match)
      line.member("C", counts.locus(.c).match)
      line.member("DQB1", counts.locus(.dqb1).match)
      line.member("DRB1", counts.locus(.drb1).match)
      line.member("age", donor.age)
      line.member("antigen", shown.antigen.total)
      if !deeper.loci.isEmpty { add(deeper, donor.counts, to: &line) }
      line.member("donor_id", donor.id)
      line.member("flags", donor.flags)
      line.member("gvh", total.gvh)
      line.member("homozygous", total.homozygous)
      line.member("hvg", total.hvg)
      if !donor.facts.kir.isUntested { add(donor.facts.kir, to: &line) }
      addLoci(donor, shown, deeper, to: &line)
      line.member("match", total.match)
      line.member("nk", donor.nkPoints)
      if isAlone { line.member("patient_id", patient.id) }
      line.member("points", donor.status == .excluded ? nil : donor.points)
      line.member("rank", donor.rank)
      line.member("reasons", donor.reasons)
      line.member("relation", donor.relation.rawValue)
      line.member("status", donor.status.rawValue)
      line.name("terms")
      line.list(donor.status == .excluded ? [] : donor.terms) { add($1, to: &$0) }
      line.member("two_field", shown.twoField.total)
      if let unit = donor.unit { add(unit, to: &line) }
    }
  }

  private func addLoci(
    _ donor: RankedDonor, _ shown: (twoField: PairCounts, antigen: PairCounts), _ deeper: DeeperCounts,
    to line: inout JSONLineWriter
  ) {
    let words = donor.known.words { RankingLines.list($0, $1, reference) }
    line.name("loci")
    line.object { line in
      for locus in RankingLines.byName {
        if Int(locus.rawValue) < Locus.ten.count {
          let matches = (shown.twoField.locus(locus).match, shown.antigen.locus(locus).match)
          add(LocusPart(locus: locus, counts: donor.counts.locus(locus), shownMatches: matches), to: &line) {
            words.withBytes(Int(locus.rawValue), $0)
          }
        } else if let place = deeper.loci.firstIndex(of: locus) {
          let words = donor.known(locus).words { RankingLines.list($0, $1, reference) }
          add(LocusPart(locus: locus, counts: deeper.counts[place]), to: &line) { words.withUnsafeBufferPointer($0) }
        }
      }
    }
  }

  /// A locus of a pair.
  private struct LocusPart {
    let locus: Locus
    let counts: MatchCounts
    /// Matches of two-field proteins and of antigens; nil outside the ten.
    var shownMatches: (twoField: CountBounds, antigen: CountBounds)?
  }

  /// - Parameter words: Calls its argument with the donor's positions as a list of texts.
  private func add(
    _ part: LocusPart, to line: inout JSONLineWriter, words: ((UnsafeBufferPointer<UInt8>) -> Void) -> Void
  ) {
    line.name(ofText: part.locus.name)
    line.object { line in
      if let matches = part.shownMatches { line.member("antigen_match", matches.antigen) }
      line.member("counts", part.counts)
      line.name("donor")
      words { line.plain($0) }
      line.name("patient")
      line.plain(positions[Int(part.locus.rawValue)])
      if let matches = part.shownMatches { line.member("two_field_match", matches.twoField) }
    }
  }

  private func add(_ deeper: DeeperCounts, _ counts: PairCounts, to line: inout JSONLineWriter) {
    line.name("deeper")
    line.object { line in
      line.member("gvh", deeper.gvh(with: counts.total))
      line.member("hvg", deeper.hvg(with: counts.total))
      line.member("loci", deeper.loci.map(\.name))
      line.member("match", deeper.match(with: counts.total))
      line.member("positions", deeper.positions)
    }
  }

  private func add(_ kir: KIRGenotype, to line: inout JSONLineWriter) {
    line.name("kir")
    line.object { line in
      line.member("absent", kir.genes(.absent).map(\.description))
      line.member("present", kir.genes(.present).map(\.description))
    }
  }

  private func add(_ term: PointTerm, to line: inout JSONLineWriter) {
    line.object { line in
      line.member("code", term.code)
      line.member("count", term.count)
      line.member("points", term.points)
    }
  }

  private func add(_ unit: UnitEvidence, to line: inout JSONLineWriter) {
    line.name("unit")
    line.object { line in
      line.member("A", unit.six.a)
      line.member("B", unit.six.b)
      line.member("DRB1", unit.six.drb1)
      if let dose = unit.dose {
        line.member("cd34", dose.cd34Cells?.value)
        line.member("cd34_per_kg", dose.perKilogram(.cd34Cells))
      }
      line.member("six_match", unit.six.match)
      if let dose = unit.dose {
        line.member("tnc", dose.nucleatedCells?.value)
        line.member("tnc_per_kg", dose.perKilogram(.nucleatedCells))
      }
    }
  }
}
