/// Why an XML file as a whole cannot be used.
public enum XMLFileError: Error, Equatable, Sendable {
  /// Reading the file failed, or its compression is damaged.
  case source(ByteSourceError)
  /// A breach of well-formedness, or records that lie within each other; the reason is the parser's.
  case notWellFormed(line: Int, column: Int, reason: String)
  /// A document type declaration, which could declare entities that grow without end or name other files.
  case documentType(line: Int, column: Int)
  /// The document is of another kind.
  case rootElement(found: String, expected: String, line: Int, column: Int)
  /// The file ends before its last element does.
  case endsEarly(line: Int, column: Int)
  /// The encoding that the document declares is not read.
  case unknownEncoding(name: String)
}

extension XMLFileError {
  /// Where the file cannot be used, line and character from 1; nil where that is told in bytes or not at all.
  public var place: RecordPlace? {
    switch self {
    case .source: nil
    case .notWellFormed(let line, let column, _), .documentType(let line, let column),
      .rootElement(_, _, let line, let column), .endsEarly(let line, let column):
      RecordPlace(line: line, column: column)
    case .unknownEncoding: RecordPlace(line: 1, column: 1)
    }
  }

  /// What is wrong, and what was expected, without the place.
  public var problem: String {
    switch self {
    case .source(let error): error.description
    case .notWellFormed(_, _, let reason): "the document is damaged (\(reason)); expected well-formed XML"
    case .documentType: "the document has a document type declaration; expected none, as entities are not read"
    case .rootElement(let found, let expected, _, _): "the document is of the kind \(found); expected \(expected)"
    case .endsEarly: "the document ends early; expected the end tag of its first element"
    case .unknownEncoding(let name):
      "the document is written in \(name); expected UTF-8, UTF-16, ISO-8859-1 or Windows-1252"
    }
  }
}

extension XMLFileError: CustomStringConvertible {
  /// One sentence: where, what is wrong, and what was expected.
  public var description: String {
    guard let place else { return problem }
    return "line \(place.line), column \(place.column): \(problem)"
  }
}

/// What to do at a breach of an XML file's form.
public enum XMLBreachPolicy: Sendable {
  /// Stop with ``XMLFileError``.
  case stop
  /// Deliver what is passed over as one faulty record, and go on at the next start tag of a record.
  case passOver
}
