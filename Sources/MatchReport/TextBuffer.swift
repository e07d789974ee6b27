/// Memory that text is written to, kept from one piece of output to the next: the system gives fresh pages slowly.
///
/// Handed from task to task, never used by two at a time; that is what makes it safe to send.
public final class TextBuffer: @unchecked Sendable {
  private(set) var bytes: UnsafeMutablePointer<UInt8>
  private(set) var capacity: Int
  /// Bytes of text.
  public internal(set) var count = 0

  /// An empty buffer of a megabyte.
  public init() {
    capacity = 1 << 20
    bytes = .allocate(capacity: capacity)
  }

  deinit { bytes.deallocate() }

  /// Makes room for more bytes behind the text.
  func makeRoom(_ more: Int, behind count: Int) {
    let larger = max(2 * capacity, count + more)
    let fresh = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    fresh.update(from: bytes, count: count)
    bytes.deallocate()
    (bytes, capacity) = (fresh, larger)
  }

  /// Calls `body` with the text.
  public func withText<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(start: bytes, count: count))
  }
}
