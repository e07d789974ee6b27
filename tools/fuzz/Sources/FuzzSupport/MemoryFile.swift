import Glibc

/// A file in memory under a path of its own, for readers that open a path.
public final class MemoryFile: Sendable {
  private let descriptor: CInt

  /// The path, for this process.
  public var path: String { "/proc/self/fd/\(descriptor)" }

  /// An empty file.
  public init() {
    // The name is given up at once, so that nothing is left behind by a crash.
    let name = "/hlamatch-fuzz-\(getpid())"
    descriptor = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0o600)
    precondition(descriptor >= 0, "the system refuses a file in memory")
    shm_unlink(name)
  }

  deinit { close(descriptor) }

  /// Replaces the content.
  public func write(_ bytes: some Collection<UInt8>) {
    let array = Array(bytes)
    precondition(ftruncate(descriptor, 0) == 0, "a file in memory can be emptied")
    var offset = 0
    while offset < array.count {
      let count = array.withUnsafeBytes {
        pwrite(descriptor, $0.baseAddress! + offset, $0.count - offset, off_t(offset))
      }
      precondition(count > 0, "a file in memory can be written")
      offset += count
    }
  }
}
