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

  func contains(_ code: Int) -> Bool { words[code / 64] >> UInt64(code % 64) & 1 == 1 }

  mutating func insert(_ code: Int) { words[code / 64] |= 1 << UInt64(code % 64) }

  /// Whether a run of codes, whole words of them, is in the set or not; nil where some are.
  func constant(_ codes: Range<Int>) -> Bool? {
    let first = words[codes.lowerBound / 64]
    guard first == 0 || first == ~0 else { return nil }
    for word in codes.lowerBound / 64..<codes.upperBound / 64 where words[word] != first { return nil }
    return first != 0
  }

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

extension LocusClasses {
  /// The classes of which some donor may have a position that meets a set: never too few.
  func meeting(_ set: CodeSet) -> ClassSet {
    if set.extent == .open { return ClassSet(width: width, all: true) }
    var found = ClassSet(width: width)
    forEachCode(meeting: set) { found.insert($0) }
    return found
  }

  /// Of these classes, those whose every position can meet a set whatever the donor's other position is: never too
  /// many.
  func surelyMeeting(_ set: CodeSet) -> ClassSet {
    var found = ClassSet(width: width)
    forEachCode(meeting: set) { if classes[$0].isSharp { found.insert($0) } }
    return found
  }
}
