import DonorPool
import DonorSelection
import HLAMatching
import HLATyping
import MatchReport

/// Judges and formats one range of donors against one patient.
struct PairFormatter: Sendable {
  /// What one range gave.
  struct Chunk: Sendable {
    var bytes: [UInt8] = []
    /// Lines, in the buffer that the range was given.
    var lines: TextBuffer?
    var tally = RankingTally()
    var pairs = 0
  }

  private let judge: PairJudge
  private let format: ResultFormat
  /// Loci are counted beside the ten.
  private let hasDeeperLoci: Bool

  init(_ search: DonorSearch, _ patient: Person, _ format: ResultFormat) {
    judge = PairJudge(search, patient)
    self.format = format
    hasDeeperLoci = !search.settings.deeperLoci.isEmpty
  }

  /// - Parameter buffer: Memory for lines, in the place of what it holds.
  func chunk(_ places: Range<Int>, _ buffer: TextBuffer) throws(EngineError) -> Chunk {
    if hasDeeperLoci || judge.weighsUnits || format != .csv && format != .tsv { return try slowChunk(places) }
    var chunk = Chunk()
    var memory = PairMemory()
    let (comparison, statusRules) = (judge.comparison, judge.statusRules)
    let classes = ClassComparison(comparison.patient, judge.pool)
    var lines = PairLines(patient: comparison.patient.id, delimiter: format == .tsv ? 9 : 44, buffer)
    var tally = RankingTally()
    judge.forEachDonor(at: places, &tally) { donor, tally in
      chunk.pairs += 1
      // Most donors are allowed, and their classes say all that a line holds.
      if let found = classes?.counts(donor.row) {
        let assessment = statusRules.assess(total: found.total, found.loci)
        if assessment.status == .eligible {
          tally.eligible += 1
          return lines.add(donor.id, found.loci, total: found.total, assessment)
        }
        // Reasons name loci, and so need the homozygosity of each.
        if let loci = classes?.lociWithHomozygosity(donor.row, found.loci), loci.total == found.total {
          tally.count(assessment)
          return lines.add(donor.id, loci, total: found.total, assessment)
        }
      }
      let counts = comparison.counts(donor.keys, &memory)
      let assessment = statusRules.assess(counts)
      tally.count(assessment)
      lines.add(donor.id, counts, total: counts.total, assessment)
    }
    chunk.tally = tally
    chunk.lines = lines.finish()
    return chunk
  }

  /// The same in a form that is not made for speed.
  private func slowChunk(_ places: Range<Int>) throws(EngineError) -> Chunk {
    var chunk = Chunk()
    var (memory, six) = (PairMemory(), PairMemory())
    var table = RankTable(style: format.style)
    var tally = RankingTally()
    var fault: EngineError?
    judge.forEachDonor(at: places, &tally) { donor, tally in
      chunk.pairs += 1
      let counts = judge.comparison.counts(donor.keys, &memory)
      let unit = judge.unit(donor, &six)
      let assessment = judge.statusRules.assess(counts, unit: unit)
      tally.count(assessment)
      do throws(EngineError) { try add(donor, counts, unit, assessment, &table, &chunk) } catch {
        fault = fault ?? error
      }
    }
    if let fault { throw fault }
    chunk.tally = tally
    if format != .json, format != .jsonl { chunk.bytes = table.text.bytes }
    return chunk
  }

  private func add(
    _ donor: borrowing DonorPool.PassingDonor, _ counts: PairCounts, _ unit: UnitEvidence?,
    _ assessment: PairAssessment, _ table: inout RankTable, _ chunk: inout Chunk
  ) throws(EngineError) {
    let reasons = judge.statusRules.reasons(assessment, counts, unit: unit)
    let comparison = judge.comparison
    let deeper = comparison.deeperCounts(donor.row)
    switch format {
    case .csv, .tsv, .table, .html:
      table.addPair(
        patient: comparison.patient.id, donor: donor.id, counts: counts, deeper: deeper, unit: unit,
        status: assessment.status, reasons: reasons)
    case .json, .jsonl:
      let pair = ComparedPairJSON(
        patient: format == .jsonl ? comparison.patient.id : nil, donor: String(decoding: donor.id, as: UTF8.self),
        counts: counts, deeper: deeper, unit: unit, status: assessment.status, reasons: reasons)
      if format == .json { chunk.bytes += (chunk.pairs == 1 ? "\n" : ",\n").utf8 }
      chunk.bytes += try JSONText.line(pair).utf8
      if format == .jsonl { chunk.bytes.append(10) }
    }
  }
}
