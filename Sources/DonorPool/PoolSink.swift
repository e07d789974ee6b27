import Glibc

/// Where the bytes of a pool go while it is made: memory, or a file that can be written at any offset.
public final class PoolSink {
  private enum Target {
    case memory(UnsafeMutableRawPointer, capacity: Int)
    case file(Int32)
  }

  /// A temporary file that is closed with the sink.
  private var temporary: RunFile?

  private var target: Target
  /// One past the last byte written.
  private(set) var end = 0

  /// Bytes held in memory.
  public init() { target = .memory(.allocate(byteCount: 1, alignment: 64), capacity: 1) }

  /// An open file, empty, that can be read too; the caller closes it.
  public init(descriptor: Int32) { target = .file(descriptor) }

  /// A temporary file without a name.
  ///
  /// - Throws: ``DonorPoolError/writeFailed(_:)`` where there is no room for one.
  public init(folder: String) throws(DonorPoolError) {
    let file = try RunFile(folder: folder)
    temporary = file
    target = .file(file.handle.descriptor)
  }

  deinit { if case .memory(let memory, _) = target { memory.deallocate() } }

  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(DonorPoolError) {
    end = max(end, offset + bytes.count)
    switch target {
    case .memory(let memory, let capacity):
      if end > capacity { grow(memory, capacity) }
      guard case .memory(let memory, _) = target, let source = bytes.baseAddress else { return }
      (memory + offset).copyMemory(from: source, byteCount: bytes.count)
    case .file(let descriptor): try PoolSink.write(bytes, to: descriptor, at: offset)
    }
  }

  func write(_ bytes: [UInt8], at offset: Int) throws(DonorPoolError) {
    try bytes.withBytes { bytes throws(DonorPoolError) in try write(bytes, at: offset) }
  }

  private func grow(_ memory: UnsafeMutableRawPointer, _ capacity: Int) {
    let larger = max(end, capacity * 2, 1 << 16)
    let fresh = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 64)
    fresh.copyMemory(from: memory, byteCount: capacity)
    // Gaps between sections are zero in memory as they are in a file.
    memset(fresh + capacity, 0, larger - capacity)
    memory.deallocate()
    target = .memory(fresh, capacity: larger)
  }

  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, at offset: Int) throws(DonorPoolError) {
    var start = 0
    while start < bytes.count {
      let count = pwrite(descriptor, bytes.baseAddress! + start, bytes.count - start, off_t(offset + start))
      if count < 0 {
        if errno == EINTR { continue }
        throw .writeFailed(String(cString: strerror(errno)))
      }
      start += count
    }
  }

  /// The finished bytes, which now belong to the storage; a sink in memory is empty afterwards.
  func takeStorage() throws(DonorPoolError) -> PoolStorage {
    switch target {
    case .memory(let memory, _):
      target = .memory(.allocate(byteCount: 1, alignment: 64), capacity: 1)
      return try PoolStorage(UnsafeRawBufferPointer(start: memory, count: end)) {
        UnsafeMutableRawPointer(mutating: $0.baseAddress!).deallocate()
      }
    case .file(let descriptor): return try PoolStorage.map(descriptor)
    }
  }
}

/// Writes the sections of a pool and computes the checksums of their chunks on the way.
struct PoolFileWriter {
  private let sink: PoolSink
  private var sections: [(PoolLayout.Section, PoolSection)] = []
  private var checksums: [UInt64] = []

  init(_ sink: PoolSink) { self.sink = sink }

  /// Where the next section may begin.
  static func aligned(_ offset: Int) -> Int {
    (offset + PoolLayout.sectionAlignment - 1) / PoolLayout.sectionAlignment * PoolLayout.sectionAlignment
  }

  /// Adds a section whose bytes are at hand, behind all others.
  mutating func add(_ section: PoolLayout.Section, _ bytes: [UInt8]) throws(DonorPoolError) {
    var stream = PoolSectionStream(
      section, at: PoolFileWriter.aligned(max(sink.end, PoolLayout.sectionAlignment)), chunk: PoolLayout.smallChunk)
    try stream.append(bytes, to: sink)
    try finish(&stream)
  }

