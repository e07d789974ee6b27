/// Checks UTF-8 byte by byte, across any chunk boundary.
///
/// Source: Unicode Standard, table 3-7, well-formed UTF-8 byte sequences.
struct UTF8Sequence {
  enum Verdict { case complete, incomplete, invalid }

  private var needed = 0
  private var lower: UInt8 = 0x80
  private var upper: UInt8 = 0xBF

  /// Whether the next byte begins a character.
  var isIdle: Bool { needed == 0 }

  mutating func admit(_ byte: UInt8) -> Verdict {
    if needed == 0 { return begin(with: byte) }
    guard lower <= byte, byte <= upper else {
      self = UTF8Sequence()
      return .invalid
    }
    (lower, upper) = (0x80, 0xBF)
    needed -= 1
    return needed == 0 ? .complete : .incomplete
  }

  private mutating func begin(with byte: UInt8) -> Verdict {
    switch byte {
    case 0x00...0x7F: return .complete
    case 0xC2...0xDF: needed = 1
    case 0xE0...0xEF: needed = 2
    case 0xF0...0xF4: needed = 3
    default: return .invalid
    }
    switch byte {
    case 0xE0: lower = 0xA0  // shorter forms exist
    case 0xED: upper = 0x9F  // surrogates
    case 0xF0: lower = 0x90  // shorter forms exist
    case 0xF4: upper = 0x8F  // beyond U+10FFFF
    default: break
    }
    return .incomplete
  }
}
