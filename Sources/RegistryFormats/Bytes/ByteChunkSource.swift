/// A stream of bytes that is read chunk by chunk, once, from its beginning to its end.
public protocol ByteChunkSource {
  /// Fills the buffer from its beginning with the bytes that come next.
  ///
  /// - Parameter buffer: Not empty; the source may fill a part of it only.
  /// - Returns: The number of bytes written, 1 to `buffer.count`; 0 at the end, and again on every later call.
  /// - Throws: ``ByteSourceError/readFailed(path:code:offset:)``.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ByteSourceError) -> Int

  /// The bytes that are still to come, where the source knows: readers then hold no more memory than that, which a service
  /// notices that reads many small inputs.
  var bytesLeft: Int? { get }
}

extension ByteChunkSource {
  /// Not known.
  public var bytesLeft: Int? { nil }

  /// The length of a buffer that need not be longer than what is still to come, and one byte more, so that it is seen to be
  /// the end.
  func bufferLength(_ usual: Int) -> Int { bytesLeft.map { min(usual, $0 + 1) } ?? usual }
}

/// Why bytes could not be had.
public enum ByteSourceError: Error, Equatable, Sendable {
  /// The file is missing, is a directory, or may not be read; `code` is the system's errno.
  case unreadable(path: String, code: Int32)
  /// Reading failed after `offset` bytes; `code` is the system's errno.
  case readFailed(path: String, code: Int32, offset: Int)
  /// The compressed file is damaged or ends early, in the words of the library that unpacks it.
  case damagedArchive(reason: String)
  /// The archive holds no file, or several, where one was expected.
  case archiveMembers(count: Int)
}

/// Bytes held in memory, given out as one chunk or in small ones.
public struct ArrayByteSource: ByteChunkSource {
  private let bytes: [UInt8]
  private let chunkLength: Int
  private var position = 0

  /// Makes a source of these bytes.
  ///
  /// - Parameters:
  ///   - bytes: What is to be read.
  ///   - chunkLength: The most bytes given out by one read, at least 1.
  public init(_ bytes: [UInt8], chunkLength: Int = .max) {
    precondition(chunkLength > 0, "a chunk has at least one byte")
    self.bytes = bytes
    self.chunkLength = chunkLength
  }

  /// The bytes not given out.
  public var bytesLeft: Int? { bytes.count - position }

  /// Copies the next bytes into the buffer and returns their number; never throws.
  public mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ByteSourceError) -> Int {
    let count = min(buffer.count, chunkLength, bytes.count - position)
    buffer.copyBytes(from: bytes[position..<position + count])
    position += count
    return count
  }
}
