import DonorPool
import DonorSelection
import HLAMatching
import HLATyping
import MatchReport

/// Judges and formats one range of donors against one patient; ranges are independent, so they run side by side.
struct PairFormatter: Sendable {
  /// What one range gave.
  struct Chunk: Sendable {
    var bytes: [UInt8] = []
    /// Lines, in the buffer that the range was given.
    var lines: TextBuffer?
    var tally = RankingTally()
    var pairs = 0
  }

  let comparison: PatientComparison
  let pool: DonorPool
  let statusRules: PairRules
  let format: ResultFormat
  /// Loci are counted beside the ten.
  let hasDeeperLoci: Bool
  /// The types that the protocol ranks: of so few, a list is searched faster than a set.
  private let donorTypes: [DonorType]
  /// The protocol has rules for cord blood, which ask for more than counts.
  private let weighsUnits: Bool

  init(
    comparison: PatientComparison, pool: DonorPool, rules: DonorProtocol, format: ResultFormat, hasDeeperLoci: Bool
  ) {
    (self.comparison, self.pool, self.format, self.hasDeeperLoci) = (comparison, pool, format, hasDeeperLoci)
    statusRules = PairRules(rules)
    weighsUnits = rules.cordBlood != nil
    donorTypes = DonorType.allCases.filter { rules.donorTypes.contains($0) }
  }

  /// - Parameter buffer: Memory for lines, in the place of what it holds.
  func chunk(_ places: Range<Int>, _ buffer: TextBuffer) throws(EngineError) -> Chunk {
    var chunk = Chunk()
    var (memory, six) = (PairMemory(), PairMemory())
    let classes = ClassComparison(comparison.patient, pool)
    let hasLines = (format == .csv || format == .tsv) && !hasDeeperLoci && !weighsUnits
    var lines = PairLines(patient: comparison.patient.id, delimiter: format == .tsv ? 9 : 44, buffer)
    var table = RankTable(style: format.style)
    var fault: EngineError?
    pool.forEachDonor(at: places) { donor in
      guard donor.isAvailable else {
        chunk.tally.unavailable += 1
        return
      }
      guard let type = donor.type, donorTypes.contains(type) else {
        chunk.tally.notInProtocol += 1
        return
      }
      chunk.pairs += 1
      // Most donors are allowed, and their classes say all that a line holds.
      if hasLines, let found = classes?.counts(donor.row) {
        let assessment = statusRules.assess(total: found.total, found.loci)
        if assessment.status == .eligible {
          chunk.tally.eligible += 1
          return lines.add(donor.id, found.loci, total: found.total, assessment)
        }
        // Reasons name loci, and so need the homozygosity of each.
        if let loci = classes?.lociWithHomozygosity(donor.row, found.loci), loci.total == found.total {
          chunk.tally.count(assessment)
          return lines.add(donor.id, loci, total: found.total, assessment)
        }
      }
      let counts = comparison.counts(donor.keys, &memory)
      let unit = weighsUnits ? comparison.unitEvidence(pool.summary(donor.row), &six) : nil
      let assessment = statusRules.assess(counts, unit: unit)
      chunk.tally.count(assessment)
      if hasLines {
        lines.add(donor.id, counts, total: counts.total, assessment)
      } else {
        do throws(EngineError) { try add(donor, counts, unit, assessment, &table, &chunk) } catch {
          fault = fault ?? error
        }
      }
    }
    if let fault { throw fault }
    if hasLines {
      chunk.lines = lines.finish()
    } else if format != .json && format != .jsonl {
      chunk.bytes += table.text.bytes
    }
    return chunk
  }

  /// Adds a pair in a form that is not made for speed.
  private func add(
    _ donor: borrowing DonorPool.PassingDonor, _ counts: PairCounts, _ unit: UnitEvidence?,
    _ assessment: PairAssessment, _ table: inout RankTable, _ chunk: inout Chunk
  ) throws(EngineError) {
    let reasons = statusRules.reasons(assessment, counts, unit: unit)
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
