// Invariants: `slots.count` is a power of two and at least twice `count`; a slot is free where its `high` is 0, which
// the length of a cell, at least 1, forbids for a filled one; a cell's words are loaded from its own bytes alone.

/// Numbers of cells of 1 to 15 bytes, by open addressing: the bytes stand in the slot, so that a look-up touches one
/// line of memory.
struct ShortCells: Sendable {
  /// Bytes of the longest cell that has room; the sixteenth byte holds the length.
  static let longest = 15

  /// The bytes of a cell, padded with zeros, and its length in the uppermost byte.
  struct Words: Equatable, Sendable {
    var low: UInt64 = 0
    var high: UInt64 = 0

    init() {}

    /// - Parameter bytes: 1 to ``ShortCells/longest`` bytes.
    @inline(__always) init(_ bytes: UnsafeBufferPointer<UInt8>) {
      let (raw, count) = (UnsafeRawBufferPointer(bytes).baseAddress.unsafelyUnwrapped, bytes.count)
      high = UInt64(truncatingIfNeeded: count) &<< 56
      if count >= 8 {
        low = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
        // The last eight bytes, without those that `low` has: nothing beyond the cell may be read.
        let tail = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self))
        if count > 8 { high |= tail &>> UInt64(truncatingIfNeeded: 8 &* (16 &- count)) }
      } else if count >= 4 {
        let head = UInt32(littleEndian: raw.loadUnaligned(as: UInt32.self))
        let tail = UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
        low = UInt64(head) | UInt64(tail) &<< UInt64(truncatingIfNeeded: 8 &* (count &- 4))
      } else {
        let last = count &- 1
        let middle = count &>> 1
        low =
          UInt64(raw.load(as: UInt8.self))
          | UInt64(raw.load(fromByteOffset: middle, as: UInt8.self)) &<< UInt64(truncatingIfNeeded: 8 &* middle)
          | UInt64(raw.load(fromByteOffset: last, as: UInt8.self)) &<< UInt64(truncatingIfNeeded: 8 &* last)
      }
    }

    /// Only the spread matters, never the value.
    @inline(__always) fileprivate var hash: Int {
      let product = (low ^ high &* 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
      return Int(truncatingIfNeeded: product.high ^ product.low)
    }
  }

  private struct Slot: Sendable {
    var words = Words()
    var entry: UInt32 = 0
  }

  private var slots = Array(repeating: Slot(), count: 64)
  private var count = 0

  /// Whether a cell has room here.
  @inline(__always) static func holds(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    UInt(bitPattern: bytes.count &- 1) < UInt(bitPattern: longest)
  }

  /// What a cell was added with; nil where it was not.
  @inline(__always) func entry(of words: Words) -> UInt32? {
    slots.withUnsafeBufferPointer { slots in
      let mask = slots.count &- 1
      var index = words.hash & mask
      while true {
        let slot = slots[index]
        if slot.words == words { return slot.entry }
        if slot.words.high == 0 { return nil }
        index = (index &+ 1) & mask
      }
    }
  }

  /// Adds a cell that is not there yet.
  mutating func add(_ words: Words, entry: UInt32) {
    count += 1
    if count * 2 > slots.count {
      let former = slots
      slots = Array(repeating: Slot(), count: former.count * 2)
      for slot in former where slot.words.high != 0 { put(slot) }
    }
    put(Slot(words: words, entry: entry))
  }

  private mutating func put(_ slot: Slot) {
    let mask = slots.count - 1
    var index = slot.words.hash & mask
    while slots[index].words.high != 0 { index = (index + 1) & mask }
    slots[index] = slot
  }
}
