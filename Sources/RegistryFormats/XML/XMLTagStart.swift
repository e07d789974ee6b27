/// The first bytes of a tag, looked at without a parser.
enum XMLTagStart {
  /// The most bytes of a prefix with its colon that is looked for before a name.
  static let prefixLimit = 64

  /// Whether a start tag of one of the names stands at the beginning of the bytes, be it with a prefix; the name must
  /// end there.
  static func begins(_ bytes: some RandomAccessCollection<UInt8>, oneOf names: [String]) -> Bool {
    guard bytes.first == UInt8(ascii: "<") else { return false }
    let longest = prefixLimit + (names.map(\.utf8.count).max() ?? 0)
    let tag = bytes.dropFirst().prefix(longest + 1)
    guard let end = tag.firstIndex(where: isEnd) else { return false }
    var name = tag[..<end]
    if let colon = name.firstIndex(of: UInt8(ascii: ":")) { name = name[name.index(after: colon)...] }
    return names.contains { name.elementsEqual($0.utf8) }
  }

  /// Whether a byte ends the name of a start tag.
  private static func isEnd(_ byte: UInt8) -> Bool {
    ASCII.isXMLSpace(byte) || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/")
  }
}
