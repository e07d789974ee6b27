import Glibc

/// The lines of a file, one at a time; of a line longer than the limit only the beginning is held.
struct LineReader {
  private let name: String
  private let descriptor: Int32
  private let limit: Int
  private var chunk = [UInt8](repeating: 0, count: 1 << 16)
  private var available = 0
  private var at = 0

  /// Opens a file; `-` is standard input.
  init(path: String, limit: Int) throws(EngineError) {
    (name, self.limit) = (path, limit)
    descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    var status = stat()
    if descriptor >= 0, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      close(descriptor)
      throw .missingInput("\(path): is a folder; a readable file was expected")
    }
    if descriptor < 0 {
      throw .missingInput("\(path): cannot be read (\(String(cString: strerror(errno)))); a readable file was expected")
    }
  }

  /// The next line without its line end; nil at the end.
  ///
  /// - Throws: ``EngineError/inputOutput(_:)``.
  mutating func next() throws(EngineError) -> (text: String, isCut: Bool)? {
    var line: [UInt8] = []
    var isCut = false
    var hasAny = false
    while true {
      if at == available, try !refill() {
        guard hasAny else { return nil }
        break
      }
      hasAny = true
      let rest = chunk[at..<available]
      let end = rest.firstIndex(of: 10) ?? available
      let room = limit - line.count
      line.append(contentsOf: rest[at..<min(end, at + room)])
      isCut = isCut || end - at > room
      at = min(end + 1, available)
      if end < available { break }
    }
    if line.last == 13 { line.removeLast() }
    return (String(decoding: line, as: UTF8.self), isCut)
  }

  private mutating func refill() throws(EngineError) -> Bool {
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw .inputOutput("\(name): reading failed (\(String(cString: strerror(errno))))") }
      (at, available) = (0, count)
      return count > 0
    }
  }

  func end() { if descriptor > 0 { close(descriptor) } }
}
