import DonorSelection
import HLATyping
import MatchReport
import TransplantFacts

/// `protocol diff`: in what two protocols differ, and what that does to the ranking of given donors.
public struct ProtocolDiffRun {
  /// What was read under the first protocol; nil where only the protocols are compared.
  public let inputs: RunInputs?
  /// What was read under the second, where it reads typings otherwise.
  private let others: RunInputs?
  private let options: RunOptions
  private let first: DonorProtocol
  private let second: DonorProtocol

  /// Reads the protocols and, where the options name them, patients and donors.
  ///
  /// Typings are read once for each protocol where the protocols' choices about blank second values or `NEW` differ.
  ///
  /// - Parameters:
  ///   - first: A built-in protocol's name, or a file.
  ///   - second: The protocol that is held against it.
  ///   - options: Patients may be empty; the protocol's name in them is not used.
  /// - Throws: ``EngineError``.
  public init(_ first: String, _ second: String, _ options: RunOptions) throws(EngineError) {
    var (own, theirs) = (options, options)
    (own.protocolName, theirs.protocolName) = (first, second)
    (self.first, self.second) = (try own.loadProtocol(), try theirs.loadProtocol())
    self.options = options
    guard !options.patients.isEmpty else {
      (inputs, others) = (nil, nil)
      return
    }
    let readAlike =
      self.first.donorTyping == self.second.donorTyping && self.first.patientTyping == self.second.patientTyping
    guard readAlike || !options.donors.contains("-") else {
      throw .usage("-: the protocols read typings differently, so the donors are read twice; files were expected")
    }
    inputs = try RunInputs(own)
    // What is wrong with the rows was told by the first reading.
    (theirs.reading.rejects, theirs.reading.warnings) = (nil, nil)
    others = readAlike ? nil : try RunInputs(theirs)
  }

  /// Writes the differences and, patient by patient, how the ranking moves.
  ///
  /// - Throws: ``EngineError``.
  public func run() async throws(EngineError) {
    let output = try OutputFile(path: options.output)
    let text = ProtocolDifferenceText(first, second)
    for line in text.lines { try output.writeLine(line) }
    if let inputs {
      for line in RankingText(run: inputs.search.record).headLines.prefix(1) { try output.writeLine("\n\(line)") }
      for patient in inputs.patients {
        let other = others?.patients.first { $0.id == patient.id } ?? patient
        let difference = await RankingDifference(
          ranker(patient, inputs, first), ranker(other, others ?? inputs, second))
        for line in text.lines(difference, patient: patient.id) { try output.writeLine(line) }
      }
      try inputs.requireIntact()
      try others?.requireIntact()
    }
    try OutputFile.commit([output] + (inputs?.issueFiles ?? []))
  }

  private func ranker(_ patient: Person, _ inputs: RunInputs, _ rules: DonorProtocol) -> DonorRanker {
    var settings = RankingSettings(
      rules: rules, date: options.date, top: options.top, threads: options.threads,
      isOnlyPatient: inputs.hasOnePatient)
    settings.kernel = options.kernel
    return DonorRanker(
      patient: patient, pool: inputs.pool, settings: settings,
      antibodies: inputs.antibodies[patient.id] ?? AntibodyList())
  }
}
