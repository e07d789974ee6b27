import DonorSelection
import FoundationEssentials
import MatchReport

/// Writes rankings in one of the formats, patient by patient, for the command line and for embedders alike.
struct RankWriter: Sendable {
  /// Takes a piece of text.
  typealias Receiver = ([UInt8]) throws(EngineError) -> Void

  private let search: DonorSearch
  private let format: ResultFormat
  private var written = 0

  init(_ search: DonorSearch, _ format: ResultFormat) { (self.search, self.format) = (search, format) }

  /// What stands above all patients.
  func beginning() throws(EngineError) -> [UInt8] {
    switch format {
    case .csv, .tsv:
      var table = RankTable(style: format.style)
      table.addHeader(search.columns(RankTable.rankColumns))
      return table.text.bytes
    case .json: return Array("{\"patients\":[".utf8)
    case .jsonl: return try JSONText.bytes(["run": search.record])
    case .table: return lines(RankingText(run: search.record).headLines)
    case .html: return Array(search.page.beginning(title: "Ranked donors").utf8)
    }
  }

  /// Writes a patient's part, piece by piece: one donor a piece where the format allows it.
  mutating func add(_ ranking: DonorRanking, to receive: Receiver) throws(EngineError) {
    switch format {
    case .csv, .tsv:
      for donor in ranking.donors {
        var table = RankTable(style: format.style)
        table.addRanked(donor, patient: ranking.patient.id)
        try receive(table.text.bytes)
      }
      let columns = search.columns(RankTable.rankColumns).count
      for donor in ranking.listed {
        var table = RankTable(style: format.style)
        table.addListed(donor, patient: ranking.patient.id, columns: columns)
        try receive(table.text.bytes)
      }
    case .json:
      let lines = RankingLines(ranking.patient, search.reference.index)
      try receive(lines.line(ranking, behind: written == 0 ? "\n" : ",\n"))
    case .jsonl:
      let lines = RankingLines(ranking.patient, search.reference.index)
      for donor in ranking.donors { try receive(lines.line(donor)) }
      for donor in ranking.listed { try receive(lines.line(donor)) }
    case .table: try receive(lines(RankingText(run: search.record).lines(ranking)))
    case .html: try addPage(ranking, to: receive)
    }
    written += 1
  }

  /// What stands below all patients.
  func end(_ counts: RunRecord.Counts) throws(EngineError) -> [UInt8] {
    switch format {
    case .csv, .tsv: return []
    case .json: return Array("\n],\"run\":".utf8) + search.record(counts).line + Array("}\n".utf8)
    case .jsonl: return try JSONText.bytes(["summary": RunSummary(inputs: search.inputs, counts: counts)])
    case .table: return lines(RankingText.legend(search.settings.rules))
    case .html: return Array(search.page.end.utf8)
    }
  }

  /// A patient's part of the page, donor by donor.
  private func addPage(_ ranking: DonorRanking, to receive: Receiver) throws(EngineError) {
    let page = search.page
    let ranked = ranking.tally.eligible + ranking.tally.indeterminate
    try receive(Array(page.beginning(ranking, number: written + 1).utf8))
    for donor in ranking.donors {
      let part = page.donor(
        donor, patient: ranking.patient, facts: search.pairFacts(donor, ranking.patient), number: written + 1,
        place: "rank \(donor.rank ?? 0) of \(ranked)")
      try receive(Array(part.utf8))
    }
    try receive(Array(ReportPage.patientEnd.utf8))
  }

  private func lines(_ lines: [String]) -> [UInt8] { lines.flatMap { Array($0.utf8) + [10] } }
}

extension DonorSearch {
  /// One patient's ranking as an object of JSON in one line: what stands between the commas of `patients` in the output
  /// of `hlamatch rank --format json`, byte for byte.
  public func json(_ ranking: DonorRanking) -> [UInt8] { RankingLines(ranking.patient, reference.index).line(ranking) }
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

  /// A value with the end of its line.
  static func bytes(_ value: some Encodable) throws(EngineError) -> [UInt8] {
    var bytes = Array(try line(value).utf8)
    bytes.append(10)
    return bytes
  }
}
