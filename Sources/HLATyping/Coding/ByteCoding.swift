/// Appends numbers and texts to an array of bytes: whole numbers in groups of seven bits, the lowest first.
public struct ByteWriter: Sendable {
  /// The bytes so far.
  public private(set) var bytes: [UInt8] = []

  /// A writer without bytes.
  public init() {}

  /// A whole number, in one byte below 128.
  public mutating func number(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// A whole number, not negative.
  public mutating func number(_ value: Int) { number(UInt64(value)) }

  /// Bytes as they are.
  public mutating func append(_ value: [UInt8]) { bytes.append(contentsOf: value) }

  /// Bytes after their number.
  public mutating func text(_ value: some Collection<UInt8>) {
    number(value.count)
    bytes.append(contentsOf: value)
  }

  /// A text in UTF-8.
  public mutating func text(_ value: String) { text(value.utf8) }

  /// Ascending numbers, each by its distance from the one before.
  public mutating func ascending(_ values: some Collection<UInt32>) {
    number(values.count)
    var last: UInt32 = 0
    for value in values {
      number(UInt64(value &- last))
      last = value
    }
  }

  /// Forgets the bytes and keeps their room.
  public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}

/// Bytes that do not hold what was expected; where they come from a file, it is damaged.
public struct CodingFault: Error, Equatable, Sendable {
  /// A fault.
  public init() {}
}

/// Reads what ``ByteWriter`` wrote, within its bounds whatever the bytes are.
public struct ByteReader {
  @usableFromInline let bytes: UnsafeRawBufferPointer
  @usableFromInline var next: Int

  /// A reader of bytes that stay in place while it is used.
  public init(_ bytes: UnsafeRawBufferPointer, at position: Int = 0) { (self.bytes, next) = (bytes, position) }

  /// The offset of the next byte.
  public var position: Int { next }

  /// Whether all bytes were read.
  public var isAtEnd: Bool { next >= bytes.count }

  /// A whole number.
  @inlinable public mutating func number() throws(CodingFault) -> UInt64 {
    // Most numbers take one byte.
    if next < bytes.count, bytes[next] < 0x80 {
      next += 1
      return UInt64(bytes[next - 1])
    }
    return try longNumber()
  }

  @usableFromInline mutating func longNumber() throws(CodingFault) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while next < bytes.count, shift < 64 {
      let byte = bytes[next]
      next += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw CodingFault()
  }

  /// A number of things that take at least a byte each.
  @inlinable public mutating func count() throws(CodingFault) -> Int {
    let value = try number()
    guard value <= UInt64(bytes.count - next) else { throw CodingFault() }
    return Int(value)
  }

  /// A number below a limit.
  public mutating func number(below limit: Int) throws(CodingFault) -> Int {
    let value = try number()
    guard value < UInt64(limit) else { throw CodingFault() }
    return Int(value)
  }

  /// A number of 32 bits.
  @inlinable public mutating func number32() throws(CodingFault) -> UInt32 {
    guard let value = UInt32(exactly: try number()) else { throw CodingFault() }
    return value
  }

  /// Bytes after their number.
  @inlinable public mutating func slice() throws(CodingFault) -> UnsafeRawBufferPointer {
    let length = try count()
    defer { next += length }
    return UnsafeRawBufferPointer(rebasing: bytes[next..<next + length])
  }

  /// A text in UTF-8.
  public mutating func text() throws(CodingFault) -> String { String(decoding: try slice(), as: UTF8.self) }

  /// Ascending numbers.
  public mutating func ascending() throws(CodingFault) -> [UInt32] {
    let count = try count()
    var values: [UInt32] = []
    values.reserveCapacity(count)
    var last: UInt32 = 0
    for _ in 0..<count {
      last &+= try number32()
      values.append(last)
    }
    return values
  }
}
