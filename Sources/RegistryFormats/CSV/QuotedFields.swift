/// Takes quotes away in place, so that a cell is what is left between blanks.
///
/// The quotes that enclose a cell become spaces, `""` becomes `"`, and the bytes saved become spaces at its end: what
/// is trimmed from any cell is then trimmed from a quoted one too, and line ends stay in their field.
enum QuotedFields {
  /// Unquotes one field, quoted or not.
  ///
  /// - Parameters:
  ///   - bytes: The record's first byte.
  ///   - field: The field's offsets, from after a delimiter up to the next.
  /// - Returns: False if text follows the closing quote; the field is then left as it was.
  static func unquote(_ bytes: UnsafeMutablePointer<UInt8>, _ field: Range<Int>) -> Bool {
    var opening = field.lowerBound
    while opening < field.upperBound, ASCII.isBlank(bytes[opening]) { opening += 1 }
    guard opening < field.upperBound, bytes[opening] == ASCII.quote else { return true }
    var closing = opening + 1
    var doubled = 0
    while closing < field.upperBound {
      if bytes[closing] == ASCII.quote {
        guard closing + 1 < field.upperBound, bytes[closing + 1] == ASCII.quote else { break }
        doubled += 1
        closing += 1
      }
      closing += 1
    }
    var after = closing + 1
    while after < field.upperBound, ASCII.isBlank(bytes[after]) { after += 1 }
    guard after >= field.upperBound else { return false }
    bytes[opening] = ASCII.space
    bytes[closing] = ASCII.space
    if doubled > 0 { closeUp(bytes, opening + 1..<closing) }
    return true
  }

  /// Makes one quote of two, and fills the end with spaces.
  private static func closeUp(_ bytes: UnsafeMutablePointer<UInt8>, _ content: Range<Int>) {
    var write = content.lowerBound
    var read = content.lowerBound
    while read < content.upperBound {
      bytes[write] = bytes[read]
      read += bytes[read] == ASCII.quote ? 2 : 1
      write += 1
    }
    while write < content.upperBound {
      bytes[write] = ASCII.space
      write += 1
    }
  }
}
