import DonorPool
import HLATyping

/// Some of the classes of a locus, one bit a class code; the classes that a patient's position meets.
struct ClassSet: Hashable, Sendable {
  private(set) var words: [UInt64]
  /// Bits of a class code.
  let width: Int

  /// No class, or all.
  init(width: Int, all: Bool = false) {
    self.width = width
    let count = max(1, 1 << width / 64)
    words = Array(repeating: all ? (width >= 6 ? ~0 : 1 << (1 << UInt64(width)) - 1) : 0, count: count)
  }

  /// One class.
  init(width: Int, only code: Int) {
    self.init(width: width)
    insert(code)
  }

  func contains(_ code: Int) -> Bool { words[code / 64] >> UInt64(code % 64) & 1 == 1 }

  mutating func insert(_ code: Int) { words[code / 64] |= 1 << UInt64(code % 64) }

  func subtracting(_ other: ClassSet) -> ClassSet {
    var rest = self
    for index in words.indices { rest.words[index] &= ~other.words[index] }
    return rest
  }

  /// Calls `body` with the codes of the set, ascending.
  func forEach(_ body: (Int) -> Void) {
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        body(index * 64 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
  }

  /// Whether a run of codes, whole words of them, is in the set or not; nil where some are.
  func constant(_ codes: Range<Int>) -> Bool? {
    let first = words[codes.lowerBound / 64]
    guard first == 0 || first == ~0 else { return nil }
    for word in codes.lowerBound / 64..<codes.upperBound / 64 where words[word] != first { return nil }
    return first != 0
  }

  /// Whether the set holds all codes that its words have room for, or none.
  func constant(all: Bool) -> Bool { words.allSatisfy { $0 == (all ? ~0 : 0) } }

  /// The only code of the set.
  var single: Int? {
    var found: Int?
    for (index, word) in words.enumerated() where word != 0 {
      if found != nil || word.nonzeroBitCount > 1 { return nil }
      found = index * 64 + word.trailingZeroBitCount
    }
    return found
  }
}
