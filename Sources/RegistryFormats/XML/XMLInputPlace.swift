// Invariants: valid only within a callback of the parser, while its input holds the text from `base` to `end`, of which
// `cur` is where the parser stands; `base <= cur <= end`. The parser keeps a whole tag in its input.
import CLibXML2

/// Where a parser stands in its document.
struct XMLInputPlace {
  /// More bytes than a reference has.
  private static let referenceLimit = 64

  private let input: xmlParserInput
  /// The offset of the input's beginning in the document.
  private let origin: Int

  /// - Parameter origin: The offset in the document of the first byte that the parser was given.
  @inline(__always)
  init(_ context: xmlParserCtxtPtr, origin: Int) {
    input = context.pointee.input.pointee
    self.origin = origin + Int(input.consumed)
  }

  /// Line and character of the next byte, from 1.
  var place: RecordPlace { RecordPlace(line: Int(input.line), column: Int(input.col)) }

  /// The distance of the next byte from the document's beginning, in bytes.
  var offset: Int { origin + (input.cur - input.base) }

  /// The offset of a byte of the input.
  func offset(of byte: XMLNamePointer) -> Int { origin + (byte - input.base) }

  /// The `<` before the next byte; nil where the input has none.
  var tagStart: XMLNamePointer? {
    guard let base = input.base, var at = input.cur else { return nil }
    while at > base {
      at -= 1
      if at.pointee == UInt8(ascii: "<") { return at }
    }
    return nil
  }

  /// The place of a byte before the next; nil for one outside of the input, as a value is that the parser changed.
  func place(of byte: XMLNamePointer) -> RecordPlace? {
    guard let base = input.base, let end = input.cur, byte >= base, byte <= end else { return nil }
    var (line, column) = (Int(input.line), 1)
    var at = byte
    while at < end {
      if at.pointee == ASCII.lineFeed { line -= 1 }
      at += 1
    }
    if line == Int(input.line) {
      return RecordPlace(line: line, column: Int(input.col) - Self.characters(byte, end))
    }
    at = byte
    while at > base, (at - 1).pointee != ASCII.lineFeed { at -= 1 }
    column += Self.characters(at, byte)
    return RecordPlace(line: line, column: column)
  }

  /// Whether the next byte is an ampersand behind which no semicolon comes soon enough for any reference.
  var waitsAtAmpersand: Bool {
    guard let at = input.cur, let end = input.end, end - at > Self.referenceLimit, at.pointee == UInt8(ascii: "&")
    else { return false }
    return !UnsafeBufferPointer(start: at, count: Self.referenceLimit).contains(ASCII.semicolon)
  }

  /// The bytes from one of the input up to its end.
  func rest(from byte: XMLNamePointer?) -> [UInt8] {
    guard let start = byte ?? input.cur, let end = input.end, start < end else { return [] }
    return Array(UnsafeBufferPointer(start: start, count: end - start))
  }

  private static func characters(_ start: XMLNamePointer, _ end: XMLNamePointer) -> Int {
    UnsafeBufferPointer(start: start, count: end - start).count { $0 & 0xC0 != 0x80 }
  }
}
