import HLANomenclature

/// Mends slips of hand-made tables that leave no doubt about what was meant: blanks and no-break spaces, other asterisks,
/// lower case, a missing asterisk (`HLA-A02:01`, `A0201`). Anything else is refused as it stands.
enum TypingRepair {
  /// The mended text of a cell that is no typing as it stands; nil where nothing can be mended.
  static func mended(_ cell: String, locus: Locus) -> String? {
    var text = String(String.UnicodeScalarView(cell.unicodeScalars.compactMap(plain)))
    // `02:01g` is a notation of its own, so a small g at the end of a longer name may mean that or a G group.
    guard text.unicodeScalars.allSatisfy(\.isASCII), !text.hasSuffix("g") else { return nil }
    text = text.uppercased()
    if text.hasPrefix("HLA-") {
      text.removeFirst(4)
      guard text.hasPrefix(locus.name) || text.hasPrefix("CW*") else { return nil }
    }
    if text.hasPrefix("CW*") { text = "C*" + text.dropFirst(3) }
    if !text.contains("*"), text.hasPrefix(locus.name) {
      let rest = text.dropFirst(locus.name.count)
      let digits = rest.utf8.prefix { $0 &- 48 < 10 }.count
      if digits >= 4 || (digits >= 2 && rest.contains(":")) { text = "\(locus.name)*\(rest)" }
    }
    return text == cell ? nil : text
  }

  /// A character without its disguise; nil for blanks.
  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x20, 0x09, 0xA0, 0x2007, 0x202F, 0xFEFF: nil
    case 0x2217, 0xFF0A, 0x204E: "*"
    case 0xFF1A, 0x2236: ":"
    default: scalar
    }
  }
}
