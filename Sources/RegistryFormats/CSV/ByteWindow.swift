/// The stretch of a stream that is in memory: it slides along, and grows when a record needs it.
///
/// Invariants: `0 <= start <= end <= capacity`; `padding` bytes beyond `capacity` are allocated and initialised, so
/// that a word may be loaded at any index below `end`; `capacity` never passes `maximum`.
final class ByteWindow {
  private static let padding = 64

  private(set) var base: UnsafeMutablePointer<UInt8>
  private(set) var capacity: Int
  /// The index of the first byte still needed.
  var start = 0
  /// One past the last byte read.
  var end = 0
  private let maximum: Int

  init(capacity: Int, maximum: Int) {
    self.capacity = min(capacity, maximum)
    self.maximum = maximum
    base = Self.allocate(self.capacity)
  }

  deinit { base.deallocate() }

  /// The number of bytes in memory and still needed.
  var count: Int { end - start }

  var first: UnsafeMutablePointer<UInt8> { base + start }

  /// Moves the bytes still needed to the front, and grows if fewer than `room` bytes are then free.
  ///
  /// - Returns: Where the bytes to come are to be written; add their number to `end` afterwards.
  func makeRoom(for room: Int) -> UnsafeMutablePointer<UInt8> {
    let needed = count + room
    precondition(needed <= maximum, "a record was held beyond its limit")
    if needed > capacity {
      let larger = min(maximum, max(needed, 2 * capacity))
      let target = Self.allocate(larger)
      target.update(from: first, count: count)
      base.deallocate()
      (base, capacity) = (target, larger)
    } else if start > 0 {
      base.update(from: first, count: count)
    }
    (start, end) = (0, count)
    return base + end
  }

  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<UInt8> {
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + padding)
    bytes.initialize(repeating: 0, count: capacity + padding)
    return bytes
  }
}
