import DonorSelection
import FoundationEssentials
import MatchReport

/// Writes rankings in one of the formats, patient by patient.
struct RankWriter {
  private let inputs: RunInputs
  private let format: ResultFormat
  private let output: OutputFile
  private var written = 0

  init(inputs: RunInputs, format: ResultFormat, output: OutputFile) {
    (self.inputs, self.format, self.output) = (inputs, format, output)
  }

  mutating func begin() throws(EngineError) {
    switch format {
    case .csv, .tsv:
      var table = RankTable(style: format.style)
      table.addHeader(inputs.columns(RankTable.rankColumns))
      try output.write(table.text.bytes)
    case .json: try output.write("{\"patients\":[".utf8)
    case .jsonl: try output.writeLine(JSONText.line(["run": inputs.record]))
    case .table: for line in RankingText(run: inputs.record).headLines { try output.writeLine(line) }
    case .html:
      try output.write(
        inputs.page.beginning(title: "Ranked donors").utf8)
    }
  }

  mutating func add(_ ranking: DonorRanking) throws(EngineError) {
    switch format {
    case .csv, .tsv:
      for donor in ranking.donors {
        var table = RankTable(style: format.style)
        table.addRanked(donor, patient: ranking.patient.id)
        try output.write(table.text.bytes)
      }
      let columns = inputs.columns(RankTable.rankColumns).count
      for donor in ranking.listed {
        var table = RankTable(style: format.style)
        table.addListed(donor, patient: ranking.patient.id, columns: columns)
        try output.write(table.text.bytes)
      }
    case .json:
      try output.write((written == 0 ? "\n" : ",\n").utf8)
      let donors = ranking.donors.map { DonorJSON($0, patient: ranking.patient, reference: inputs.reference) }
      try output.write(JSONText.line(PatientJSON(ranking, donors: donors)).utf8)
    case .jsonl:
      for donor in ranking.donors {
        let json = DonorJSON(
          donor, patient: ranking.patient, reference: inputs.reference, patientID: ranking.patient.id)
        try output.writeLine(JSONText.line(json))
      }
      for donor in ranking.listed {
        try output.writeLine(JSONText.line(ListedDonorJSON(donor, patientID: ranking.patient.id)))
      }
    case .table: for line in RankingText(run: inputs.record).lines(ranking) { try output.writeLine(line) }
    case .html: try addPage(ranking)
    }
    written += 1
  }

  func end(_ counts: RunRecord.Counts) throws(EngineError) {
    switch format {
    case .csv, .tsv: break
    case .json: try output.writeLine("\n],\"run\":\(JSONText.line(inputs.record(counts)))}")
    case .jsonl: try output.writeLine(JSONText.line(["summary": RunSummary(inputs: inputs.files, counts: counts)]))
    case .table: for line in RankingText.legend(inputs.rules) { try output.writeLine(line) }
    case .html: try output.write(inputs.page.end.utf8)
    }
  }

  /// A patient's part of the page, donor by donor.
  private func addPage(_ ranking: DonorRanking) throws(EngineError) {
    let page = inputs.page
    let ranked = ranking.tally.eligible + ranking.tally.indeterminate
    try output.write(page.beginning(ranking, number: written + 1).utf8)
    for donor in ranking.donors {
      let part = page.donor(
        donor, patient: ranking.patient, facts: inputs.pairFacts(donor, ranking.patient), number: written + 1,
        place: "rank \(donor.rank ?? 0) of \(ranked)")
      try output.write(part.utf8)
    }
    try output.write(ReportPage.patientEnd.utf8)
  }
}

/// The last line of JSON lines: without it the file is incomplete.
struct RunSummary: Encodable {
  let inputs: [RunRecord.Input]
  let counts: RunRecord.Counts
}

/// JSON in one line, members in the order of their names, so that the same values give the same bytes.
enum JSONText {
  static func line(_ value: some Encodable) throws(EngineError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do { return String(decoding: try encoder.encode(value), as: UTF8.self) } catch {
      throw .program("JSON: \(error)")
    }
  }
}
