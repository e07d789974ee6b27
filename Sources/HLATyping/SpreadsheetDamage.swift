/// Recognises typings that a spreadsheet program turned into something else when a file was opened and saved.
enum SpreadsheetDamage {
  private typealias Bytes = ArraySlice<UInt8>

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "mai", "jun", "jul", "aug", "sep", "oct", "okt", "nov", "dec", "dez",
  ].map { Array($0.utf8) }

  /// What the cell became: a time (`02:01` -> `02:01:00`, `0.084027`), a date (`1/2` -> `01-Feb`) or a number.
  static func kind(of text: String) -> String? {
    guard isSuspect(text) else { return nil }
    let lower = text.utf8.map { (65...90).contains($0) ? $0 | 0x20 : $0 }[...]
    if isTime(lower) { return "a time" }
    if isFraction(lower) { return "a fraction of a day" }
    if isDate(lower) { return "a date" }
    if isExponent(lower) { return "a number" }
    return nil
  }

  /// Every damaged form ends in `:00`, has a colon behind its first digit, or holds a separator or an exponent, but no
  /// asterisk; most typings are dismissed here.
  private static func isSuspect(_ text: String) -> Bool {
    var isSuspect = false
    var last: (UInt8, UInt8, UInt8) = (0, 0, 0)
    for (index, byte) in text.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "*"): return false
      case 0x20, 0x2C, 0x2D, 0x2E, 0x2F, 0x45, 0x65: isSuspect = true
      case UInt8(ascii: ":") where index == 1: isSuspect = true
      default: break
      }
      last = (last.1, last.2, byte)
    }
    return isSuspect || last == (UInt8(ascii: ":"), UInt8(ascii: "0"), UInt8(ascii: "0"))
  }

  /// The parts between separators; nil if one is empty, or if there are more than so many.
  private static func parts(_ text: Bytes, atMost limit: Int = 3, _ isSeparator: (UInt8) -> Bool) -> [Bytes]? {
    var parts: [Bytes] = []
    var start = text.startIndex
    var index = start
    while index <= text.endIndex {
      if index == text.endIndex || isSeparator(text[index]) {
        guard start < index, parts.count < limit else { return nil }
        parts.append(text[start..<index])
        // A blank after a point, as in `01. Feb`, makes no empty part.
        let isPoint = index + 1 < text.endIndex && text[index] == UInt8(ascii: ".") && text[index + 1] == 0x20
        if isPoint { index += 1 }
        start = index + 1
      }
      index += 1
    }
    return parts
  }

  private static func isNumber(_ text: Bytes, digits: ClosedRange<Int>) -> Bool {
    digits.contains(text.count) && text.allSatisfy { $0 &- 48 < 10 }
  }

  /// `02:01:00`, `2:01`, `2:01:00 AM`: a third field of zero, or an hour of one digit.
  private static func isTime(_ text: Bytes) -> Bool {
    if text.suffix(3).elementsEqual(" am".utf8) || text.suffix(3).elementsEqual(" pm".utf8) { return true }
    guard text.allSatisfy({ $0 &- 48 <= 10 }), let parts = parts(text, atMost: .max, { $0 == UInt8(ascii: ":") }),
      parts.allSatisfy({ isNumber($0, digits: 1...2) })
    else { return false }
    return (parts.count == 3 && parts[2].elementsEqual("00".utf8)) || (parts.count >= 2 && parts[0].count == 1)
  }

  private static func isFraction(_ text: Bytes) -> Bool {
    guard let parts = parts(text, { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }), parts.count == 2,
      parts[0].elementsEqual("0".utf8) || parts[0].elementsEqual("1".utf8)
    else { return false }
    return isNumber(parts[1], digits: 2...18)
  }

  private static func isDate(_ text: Bytes) -> Bool {
    let isSeparator = { (byte: UInt8) in byte == 0x2D || byte == 0x2E || byte == 0x2F || byte == 0x20 }
    guard let parts = parts(text, isSeparator), parts.count > 1 else { return false }
    let beginsWithMonth = { (part: Bytes) in months.contains { part.starts(with: $0) } }
    if parts.contains(where: beginsWithMonth) {
      return parts.allSatisfy { isNumber($0, digits: 1...4) || beginsWithMonth($0) }
    }
    guard parts.allSatisfy({ isNumber($0, digits: 1...4) }) else { return false }
    return parts.count == 3 || text.contains(UInt8(ascii: "/")) || text.contains(UInt8(ascii: "-"))
  }

  private static func isExponent(_ text: Bytes) -> Bool {
    guard let parts = parts(text, { $0 == UInt8(ascii: "e") }), parts.count == 2 else { return false }
    let exponent = parts[1].drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
    return parts[0].allSatisfy { $0 &- 48 < 10 || $0 == 44 || $0 == 46 } && isNumber(exponent, digits: 1...3)
  }
}
