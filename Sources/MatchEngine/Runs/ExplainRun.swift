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
    let explanation = try await inputs.search.explain(patient: patientID, donor: donorID)
    let output = try OutputFile(path: inputs.options.output)
    try output.write(explanation.text(as: format))
    try inputs.publish([output], format, inputs.counts)
  }
}
