import DonorSelection
import HLAMatching
import MatchReport

/// `compare`: every patient against every available donor of the protocol's types, in file order; nothing is kept.
public struct CompareRun {
  /// Donors a task formats at once: some megabytes of text.
  private static let rowsAtOnce = 65_536
  private let inputs: RunInputs
  private let format: ResultFormat

  /// A run over inputs that were read.
  public init(_ inputs: RunInputs, format: ResultFormat) { (self.inputs, self.format) = (inputs, format) }

  /// Compares all pairs and writes them as they come.
  ///
  /// - Parameter progress: Called with the number of patients done.
  /// - Throws: ``EngineError``; nothing appears in a regular file unless everything was written.
  public func run(progress: (Int) -> Void = { _ in }) async throws(EngineError) {
    try format.requireStream()
    let output = try OutputFile(path: inputs.options.output)
    var counts = inputs.counts
    try begin(output)
    for (index, patient) in inputs.patients.enumerated() {
      let comparison = PatientComparison(
        patient: patient, pool: inputs.pool, deeperLoci: inputs.options.deeperLoci,
        sixLevels: inputs.rules.cordBlood?.levels)
      let formatter = PairFormatter(
        comparison: comparison, pool: inputs.pool, rules: inputs.rules, format: format,
        hasDeeperLoci: !inputs.options.deeperLoci.isEmpty)
      if format == .json {
        let id = try JSONText.line(patient.id)
        try output.write("\(index == 0 ? "\n" : ",\n"){\"patient_id\":\(id),\"donors\":[".utf8)
      }
      counts.add(try await write(formatter, to: output))
      if format == .json { try output.write("]}".utf8) }
      progress(index + 1)
    }
    try end(output, counts)
    try inputs.publish([output], format, counts)
  }

  private func begin(_ output: OutputFile) throws(EngineError) {
    switch format {
    case .csv, .tsv, .table:
      var table = RankTable(style: format.style)
      table.addHeader(inputs.columns(RankTable.compareColumns))
      if format == .table { for line in RankingText(run: inputs.record).headLines { try output.writeLine(line) } }
      try output.write(table.text.bytes)
    case .json: try output.write("{\"patients\":[".utf8)
    case .jsonl: try output.writeLine(JSONText.line(["run": inputs.record]))
    case .html: break
    }
  }

  /// Formats ranges side by side and writes them in order.
  private func write(_ formatter: PairFormatter, to output: OutputFile) async throws(EngineError) -> RankingTally {
    let rows = inputs.pool.count
    let window = CompareRun.rowsAtOnce * max(1, inputs.options.threads)
    var tally = RankingTally()
    var isFirst = true
    let buffers = (0..<max(1, inputs.options.threads)).map { _ in TextBuffer() }
    for start in stride(from: 0, to: rows, by: window) {
      let ranges = stride(from: start, to: min(start + window, rows), by: CompareRun.rowsAtOnce).map {
        $0..<min($0 + CompareRun.rowsAtOnce, rows)
      }
      let chunks = await formatted(ranges, formatter, buffers)
      // Nothing gets out that was made of damaged donors.
      try inputs.requireIntact()
      for result in chunks {
        let chunk = try result.get()
        tally.add(chunk.tally)
        if format == .json, !isFirst, chunk.pairs > 0 { try output.write(",".utf8) }
        if chunk.pairs > 0 { isFirst = false }
        if let lines = chunk.lines { try output.write(lines) }
        if !chunk.bytes.isEmpty { try output.write(chunk.bytes) }
      }
    }
    return tally
  }

  private func formatted(
    _ ranges: [Range<Int>], _ formatter: PairFormatter, _ buffers: [TextBuffer]
  ) async -> [Result<PairFormatter.Chunk, EngineError>] {
    await withTaskGroup(of: (Int, Result<PairFormatter.Chunk, EngineError>).self) { group in
      for (index, range) in ranges.enumerated() {
        group.addTask {
          do throws(EngineError) { return (index, .success(try formatter.chunk(range, buffers[index]))) } catch {
            return (index, .failure(error))
          }
        }
      }
      var results: [(Int, Result<PairFormatter.Chunk, EngineError>)] = []
      for await result in group { results.append(result) }
      return results.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private func end(_ output: OutputFile, _ counts: RunRecord.Counts) throws(EngineError) {
    switch format {
    case .csv, .tsv, .table, .html: break
    case .json: try output.writeLine("\n],\"run\":\(JSONText.line(inputs.record(counts)))}")
    case .jsonl: try output.writeLine(JSONText.line(["summary": RunSummary(inputs: inputs.files, counts: counts)]))
    }
  }
}
