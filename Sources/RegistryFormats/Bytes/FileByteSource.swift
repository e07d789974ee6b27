#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The bytes of a file, or of standard input.
public final class FileByteSource: ByteChunkSource {
  private let path: String
  private let descriptor: Int32
  private let ownsDescriptor: Bool
  private var offset = 0

  /// Opens a file for reading; it is closed when the source is released.
  ///
  /// - Parameter path: The file's path, or `-` for standard input.
  /// - Throws: ``ByteSourceError/unreadable(path:code:)`` if the file is missing, may not be read or is a directory.
  public init(path: String) throws(ByteSourceError) {
    self.path = path
    if path == "-" {
      descriptor = STDIN_FILENO
      ownsDescriptor = false
    } else {
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
      ownsDescriptor = true
      guard descriptor >= 0 else { throw .unreadable(path: path, code: errno) }
    }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw .unreadable(path: path, code: EISDIR)
    }
  }

  deinit {
    if ownsDescriptor, descriptor >= 0 { close(descriptor) }
  }

  /// Reads what one system call gives; an interrupted call is repeated.
  ///
  /// - Throws: ``ByteSourceError/readFailed(path:code:offset:)``.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ByteSourceError) -> Int {
    while true {
      let count = systemRead(descriptor, buffer)
      if count >= 0 {
        offset += count
        return count
      }
      guard errno == EINTR else { throw .readFailed(path: path, code: errno, offset: offset) }
    }
  }
}

/// read(2), out of reach of the method of the same name.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, buffer.baseAddress, buffer.count)
}

extension ByteSourceError: CustomStringConvertible {
  /// One sentence: what is wrong, in the system's words, and what was expected.
  public var description: String {
    switch self {
    case .unreadable(let path, let code):
      "\(Self.name(path)) cannot be opened (\(Self.reason(code))); expected a file that can be read"
    case .readFailed(let path, let code, let offset):
      "reading \(Self.name(path)) failed after \(offset) bytes (\(Self.reason(code))); expected to reach its end"
    case .damagedArchive(let reason): "the compressed file is damaged (\(reason)); expected gzip or zip"
    case .archiveMembers(let count):
      "the archive holds \(count == 0 ? "no file" : "more than one file"); expected exactly one of donors or patients"
    }
  }

  private static func name(_ path: String) -> String { path == "-" ? "standard input" : path }

  private static func reason(_ code: Int32) -> String {
    strerror(code).map { String(cString: $0) } ?? "error \(code)"
  }
}
