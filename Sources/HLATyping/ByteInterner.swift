/// Numbers distinct byte strings in the order first seen, by open addressing over one pool of bytes.
///
/// Invariants: `slots.count` is a power of two and at least twice the number of strings; a slot holds the upper half of
/// the hash above the number plus one, and is zero when free; string `n` lies at `starts[n]..<starts[n + 1]` in `pool`.
public struct ByteInterner: Sendable {
  private var slots: [UInt64] = Array(repeating: 0, count: 64)
  private var starts: [Int] = [0]
  private var pool: [UInt8] = []

  /// An interner without strings.
  public init() {}

  /// Number of distinct strings.
  public var count: Int { starts.count - 1 }

  /// The number of a string, and whether it was seen for the first time.
  public mutating func intern(_ bytes: UnsafeBufferPointer<UInt8>) -> (number: Int, isNew: Bool) {
    let hash = ByteInterner.hash(bytes)
    let (slot, known) = find(bytes, hash)
    if let known { return (known, false) }
    let number = count
    slots[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(number + 1)
    pool.append(contentsOf: bytes)
    starts.append(pool.count)
    if count * 2 > slots.count { grow() }
    return (number, true)
  }

  /// The number of a string that was seen before.
  public func number(of bytes: UnsafeBufferPointer<UInt8>) -> Int? { find(bytes, ByteInterner.hash(bytes)).known }

  /// The bytes of a string.
  public func bytes(_ number: Int) -> ArraySlice<UInt8> { pool[starts[number]..<starts[number + 1]] }

  /// The slot of a string, or the free one where it belongs.
  private func find(_ bytes: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> (slot: Int, known: Int?) {
    let mask = slots.count - 1
    let upper = hash >> 32
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let entry = slots[slot]
      if entry == 0 { return (slot, nil) }
      if entry >> 32 == upper {
        let number = Int(entry & 0xFFFF_FFFF) - 1
        if isEqual(number, bytes) { return (slot, number) }
      }
      slot = (slot + 1) & mask
    }
  }

  private func isEqual(_ number: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = starts[number]
    guard starts[number + 1] - start == bytes.count else { return false }
    return pool.withUnsafeBufferPointer { pool in
      for index in 0..<bytes.count where pool[start + index] != bytes[index] { return false }
      return true
    }
  }

  /// The lower half of a hash is lost in a slot, so growing computes it anew.
  private mutating func grow() {
    var larger = [UInt64](repeating: 0, count: slots.count * 2)
    let mask = larger.count - 1
    for number in 0..<count {
      let hash = pool.withUnsafeBufferPointer { pool in
        ByteInterner.hash(UnsafeBufferPointer(rebasing: pool[starts[number]..<starts[number + 1]]))
      }
      var slot = Int(truncatingIfNeeded: hash) & mask
      while larger[slot] != 0 { slot = (slot + 1) & mask }
      larger[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(number + 1)
    }
    slots = larger
  }

  /// Eight bytes a step: multiply and fold. Only the spread matters here, never the value.
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
    var index = 0
    let raw = UnsafeRawBufferPointer(bytes)
    while index + 8 <= bytes.count {
      hash = mix(hash ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    var rest: UInt64 = 0
    while index < bytes.count {
      rest = rest << 8 | UInt64(bytes[index])
      index += 1
    }
    return mix(hash ^ rest)
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }
}

/// Numbers distinct pairs of numbers in the order first seen.
///
/// Invariants as in ``ByteInterner``; a slot holds the pair as one key beside its number, so that a look-up touches one
/// line of memory.
struct PairInterner: Sendable {
  private struct Slot {
    var key: UInt64 = 0
    /// The number plus one; zero when free.
    var number: UInt32 = 0
  }

  private var slots = Array(repeating: Slot(), count: 64)
  private var count = 0

  /// The number of a pair, and whether it was seen for the first time.
  mutating func intern(_ first: UInt32, _ second: UInt32) -> (number: Int, isNew: Bool) {
    let key = UInt64(first) << 32 | UInt64(second)
    let slot = PairInterner.slot(of: key, in: slots)
    if slots[slot].number != 0 { return (Int(slots[slot].number) - 1, false) }
    count += 1
    slots[slot] = Slot(key: key, number: UInt32(count))
    if count * 2 > slots.count { grow() }
    return (count - 1, true)
  }

  private mutating func grow() {
    var larger = Array(repeating: Slot(), count: slots.count * 2)
    for entry in slots where entry.number != 0 { larger[PairInterner.slot(of: entry.key, in: larger)] = entry }
    slots = larger
  }

  /// The slot of a key, or the free one where it belongs.
  private static func slot(of key: UInt64, in slots: [Slot]) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while slots[slot].number != 0, slots[slot].key != key { slot = (slot + 1) & mask }
    return slot
  }
}
