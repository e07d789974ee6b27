/// The encodings of text that registries send.
public enum TextEncoding: String, CaseIterable, Sendable {
  /// UTF-8, with or without a byte order mark; pure ASCII counts as UTF-8.
  case utf8 = "utf-8"
  /// UTF-16, low byte first.
  case utf16LittleEndian = "utf-16le"
  /// UTF-16, high byte first.
  case utf16BigEndian = "utf-16be"
  /// Windows-1252, of which ISO 8859-1 without its control characters is a part.
  case windows1252 = "windows-1252"
}

extension TextEncoding {
  /// The encoding's name as messages write it.
  public var displayName: String {
    switch self {
    case .utf8: "UTF-8"
    case .utf16LittleEndian: "UTF-16LE"
    case .utf16BigEndian: "UTF-16BE"
    case .windows1252: "Windows-1252"
    }
  }

  var isUTF16: Bool { self == .utf16LittleEndian || self == .utf16BigEndian }

  /// The text of a cell. Cells of UTF-16 files have become UTF-8 before they are cut out.
  func text(ofCell bytes: UnsafeBufferPointer<UInt8>) -> String {
    if self == .windows1252, bytes.contains(where: { $0 >= 0x80 }) { return Windows1252.text(of: bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Windows-1252: ISO 8859-1 but for the bytes 80 to 9F.
enum Windows1252 {
  /// What the bytes 80 to 9F stand for; 0 marks the five bytes without a meaning.
  ///
  /// Source: Unicode Consortium, MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT.
  private static let upperControls: [UInt16] = [
    0x20AC, 0x0000, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x0000, 0x017D, 0x0000,
    0x0000, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x0000, 0x017E, 0x0178,
  ]

  static func isUndefined(_ byte: UInt8) -> Bool {
    (0x80..<0xA0).contains(byte) && upperControls[Int(byte) - 0x80] == 0
  }

  /// The text of these bytes; an undefined byte becomes U+FFFD.
  static func text(of bytes: UnsafeBufferPointer<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes {
      guard (0x80..<0xA0).contains(byte) else {
        text.append(Unicode.Scalar(byte))
        continue
      }
      let code = upperControls[Int(byte) - 0x80]
      text.append(code == 0 ? "\u{FFFD}" : Unicode.Scalar(code) ?? "\u{FFFD}")
    }
    return String(text)
  }
}
