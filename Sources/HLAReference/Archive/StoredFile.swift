// Invariant: the descriptor is open from init to deinit; no buffer outlives the call it is passed to.
import Glibc

/// A regular file, open for reading at any offset.
struct StoredFile: ~Copyable {
  private let descriptor: Int32
  /// Length in bytes when the file was opened.
  let size: Int

  /// Opens the file.
  ///
  /// - Throws: ``ReferenceSourceError/unreadable(reason:)``.
  init(path: String) throws(ReferenceSourceError) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(reason: Self.systemReason()) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .unreadable(reason: status.st_mode & S_IFMT == S_IFDIR ? "Is a directory" : "Not a regular file")
    }
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Fills `buffer` from `offset`, or as far as the file reaches.
  ///
  /// - Returns: The number of bytes read.
  /// - Throws: ``ReferenceSourceError/unreadable(reason:)``.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(ReferenceSourceError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let count = pread(descriptor, buffer.baseAddress! + filled, buffer.count - filled, off_t(offset + filled))
      if count == 0 { break }
      if count > 0 {
        filled += count
      } else if errno != EINTR {
        throw .unreadable(reason: Self.systemReason())
      }
    }
    return filled
  }

  /// The bytes of a range that lies within the file; fewer where the file was cut meanwhile.
  ///
  /// - Throws: ``ReferenceSourceError/unreadable(reason:)``.
  func bytes(in range: Range<Int>) throws(ReferenceSourceError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: range.count)
    var failure: ReferenceSourceError?
    let count = bytes.withUnsafeMutableBytes { buffer in
      do throws(ReferenceSourceError) {
        return try read(into: buffer, at: range.lowerBound)
      } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    bytes.removeLast(range.count - count)
    return bytes
  }

  /// Passes a range of the file on, in order, in chunks of at most `buffer.count` bytes.
  ///
  /// - Throws: ``ReferenceSourceError/unreadable(reason:)``, also where the file was cut meanwhile, and what `body`
  ///   throws.
  func forEachChunk(
    in range: Range<Int>, buffer: UnsafeMutableRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let wanted = min(buffer.count, range.upperBound - offset)
      let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]), at: offset)
      guard count == wanted else {
        throw ReferenceSourceError.unreadable(reason: "it became shorter while it was read")
      }
      try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      offset += count
    }
  }

  private static func systemReason() -> String { String(cString: strerror(errno)) }
}
