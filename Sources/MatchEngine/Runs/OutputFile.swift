import Glibc
import MatchReport
import Synchronization

/// A file, device or pipe that a run writes to.
///
/// Where the target is absent or a regular file, the bytes go to a file beside it that is renamed when the run is
/// done, so that the output appears whole or not at all; devices and pipes are written in place.
public final class OutputFile {
  private static let pending = Mutex<Set<String>>([])
  private static let children = Mutex<Set<pid_t>>([])

  private let name: String
  private let descriptor: Int32
  private let temporary: String?
  private let target: String?
  private var buffer: [UInt8] = []
  private var isClosed = false
  private var isFinished = false

  /// Opens an output.
  ///
  /// - Parameter path: The target; nil or `-` for standard output.
  /// - Throws: ``EngineError/cannotCreate(_:)``.
  public init(path: String?) throws(EngineError) {
    buffer.reserveCapacity(1 << 16)
    guard let path, path != "-" else {
      (name, descriptor, temporary, target) = ("standard output", 1, nil, nil)
      return
    }
    name = path
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT == S_IFDIR {
      throw .cannotCreate("\(path): is a folder; a file that can be written was expected")
    }
    if exists, status.st_mode & S_IFMT != S_IFREG {
      (descriptor, temporary, target) = (open(path, O_WRONLY | O_CLOEXEC), nil, nil)
      guard descriptor >= 0 else { throw .cannotCreate(OutputFile.creationFault(path)) }
      return
    }
    let resolved = OutputFile.resolvingLinks(path)
    let beside = "\(resolved).part-\(getpid())"
    descriptor = open(beside, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, exists ? status.st_mode & 0o777 : 0o666)
    guard descriptor >= 0 else { throw .cannotCreate(OutputFile.creationFault(path)) }
    (temporary, target) = (beside, resolved)
    OutputFile.pending.withLock { _ = $0.insert(beside) }
  }

  private static func creationFault(_ path: String) -> String {
    "\(path): cannot be created (\(String(cString: strerror(errno)))); a path that can be written was expected"
  }

  /// Links are followed, so that the file they lead to is replaced, or made, and not the link.
  private static func resolvingLinks(_ path: String) -> String {
    var resolved = path
    for _ in 0..<16 {
      var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
      let length = readlink(resolved, &target, Int(PATH_MAX))
      guard length > 0 else { break }
      let text = String(decoding: target[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let folder = resolved.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
      resolved = text.hasPrefix("/") || !resolved.contains("/") ? text : "\(folder)/\(text)"
    }
    return resolved
  }

  /// Adds bytes.
  ///
  /// - Throws: ``EngineError/closedPipe``, or ``EngineError/inputOutput(_:)`` such as for a full disk.
  public func write(_ bytes: some Collection<UInt8>) throws(EngineError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= 1 << 16 { try flush() }
  }

  /// Adds the text of a buffer, which is written without being copied.
  ///
  /// - Throws: As for bytes.
  func write(_ text: TextBuffer) throws(EngineError) {
    try flush()
    if let fault = text.withText(put) { throw fault }
  }

  /// Adds a line of text.
  public func writeLine(_ line: String) throws(EngineError) {
    try write(line.utf8)
    try write(CollectionOfOne(10))
  }

  private func flush() throws(EngineError) {
    if let fault = buffer.withUnsafeBytes(put) { throw fault }
    buffer.removeAll(keepingCapacity: true)
  }

  /// - Returns: What went wrong.
  private func put(_ bytes: UnsafeRawBufferPointer) -> EngineError? {
    var start = 0
    while start < bytes.count {
      let written = Glibc.write(descriptor, bytes.baseAddress! + start, bytes.count - start)
      if written < 0 {
        if errno == EINTR { continue }
        if errno == EPIPE { return .closedPipe }
        return .inputOutput("\(name): writing failed (\(String(cString: strerror(errno))))")
      }
      start += written
    }
    return nil
  }

  /// Writes what is left and, for a file, puts it in its place.
  public func commit() throws(EngineError) { try OutputFile.commit([self]) }

  /// Finishes all outputs of a run: only when every one of them was written whole are the files put in their places.
  public static func commit(_ outputs: [OutputFile]) throws(EngineError) {
    for output in outputs { try output.finishWriting() }
    for output in outputs { try output.publish() }
  }

  private func finishWriting() throws(EngineError) {
    try flush()
    guard temporary != nil, !isClosed else { return }
    isClosed = true
    guard fsync(descriptor) == 0, close(descriptor) == 0 else {
      throw .inputOutput("\(name): writing failed (\(String(cString: strerror(errno))))")
    }
  }

  private func publish() throws(EngineError) {
    isFinished = true
    guard let temporary, let target else { return }
    OutputFile.pending.withLock { _ = $0.remove(temporary) }
    guard rename(temporary, target) == 0 else {
      let reason = String(cString: strerror(errno))
      unlink(temporary)
      throw .cannotCreate("\(name): cannot be put in its place (\(reason))")
    }
  }

  /// The open file, for what is written at offsets and read again; nil for devices, pipes and standard output.
  var fileDescriptor: Int32? { temporary == nil ? nil : descriptor }

  /// The path was given and names a file, not a device or standard output.
  public var isRegularFile: Bool { target != nil }

  deinit {
    guard !isFinished, let temporary else { return }
    if !isClosed { close(descriptor) }
    unlink(temporary)
    OutputFile.pending.withLock { _ = $0.remove(temporary) }
  }

  /// Remembers a file that another program writes for this one, and that program, until `body` returns.
  static func guarding<Result>(
    temporary: String, child: pid_t, _ body: () throws(EngineError) -> Result
  ) throws(EngineError) -> Result {
    pending.withLock { _ = $0.insert(temporary) }
    children.withLock { _ = $0.insert(child) }
    defer {
      pending.withLock { _ = $0.remove(temporary) }
      children.withLock { _ = $0.remove(child) }
    }
    return try body()
  }

  /// Removes the unfinished files of all outputs and ends the programs that write them, before the process is ended
  /// from outside.
  public static func discardUnfinished() {
    children.withLock { children in
      for child in children { kill(child, SIGKILL) }
    }
    pending.withLock { files in
      for file in files { unlink(file) }
      files = []
    }
  }
}
