/// Carries the values of one JSON object into the cells of a record.
struct JSONRecordFiller {
  var cursor: JSONCursor
  let buffer: RecordBuffer
  let grammar: JSONGrammar
  private var place: TextPlace
  private var placed = 0

  /// A filler that stands at the beginning of a piece; the buffer begins a record.
  init(_ piece: JSONObjectStream.Piece, buffer: RecordBuffer, grammar: JSONGrammar) {
    cursor = JSONCursor(piece.bytes)
    (self.buffer, self.grammar) = (buffer, grammar)
    place = piece.place
    buffer.begin(line: piece.place.line)
    if piece.isTooLong { buffer.note(.recordTooLong(limit: piece.limit), at: piece.place.recordPlace) }
  }

  /// Where a byte of the piece stands in the file; offsets must not fall.
  mutating func place(at offset: Int) -> RecordPlace {
    place.pass(UnsafeBufferPointer(rebasing: cursor.bytes[placed..<max(placed, offset)]))
    placed = max(placed, offset)
    return place.recordPlace
  }

  /// The text of a string or number, its escapes undone; nil where an escape stands for no character.
  func text(_ literal: JSONCursor.Literal) -> [UInt8]? {
    guard literal.hasEscapes else { return Array(cursor.bytes[literal.content]) }
    return grammar.text(of: UnsafeBufferPointer(rebasing: cursor.bytes[literal.range]))
  }

  /// The text of a string; nil where an escape stands for no character.
  func string(_ literal: JSONCursor.Literal) -> String? {
    text(literal).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A key's name, its escapes undone; nil if it is none of the short names.
  func shortName(_ key: JSONCursor.Literal) -> ShortName? {
    if key.hasEscapes { return text(key).flatMap { ShortName($0) } }
    return ShortName(UnsafeBufferPointer(rebasing: cursor.bytes[key.content]))
  }

  /// Notes that the record must not be used, because of what stands where the cursor does.
  mutating func note(_ kind: RecordFault.Kind) { buffer.note(kind, at: place(at: cursor.index)) }

  /// Puts the value that comes next into a cell: a string, a number as it is written, nothing for null.
  ///
  /// - Parameters:
  ///   - column: The column, which must not have been set before.
  ///   - name: What messages call the value.
  mutating func fill(_ column: Int, name: @autoclosure () -> String) throws(JSONBreach) {
    let kind = try cursor.kind()
    if buffer.isSet(column) { note(.repeated(name: name())) }
    switch kind {
    case .string: fill(column, try cursor.string(), name())
    case .number: fill(column, try cursor.number(), name())
    case .null:
      let place = place(at: cursor.index)
      try cursor.null()
      buffer.set(column, EmptyCollection(), at: place)
    case .object, .array, .boolean:
      note(.unexpectedValue(name: name(), expected: "text or a number"))
      try cursor.skip()
    }
  }

  private mutating func fill(_ column: Int, _ literal: JSONCursor.Literal, _ name: @autoclosure () -> String) {
    let place = place(at: literal.range.lowerBound)
    if !literal.hasEscapes {
      buffer.set(column, UnsafeBufferPointer(rebasing: cursor.bytes[literal.content]), at: place)
    } else if let text = text(literal) {
      buffer.set(column, text, at: place)
    } else {
      buffer.note(.unexpectedValue(name: name(), expected: "escapes that stand for characters"), at: place)
    }
  }

  /// The text of the value that comes next, if it is a string or a number; nil for null, and with a fault for others.
  mutating func scalar(name: @autoclosure () -> String) throws(JSONBreach) -> [UInt8]? {
    let kind = try cursor.kind()
    switch kind {
    case .string, .number:
      let start = cursor.index
      let text = text(try kind == .string ? cursor.string() : cursor.number())
      if text == nil {
        let expected = "escapes that stand for characters"
        buffer.note(.unexpectedValue(name: name(), expected: expected), at: place(at: start))
      }
      return text
    case .null:
      try cursor.null()
      return nil
    case .object, .array, .boolean:
      note(.unexpectedValue(name: name(), expected: "text or a number"))
      try cursor.skip()
      return nil
    }
  }
}
