import Glibc

/// Small files read in one piece.
enum WholeFile {
  struct Fault: Error {
    let reason: String
  }

  /// The bytes of a file of at most `limit` bytes.
  static func bytes(_ path: String, limit: Int) throws(Fault) -> [UInt8] {
    let descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Fault(reason: String(cString: strerror(errno))) }
    defer { if descriptor != 0 { close(descriptor) } }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw Fault(reason: String(cString: strerror(errno)))
      }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      guard bytes.count <= limit else { throw Fault(reason: "larger than \(limit) bytes") }
    }
  }
}
