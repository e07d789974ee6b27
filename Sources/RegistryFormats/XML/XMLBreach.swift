/// The first fault of form that a parser met, and what is needed to go on behind it.
struct XMLBreach {
  /// What is wrong.
  enum Kind: Equatable {
    case form(reason: String)
    case documentType
    case rootElement(found: String)
  }

  /// Within what the text breaks off: where no tag can begin until it ends.
  enum Surroundings { case content, comment, instruction, characterSection }

  let kind: Kind
  let place: RecordPlace
  /// The breach's distance from the document's beginning, in bytes of UTF-8.
  let offset: Int
  /// Where the record that it breaks begins; nil outside of records.
  let record: (offset: Int, line: Int)?
  /// The bytes from the breach on that the parser was given.
  let rest: [UInt8]
  let surroundings: Surroundings

  var reason: String {
    switch kind {
    case .form(let reason): reason
    case .documentType: "a document type declaration"
    case .rootElement(let found): "an element \(found)"
    }
  }

  /// The error that ends the reading.
  func error(expecting root: String) -> XMLFileError {
    switch kind {
    case .form(let reason): .notWellFormed(line: place.line, column: place.column, reason: reason)
    case .documentType: .documentType(line: place.line, column: place.column)
    case .rootElement(let found):
      .rootElement(found: found, expected: root, line: place.line, column: place.column)
    }
  }
}
