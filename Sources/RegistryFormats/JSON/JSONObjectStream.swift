/// Cuts a JSON file into the pieces that are records, in one pass and in constant memory.
///
/// It minds strings, escapes and brackets only; whether a piece is JSON in all else is for its reader to find out.
final class JSONObjectStream {
  /// How the file is cut.
  enum Layout: Equatable {
    /// One piece a line.
    case lines
    /// One piece an element of the top-level array of this name, in any case; one for each other top-level field.
    case array(String)
    /// As `array`, of any number of documents; a document without the array is one piece as a whole.
    case arrayOrDocuments(String)
  }

  /// What a piece is.
  enum Content: Equatable { case line, element, field(name: String), document }

  /// One piece, valid until the next is asked for.
  struct Piece {
    var content: Content
    /// The place of its first byte.
    var place: TextPlace
    /// Nothing if it is too long.
    var bytes: UnsafeBufferPointer<UInt8>
    var isTooLong: Bool
    /// Most bytes of a piece.
    var limit: Int

    /// The file's error where the piece is not JSON.
    func error(_ breach: JSONBreach) -> JSONFileError {
      let place = self.place(of: breach)
      return .notWellFormed(line: place.line, column: place.column, reason: breach.reason)
    }

    /// Where in the file the piece is not JSON.
    func place(of breach: JSONBreach) -> RecordPlace {
      var place = self.place
      place.pass(UnsafeBufferPointer(rebasing: bytes[..<min(breach.offset, bytes.count)]))
      return place.recordPlace
    }
  }

  /// Where the scan stands between values.
  private enum State {
    case beforeDocument, firstKey, key, colon, value, afterMember, firstItem, item, afterItem, after
  }

  /// What the scan is within.
  private enum Token { case key, field, item }

  let limit: Int
  let window: JSONWindow
  private let layout: Layout
  private let arrayName: String
  private var state = State.beforeDocument
  private var token: Token?
  private var nesting = JSONNesting()
  /// Bytes of the window that have been scanned, and where in it the token begins.
  var scanned = 0
  private var mark = 0
  /// Bytes of the window that belong to the piece handed out last.
  var delivered = 0
  private var isTokenTooLong = false
  private var isArrayKey = false
  private var fieldName: String?
  private var hasArray = false
  private var documents = 0
  /// Whether the document is kept from its brace on, in case it is a piece itself.
  private var isKeepingDocument = false
  private var documentPlace = TextPlace()
  private var tokenPlace = TextPlace()

  /// A stream over a file.
  ///
  /// - Parameters:
  ///   - limit: Most bytes of a piece.
  ///   - chunk: Bytes asked of the source at once.
  init(
    _ source: any ByteChunkSource, layout: Layout, limit: Int = 1 << 20, chunk: Int = JSONWindow.chunkLength
  ) {
    (self.layout, self.limit) = (layout, limit)
    switch layout {
    case .lines: arrayName = ""
    case .array(let name), .arrayOrDocuments(let name): arrayName = name
    }
    window = JSONWindow(source, screening: layout == .lines ? .none : .whole, limit: limit, chunk: chunk)
  }

  /// The next piece; nil at the end of the file.
  ///
  /// - Throws: ``JSONFileError`` where a document breaks its form; lines break none.
  func next() throws(JSONFileError) -> Piece? {
    window.consume(delivered)
    scanned -= delivered
    delivered = 0
    if layout == .lines { return try nextLine() }
    while true {
      if scanned == window.bytes.count {
        dropExcess()
        guard try window.refill() else { return try finish() }
      }
      if let piece = try token == nil ? advance() : scanToken() { return piece }
    }
  }

  /// The error of text that breaks the form.
  func breach(at offset: Int, _ reason: String) -> JSONFileError {
    let place = window.place(at: offset)
    return .notWellFormed(line: place.line, column: place.column, reason: reason)
  }

  /// Lets go of what no piece needs, and of pieces that have grown too long.
  private func dropExcess() {
    var kept = token == nil || isTokenTooLong ? scanned : mark
    if isKeepingDocument {
      guard scanned > limit else { return }
      isKeepingDocument = false
    }
    if scanned - kept > limit {
      isTokenTooLong = true
      kept = scanned
    }
    window.consume(kept)
    (scanned, mark) = (scanned - kept, 0)
  }

  private func finish() throws(JSONFileError) -> Piece? {
    if state == .after || state == .beforeDocument && documents > 0 { return nil }
    let place = window.place(at: scanned)
    throw .unexpectedEnd(line: place.line, column: place.column)
  }
}

