/// One to four numeric fields of an allele or group name, packed so that integer order is nomenclature order.
///
/// Sixteen bits a field, first field highest; a missing field is zero (no official field is zero), so every name that
/// begins with these fields lies in one range of integers.
public struct AlleleFields: Hashable, Comparable, Sendable {
  /// The packed fields.
  public let packed: UInt64

  /// Wraps a packed value, as stored in an index.
  public init(packed: UInt64) { self.packed = packed }

  /// Packs one to four fields.
  ///
  /// - Parameter fields: Values 1...65535, at most four.
  public init(_ fields: [UInt16]) {
    precondition((1...4).contains(fields.count), "a name has one to four fields")
    var value: UInt64 = 0
    for (index, field) in fields.enumerated() { value |= UInt64(field) << (48 - 16 * UInt64(index)) }
    packed = value
  }

  /// Number of fields, 1...4.
  public var count: Int {
    if packed & 0xFFFF != 0 { return 4 }
    if packed & 0xFFFF_0000 != 0 { return 3 }
    return packed & 0xFFFF_0000_0000 != 0 ? 2 : 1
  }

  /// The fields in order; ``count`` values.
  public var values: [UInt16] { (0..<count).map { UInt16(truncatingIfNeeded: packed >> (48 - 16 * UInt64($0))) } }

  /// The first field.
  public var first: UInt16 { UInt16(truncatingIfNeeded: packed >> 48) }

  /// The first `count` fields.
  public func prefix(_ count: Int) -> AlleleFields {
    precondition((1...4).contains(count), "a name has one to four fields")
    return AlleleFields(packed: packed & (UInt64.max << (64 - 16 * UInt64(count))))
  }

  /// The largest packed value of a name that begins with these fields.
  public var lastPacked: UInt64 { count == 4 ? packed : packed | (UInt64.max >> (16 * UInt64(count))) }

  /// Nomenclature order: field by field, shorter names first.
  public static func < (left: AlleleFields, right: AlleleFields) -> Bool { left.packed < right.packed }

  /// The fields as written in a name of the locus: at least two digits each, three in the first field of MICA, MICB and HFE.
  public func text(locus: Locus) -> String {
    var text = ""
    for index in 0..<count {
      if index > 0 { text += ":" }
      let value = UInt16(truncatingIfNeeded: packed >> (48 - 16 * UInt64(index)))
      if value < 100, index == 0, locus.firstFieldWidth == 3 { text += "0" }
      if value < 10 { text += "0" }
      text += String(value)
    }
    return text
  }
}

extension AlleleFields {
  /// Reads `01:02:03:04` at the front of `bytes`.
  ///
  /// Each field has two to four digits, without superfluous leading zeros; the first field of MICA, MICB and HFE has three.
  ///
  /// - Returns: The fields and the number of bytes read; nil where no valid field stands.
  public static func scan(_ bytes: Span<UInt8>, from start: Int, locus: Locus) -> (fields: AlleleFields, end: Int)? {
    var index = start
    var packed: UInt64 = 0
    var field = 0
    while true {
      let begin = index
      var value: UInt32 = 0
      while index < bytes.count, case let digit = bytes[index] &- 48, digit < 10 {
        value = value * 10 + UInt32(digit)
        index += 1
        if index - begin > 4 { return nil }
      }
      let width = field == 0 ? locus.firstFieldWidth : 2
      let digits = index - begin
      guard digits >= width, value > 0, digits == width || bytes[begin] != 48 else { return nil }
      packed |= UInt64(value) << (48 - 16 * UInt64(field))
      field += 1
      guard field < 4, index + 1 < bytes.count, bytes[index] == UInt8(ascii: ":"), bytes[index + 1] &- 48 < 10
      else { return (AlleleFields(packed: packed), index) }
      index += 1
    }
  }
}
