// Invariants: `stream` lives at one address from init to deinit (zlib keeps a pointer back to it); its input pointer is
// valid only inside `feed`; `output` is handed on only during the call of `body`.
import CZlib

/// Inflates a raw deflate stream or gzip members, chunk by chunk, within a limit.
struct Inflater: ~Copyable {
  /// What surrounds the deflate stream.
  enum Wrapping {
    /// Nothing, as in a zip archive; the caller checks sum and length.
    case raw
    /// One or more gzip members, each with its own check sum and length.
    case gzip
  }

  private let wrapping: Wrapping
  private let limit: Int
  private let stream: UnsafeMutablePointer<z_stream>
  private let output: UnsafeMutableRawBufferPointer
  private var isAtEnd = false
  private var produced = 0

  /// Prepares an inflater.
  ///
  /// - Parameters:
  ///   - limit: Most bytes it may produce.
  ///   - chunkSize: Bytes handed on at a time; fewer only at the end.
  init(_ wrapping: Wrapping, limit: Int, chunkSize: Int = 256 << 10) {
    self.wrapping = wrapping
    self.limit = limit
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    output = .allocate(byteCount: chunkSize, alignment: 64)
    let status = hlamatch_inflate_init(stream, wrapping == .gzip ? 15 + 16 : -15)
    precondition(status == Z_OK, "zlib could not allocate its window")
    offerOutput()
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    output.deallocate()
  }

  /// Inflates the next bytes of the file.
  ///
  /// - Throws: ``ReferenceSourceError`` for a damaged or too large stream, and what `body` throws.
  mutating func feed(_ input: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.avail_in = UInt32(input.count)
    while stream.pointee.avail_in > 0 {
      if isAtEnd, try !beginNextMember() { return }
      try inflateOnce(body)
    }
  }

  /// Hands on what is left and checks that the stream was complete.
  ///
  /// - Throws: ``ReferenceSourceError`` for a stream that ends early, and what `body` throws.
  mutating func finish(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    var before = -1
    while !isAtEnd, before != produced + filled {
      before = produced + filled
      try inflateOnce(body)
    }
    guard isAtEnd else { throw damage("it ends early") }
    try handOn(body)
  }

  private var filled: Int { output.count - Int(stream.pointee.avail_out) }

  private mutating func inflateOnce(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    let status = inflate(stream, Z_NO_FLUSH)
    switch status {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isAtEnd = true
    default:
      let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib error \(status)"
      throw damage(reason)
    }
    if stream.pointee.avail_out == 0 { try handOn(body) }
  }

  /// Goes on to the next gzip member.
  ///
  /// - Returns: false where only zero padding follows.
  private mutating func beginNextMember() throws -> Bool {
    guard wrapping == .gzip else { throw damage("bytes follow its end") }
    // Assigned whole: changed in place, these fields break the compiler's thread sanitizer.
    while stream.pointee.avail_in > 0, let next = stream.pointee.next_in, next.pointee == 0 {
      stream.pointee.next_in = next + 1
      stream.pointee.avail_in = stream.pointee.avail_in - 1
    }
    guard stream.pointee.avail_in > 0 else { return false }
    inflateReset(stream)
    isAtEnd = false
    return true
  }

  private mutating func handOn(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    let count = filled
    produced += count
    guard produced <= limit else { throw ReferenceSourceError.tooLarge(limit: limit) }
    if count > 0 { try body(UnsafeRawBufferPointer(rebasing: output[..<count])) }
    offerOutput()
  }

  private func offerOutput() {
    stream.pointee.next_out = output.baseAddress!.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(output.count)
  }

  private func damage(_ fault: String) -> ReferenceSourceError {
    wrapping == .gzip ? .gzipDamaged(fault: fault) : .zipDamaged(fault: fault)
  }
}
