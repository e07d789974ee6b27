/// Counts lines and characters while text passes by; it does not matter into which pieces the text is cut.
///
/// A line ends with a line feed, a carriage return, or both in this order.
struct TextPlace {
  /// The physical line of the byte that comes next, from 1.
  private(set) var line = 1
  /// The character in its line, from 1.
  private(set) var column = 1
  private var isAfterReturn = false

  var recordPlace: RecordPlace { RecordPlace(line: line, column: column) }

  /// Lets bytes of UTF-8 pass.
  mutating func pass(_ bytes: UnsafeBufferPointer<UInt8>) {
    var index = 0
    while index < bytes.count {
      if index + 8 <= bytes.count, isPlain(bytes, at: index) {
        (column, isAfterReturn) = (column + 8, false)
        index += 8
      } else {
        pass(bytes[index])
        index += 1
      }
    }
  }

  /// Whether eight bytes are ASCII and none is a control character.
  private func isPlain(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self)
    return (word | (word &- 0x2020_2020_2020_2020)) & 0x8080_8080_8080_8080 == 0
  }

  private mutating func pass(_ byte: UInt8) {
    switch byte {
    case ASCII.lineFeed:
      if !isAfterReturn { line += 1 }
      column = 1
    case ASCII.carriageReturn:
      line += 1
      column = 1
    default:
      // The later bytes of a character are not counted.
      if byte & 0xC0 != 0x80 { column += 1 }
    }
    isAfterReturn = byte == ASCII.carriageReturn
  }
}
