/// Numbers distinct byte strings in the order first seen, by open addressing over one pool of bytes.
///
/// Invariants: `slots.count` is a power of two and at least twice the number of strings; a slot holds the number plus
/// one, zero when free; string `n` lies at `starts[n]..<starts[n + 1]` in `pool`.
public struct ByteInterner: Sendable {
  private var slots: [UInt32] = Array(repeating: 0, count: 64)
  private var hashes: [UInt32] = []
  private var starts: [Int] = [0]
  private var pool: [UInt8] = []

  /// An interner without strings.
  public init() {}

  /// Number of distinct strings.
  public var count: Int { hashes.count }

  /// The number of a string, and whether it was seen for the first time.
  public mutating func intern(_ bytes: UnsafeBufferPointer<UInt8>) -> (number: Int, isNew: Bool) {
    let hash = ByteInterner.hash(bytes)
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] != 0 {
      let number = Int(slots[slot]) - 1
      if hashes[number] == hash, isEqual(number, bytes) { return (number, false) }
      slot = (slot + 1) & mask
    }
    let number = hashes.count
    slots[slot] = UInt32(number + 1)
    hashes.append(hash)
    pool.append(contentsOf: bytes)
    starts.append(pool.count)
    if hashes.count * 2 > slots.count { grow() }
    return (number, true)
  }

  /// The number of a string that was seen before.
  public func number(of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    let hash = ByteInterner.hash(bytes)
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] != 0 {
      let number = Int(slots[slot]) - 1
      if hashes[number] == hash, isEqual(number, bytes) { return number }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// The bytes of a string.
  public func bytes(_ number: Int) -> ArraySlice<UInt8> { pool[starts[number]..<starts[number + 1]] }

  private func isEqual(_ number: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = starts[number]
    guard starts[number + 1] - start == bytes.count else { return false }
    return pool.withUnsafeBufferPointer { pool in
      for index in 0..<bytes.count where pool[start + index] != bytes[index] { return false }
      return true
    }
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    for (number, hash) in hashes.enumerated() {
      var slot = Int(hash) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(number + 1)
    }
  }

  /// Eight bytes a step: multiply and fold. Only the spread matters here, never the value.
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
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
    hash = mix(hash ^ rest)
    return UInt32(truncatingIfNeeded: hash >> 32)
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }
}

/// Numbers distinct pairs of numbers in the order first seen.
///
/// Invariants as in ``ByteInterner``; a pair is kept as one 64-bit key.
struct PairInterner {
  private var slots: [UInt32] = Array(repeating: 0, count: 64)
  private var keys: [UInt64] = []

  /// The number of a pair, and whether it was seen for the first time.
  mutating func intern(_ first: UInt32, _ second: UInt32) -> (number: Int, isNew: Bool) {
    let key = UInt64(first) << 32 | UInt64(second)
    let mask = slots.count - 1
    var slot = PairInterner.slot(key) & mask
    while slots[slot] != 0 {
      let number = Int(slots[slot]) - 1
      if keys[number] == key { return (number, false) }
      slot = (slot + 1) & mask
    }
    let number = keys.count
    slots[slot] = UInt32(number + 1)
    keys.append(key)
    if keys.count * 2 > slots.count { grow() }
    return (number, true)
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    for (number, key) in keys.enumerated() {
      var slot = PairInterner.slot(key) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(number + 1)
    }
  }

  private static func slot(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32)
  }
}
