/// How the bytes of a file are wrapped, told by its first bytes.
enum StoredForm {
  case plain
  case gzip
  case zip

  /// Looks at the first four bytes; an archive without members counts as zip too.
  init(start: [UInt8]) {
    if start.starts(with: [0x1F, 0x8B]) {
      self = .gzip
    } else if start.starts(with: [0x50, 0x4B, 3, 4]) || start.starts(with: [0x50, 0x4B, 5, 6]) {
      self = .zip
    } else {
      self = .plain
    }
  }
}

/// What the unwrapped bytes of a file should be.
enum ExpectedContent {
  case xml
  case text

  /// Endings of the member of a zip archive that is meant.
  var suffixes: [String] { self == .xml ? [".xml"] : [".txt", ".csv", ".fasta"] }

  /// The words of an error message.
  private var wording: String { self == .xml ? "the XML of a release" : "a text file of a release" }

  /// Bytes that ``check(start:)`` looks at.
  static let signatureLength = 512

  /// Checks the first bytes of the unwrapped content.
  ///
  /// XML is not judged further than its first characters; the parser names a wrong outermost element.
  ///
  /// - Throws: ``ReferenceSourceError/empty``, ``ReferenceSourceError/gitLFSPointer``, ``ReferenceSourceError/webPage``
  ///   or ``ReferenceSourceError/unexpectedContent(found:expected:)``.
  func check(start: [UInt8]) throws(ReferenceSourceError) {
    let lowercase = ContentSignature.lowercaseText(start)
    if lowercase.starts(with: "version https://git-lfs".utf8) { throw .gitLFSPointer }
    guard let first = lowercase.first else { throw .empty }
    if lowercase.starts(with: "<!doctype html".utf8) || lowercase.starts(with: "<html".utf8) { throw .webPage }
    let isFitting =
      switch self {
      case .xml: first == UInt8(ascii: "<") && ContentSignature.opensMarkup(lowercase.dropFirst().first)
      case .text: ContentSignature.name(of: start) == nil && !start.contains(0)
      }
    if !isFitting { throw .unexpectedContent(found: ContentSignature.describe(start), expected: wording) }
  }
}

/// Names for what a file begins with; never its text, which could be a person's.
enum ContentSignature {
  private static let known: [(start: [UInt8], name: String)] = [
    ([0x50, 0x4B, 3, 4], "a zip archive inside the compressed file"),
    ([0x1F, 0x8B], "a gzip file inside the compressed file"),
    ([0x42, 0x5A, 0x68], "a bzip2 file"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "an xz file"),
    ([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard file"),
    ([0x37, 0x7A, 0xBC, 0xAF], "a 7-Zip archive"),
    ([0x25, 0x50, 0x44, 0x46], "a PDF document"),
    ([0xFF, 0xFE], "UTF-16 text"),
    ([0xFE, 0xFF], "UTF-16 text"),
  ]

  /// The known kind of binary file that begins so; nil for text and for unknown bytes.
  static func name(of start: [UInt8]) -> String? {
    if let match = known.first(where: { start.starts(with: $0.start) }) { return match.name }
    return start.count >= 262 && start[257..<262].elementsEqual("ustar".utf8) ? "a tar archive" : nil
  }

  /// A few words about bytes that are not what was expected.
  static func describe(_ start: [UInt8]) -> String {
    if let name = name(of: start) { return name }
    if start.contains(where: { $0 < 9 || (14..<32).contains($0) }) { return "binary content of an unknown kind" }
    let text = String(decoding: lowercaseText(start), as: UTF8.self)
    let isZipError = text.contains("zip") && ["error", "warning", "cannot", "nothing"].contains { text.contains($0) }
    if isZipError { return "the text of a zip error" }
    return text.hasPrefix("{") || text.hasPrefix("[") ? "JSON text" : "text that is not XML"
  }

  /// The bytes after a byte order mark and white space, in ASCII lower case.
  static func lowercaseText(_ start: [UInt8]) -> [UInt8] {
    let text = start.starts(with: [0xEF, 0xBB, 0xBF]) ? start.dropFirst(3) : start[...]
    return text.drop { $0 == 32 || (9...13).contains($0) }.map { (65...90).contains($0) ? $0 + 32 : $0 }
  }

  /// Whether a byte may follow `<` at the front of a document: `?`, `!`, or the first of a name, in lower case.
  static func opensMarkup(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return "?!_:".utf8.contains(byte) || (97...122).contains(byte) || byte >= 0x80
  }
}
