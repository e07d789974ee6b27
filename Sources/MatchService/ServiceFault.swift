import SearchHistory

/// Why the service cannot begin, or a command on its history cannot end well.
public struct ServiceFault: Error, Sendable, CustomStringConvertible {
  /// What is wrong; what was expected.
  public let description: String
  /// The exit code.
  public let exitCode: Int32

  init(_ description: String, exitCode: Int32) { (self.description, self.exitCode) = (description, exitCode) }

  init(_ error: HistoryError, file: String) {
    let code: Int32 =
      switch error {
      case .full, .failed: 74
      case .damaged, .newer: 65
      }
    self.init("\(file): \(error)", exitCode: code)
  }
}
