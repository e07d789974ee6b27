import DonorPool
import DonorSelection
import HLAMatching
import MatchReport

/// Judges and formats one range of donors against one patient; ranges are independent, so they run side by side.
struct PairFormatter: Sendable {
  /// What one range gave.
  struct Chunk: Sendable {
    var bytes: [UInt8] = []
    var tally = RankingTally()
    var pairs = 0
  }

  let scan: PatientScan
  let pool: DonorPool
  let rules: DonorProtocol
  let format: ResultFormat

  func chunk(_ rows: Range<Int>) throws(EngineError) -> Chunk {
    var chunk = Chunk()
    var table = RankTable(style: format.style)
    let statusRules = PairRules(rules)
    for row in rows {
      guard pool.isAvailable(row) else {
        chunk.tally.unavailable += 1
        continue
      }
      guard let type = pool.donorType(row), rules.donorTypes.contains(type) else {
        chunk.tally.notInProtocol += 1
        continue
      }
      let counts = scan.counts(row)
      let assessment = statusRules.assess(counts)
      chunk.tally.count(assessment)
      switch format {
      case .csv, .tsv, .table:
        table.addPair(
          patient: scan.patient.id, donor: pool.id(row), counts: counts, deeper: scan.deeperCounts(row),
          assessment: assessment)
      case .json, .jsonl:
        let pair = ComparedPairJSON(
          patient: format == .jsonl ? scan.patient.id : nil, donor: pool.idText(row), counts: counts,
          deeper: scan.deeperCounts(row), assessment: assessment)
        if format == .json { chunk.bytes += (chunk.pairs == 0 ? "\n" : ",\n").utf8 }
        chunk.bytes += try JSONText.line(pair).utf8
        if format == .jsonl { chunk.bytes.append(10) }
      }
      chunk.pairs += 1
    }
    if format != .json, format != .jsonl { chunk.bytes = table.text.bytes }
    return chunk
  }
}
