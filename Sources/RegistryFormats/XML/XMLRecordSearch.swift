/// Looks for the next start tag of a record behind a breach, in bytes that come piece by piece.
///
/// Comments, processing instructions and character sections are stepped over: a record in a comment is none. What is
/// kept between pieces is at most the beginning of a tag.
struct XMLRecordSearch {
  private let names: [String]
  private var surroundings: XMLBreach.Surroundings
  private var kept: [UInt8] = []
  /// The two bytes stepped over last.
  private var before: (UInt8, UInt8) = (0, 0)
  private let keptLimit: Int
  /// The bytes stepped over so far.
  private(set) var passed = 0
  /// Where the next byte stands.
  private(set) var place: RecordPlace

  /// A search for these records from a breach on.
  init(_ names: [String], behind breach: XMLBreach) {
    self.names = names
    (surroundings, place) = (breach.surroundings, breach.place)
    keptLimit = XMLTagStart.prefixLimit + (names.map(\.utf8.count).max() ?? 0) + 2
  }

  /// Goes on through the next bytes.
  ///
  /// - Parameter isEnd: Whether no bytes follow these.
  /// - Returns: The bytes from the start tag on; nil where none begins in them.
  mutating func find(in bytes: some Collection<UInt8>, isEnd: Bool = false) -> ArraySlice<UInt8>? {
    let all = kept + bytes
    var index = all.startIndex
    defer { kept = Array(all[index...]) }
    while index < all.endIndex {
      let next = candidate(in: all, from: index)
      pass(all[index..<next])
      index = next
      guard index < all.endIndex else { return nil }
      if !isEnd, all.endIndex - index < keptLimit { return nil }
      if surroundings == .content {
        if XMLTagStart.begins(all[index...], oneOf: names) { return all[index...] }
        let length = enter(all[index...])
        pass(all[index..<index + length])
        index += length
        // The `--` of `<!-->` opens the comment and does not end it.
        before = (0, 0)
      } else {
        if isEnding { surroundings = .content }
        pass(all[index..<index + 1])
        index += 1
      }
    }
    return nil
  }

  /// The next index at which a tag may begin, or what is stepped over may end.
  private func candidate(in bytes: [UInt8], from index: Int) -> Int {
    let wanted = surroundings == .content ? UInt8(ascii: "<") : UInt8(ascii: ">")
    return bytes[index...].firstIndex(of: wanted) ?? bytes.endIndex
  }

  /// Notes what begins with these bytes, and tells the length of its beginning.
  private mutating func enter(_ bytes: ArraySlice<UInt8>) -> Int {
    let beginnings: [(String, XMLBreach.Surroundings)] = [
      ("<!--", .comment), ("<?", .instruction), ("<![CDATA[", .characterSection),
    ]
    for (beginning, opened) in beginnings where bytes.starts(with: beginning.utf8) {
      surroundings = opened
      return beginning.utf8.count
    }
    return 1
  }

  /// Whether a `>` that comes next ends what is stepped over.
  private var isEnding: Bool {
    switch surroundings {
    case .content: false
    case .comment: before == (UInt8(ascii: "-"), UInt8(ascii: "-"))
    case .instruction: before.1 == UInt8(ascii: "?")
    case .characterSection: before == (UInt8(ascii: "]"), UInt8(ascii: "]"))
    }
  }

  private mutating func pass(_ bytes: ArraySlice<UInt8>) {
    passed += bytes.count
    if bytes.count > 1 { before = (bytes[bytes.endIndex - 2], bytes[bytes.endIndex - 1]) }
    if bytes.count == 1 { before = (before.1, bytes[bytes.startIndex]) }
    place.advance(over: bytes)
  }
}

extension RecordPlace {
  /// Moves on behind text in UTF-8 whose lines end with line feeds.
  mutating func advance(over bytes: some Sequence<UInt8>) {
    for byte in bytes {
      if byte == ASCII.lineFeed {
        (line, column) = (line + 1, 1)
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
  }
}
