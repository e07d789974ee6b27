/// Why a file of JSON as a whole cannot be used.
public enum JSONFileError: Error, Equatable, Sendable {
  /// The file cannot be opened, or reading it failed.
  case source(ByteSourceError)
  /// The text breaks the form of JSON at a place; nothing after it can be trusted.
  case notWellFormed(line: Int, column: Int, reason: String)
  /// The file ends before its document is complete, as one that was cut off does.
  case unexpectedEnd(line: Int, column: Int)
  /// The document has no array of this name at its top level.
  case noArray(name: String, line: Int, column: Int)
  /// No Observation of the file holds a GL String.
  case noGenotype
  /// The file speaks of more subjects than can be gathered at once.
  case tooManySubjects(limit: Int)
  /// The typings to be gathered take more memory than they may.
  case tooMuchText(limit: Int)
}

extension JSONFileError: CustomStringConvertible {
  /// One sentence: where, what is wrong, and what was expected.
  public var description: String {
    guard let place else { return finding }
    return "line \(place.line), column \(place.column): \(finding)"
  }

  /// Where the file breaks its form; nil for a fault that has no place.
  public var place: RecordPlace? {
    switch self {
    case .notWellFormed(let line, let column, _), .unexpectedEnd(let line, let column),
      .noArray(_, let line, let column):
      RecordPlace(line: line, column: column)
    case .source, .noGenotype, .tooManySubjects, .tooMuchText: nil
    }
  }

  /// What is wrong, and what was expected, without the place.
  public var finding: String {
    switch self {
    case .source(let error): error.description
    case .notWellFormed(_, _, let reason): "the text is not JSON (\(reason)); expected a well-formed document"
    case .unexpectedEnd: "the file ends within its document; expected it to be complete"
    case .noArray(let name, _, _): "the document has no array \(name); expected one at its top level"
    case .noGenotype: "no Observation holds an HLA genotype; expected a GL String in valueCodeableConcept"
    case .tooManySubjects(let limit): "the file has too many subjects; expected at most \(limit)"
    case .tooMuchText(let limit): "the typings of the file are too long; expected at most \(limit) bytes"
    }
  }
}
