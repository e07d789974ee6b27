import Glibc

/// A temporary file without a name: it is gone with the process, however that ends.
struct RunFile {
  /// Closes the file when the last copy is gone.
  final class Handle {
    let descriptor: Int32
    init(_ descriptor: Int32) { self.descriptor = descriptor }
    deinit { close(descriptor) }
  }

  private static let bufferLength = 1 << 20
  let handle: Handle
  private var buffer: [UInt8] = []
  private(set) var length = 0

  init(folder: String) throws(DonorPoolError) {
    var template = Array("\(folder)/hlamatch-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      throw .writeFailed("a temporary file in \(folder): \(String(cString: strerror(errno)))")
    }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    handle = Handle(descriptor)
  }

  /// Adds a row after its length.
  mutating func append(_ row: UnsafeRawBufferPointer) throws(DonorPoolError) {
    withUnsafeBytes(of: UInt32(row.count).littleEndian) { buffer.append(contentsOf: $0) }
    buffer.append(contentsOf: row)
    if buffer.count >= RunFile.bufferLength { try flush() }
  }

  mutating func finish() throws(DonorPoolError) {
    try flush()
    buffer = []
  }

  private mutating func flush() throws(DonorPoolError) {
    try buffer.withBytes { bytes throws(DonorPoolError) in
      try PoolSink.write(bytes, to: handle.descriptor, at: length)
    }
    length += buffer.count
    buffer.removeAll(keepingCapacity: true)
  }
}

/// The next row of a run.
final class RunHead {
  private let file: RunFile
  private var window: [UInt8] = []
  /// Where the window lies in the file, and the current row in the window.
  private var offset = 0
  private var row = 0..<0

  init(_ file: RunFile) { self.file = file }

  /// Moves to the next row; false at the end of the run.
  func advance() throws(DonorPoolError) -> Bool {
    let next = row.upperBound
    if window.count - next < 4 { try refill(from: next, atLeast: 4) }
    if window.count - row.upperBound < 4 { return false }
    let start = row.upperBound
    let length = (0..<4).reduce(0) { $0 | Int(window[start + $1]) << (8 * $1) }
    if window.count - start < 4 + length { try refill(from: start, atLeast: 4 + length) }
    guard window.count - row.upperBound >= 4 + length else { throw .damaged("temporary file") }
    row = row.upperBound + 4..<row.upperBound + 4 + length
    return true
  }

  /// Drops what was read and reads on, so that the row begins the window.
  private func refill(from start: Int, atLeast count: Int) throws(DonorPoolError) {
    offset += start
    window.removeFirst(start)
    row = 0..<0
    let wanted = max(1 << 20, count)
    while window.count < wanted {
      var chunk = [UInt8](repeating: 0, count: wanted - window.count)
      let got = pread(file.handle.descriptor, &chunk, chunk.count, off_t(offset + window.count))
      if got < 0 {
        if errno == EINTR { continue }
        throw .unreadable("a temporary file: \(String(cString: strerror(errno)))")
      }
      if got == 0 { return }
      window += chunk[..<got]
    }
  }

  func withRow(_ body: (PendingDonor) throws(DonorPoolError) -> Void) throws(DonorPoolError) {
    try window.withBytes { bytes throws(DonorPoolError) in try body(SortedRuns.pending(bytes, row)) }
  }

  /// By id, then in the order of reading.
  func isBefore(_ other: RunHead) -> Bool {
    window.withUnsafeBytes { own in
      other.window.withUnsafeBytes { others in
        guard let left = try? SortedRuns.pending(own, row), let right = try? SortedRuns.pending(others, other.row)
        else {
          return false
        }
        let order = SortedRuns.compare(left.id, right.id)
        return order != 0 ? order < 0 : left.place < right.place
      }
    }
  }
}
