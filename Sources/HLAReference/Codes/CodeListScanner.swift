import HLANomenclature

/// Reads the list of a code from its bytes, front to back.
struct CodeListScanner {
  private let bytes: ArraySlice<UInt8>
  private var at: Int

  init(_ bytes: ArraySlice<UInt8>) { (self.bytes, at) = (bytes, bytes.startIndex) }

  var isAtEnd: Bool { at == bytes.endIndex }

  /// Takes this byte if it comes next.
  mutating func take(_ byte: UInt8) -> Bool {
    guard at < bytes.endIndex, bytes[at] == byte else { return false }
    at += 1
    return true
  }

  /// Takes a field: digits alone, one or more, that are not zero; nil where none stands.
  mutating func field() -> UInt16? {
    var value: UInt32 = 0
    while at < bytes.endIndex, case let digit = bytes[at] &- 48, digit < 10 {
      value = value * 10 + UInt32(digit)
      guard value <= UInt16.max else { return nil }
      at += 1
    }
    return value == 0 ? nil : UInt16(value)
  }

  /// Takes `02` or `09N`.
  mutating func secondField() -> AlleleName.SecondField? {
    guard let field = field() else { return nil }
    guard at < bytes.endIndex, let suffix = ExpressionSuffix(rawValue: bytes[at]), suffix != .none else {
      return AlleleName.SecondField(field: field, suffix: .none)
    }
    at += 1
    return AlleleName.SecondField(field: field, suffix: suffix)
  }
}

extension CodeMembers {
  /// Reads a list as the code files write it: `01/02` generic, `24:02/24:09N` specific.
  ///
  /// - Returns: nil unless every member follows one of the two forms, all the same.
  init?(list: ArraySlice<UInt8>) {
    var scanner = CodeListScanner(list)
    var generic: [AlleleName.SecondField] = []
    var specific: [AlleleName.TwoFields] = []
    let isSpecific = list.contains(UInt8(ascii: ":"))
    repeat {
      if isSpecific {
        guard let first = scanner.field(), scanner.take(UInt8(ascii: ":")), let second = scanner.secondField() else {
          return nil
        }
        specific.append(AlleleName.TwoFields(first: first, second: second))
      } else {
        guard let second = scanner.secondField() else { return nil }
        generic.append(second)
      }
    } while scanner.take(UInt8(ascii: "/"))
    guard scanner.isAtEnd else { return nil }
    self = isSpecific ? .specific(specific) : .generic(generic)
  }
}
