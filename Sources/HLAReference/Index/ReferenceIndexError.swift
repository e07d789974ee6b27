/// Why a file is not a usable index.
public enum ReferenceIndexError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file cannot be opened or read; the operating system's words.
  case unreadable(String)
  /// The file does not begin like an index.
  case notAnIndex
  /// The file was written in another format version.
  case otherVersion(found: UInt32, expected: UInt32)
  /// The file is shorter or longer than its header says.
  case wrongLength(found: Int, expected: Int)
  /// The bytes do not agree with their checksum, or a table lies outside the file.
  case damaged

  /// One sentence: what is wrong; what was expected.
  public var description: String {
    switch self {
    case .unreadable(let reason): "cannot be read (\(reason)); a readable file was expected"
    case .notAnIndex: "is not a reference index; a file made by 'hlamatch reference build' was expected"
    case .otherVersion(let found, let expected):
      "is an index of format version \(found); version \(expected) was expected: make it again with "
        + "'hlamatch reference build'"
    case .wrongLength(let found, let expected):
      "has \(found) bytes; \(expected) were expected: the file is cut short or was changed"
    case .damaged: "is damaged (its checksum does not agree); make it again with 'hlamatch reference build'"
    }
  }
}
