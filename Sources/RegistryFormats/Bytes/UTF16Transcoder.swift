/// Turns UTF-16 into UTF-8, across any chunk boundary.
///
/// Invariant: `output` of ``transcode(_:to:at:)`` has room for ``outputLimit(forInput:)`` bytes.
struct UTF16Transcoder {
  /// What becomes of one half of a surrogate pair without its other half.
  enum LoneSurrogates {
    /// U+FFFD, and a fault.
    case noted
    /// Three bytes that UTF-8 does not allow, for a reader that refuses them at their place.
    case kept
  }

  private let isBigEndian: Bool
  private let loneSurrogates: LoneSurrogates
  private var firstHalf: UInt8?
  private var highSurrogate: UInt16?
  private(set) var fault: UndecodablePlace?

  init(_ encoding: TextEncoding, loneSurrogates: LoneSurrogates = .noted) {
    isBigEndian = encoding == .utf16BigEndian
    self.loneSurrogates = loneSurrogates
  }

  /// The most bytes that so many bytes of input can become, with what earlier chunks left behind.
  static func outputLimit(forInput count: Int) -> Int { (count + 1) / 2 * 3 + 3 }

  /// Writes the text of `input` to `output`, whose first byte stands at `offset` of the decoded stream.
  ///
  /// - Returns: The number of bytes written. A lone surrogate becomes U+FFFD and is noted as a fault.
  mutating func transcode(
    _ input: UnsafeBufferPointer<UInt8>, to output: UnsafeMutablePointer<UInt8>, at offset: Int
  ) -> Int {
    var written = 0
    var index = 0
    while index < input.count {
      let first: UInt8
      if let half = firstHalf {
        first = half
        firstHalf = nil
      } else {
        first = input[index]
        index += 1
        guard index < input.count else {
          firstHalf = first
          break
        }
      }
      let second = input[index]
      index += 1
      let unit = isBigEndian ? UInt16(first) << 8 | UInt16(second) : UInt16(second) << 8 | UInt16(first)
      if unit < 0x80, highSurrogate == nil {
        output[written] = UInt8(truncatingIfNeeded: unit)
        written += 1
      } else {
        written += write(unit, to: output + written, at: offset + written)
      }
    }
    return written
  }

  /// Notes the end of the stream, at `offset` of the decoded text: half a unit or half a pair is a fault.
  mutating func finish(at offset: Int) {
    if let high = highSurrogate {
      note(.loneSurrogate(high), at: offset)
    } else if firstHalf != nil {
      note(.oddLength, at: offset)
    }
  }

  private mutating func write(_ unit: UInt16, to output: UnsafeMutablePointer<UInt8>, at offset: Int) -> Int {
    var written = 0
    if let high = highSurrogate {
      highSurrogate = nil
      if UTF16.isTrailSurrogate(unit) {
        return encode(0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(unit) - 0xDC00), to: output)
      }
      written = encodeLone(high, to: output, at: offset)
    }
    if UTF16.isLeadSurrogate(unit) {
      highSurrogate = unit
      return written
    }
    if UTF16.isTrailSurrogate(unit) {
      return written + encodeLone(unit, to: output + written, at: offset + written)
    }
    return written + encode(UInt32(unit), to: output + written)
  }

  private mutating func encodeLone(_ unit: UInt16, to output: UnsafeMutablePointer<UInt8>, at offset: Int) -> Int {
    guard loneSurrogates == .kept else {
      note(.loneSurrogate(unit), at: offset)
      return encode(0xFFFD, to: output)
    }
    output[0] = 0xE0 | UInt8(unit >> 12)
    output[1] = 0x80 | UInt8(unit >> 6 & 0x3F)
    output[2] = 0x80 | UInt8(unit & 0x3F)
    return 3
  }

  private func encode(_ code: UInt32, to output: UnsafeMutablePointer<UInt8>) -> Int {
    guard let scalar = Unicode.Scalar(code), let bytes = UTF8.encode(scalar) else { return 0 }
    var count = 0
    for byte in bytes {
      output[count] = byte
      count += 1
    }
    return count
  }

  private mutating func note(_ found: UndecodableText, at offset: Int) {
    if fault == nil { fault = UndecodablePlace(offset: offset, found: found) }
  }
}
