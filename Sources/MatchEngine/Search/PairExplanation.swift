import Alloreactivity
import DonorPool
import DonorSelection
import HLATyping
import MatchReport
import TransplantFacts

/// Where a donor stands for one patient.
public enum PairStanding: Hashable, Sendable {
  /// In the ranking: its place from 1, of how many.
  case ranked(Int, of: Int)
  /// Not allowed; the reasons are those of ``RankedDonor/reasons``.
  case excluded
  /// Listed without rank: no HLA rule holds for donors of its type.
  case listed(DonorType)
  /// In no list: the donor cannot be asked.
  case unavailable
  /// In no list: the protocol of this name does not rank donors of its type.
  case notInProtocol(String)
  /// In no list: its row was rejected, `FILE:LINE:COLUMN: what is wrong; what was expected`.
  case rejected([String])

  /// The place in the ranking; nil outside it.
  public var rank: Int? { if case .ranked(let rank, _) = self { rank } else { nil } }

  /// The place in words.
  var words: String {
    switch self {
    case .ranked(let rank, let all): "rank \(rank) of \(all)"
    case .excluded: "not ranked, listed by --excluded"
    case .listed(let type): "listed without rank: no HLA rule holds for donors of type \(type.rawValue)"
    case .unavailable: "in no list: unavailable"
    case .notInProtocol(let name): "in no list: its donor type is not in the protocol \(name)"
    case .rejected: "in no list: its row was rejected"
    }
  }
}

/// One pair, every number with its reason, or why the donor stands in no list.
public struct PairExplanation: Sendable {
  /// The patient.
  public let patient: Person
  /// The donor's id.
  public let donorID: String
  /// Where the donor stands.
  public let standing: PairStanding
  /// The donor judged and scored; nil where its row was rejected, or it is listed without rank.
  public let donor: RankedDonor?
  /// How all donors divide for the patient; nil where that was not asked, since the donor is in no list.
  public let tally: RankingTally?
  /// What the pair shows beside the counts: antibodies, DPB1 epitope groups, markers, doses; nil where the donor's row was
  /// rejected.
  public var facts: PairFacts? { donor.map { search.pairFacts($0, patient) } }
  let search: DonorSearch
}

extension DonorSearch {
  /// Explains one pair.
  ///
  /// - Parameters:
  ///   - patient: The id of a patient of the list.
  ///   - donor: The id of a donor of the pool, or the one watched while the pool was read
  ///     (``ReadingSettings/watchedDonor``).
  /// - Throws: ``EngineError/data(_:)`` where an id is not found; the message does not repeat it.
  /// - Complexity: O(donors), to find the donor's place.
  public func explain(patient: String, donor: String) async throws(EngineError) -> PairExplanation {
    guard let person = patients.patients.first(where: { $0.id == patient }) else {
      throw .data("\(patients.name): no readable patient has the id asked for; an id of the file was expected")
    }
    guard let row = pool.donors.row(id: donor) else {
      guard pool.watched.id == donor, !pool.watched.faults.isEmpty else {
        throw .data("\(pool.name): no donor has the id asked for; an id of the files was expected")
      }
      return PairExplanation(
        patient: person, donorID: donor, standing: .rejected(pool.watched.faults), donor: nil, tally: nil, search: self)
    }
    if let type = pool.donors.donorType(row), settings.rules.listedTypes.contains(type), pool.donors.isAvailable(row) {
      return PairExplanation(
        patient: person, donorID: donor, standing: .listed(type), donor: nil, tally: nil, search: self)
    }
    let ranker = ranker(person, top: 0)
    let (standing, tally) = await standing(row, ranker)
    try requireNotCancelled()
    let explained = ranker.donor(row, rank: standing.rank)
    try pool.requireIntact()
    return PairExplanation(
      patient: person, donorID: donor, standing: standing, donor: explained, tally: tally, search: self)
  }

