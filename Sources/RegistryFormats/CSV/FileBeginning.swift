/// What the first bytes of a file tell: that it is no CSV at all, or which encoding it has.
struct FileBeginning {
  /// The bytes read ahead, as the source gave them.
  let bytes: [UInt8]
  /// Whether the file has no more bytes.
  let isWholeFile: Bool

  /// Recognises what is not CSV.
  ///
  /// - Throws: ``CSVError/notCSV(_:)`` or ``CSVError/utf16WithoutMark``.
  func requireText(encoding: TextEncoding?) throws(CSVError) {
    if bytes.isEmpty { throw .notCSV(.empty) }
    let text = bytes.dropFirst(mark?.length ?? 0).drop(while: { ASCII.isBlank($0) || $0 == 0x0A || $0 == 0x0D })
    for (content, signature) in Self.signatures where text.prefix(signature.count).map(ASCII.lowercased) == signature {
      throw .notCSV(content)
    }
    if beginsAMessage(text) { throw .notCSV(.emdisMessage) }
    if encoding == nil, mark == nil, looksLikeUTF16 { throw .utf16WithoutMark }
  }

  /// The encoding of the file; nil while it could be UTF-8 as well as Windows-1252, as every byte is ASCII.
  func encoding() -> TextEncoding? {
    if let mark { return mark.encoding }
    var screen = ByteTextScreen(encoding: .utf8)
    bytes.withUnsafeBufferPointer { screen.admit($0, at: 0) }
    if isWholeFile { screen.finish(at: bytes.count) }
    if screen.fault != nil { return .windows1252 }
    return bytes.contains(where: { $0 >= 0x80 }) && hasWholeCharacterBeyondASCII ? .utf8 : nil
  }

  /// The number of bytes that a byte order mark takes up, if the file has the one of this encoding.
  func markLength(for encoding: TextEncoding?) -> Int {
    guard let mark else { return 0 }
    return mark.encoding.isUTF16 && mark.encoding != encoding ? 0 : mark.length
  }

  /// Whether a line `BLOCK_BEGIN = ...` stands near the beginning.
  private func beginsAMessage(_ text: ArraySlice<UInt8>) -> Bool {
    text.prefix(4096).split { $0 == 0x0A || $0 == 0x0D }.prefix(20).contains { line in
      line.starts(with: "BLOCK_BEGIN".utf8) && line.contains(UInt8(ascii: "="))
    }
  }

  private var mark: (encoding: TextEncoding, length: Int)? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
    if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
    return nil
  }

  /// A character cut in two by the end of the sample decides nothing if it is the only one.
  private var hasWholeCharacterBeyondASCII: Bool {
    guard let first = bytes.firstIndex(where: { $0 >= 0x80 }) else { return false }
    var sequence = UTF8Sequence()
    return bytes[first...].prefix(4).contains { sequence.admit($0) == .complete }
  }

  /// Latin text in UTF-16: a NUL in each of the first two units, and a NUL in a quarter of all bytes.
  private var looksLikeUTF16: Bool {
    guard bytes.count >= 4 else { return false }
    let nuls = bytes.prefix(4).map { $0 == ASCII.nul }
    guard nuls == [false, true, false, true] || nuls == [true, false, true, false] else { return false }
    return bytes.count(where: { $0 == ASCII.nul }) * 4 >= bytes.count
  }

  /// In lower case, as the file's beginning is compared.
  private static let signatures: [(content: NonCSVContent, bytes: [UInt8])] = [
    (.gitLFSPointer, Array("version https://git-lfs".utf8)),
    (.html, Array("<!doctype html".utf8)),
    (.html, Array("<html".utf8)),
    (.xml, Array("<?xml".utf8)),
    (.zip, Array("pk\u{03}\u{04}".utf8)),
    (.zip, Array("pk\u{05}\u{06}".utf8)),
    (.gzip, [0x1F, 0x8B]),
  ]
}
