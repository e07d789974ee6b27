import DonorSelection

/// `protocol check`: what an author should put right in a protocol file before it is used.
public struct ProtocolCheck {
  /// What is wrong, `FILE:LINE:COLUMN: what is wrong; what was expected`, by line; empty for a good file.
  public let messages: [String]
  /// The protocol; nil unless the file is good.
  public let rules: DonorProtocol?

  /// Checks a protocol file, or a built-in protocol by its name.
  ///
  /// - Throws: ``EngineError/missingInput(_:)`` where the file cannot be read; faults of the file are answered, not
  ///   thrown.
  public init(_ name: String) throws(EngineError) {
    let bytes: [UInt8]
    if let file = DonorProtocol.builtInFile(name) { bytes = file } else { bytes = try DonorProtocol.fileBytes(name) }
    messages = DonorProtocol.faults(file: bytes).map { DonorProtocol.message($0, file: name) }
    rules = messages.isEmpty ? try? DonorProtocol(file: bytes) : nil
  }
}