extension JSONObjectStream {
  /// Takes one byte between values.
  private func advance() throws(JSONFileError) -> Piece? {
    let byte = window.bytes[scanned]
    if byte == ASCII.space || byte == ASCII.tab || byte == ASCII.lineFeed || byte == ASCII.carriageReturn {
      scanned += 1
      return nil
    }
    switch (state, byte) {
    case (.beforeDocument, UInt8(ascii: "{")): beginDocument()
    case (.firstKey, UInt8(ascii: "\"")), (.key, UInt8(ascii: "\"")): begin(.key)
    case (.colon, UInt8(ascii: ":")): take(.value)
    case (.value, UInt8(ascii: "[")) where isArrayKey: try beginArray()
    case (.value, _) where isArrayKey && requiresArray: throw missingArray()
    case (.value, _) where !Self.closes(byte): begin(.field)
    case (.afterMember, UInt8(ascii: ",")): take(.key)
    case (.firstKey, UInt8(ascii: "}")), (.afterMember, UInt8(ascii: "}")): return try endDocument()
    case (.firstItem, UInt8(ascii: "]")), (.afterItem, UInt8(ascii: "]")): take(.afterMember)
    case (.afterItem, UInt8(ascii: ",")): take(.item)
    case (.firstItem, _) where !Self.closes(byte), (.item, _) where !Self.closes(byte): begin(.item)
    default: throw breach(at: scanned, expectation)
    }
    return nil
  }

  private var requiresArray: Bool { if case .array = layout { true } else { false } }

  private static func closes(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":")
  }

  private var expectation: String {
    switch state {
    case .beforeDocument: "no object begins here"
    case .firstKey, .key: "no key begins here"
    case .colon: "no colon follows a key"
    case .value, .firstItem, .item: "no value begins here"
    case .afterMember, .afterItem: "neither a comma nor a closing bracket follows a value"
    case .after: "text follows the document"
    }
  }

  private func take(_ next: State) {
    scanned += 1
    state = next
  }

  private func beginDocument() {
    window.consume(scanned)
    (scanned, mark) = (1, 0)
    documentPlace = window.place
    isKeepingDocument = !requiresArray
    hasArray = false
    documents += 1
    state = .firstKey
  }

  /// - Returns: The document, if it is a piece itself.
  private func endDocument() throws(JSONFileError) -> Piece? {
    if !hasArray, requiresArray { throw missingArray() }
    take(requiresArray ? .after : .beforeDocument)
    if hasArray { return nil }
    let isTooLong = !isKeepingDocument || scanned > limit
    isKeepingDocument = false
    delivered = scanned
    let bytes = UnsafeBufferPointer(rebasing: window.bytes[..<(isTooLong ? 0 : scanned)])
    return Piece(content: .document, place: documentPlace, bytes: bytes, isTooLong: isTooLong, limit: limit)
  }

  private func beginArray() throws(JSONFileError) {
    if hasArray { throw breach(at: scanned, "the array \(arrayName) stands in the document more than once") }
    (hasArray, isKeepingDocument) = (true, false)
    take(.firstItem)
  }

  private func missingArray() -> JSONFileError {
    let place = window.place(at: scanned)
    return .noArray(name: arrayName, line: place.line, column: place.column)
  }

  private func begin(_ token: Token) {
    if !isKeepingDocument {
      window.consume(scanned)
      scanned = 0
    }
    self.token = token
    mark = scanned
    tokenPlace = window.place
    isTokenTooLong = false
    nesting = JSONNesting()
  }

  /// Scans on within a key or a value.
  private func scanToken() throws(JSONFileError) -> Piece? {
    switch nesting.scan(window.bytes, from: scanned) {
    case .breach(let breach): throw self.breach(at: breach.offset, breach.reason)
    case .incomplete:
      scanned = window.bytes.count
      return nil
    case .complete(let end):
      scanned = end
      if end - mark > limit { isTokenTooLong = true }
      return endToken(UnsafeBufferPointer(rebasing: window.bytes[(isTokenTooLong ? end : mark)..<end]))
    }
  }

  private func endToken(_ bytes: UnsafeBufferPointer<UInt8>) -> Piece? {
    let ended = token
    token = nil
    switch ended {
    case .key:
      state = .colon
      let name = bytes.count <= Self.longestName ? String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self) : nil
      isArrayKey = name?.lowercased() == arrayName
      fieldName = requiresArray ? name : nil
      return nil
    case .field:
      state = .afterMember
      guard let fieldName else { return nil }
      return deliver(.field(name: fieldName), bytes)
    case .item:
      state = .afterItem
      return deliver(.element, bytes)
    case nil: return nil
    }
  }

  /// Keys longer than this are no names of anything read here.
  private static let longestName = 64

  private func deliver(_ content: Content, _ bytes: UnsafeBufferPointer<UInt8>) -> Piece {
    delivered = scanned
    return Piece(content: content, place: tokenPlace, bytes: bytes, isTooLong: isTokenTooLong, limit: limit)
  }
}
