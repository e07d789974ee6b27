/// Why a protocol file was refused.
public struct ProtocolFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The line of the fault, from 1; nil where the file as a whole is at fault.
  public let line: Int?
  /// The column of the fault, from 1.
  public let column: Int?
  /// What is wrong; what was expected.
  public let message: String

  /// A fault at a place.
  public init(line: Int?, column: Int?, message: String) {
    (self.line, self.column, self.message) = (line, column, message)
  }

  /// The message, after its place.
  public var description: String {
    guard let line else { return message }
    return "\(line):\(column ?? 1): \(message)"
  }
}