  /// Ends a section that was written in pieces.
  mutating func finish(_ stream: inout PoolSectionStream) throws(DonorPoolError) {
    try stream.finish(sink)
    var place = stream.place
    place.firstChecksum = checksums.count
    checksums += stream.checksums
    sections.append((stream.section, place))
  }

  /// Writes checksums, directory and header.
  mutating func close() throws(DonorPoolError) {
    var sums: [UInt8] = []
    for sum in checksums { sums.appendWord(sum) }
    var place = PoolSection()
    (place.offset, place.length) = (PoolFileWriter.aligned(sink.end), sums.count)
    sections.append((.checksums, place))
    try sink.write(sums, at: place.offset)
    // An empty section at the end still counts: the file reaches as far as the directory says.
    if sums.isEmpty { try sink.write([0], at: place.offset) }
    var directory: [UInt8] = []
    for (section, place) in sections {
      for value in [Int(section.rawValue), place.offset, place.length, place.chunk, place.firstChecksum] {
        directory.appendWord(UInt64(value))
      }
    }
    var header = PoolLayout.magic
    header.appendWord(UInt64(PoolLayout.version) | UInt64(sections.count) << 32)
    header.appendWord(UInt64(sink.end))
    header.appendWord(directory.withUnsafeBytes(\.xxh3))
    header.appendWord(sums.withUnsafeBytes(\.xxh3))
    header += [UInt8](repeating: 0, count: 16)
    header.appendWord(header.withUnsafeBytes(\.xxh3))
    try sink.write(header + directory, at: 0)
  }
}

/// One section written piece by piece.
struct PoolSectionStream {
  let section: PoolLayout.Section
  private(set) var place: PoolSection
  private(set) var checksums: [UInt64] = []
  private var pending: [UInt8] = []

  init(_ section: PoolLayout.Section, at offset: Int, chunk: Int) {
    self.section = section
    place = PoolSection()
    (place.offset, place.chunk) = (offset, chunk)
  }

  /// Bytes so far.
  var length: Int { place.length + pending.count }

  mutating func append(_ bytes: UnsafeRawBufferPointer, to sink: PoolSink) throws(DonorPoolError) {
    pending.append(contentsOf: bytes)
    if pending.count >= 1 << 20 || pending.count >= 4 * place.chunk { try flushWholeChunks(sink) }
  }

  mutating func append(_ bytes: [UInt8], to sink: PoolSink) throws(DonorPoolError) {
    pending.append(contentsOf: bytes)
    if pending.count >= 1 << 20 || pending.count >= 4 * place.chunk { try flushWholeChunks(sink) }
  }

  private mutating func flushWholeChunks(_ sink: PoolSink) throws(DonorPoolError) {
    let whole = pending.count / place.chunk * place.chunk
    if whole == 0 { return }
    try flush(whole, sink)
  }

  private mutating func flush(_ count: Int, _ sink: PoolSink) throws(DonorPoolError) {
    pending.withUnsafeBytes { bytes in
      for start in stride(from: 0, to: count, by: place.chunk) {
        checksums.append(UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + place.chunk, count)]).xxh3)
      }
    }
    try sink.write(Array(pending[..<count]), at: place.offset + place.length)
    place.length += count
    pending.removeFirst(count)
  }

  mutating func finish(_ sink: PoolSink) throws(DonorPoolError) {
    if !pending.isEmpty { try flush(pending.count, sink) }
  }
}

extension [UInt8] {
  /// The same as `withUnsafeBytes`, for errors of this module.
  func withBytes(_ body: (UnsafeRawBufferPointer) throws(DonorPoolError) -> Void) throws(DonorPoolError) {
    try withUnsafeBufferPointer { buffer throws(DonorPoolError) in try body(UnsafeRawBufferPointer(buffer)) }
  }

  mutating func appendWord(_ value: UInt64) { Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) } }
}
