// Words are compared as bytes, without case: the cells of a million rows make no String.

extension PersonFacts {
  /// What a fact cell could not be read as: its code and what was expected.
  struct FactFault: Error {
    let code: String
    let expected: String
  }

  @inline(__always) static func sex(_ cell: UnsafeBufferPointer<UInt8>) throws(FactFault) -> Sex? {
    switch cell.foldedLetter {
    case nil: return nil
    case UInt8(ascii: "f"), UInt8(ascii: "w"): return .female
    case UInt8(ascii: "m"): return .male
    default: return try sex(word: cell)
    }
  }

  private static func sex(word cell: UnsafeBufferPointer<UInt8>) throws(FactFault) -> Sex? {
    switch cell.folded {
    case "female": .female
    case "male": .male
    case "u", "unknown": nil
    default: throw FactFault(code: "bad_sex", expected: "F or M")
    }
  }

  static func abo(_ cell: UnsafeBufferPointer<UInt8>) throws(FactFault) -> (ABOGroup?, RhesusFactor?) {
    if let group = ABOGroup(letters: cell) { return (group, nil) }
    let text = cell.folded
    if text.isEmpty || text == "u" || text == "unknown" { return (nil, nil) }
    var group = text[...]
    var factor: RhesusFactor?
    for (sign, meaning) in [("+", RhesusFactor.positive), ("pos", .positive), ("-", .negative), ("neg", .negative)]
    where group.hasSuffix(sign) && factor == nil {
      group = group.dropLast(sign.count)
      factor = meaning
    }
    while group.last == " " { group.removeLast() }
    switch group {
    case "o", "0": return (.o, factor)
    case "a": return (.a, factor)
    case "b": return (.b, factor)
    case "ab": return (.ab, factor)
    default: throw FactFault(code: "bad_abo", expected: "A, B, O or AB, with or without + or -")
    }
  }

  @inline(__always) static func rhesus(_ cell: UnsafeBufferPointer<UInt8>) throws(FactFault) -> RhesusFactor? {
    switch cell.foldedLetter {
    case nil: return nil
    case UInt8(ascii: "p"), UInt8(ascii: "+"): return .positive
    case UInt8(ascii: "n"), UInt8(ascii: "-"): return .negative
    default: return try rhesus(word: cell)
    }
  }

  private static func rhesus(word cell: UnsafeBufferPointer<UInt8>) throws(FactFault) -> RhesusFactor? {
    switch cell.folded {
    case "u", "unknown": nil
    case "pos", "positive": .positive
    case "neg", "negative": .negative
    default: throw FactFault(code: "bad_rhesus", expected: "P or N")
    }
  }

  @inline(__always) static func cmv(_ cell: UnsafeBufferPointer<UInt8>) throws(FactFault) -> CMVStatus? {
    switch cell.foldedLetter {
    case nil, UInt8(ascii: "u"), UInt8(ascii: "q"): return nil
    case UInt8(ascii: "p"), UInt8(ascii: "g"), UInt8(ascii: "h"), UInt8(ascii: "b"), UInt8(ascii: "m"),
      UInt8(ascii: "+"):
      return .positive
    case UInt8(ascii: "n"), UInt8(ascii: "o"), UInt8(ascii: "-"): return .negative
    default: return try cmv(word: cell)
    }
  }

  private static func cmv(word cell: UnsafeBufferPointer<UInt8>) throws(FactFault) -> CMVStatus? {
    switch cell.folded {
    case "unknown": nil
    case "pos", "positive": .positive
    case "neg", "negative": .negative
    default: throw FactFault(code: "bad_cmv", expected: "one of P G H B M, N O, Q U")
    }
  }

  static func weight(_ cell: UnsafeBufferPointer<UInt8>) throws(FactFault) -> Double? {
    if cell.isEmpty { return nil }
    guard let number = Decimal(cell), number.value > 0, number.value <= 500 else {
      throw FactFault(code: "bad_weight", expected: "kilograms above 0, at most 500")
    }
    return number.value
  }

  /// Total nucleated cells in 10^7.
  ///
  /// Above the limit the number is of another unit, such as single cells.
  static func nucleatedCells(_ cell: UnsafeBufferPointer<UInt8>) throws(FactFault) -> UnitCellCount? {
    try unitCells(cell, most: 10_000, code: "bad_tnc", expected: "10^7 cells, above 0, at most 10000")
  }

  /// CD34-positive cells in 10^5.
  static func cd34Cells(_ cell: UnsafeBufferPointer<UInt8>) throws(FactFault) -> UnitCellCount? {
    try unitCells(cell, most: 100_000, code: "bad_cd34", expected: "10^5 cells, above 0, at most 100000")
  }

