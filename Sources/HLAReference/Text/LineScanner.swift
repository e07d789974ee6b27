/// Lines and fields of a small text file held in memory, without a String per line.
struct LineScanner {
  private let bytes: [UInt8]
  private var at = 0
  /// 1-based number of the line returned last.
  private(set) var lineNumber = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
  }

  /// The next line without its line end; nil at the end.
  mutating func next() -> ArraySlice<UInt8>? {
    guard at < bytes.count else { return nil }
    let start = at
    while at < bytes.count, bytes[at] != 10 { at += 1 }
    var end = at
    at += 1
    while end > start, bytes[end - 1] == 13 || bytes[end - 1] == 32 || bytes[end - 1] == 9 { end -= 1 }
    lineNumber += 1
    return bytes[start..<end]
  }
}

extension ArraySlice<UInt8> {
  /// The parts between separators, empty ones included.
  func fields(separator: UInt8) -> [ArraySlice<UInt8>] { split(separator: separator, omittingEmptySubsequences: false) }

  /// The bytes as text.
  var text: String { String(decoding: self, as: UTF8.self) }

  /// The locus before `*` and the bytes after it; nil without an asterisk or with an unlisted locus.
  func splitAtStar() -> (locus: String, rest: ArraySlice<UInt8>)? {
    guard let star = firstIndex(of: UInt8(ascii: "*")) else { return nil }
    return (self[startIndex..<star].text, self[(star + 1)...])
  }
}
