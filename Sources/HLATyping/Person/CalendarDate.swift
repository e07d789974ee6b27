/// A day of the Gregorian calendar.
public struct CalendarDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The year, 1...9999.
  public let year: Int
  /// The month, 1...12.
  public let month: Int
  /// The day of the month, from 1.
  public let day: Int

  /// A day, if it exists.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard day <= days[month - 1] else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// Reads `YYYY-MM-DD` or `DD.MM.YYYY`.
  public init?(_ text: some Collection<UInt8>) {
    let isISO = text.contains(UInt8(ascii: "-"))
    let parts = text.split(separator: UInt8(ascii: isISO ? "-" : "."), omittingEmptySubsequences: false)
    guard parts.count == 3, let first = decimal(parts[0]), let month = decimal(parts[1]), let last = decimal(parts[2]),
      (isISO ? parts[0] : parts[2]).count == 4
    else { return nil }
    self.init(year: isISO ? first : last, month: month, day: isISO ? last : first)
  }

  /// Complete years from this day to another; a birthday counts on the day itself, one of 29 February on 1 March.
  public func completeYears(until later: CalendarDate) -> Int {
    let hadBirthday = (later.month, later.day) >= (month, day)
    return later.year - year - (hadBirthday ? 0 : 1)
  }

  /// Order of time.
  public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  /// `YYYY-MM-DD`.
  public var description: String {
    let padded = { (value: Int, width: Int) in
      String(repeating: "0", count: max(0, width - String(value).utf8.count)) + String(value)
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}

/// A whole number of one to nine digits.
func decimal(_ text: some Collection<UInt8>) -> Int? {
  guard (1...9).contains(text.count) else { return nil }
  var value = 0
  for digit in text {
    guard digit &- 48 < 10 else { return nil }
    value = value * 10 + Int(digit - 48)
  }
  return value
}
