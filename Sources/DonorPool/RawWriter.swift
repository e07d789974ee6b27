/// Appends numbers and bytes to memory of its own, in the form of ``ByteWriter``, without a check a byte.
///
/// Invariants: `count <= capacity`; before bytes are put, ``makeRoom(_:)`` has made room for them.
final class RawWriter {
  /// The most bytes a number takes.
  static let longestNumber = 10

  private var memory: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    self.capacity = max(capacity, 64)
    memory = .allocate(capacity: self.capacity)
  }

  deinit { memory.deallocate() }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: memory, count: count) }

  func removeAll() { count = 0 }

  /// Makes room for bytes to be put.
  func makeRoom(_ more: Int) {
    guard count + more > capacity else { return }
    capacity = max(2 * capacity, count + more)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: memory, count: count)
    memory.deallocate()
    memory = larger
  }

  /// Puts a whole number.
  func put(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      memory[count] = UInt8(truncatingIfNeeded: rest) | 0x80
      count &+= 1
      rest >>= 7
    }
    memory[count] = UInt8(truncatingIfNeeded: rest)
    count &+= 1
  }

  func put(_ value: Int) { put(UInt64(truncatingIfNeeded: value)) }

  /// Puts bytes after their number.
  func put(text: UnsafeRawBufferPointer) {
    put(text.count)
    put(text)
  }

  func put(text: [UInt8]) { text.withUnsafeBytes { put(text: $0) } }

  /// Puts bytes as they are.
  func put(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    UnsafeMutableRawPointer(memory + count).copyMemory(from: start, byteCount: bytes.count)
    count &+= bytes.count
  }
}
