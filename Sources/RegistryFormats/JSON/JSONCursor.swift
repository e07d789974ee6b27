// Invariant: `bytes` stays readable as long as the cursor is used; `0 <= index <= bytes.count`.

/// Goes through the text of one JSON value, from its beginning to its end, and allocates nothing.
struct JSONCursor {
  enum Kind { case object, array, string, number, boolean, null }

  /// A string or number as it stands in the text.
  struct Literal {
    /// Of a string with its quotes.
    var range: Range<Int>
    var isString: Bool
    var hasEscapes: Bool

    /// Of a string without its quotes.
    var content: Range<Int> { isString ? range.lowerBound + 1..<range.upperBound - 1 : range }
  }

  let bytes: UnsafeBufferPointer<UInt8>
  private(set) var index = 0
  private var depth = 0
  /// One bit a bracket that is open, the outermost lowest: whether a comma must come before what is next.
  private var hasContent: UInt64 = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Whether the cursor has gone into an object or array and not yet left it.
  var isWithinObject: Bool { depth > 0 }

  /// The kind of the value that comes next; the cursor stands at its first byte afterwards.
  mutating func kind() throws(JSONBreach) -> Kind {
    skipBlanks()
    guard let byte = peek else { throw breach("no value begins here") }
    switch byte {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
    case UInt8(ascii: "n"): return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    default: throw breach("no value begins here")
    }
  }

  /// Goes into the object or array at which the cursor stands.
  mutating func enter() throws(JSONBreach) {
    guard depth < JSONNesting.limit else { throw breach(JSONNesting.tooDeep) }
    hasContent &= ~(1 << UInt64(depth))
    depth += 1
    index += 1
  }

  /// The next key of the object, whose value comes next; nil behind its last.
  mutating func nextKey() throws(JSONBreach) -> Literal? {
    guard try isMore(before: UInt8(ascii: "}")) else { return nil }
    guard peek == UInt8(ascii: "\"") else { throw breach("no key begins here") }
    let key = try string()
    skipBlanks()
    guard peek == UInt8(ascii: ":") else { throw breach("no colon follows a key") }
    index += 1
    return key
  }

  /// Whether the array has one more element, which comes next.
  mutating func nextItem() throws(JSONBreach) -> Bool { try isMore(before: UInt8(ascii: "]")) }

  /// Passes the string at which the cursor stands.
  mutating func string() throws(JSONBreach) -> Literal {
    let start = index
    var hasEscapes = false
    index += 1
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        index += 1
        return Literal(range: start..<index, isString: true, hasEscapes: hasEscapes)
      }
      if byte < 0x20 { throw breach("a string holds a control character") }
      if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        index += 1
        if let next = peek, !Self.isEscape(next) { throw breach("a string holds an escape that is none") }
      }
      index += 1
    }
    index = bytes.count
    throw breach("a string is not closed")
  }

  /// Passes the number at which the cursor stands.
  mutating func number() throws(JSONBreach) -> Literal {
    let start = index
    if peek == UInt8(ascii: "-") { index += 1 }
    let first = peek
    let whole = try digits()
    if first == UInt8(ascii: "0"), whole > 1 { throw breach("a number begins with a zero", at: start) }
    if peek == UInt8(ascii: ".") {
      index += 1
      _ = try digits()
    }
    if let sign = peek, sign | 0x20 == UInt8(ascii: "e") {
      index += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
      _ = try digits()
    }
    return Literal(range: start..<index, isString: false, hasEscapes: false)
  }

  /// Passes `true` or `false`.
  mutating func boolean() throws(JSONBreach) -> Bool {
    let isTrue = peek == UInt8(ascii: "t")
    try word(isTrue ? "true" : "false")
    return isTrue
  }

  /// Passes `null`.
  mutating func null() throws(JSONBreach) { try word("null") }

  /// Passes the value that comes next, whatever it is.
  mutating func skip() throws(JSONBreach) {
    switch try kind() {
    case .object:
      try enter()
      while try nextKey() != nil { try skip() }
    case .array:
      try enter()
      while try nextItem() { try skip() }
    case .string: _ = try string()
    case .number: _ = try number()
    case .boolean: _ = try boolean()
    case .null: try null()
    }
  }

  /// Requires that nothing but blanks follows.
  mutating func end() throws(JSONBreach) {
    skipBlanks()
    if index < bytes.count { throw breach("text follows the value") }
  }

  func breach(_ reason: String, at offset: Int? = nil) -> JSONBreach {
    JSONBreach(offset: offset ?? index, reason: reason)
  }

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipBlanks() {
    while index < bytes.count {
      let byte = bytes[index]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      index += 1
    }
  }

  private mutating func isMore(before close: UInt8) throws(JSONBreach) -> Bool {
    skipBlanks()
    let bit: UInt64 = 1 << UInt64(depth - 1)
    if peek == close {
      depth -= 1
      index += 1
      return false
    }
    if hasContent & bit != 0 {
      guard peek == UInt8(ascii: ",") else { throw breach("neither a comma nor a closing bracket follows a value") }
      index += 1
      skipBlanks()
    }
    hasContent |= bit
    return true
  }

  private static func isEscape(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "u"):
      true
    default: false
    }
  }

  private mutating func digits() throws(JSONBreach) -> Int {
    let start = index
    while let byte = peek, (0x30...0x39).contains(byte) { index += 1 }
    if index == start { throw breach("a number lacks a digit") }
    return index - start
  }

  private mutating func word(_ word: StaticString) throws(JSONBreach) {
    let isThere = word.withUTF8Buffer { bytes[index...].starts(with: $0) }
    guard isThere else { throw breach("no value begins here") }
    index += word.utf8CodeUnitCount
  }
}

extension JSONCursor {
  /// Where the text is not one JSON value; nil if nothing is found.
  func firstBreach() -> JSONBreach? {
    var walker = self
    do throws(JSONBreach) {
      try walker.skip()
      try walker.end()
      return nil
    } catch {
      return error
    }
  }
}
