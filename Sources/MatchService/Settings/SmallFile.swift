import Glibc

/// Small files read in one piece.
enum SmallFile {
  struct Fault: Error {
    let reason: String
  }

  /// The bytes of a regular file of at most `limit` bytes.
  static func bytes(_ path: String, limit: Int) throws(Fault) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Fault(reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Fault(reason: "not a regular file")
    }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      guard count >= 0 else {
        if errno == EINTR { continue }
        throw Fault(reason: String(cString: strerror(errno)))
      }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      guard bytes.count <= limit else { throw Fault(reason: "larger than \(limit) bytes") }
    }
  }
}

extension SmallFile {
  /// The text of a regular file of at most `limit` bytes.
  static func text(_ path: String, limit: Int) throws(Fault) -> String {
    String(decoding: try bytes(path, limit: limit), as: UTF8.self)
  }
}
