import Alloreactivity
import DonorPool
import DonorSelection
import HLATyping
import MatchReport
import TransplantFacts

/// `explain`: one pair, every number with its reason; or why the donor stands in no list.
public struct ExplainRun {
  private let inputs: RunInputs
  private let format: ResultFormat
  private let patientID: String
  private let donorID: String

  /// A run over inputs that were read with the donor watched.
  public init(_ inputs: RunInputs, patient: String, donor: String, format: ResultFormat) {
    (self.inputs, patientID, donorID, self.format) = (inputs, patient, donor, format)
  }

  /// Explains the pair.
  ///
  /// - Throws: ``EngineError/data(_:)`` where an id is not found.
  public func run() async throws(EngineError) {
    guard let patient = inputs.patients.first(where: { $0.id == patientID }) else {
      throw .data(
        "\(inputs.options.patients): no readable patient has the id asked for; an id of the file was expected")
    }
    let output = try OutputFile(path: inputs.options.output)
    if let row = inputs.pool.row(id: donorID) {
      let type = inputs.pool.donorType(row)
      if let type, inputs.rules.listedTypes.contains(type), inputs.pool.isAvailable(row) {
        try writeUnranked(
          "listed", "The donor is listed without rank: no HLA rule holds for its type (\(type.rawValue)).", output)
      } else {
        try await explain(row, patient, output)
      }
    } else if !inputs.watchedFaults.isEmpty {
      try writeUnranked("rejected", "The donor is in no list: its row was rejected.", output)
    } else {
      let files = inputs.options.donors.joined(separator: ", ")
      throw .data("\(files): no donor has the id asked for; an id of the files was expected")
    }
    try inputs.requireIntact()
    try inputs.publish([output], format, inputs.counts)
  }

  /// A donor without rank and status, with the faults of its row where it was rejected.
  private func writeUnranked(_ status: String, _ sentence: String, _ output: OutputFile) throws(EngineError) {
    switch format {
    case .json, .jsonl:
      let answer = UnrankedJSON(
        patientID: patientID, donorID: donorID, status: status, faults: inputs.watchedFaults,
        run: inputs.record(inputs.counts))
      try output.writeLine(JSONText.line(answer))
    case .html:
      let page = inputs.page
      let part = page.unlisted(sentence, faults: inputs.watchedFaults)
      try output.write((page.beginning(title: title) + part + page.end).utf8)
    default:
      for line in RankingText(run: inputs.record).headLines { try output.writeLine(line) }
      try output.writeLine("")
      try output.writeLine(sentence)
      for fault in inputs.watchedFaults { try output.writeLine("  \(fault)") }
    }
  }

  private func explain(_ row: Int, _ patient: Person, _ output: OutputFile) async throws(EngineError) {
    let ranker = inputs.ranker(patient, top: 0)
    let place = await place(row, ranker)
    let donor = ranker.donor(row, rank: place.rank)
    switch format {
    case .csv, .tsv:
      var table = RankTable(style: format.style)
      let columns = place.rank == nil ? RankTable.excludedColumns : RankTable.rankColumns
      table.addHeader(inputs.columns(columns))
      table.addRanked(donor, patient: patient.id)
      try output.write(table.text.bytes)
    case .json, .jsonl:
      let json = DonorJSON(donor, patient: patient, reference: inputs.reference, patientID: patient.id)
      var counts = inputs.counts
      if let tally = place.tally { counts.add(tally) }
      let facts = PairFactsJSON(inputs.pairFacts(donor, patient), donor, patient)
      let explanation = ExplanationJSON(
        donor: json, nk: nkModels(donor, patient), place: place.text, facts: facts, run: inputs.record(counts))
      try output.writeLine(JSONText.line(explanation))
    case .table:
      let text = ExplanationText(
        donor, patient: patient, rules: inputs.rules, reference: inputs.reference, tally: place.tally)
      let facts = PairFactsText(inputs.pairFacts(donor, patient), donor, patient)
      for line in RankingText(run: inputs.record).headLines + text.lines(place: place.text) + facts.lines {
        try output.writeLine(line)
      }
    case .html:
      let page = inputs.page
      let part = page.donor(
        donor, patient: patient, facts: inputs.pairFacts(donor, patient), number: 1, place: place.text,
        tally: place.tally)
      try output.write((page.beginning(title: title) + part + page.end).utf8)
    }
  }

  private var title: String { "Patient \(patientID), donor \(donorID)" }

  private func nkModels(_ donor: RankedDonor, _ patient: Person) -> NKModelsJSON {
    func person(_ typings: [LocusTyping], _ kir: KIRGenotype) -> NKPerson {
      NKPerson(typings: typings, kir: kir, reference: inputs.reference)
    }
    return NKModelsJSON(
      donor: person(donor.typings, donor.facts.kir), patient: person(patient.typings, patient.facts.kir))
  }

  /// Where the donor stands among all donors of the run, and how they divide.
  private func place(_ row: Int, _ ranker: DonorRanker) async -> (rank: Int?, text: String, tally: RankingTally?) {
    if !inputs.pool.isAvailable(row) { return (nil, "in no list: unavailable", nil) }
    guard let type = inputs.pool.donorType(row), inputs.rules.donorTypes.contains(type) else {
      return (nil, "in no list: its donor type is not in the protocol \(inputs.rules.name)", nil)
    }
    let ranking = await ranker.rank()
    guard let place = ranking.donors.first(where: { $0.row == row })?.rank else {
      return (nil, "not ranked, listed by --excluded", ranking.tally)
    }
    return (place, "rank \(place) of \(ranking.donors.count)", ranking.tally)
  }
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
