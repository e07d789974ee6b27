/// The line `sep=;` that spreadsheets write before the header, to name the delimiter.
struct SeparatorLine {
  let delimiter: UInt8
  /// The bytes of the line, without its line end.
  let length: Int

  /// Recognises the line at the very beginning of the decoded text, quoted or not, in any case.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    let isQuoted = bytes.first == ASCII.quote
    let name = Array("sep=".utf8)
    let text = bytes.dropFirst(isQuoted ? 1 : 0)
    guard text.prefix(4).map(ASCII.lowercased) == name, let delimiter = text.dropFirst(4).first,
      Self.canSeparate(delimiter)
    else { return nil }
    var rest = text.dropFirst(5)
    if isQuoted, rest.popFirst() != ASCII.quote { return nil }
    guard rest.first == nil || rest.first == ASCII.lineFeed || rest.first == ASCII.carriageReturn else { return nil }
    self.delimiter = delimiter
    length = bytes.count - rest.count
  }

  /// Whether a byte can stand between fields: ASCII, no letter or digit, no quote, blank or line end; but a tab can.
  static func canSeparate(_ byte: UInt8) -> Bool {
    switch byte {
    case ASCII.tab: true
    case ASCII.quote, 0x30...0x39, 0x41...0x5A, 0x61...0x7A: false
    default: (0x21...0x7E).contains(byte)
    }
  }
}
