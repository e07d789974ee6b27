import HLANomenclature

/// The letters of a multiple allele code as a number: base 26, so that `AB` and `AAB` differ and order is kept by length.
///
/// One to six letters fit into 32 bits.
public struct CodeLetters: Hashable, Comparable, Sendable {
  /// The number, 1 for `A`, 27 for `AA`.
  public let rawValue: UInt32

  /// Reads one to six capital letters.
  public init?(_ letters: some Collection<UInt8>) {
    guard (1...6).contains(letters.count) else { return nil }
    var value: UInt32 = 0
    for letter in letters {
      guard (65...90).contains(letter) else { return nil }
      value = value * 26 + UInt32(letter - 64)
    }
    rawValue = value
  }

  /// Shorter codes first, then by the alphabet.
  public static func < (left: CodeLetters, right: CodeLetters) -> Bool { left.rawValue < right.rawValue }
}

/// What a multiple allele code stands for. Source: FORMATS 3.1.
public enum CodeMembers: Equatable, Sendable {
  /// Second fields, for any locus and first field.
  case generic([AlleleName.SecondField])
  /// Whole two-field names.
  case specific([AlleleName.TwoFields])
}

extension AlleleName {
  /// A second field with its suffix.
  public struct SecondField: Hashable, Sendable {
    /// The field.
    public let field: UInt16
    /// The suffix written with it.
    public let suffix: ExpressionSuffix

    /// A second field.
    public init(field: UInt16, suffix: ExpressionSuffix) { (self.field, self.suffix) = (field, suffix) }
  }

  /// Two fields with a suffix.
  public struct TwoFields: Hashable, Sendable {
    /// The first field.
    public let first: UInt16
    /// The second field and the suffix.
    public let second: SecondField

    /// Two fields.
    public init(first: UInt16, second: SecondField) { (self.first, self.second) = (first, second) }
  }
}

extension CodeMembers {
  /// The first field that a specific code must be written with: the commonest of its list, the lowest on a tie; nil for
  /// a generic code, which goes with any.
  public var requiredFirstField: UInt16? {
    guard case .specific(let members) = self else { return nil }
    var counts: [UInt16: Int] = [:]
    for member in members { counts[member.first, default: 0] += 1 }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }
}
