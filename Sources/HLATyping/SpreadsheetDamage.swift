/// Recognises typings that a spreadsheet program turned into something else when a file was opened and saved.
enum SpreadsheetDamage {
  private static let months = [
    "jan", "feb", "mar", "apr", "may", "mai", "jun", "jul", "aug", "sep", "oct", "okt", "nov", "dec", "dez",
  ]

  /// What the cell became: a time (`02:01` -> `02:01:00`, `0.084027`), a date (`1/2` -> `01-Feb`) or a number.
  static func kind(of text: String) -> String? {
    guard isSuspect(text) else { return nil }
    let lower = text.lowercased()
    if isTime(lower) { return "a time" }
    if isFraction(lower) { return "a fraction of a day" }
    if isDate(lower) { return "a date" }
    if isExponent(lower) { return "a number" }
    return nil
  }

  /// Every damaged form ends in `:00` or holds one of these bytes; most typings are dismissed here.
  private static func isSuspect(_ text: String) -> Bool {
    text.hasSuffix(":00") || text.utf8.dropFirst().first == UInt8(ascii: ":")
      || text.utf8.contains { byte in
        switch byte {
        case 0x20, 0x2C, 0x2D, 0x2E, 0x2F, 0x45, 0x65: true
        default: false
        }
      }
  }

  private static func parts(_ text: String, _ separators: Set<Character>) -> [Substring]? {
    // A blank after a point, as in `01. Feb`, makes no empty part.
    let parts = text.replacing(". ", with: ".").split(omittingEmptySubsequences: false) { separators.contains($0) }
    return parts.allSatisfy { !$0.isEmpty } ? parts : nil
  }

  private static func isNumber(_ text: Substring, digits: ClosedRange<Int>) -> Bool {
    digits.contains(text.utf8.count) && text.utf8.allSatisfy { $0 &- 48 < 10 }
  }

  /// `02:01:00`, `2:01`, `2:01:00 AM`: a third field of zero, or an hour of one digit.
  private static func isTime(_ text: String) -> Bool {
    if text.hasSuffix(" am") || text.hasSuffix(" pm") { return true }
    guard let parts = parts(text, [":"]), parts.allSatisfy({ isNumber($0, digits: 1...2) }) else { return false }
    return (parts.count == 3 && parts[2] == "00") || (parts.count >= 2 && parts[0].utf8.count == 1)
  }

  private static func isFraction(_ text: String) -> Bool {
    guard let parts = parts(text, [".", ","]), parts.count == 2, parts[0] == "0" || parts[0] == "1" else {
      return false
    }
    return isNumber(parts[1], digits: 2...18)
  }

  private static func isDate(_ text: String) -> Bool {
    guard let parts = parts(text, [".", "-", "/", " "]), (2...3).contains(parts.count) else { return false }
    if parts.contains(where: { part in months.contains { part.hasPrefix($0) } }) {
      return parts.allSatisfy { part in isNumber(part, digits: 1...4) || months.contains { part.hasPrefix($0) } }
    }
    guard parts.allSatisfy({ isNumber($0, digits: 1...4) }) else { return false }
    return parts.count == 3 || text.contains("/") || text.contains("-")
  }

  private static func isExponent(_ text: String) -> Bool {
    guard let parts = parts(text, ["e"]), parts.count == 2 else { return false }
    let exponent = parts[1].drop { $0 == "+" || $0 == "-" }
    return parts[0].utf8.allSatisfy { $0 &- 48 < 10 || $0 == 44 || $0 == 46 } && isNumber(exponent, digits: 1...3)
  }
}
