/// A place in the text of an element or line at which it is not JSON.
struct JSONBreach: Error, Equatable {
  /// Distance from the beginning of the text, in bytes.
  var offset: Int
  /// What is wrong, without a word of the text itself, which may hold ids.
  var reason: String
}

/// Finds the end of one JSON value, across any chunk boundary: it minds strings, escapes and brackets, nothing else.
struct JSONNesting {
  enum Outcome: Equatable {
    /// The value ends before this index.
    case complete(end: Int)
    case incomplete
    case breach(JSONBreach)
  }

  /// The most brackets open at once.
  static let limit = 64
  static let tooDeep = "more than \(limit) brackets are open"

  private var depth = 0
  /// One bit a bracket that is open, the innermost lowest: 1 for a brace.
  private var braces: UInt64 = 0
  private var isWithinString = false
  private var isEscaped = false

  /// Scans on.
  ///
  /// - Parameters:
  ///   - bytes: At the first call the value begins at `first`; at later ones the text goes on there.
  ///   - first: The index of the first byte not yet scanned.
  mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, from first: Int) -> Outcome {
    var index = first
    while index < bytes.count {
      if isWithinString {
        if let breach = passString(bytes, &index) { return .breach(breach) }
        if !isWithinString, depth == 0 { return .complete(end: index) }
        continue
      }
      switch bytes[index] {
      case UInt8(ascii: "\""):
        isWithinString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard depth < Self.limit else { return .breach(JSONBreach(offset: index, reason: Self.tooDeep)) }
        depth += 1
        braces = braces << 1 | (bytes[index] == UInt8(ascii: "{") ? 1 : 0)
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return .complete(end: index) }
        guard (braces & 1 == 1) == (bytes[index] == UInt8(ascii: "}")) else {
          return .breach(JSONBreach(offset: index, reason: "a bracket of the wrong kind closes"))
        }
        depth -= 1
        braces >>= 1
        if depth == 0 { return .complete(end: index + 1) }
      case UInt8(ascii: ","), UInt8(ascii: ":"), ASCII.space, ASCII.tab, ASCII.lineFeed, ASCII.carriageReturn:
        if depth == 0 { return .complete(end: index) }
      default: break
      }
      index += 1
    }
    return .incomplete
  }

  /// Goes on within a string, to the byte after its closing quote or to the end of the bytes.
  private mutating func passString(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> JSONBreach? {
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x20 { return JSONBreach(offset: index, reason: "a string holds a control character") }
      index += 1
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\"") {
        isWithinString = false
        return nil
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      }
    }
    return nil
  }
}
