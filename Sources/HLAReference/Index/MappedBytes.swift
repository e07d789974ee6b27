import Glibc

/// Bytes that stay in place for as long as this object lives: a private read-only mapping, or an array.
///
/// Invariants: `bytes` is never written after `init`; the mapping is released only in `deinit`.
final class MappedBytes: @unchecked Sendable {
  let bytes: UnsafeRawBufferPointer
  private let isMapping: Bool

  /// Copies an array into aligned memory.
  init(copying array: [UInt8]) {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(array.count, 1), alignment: 8)
    memory.copyBytes(from: array)
    bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(memory)[0..<array.count])
    isMapping = false
  }

  /// Maps a whole file.
  init(mapping path: String, maximumLength: Int) throws(ReferenceIndexError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(String(cString: strerror(errno))) }
    let length = Int(status.st_size)
    guard status.st_mode & S_IFMT == S_IFREG, length >= IndexLayout.headerLength, length <= maximumLength else {
      throw .notAnIndex
    }
    guard let start = mmap(nil, length, PROT_READ, MAP_PRIVATE | MAP_POPULATE, descriptor, 0), start != MAP_FAILED
    else {
      throw .unreadable(String(cString: strerror(errno)))
    }
    bytes = UnsafeRawBufferPointer(start: start, count: length)
    isMapping = true
  }

  deinit {
    if isMapping {
      munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress!), bytes.count)
    } else {
      UnsafeMutableRawPointer(mutating: bytes.baseAddress!).deallocate()
    }
  }
}
