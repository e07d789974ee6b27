// Invariant: the buffer given to `body` is the chunk itself or this filter's own, and valid only during the call.

/// Drops the control characters that XML forbids: all below the blank, except tab, line feed and carriage return.
///
/// Releases 3.41 and 3.45 came with a vertical tab inside an attribute (FORMATS 1.5). Works on bytes, which is right
/// for every encoding that keeps ASCII as it is.
struct ControlCharacterFilter {
  private var kept: [UInt8] = []
  /// How many were dropped so far.
  private(set) var dropped = 0

  /// Passes the chunk on, unchanged and uncopied where there is nothing to drop.
  mutating func filter(
    _ chunk: UnsafeRawBufferPointer, into body: (UnsafeRawBufferPointer) throws -> Void
  ) rethrows {
    guard Self.mayHoldControl(chunk), let first = chunk.firstIndex(where: Self.isForbidden) else {
      return try body(chunk)
    }
    kept.removeAll(keepingCapacity: true)
    kept.append(contentsOf: chunk[..<first])
    for byte in chunk[first...] where !Self.isForbidden(byte) { kept.append(byte) }
    dropped += chunk.count - kept.count
    try kept.withUnsafeBytes(body)
  }

  private static func isForbidden(_ byte: UInt8) -> Bool { byte < 32 && byte != 9 && byte != 10 && byte != 13 }

  /// Counts without leaving the loop, so that the compiler makes vectors of it.
  private static func mayHoldControl(_ chunk: UnsafeRawBufferPointer) -> Bool {
    var found: UInt8 = 0
    for byte in chunk { found |= isForbidden(byte) ? 1 : 0 }
    return found != 0
  }
}