  /// Digits beyond the third behind the point are left off: a count is never read as more than was written.
  private static func unitCells(
    _ cell: UnsafeBufferPointer<UInt8>, most: Int, code: String, expected: String
  ) throws(FactFault) -> UnitCellCount? {
    if cell.isEmpty { return nil }
    guard let thousandths = Decimal(cell)?.thousandths, (1...most * 1000).contains(thousandths) else {
      throw FactFault(code: code, expected: expected)
    }
    return UnitCellCount(thousandths: UInt32(thousandths))
  }

  static func birthDate(_ cell: UnsafeBufferPointer<UInt8>) throws(FactFault) -> CalendarDate? {
    if cell.isEmpty { return nil }
    guard let date = CalendarDate(cell) else {
      throw FactFault(code: "bad_birth_date", expected: "a day as YYYY-MM-DD or DD.MM.YYYY")
    }
    return date
  }

  static func birthYear(_ cell: UnsafeBufferPointer<UInt8>) throws(FactFault) -> Int? {
    if cell.isEmpty { return nil }
    guard cell.count == 4, let year = decimal(cell) else {
      throw FactFault(code: "bad_birth_year", expected: "a year of four digits")
    }
    return year
  }

  static func age(_ cell: UnsafeBufferPointer<UInt8>) throws(FactFault) -> Int? {
    if cell.isEmpty { return nil }
    guard let age = decimal(cell), age <= 110 else { throw FactFault(code: "bad_age", expected: "years, 0 to 110") }
    return age
  }

  static func relation(_ cell: UnsafeBufferPointer<UInt8>) throws(FactFault) -> Relation {
    if cell.isEmpty { return .unrelated }
    guard let relation = Relation(rawValue: cell.folded.replacing(" ", with: "_").replacing("-", with: "_")) else {
      let words = Relation.allCases.map(\.rawValue).joined(separator: ", ")
      throw FactFault(code: "bad_relation", expected: "one of \(words)")
    }
    return relation
  }

  static func donorType(_ cell: UnsafeBufferPointer<UInt8>) -> DonorType? {
    cell.isEmpty ? .adult : DonorType(rawValue: cell.folded)
  }

  static func availability(_ cell: UnsafeBufferPointer<UInt8>) throws(FactFault) -> Availability {
    if cell.isEmpty { return .available }
    switch cell.folded {
    case "av", "available", "active": return .available
    case "tu", "temporarily unavailable", "unavailable", "rs", "reserved", "de", "deleted", "deceased":
      return .unavailable
    default: throw FactFault(code: "bad_status", expected: "AV, TU, RS or DE")
    }
  }
}

/// A number with a decimal point or comma, at most nine digits on each side.
private struct Decimal {
  private let whole: Int
  private let fraction: Int
  /// Digits of the fraction.
  private let digits: Int

  /// - Returns: nil for anything else, a point at the end included.
  init?(_ cell: UnsafeBufferPointer<UInt8>) {
    let parts = cell.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == 46 || $0 == 44 }
    guard let whole = decimal(parts[0]) else { return nil }
    self.whole = whole
    guard parts.count == 2 else {
      (fraction, digits) = (0, 0)
      return
    }
    guard let fraction = decimal(parts[1]) else { return nil }
    (self.fraction, digits) = (fraction, parts[1].count)
  }

  private static func power(_ exponent: Int) -> Int { (0..<exponent).reduce(1) { power, _ in power * 10 } }

  var value: Double { Double(whole) + Double(fraction) / Double(Decimal.power(digits)) }

  /// Whole thousandths; what lies below is left off.
  var thousandths: Int {
    whole * 1000 + (digits > 3 ? fraction / Decimal.power(digits - 3) : fraction * Decimal.power(3 - digits))
  }
}

extension ABOGroup {
  /// The group of one or two capital letters alone, as nearly every file has it.
  fileprivate init?(letters cell: UnsafeBufferPointer<UInt8>) {
    switch (cell.count, cell.first, cell.last) {
    case (1, UInt8(ascii: "O"), _): self = .o
    case (1, UInt8(ascii: "A"), _): self = .a
    case (1, UInt8(ascii: "B"), _): self = .b
    case (2, UInt8(ascii: "A"), UInt8(ascii: "B")): self = .ab
    default: return nil
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The only byte, in lower case; nil where there is none, 0 where there are several.
  @inline(__always) fileprivate var foldedLetter: UInt8? {
    guard count > 0 else { return nil }
    guard count == 1 else { return 0 }
    return (65...90).contains(self[0]) ? self[0] | 0x20 : self[0]
  }

  /// The text in lower case; short texts, as these are, fit in a String without allocation.
  var folded: String {
    String(unsafeUninitializedCapacity: count) { text in
      for index in 0..<count { text[index] = (65...90).contains(self[index]) ? self[index] + 32 : self[index] }
      return count
    }
  }
}
