import DonorSelection

/// `compare`: every patient against every available donor of the protocol's types, in file order; nothing is kept.
public struct CompareRun {
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
    var pieces = ComparePieces(inputs.search, format, nil)
    var told = 0
    while let piece = try await pieces.next() {
      switch piece {
      case .bytes(let bytes): try output.write(bytes)
      case .buffer(let text): try output.write(text)
      }
      if pieces.patients > told {
        told = pieces.patients
        progress(told)
      }
    }
    try inputs.publish([output], format, pieces.counts)
  }
}
