/// What was found where no character of the file's encoding stands.
public enum UndecodableText: Equatable, Sendable {
  /// A byte that the encoding does not allow at its place.
  case byte(UInt8)
  /// One half of a UTF-16 surrogate pair without its other half.
  case loneSurrogate(UInt16)
  /// A UTF-16 file that ends in the middle of a two-byte unit.
  case oddLength
}

extension UndecodableText: CustomStringConvertible {
  /// The finding in words, such as `the byte 0x8F`.
  public var description: String {
    switch self {
    case .byte(let byte): "the byte 0x" + hexadecimal(byte)
    case .loneSurrogate(let unit): "the lone surrogate 0x" + hexadecimal(unit)
    case .oddLength: "half a UTF-16 unit"
    }
  }
}

/// A number in capital hexadecimal digits, padded to its width.
func hexadecimal(_ value: some FixedWidthInteger) -> String {
  let digits = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, value.bitWidth / 4 - digits.count)) + digits
}

/// The first place of a stream at which decoding failed.
struct UndecodablePlace: Equatable {
  /// Distance from the start of the decoded stream, in bytes.
  var offset: Int
  var found: UndecodableText
}