  /// Where the donor stands among all donors, and how they divide.
  private func standing(_ row: Int, _ ranker: DonorRanker) async -> (PairStanding, RankingTally?) {
    let rules = settings.rules
    if !pool.donors.isAvailable(row) { return (.unavailable, nil) }
    guard let type = pool.donors.donorType(row), rules.donorTypes.contains(type) else {
      return (.notInProtocol(rules.name), nil)
    }
    let rows = await DonorRanker.rows([ranker])[0]
    guard let place = rows.best.firstIndex(of: row) else { return (.excluded, rows.tally) }
    return (.ranked(place + 1, of: rows.best.count), rows.tally)
  }
}

extension PairExplanation {
  /// The explanation as `hlamatch explain` prints it.
  ///
  /// - Throws: ``EngineError/data(_:)`` where the pool turns out to be damaged.
  public func text(as format: ResultFormat) throws(EngineError) -> [UInt8] {
    let explained = if let donor { try text(of: donor, as: format) } else { try unranked(as: format) }
    // The donor's typings were looked up again.
    try search.pool.requireIntact()
    return explained
  }

  /// A donor that was not judged.
  private func unranked(as format: ResultFormat) throws(EngineError) -> [UInt8] {
    var faults: [String] = []
    if case .rejected(let found) = standing { faults = found }
    let sentence = "The donor is \(standing.words)."
    let status = if case .listed = standing { "listed" } else { "rejected" }
    switch format {
    case .json, .jsonl:
      return try JSONText.bytes(
        UnrankedJSON(
          patientID: patient.id, donorID: donorID, status: status, faults: faults,
          run: search.record(search.counts)))
    case .html:
      let page = search.page
      return Array((page.beginning(title: title) + page.unlisted(sentence, faults: faults) + page.end).utf8)
    default:
      return bytes(RankingText(run: search.record).headLines + ["", sentence] + faults.map { "  \($0)" })
    }
  }

  private func text(of donor: RankedDonor, as format: ResultFormat) throws(EngineError) -> [UInt8] {
    let facts = search.pairFacts(donor, patient)
    switch format {
    case .csv, .tsv:
      var table = RankTable(style: format.style)
      let columns = standing.rank == nil ? RankTable.excludedColumns : RankTable.rankColumns
      table.addHeader(search.columns(columns))
      table.addRanked(donor, patient: patient.id)
      return table.text.bytes
    case .json, .jsonl: return try JSONText.bytes(json(donor, facts))
    case .table:
      let text = ExplanationText(
        donor, patient: patient, rules: search.settings.rules, reference: search.reference.index, tally: tally)
      return bytes(
        RankingText(run: search.record).headLines + text.lines(place: standing.words)
          + PairFactsText(facts, donor, patient).lines)
    case .html:
      let page = search.page
      let part = page.donor(
        donor, patient: patient, facts: facts, number: 1, place: standing.words, tally: tally)
      return Array((page.beginning(title: title) + part + page.end).utf8)
    }
  }

  private func json(_ donor: RankedDonor, _ facts: PairFacts) -> ExplanationJSON {
    let reference = search.reference.index
    func person(_ typings: [LocusTyping], _ kir: KIRGenotype) -> NKPerson {
      NKPerson(typings: typings, kir: kir, reference: reference)
    }
    return ExplanationJSON(
      donor: DonorJSON(donor, patient: patient, reference: reference, patientID: patient.id),
      nk: NKModelsJSON(
        donor: person(donor.typings, donor.facts.kir), patient: person(patient.typings, patient.facts.kir)),
      place: standing.words, facts: PairFactsJSON(facts, donor, patient), run: search.record(tally.map { [$0] } ?? []))
  }

  private var title: String { "Patient \(patient.id), donor \(donorID)" }

  private func bytes(_ lines: [String]) -> [UInt8] { lines.flatMap { Array($0.utf8) + [10] } }
}

/// A donor that stands in no list, as JSON.
struct UnrankedJSON: Encodable {
  let patientID: String
  let donorID: String
  let status: String
  let faults: [String]
  let run: RunRecord

  enum CodingKeys: String, CodingKey {
    case patientID = "patient_id"
    case donorID = "donor_id"
    case status, faults, run
  }
}

/// An explanation as JSON.
struct ExplanationJSON: Encodable {
  let donor: DonorJSON
  let nk: NKModelsJSON
  let place: String
  let facts: PairFactsJSON
  let run: RunRecord
}
