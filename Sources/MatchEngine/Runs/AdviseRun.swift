import DonorSelection
import HLATyping
import MatchReport

/// `advise`: which further typing would settle most among the best donors of each patient.
public struct AdviseRun {
  private let inputs: RunInputs
  private let format: ResultFormat

  /// A run over inputs that were read.
  public init(_ inputs: RunInputs, format: ResultFormat) { (self.inputs, self.format) = (inputs, format) }

  /// Ranks the donors for all patients, in file order, and writes what typing could bring.
  ///
  /// - Parameter progress: Called with the number of patients done.
  /// - Throws: ``EngineError``; nothing appears in a regular file unless everything was written.
  public func run(progress: (Int) -> Void = { _ in }) async throws(EngineError) {
    try format.requireStream()
    if inputs.rules.cordBlood != nil {
      throw .usage(
        "advise does not weigh what typing means for the six positions of cord blood, by which \(inputs.rules.name) judges; "
          + "another protocol was expected")
    }
    let output = try OutputFile(path: inputs.options.output)
    let universe = AlleleUniverse(inputs.reference)
    var counts = inputs.counts
    try begin(output)
    for (index, patient) in inputs.patients.enumerated() {
      let ranking = await inputs.ranker(patient).rank()
      let advice = TypingAdvice(ranking, universe: universe)
      // Nothing gets out that was made of damaged donors.
      try inputs.requireIntact()
      counts.add(ranking.tally)
      try add(advice, output, isFirst: index == 0)
      progress(index + 1)
    }
    try end(output, counts)
    try inputs.publish([output], format, counts)
  }

  private func begin(_ output: OutputFile) throws(EngineError) {
    switch format {
    case .csv, .tsv:
      var table = AdviceTable(style: format.style)
      table.addHeader()
      try output.write(table.text.bytes)
    case .json: try output.write("{\"patients\":[".utf8)
    case .jsonl: try output.writeLine(JSONText.line(["run": inputs.search.record]))
    case .table: for line in RankingText(run: inputs.search.record).headLines { try output.writeLine(line) }
    case .html: break
    }
  }

  private func add(_ advice: TypingAdvice, _ output: OutputFile, isFirst: Bool) throws(EngineError) {
    switch format {
    case .csv, .tsv:
      var table = AdviceTable(style: format.style)
      table.add(advice)
      try output.write(table.text.bytes)
    case .json:
      try output.write((isFirst ? "\n" : ",\n").utf8)
      let donors = advice.donors.map { DonorAdviceJSON($0) }
      try output.write(JSONText.line(AdviceJSON(advice, donors: donors)).utf8)
    case .jsonl:
      try output.writeLine(JSONText.line(AdviceJSON(advice, donors: nil)))
      for donor in advice.donors {
        try output.writeLine(JSONText.line(DonorAdviceJSON(donor, patientID: advice.patient.id)))
      }
    case .table: for line in AdviceText(advice).lines { try output.writeLine(line) }
    case .html: break
    }
  }

  private func end(_ output: OutputFile, _ counts: RunRecord.Counts) throws(EngineError) {
    switch format {
    case .csv, .tsv, .html: break
    case .json: try output.writeLine("\n],\"run\":\(JSONText.line(inputs.search.record(counts)))}")
    case .jsonl:
      try output.writeLine(JSONText.line(["summary": RunSummary(inputs: inputs.search.inputs, counts: counts)]))
    case .table: for line in AdviceText.legend { try output.writeLine(line) }
    }
  }
}
