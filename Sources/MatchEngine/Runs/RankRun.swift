import DonorSelection
import MatchReport

/// `rank`: the donors for each patient in the order of the protocol.
public struct RankRun {
  private let inputs: RunInputs
  private let format: ResultFormat

  /// A run over inputs that were read.
  public init(_ inputs: RunInputs, format: ResultFormat) {
    (self.inputs, self.format) = (inputs, format)
  }

  /// Ranks all patients in file order and writes the result.
  ///
  /// - Parameter progress: Called with the number of patients done.
  /// - Throws: ``EngineError``; nothing appears in a regular file unless everything was written.
  public func run(progress: (Int) -> Void = { _ in }) async throws(EngineError) {
    let output = try OutputFile(path: inputs.options.output)
    let excluded = try inputs.options.excluded.map { path throws(EngineError) in
      try ExcludedList(path, inputs.search.columns(RankTable.excludedColumns))
    }
    var writer = RankWriter(inputs.search, format)
    try output.write(writer.beginning())
    var counts = inputs.counts
    var done = 0
    for try await ranking in inputs.search.rankings() {
      counts.add(ranking.tally)
      try writer.add(ranking) { bytes throws(EngineError) in try output.write(bytes) }
      try excluded?.add(ranking)
      done += 1
      progress(done)
    }
    try output.write(writer.end(counts))
    try inputs.publish([output, excluded?.output].compactMap { $0 }, format, counts)
  }
}

/// The file of excluded donors.
private struct ExcludedList {
  let output: OutputFile

  init(_ path: String, _ columns: [String]) throws(EngineError) {
    output = try OutputFile(path: path)
    var table = RankTable(style: .delimited(44))
    table.addHeader(columns)
    try output.write(table.text.bytes)
  }

  func add(_ ranking: DonorRanking) throws(EngineError) {
    for donor in ranking.excluded {
      var table = RankTable(style: .delimited(44))
      table.addRanked(donor, patient: ranking.patient.id)
      try output.write(table.text.bytes)
    }
  }
}

extension RunInputs {
  /// The rejects and warnings files.
  var issueFiles: [OutputFile] { reading.issueFiles }

  /// Puts the rejects and warnings files in their places.
  public func commitIssues() throws(EngineError) { try reading.commitIssues() }

  /// Puts all outputs of a finished run in their places, the first with the record of the run beside it.
  func publish(_ outputs: [OutputFile], _ format: ResultFormat, _ counts: RunRecord.Counts) throws(EngineError) {
    let record = try runRecordFile(beside: outputs[0], format: format, counts)
    try OutputFile.commit(outputs + [record].compactMap { $0 } + issueFiles)
  }

  /// The run record that stands beside a CSV or TSV file, written and not yet in its place; nil for other outputs.
  private func runRecordFile(
    beside output: OutputFile, format: ResultFormat, _ counts: RunRecord.Counts
  ) throws(EngineError) -> OutputFile? {
    guard output.isRegularFile, format == .csv || format == .tsv, let path = options.output else { return nil }
    let file = try OutputFile(path: path + ".run.json")
    try file.writeLine(JSONText.line(["run": search.record(counts)]))
    return file
  }
}
