/// A GL String of one locus, as it stands under the key of the locus, with or without the locus in its names.
enum LocusGLString {
  /// The GL String with the locus before every name that lacks it; nil where a name is of another locus.
  ///
  /// Source: the grammar of GL Strings, FORMATS, section 3.
  static func qualified(_ text: some Sequence<UInt8>, locus: String) -> [UInt8]? {
    var result: [UInt8] = []
    var name: [UInt8] = []
    for byte in text {
      if isOperator(byte) {
        guard append(name, to: &result, locus) else { return nil }
        result.append(byte)
        name.removeAll(keepingCapacity: true)
      } else if !ASCII.isBlank(byte) {
        name.append(byte)
      }
    }
    return append(name, to: &result, locus) ? result : nil
  }

  static func isOperator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "^"), UInt8(ascii: "|"), UInt8(ascii: "+"), UInt8(ascii: "~"), UInt8(ascii: "?"),
      UInt8(ascii: "/"):
      true
    default: false
    }
  }

  private static func append(_ name: [UInt8], to result: inout [UInt8], _ locus: String) -> Bool {
    let bare = name.starts(with: "HLA-".utf8) ? name.dropFirst(4) : name[...]
    guard let star = bare.firstIndex(of: UInt8(ascii: "*")) else {
      // A number, or a word such as NEW; nothing at all is left for the reader of GL Strings to refuse.
      if !bare.isEmpty, !names(bare, locus) { result += locus.utf8 + [UInt8(ascii: "*")] }
      result += name
      return true
    }
    if star == bare.startIndex {
      result += Array(locus.utf8) + bare
      return true
    }
    result += name
    return isLocus(bare[..<star], locus)
  }

  /// Whether a name without an asterisk begins with its locus, as `A2` or `Cw4` do.
  private static func names(_ name: ArraySlice<UInt8>, _ locus: String) -> Bool {
    guard let digit = name.firstIndex(where: { (0x30...0x39).contains($0) }) else { return false }
    if isLocus(name[..<digit], locus) { return true }
    let known = name.prefix(locus.utf8.count)
    return isLocus(known, locus) && locus.utf8.last.map { (0x30...0x39).contains($0) } == true
  }

  private static func isLocus(_ name: ArraySlice<UInt8>, _ locus: String) -> Bool {
    let lower = name.map(ASCII.lowercased)
    return lower.elementsEqual(locus.lowercased().utf8) || locus == "C" && lower.elementsEqual("cw".utf8)
  }
}
