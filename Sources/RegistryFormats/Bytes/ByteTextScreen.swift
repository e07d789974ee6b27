/// Watches the bytes of a UTF-8 or Windows-1252 file pass, and notes the first that its encoding does not allow.
///
/// While every byte is ASCII the encoding may stay open; then the first character beyond ASCII decides: UTF-8 if it
/// is well formed, else Windows-1252. The outcome does not depend on how the file is cut into chunks.
struct ByteTextScreen {
  /// `.utf8`, `.windows1252`, or nil while open.
  private(set) var encoding: TextEncoding?
  private(set) var fault: UndecodablePlace?
  private var sequence = UTF8Sequence()
  /// The bytes of the character under way, the last in the lowest place; never more than three.
  private var held: UInt32 = 0
  private var heldCount = 0

  init(encoding: TextEncoding?) {
    precondition(encoding?.isUTF16 != true, "UTF-16 is transcoded, not screened")
    self.encoding = encoding
  }

  /// Screens bytes of which the first stands at `offset` of the stream.
  mutating func admit(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) {
    var index = 0
    while fault == nil, index < bytes.count {
      if sequence.isIdle { index = indexBeyondASCII(in: bytes, from: index) }
      guard index < bytes.count else { return }
      admit(bytes[index], at: offset + index)
      index += 1
    }
  }

  /// Notes that the stream ends at `offset`: a character cut short is a fault, or proof of Windows-1252.
  mutating func finish(at offset: Int) {
    guard fault == nil, heldCount > 0 else { return }
    rejectSequence(endingAt: offset)
  }

  private mutating func admit(_ byte: UInt8, at offset: Int) {
    if encoding == .windows1252 {
      if Windows1252.isUndefined(byte) { fault = UndecodablePlace(offset: offset, found: .byte(byte)) }
      return
    }
    switch sequence.admit(byte) {
    case .complete:
      encoding = .utf8
      heldCount = 0
    case .incomplete:
      hold(byte)
    case .invalid:
      hold(byte)
      rejectSequence(endingAt: offset + 1)
    }
  }

  private mutating func hold(_ byte: UInt8) {
    held = held << 8 | UInt32(byte)
    heldCount += 1
  }

  /// The held bytes are no UTF-8: a fault where UTF-8 was certain, else they are Windows-1252.
  private mutating func rejectSequence(endingAt end: Int) {
    let start = end - heldCount
    let bytes = (0..<heldCount).map { UInt8(truncatingIfNeeded: held >> (8 * UInt32(heldCount - 1 - $0))) }
    heldCount = 0
    if encoding == .utf8 {
      fault = UndecodablePlace(offset: start, found: .byte(bytes[0]))
      return
    }
    encoding = .windows1252
    for (index, byte) in bytes.enumerated() where fault == nil { admit(byte, at: start + index) }
  }

  /// The index of the next byte from 80 on, or the number of bytes.
  private func indexBeyondASCII(in bytes: UnsafeBufferPointer<UInt8>, from first: Int) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    var index = first
    while index + 32 <= bytes.count {
      let block = UnsafeRawPointer(base + index).loadUnaligned(as: SIMD4<UInt64>.self)
      if (block[0] | block[1] | block[2] | block[3]) & 0x8080_8080_8080_8080 != 0 { break }
      index += 32
    }
    while index < bytes.count, bytes[index] < 0x80 { index += 1 }
    return index
  }
}
