// Invariant: the chunks given to the closures point into buffers that live only until `stream` returns, and are
// overwritten by the next chunk.
import CZlib

/// One file of a release as stored on disk: plain, gzipped, or the only fitting member of a zip archive.
///
/// The content is streamed in order and never held as a whole, nor written to disk.
struct ReleaseFile {
  /// Where the file is.
  let path: String
  /// What it should hold.
  let content: ExpectedContent
  /// Most bytes that a compressed file may inflate to.
  let limit: Int

  /// Names a file; nothing is opened yet.
  init(path: String, content: ExpectedContent, limit: Int = 2 << 30) {
    self.path = path
    self.content = content
    self.limit = limit
  }

  /// Streams the unwrapped content.
  ///
  /// - Parameters:
  ///   - observe: Sees every byte of the file as stored, once and in order, ahead of what they unwrap to; after an
  ///     error it has not seen all.
  ///   - body: Receives the content in order, in chunks of at most 1 MiB that are valid only during the call.
  /// - Throws: ``ReferenceSourceError``, and what `body` throws. A check sum at the end of a compressed file can fail
  ///   after all content was handed on.
  func stream(
    observing observe: (UnsafeRawBufferPointer) -> Void = { _ in },
    into body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let file = try StoredFile(path: path)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    var isFirst = true
    func checked(_ chunk: UnsafeRawBufferPointer) throws {
      if isFirst {
        try content.check(start: Array(chunk.prefix(ExpectedContent.signatureLength)))
        isFirst = false
      }
      try body(chunk)
    }
    switch StoredForm(start: try file.bytes(in: 0..<min(4, file.size))) {
    case .plain:
      try file.forEachChunk(in: 0..<file.size, buffer: buffer) {
        observe($0)
        try checked($0)
      }
    case .gzip: try streamGzip(file, buffer: buffer, observe, checked)
    case .zip: try streamZip(file, buffer: buffer, observe, checked)
    }
    if isFirst { throw ReferenceSourceError.empty }
  }

  private func streamGzip(
    _ file: borrowing StoredFile, buffer: UnsafeMutableRawBufferPointer,
    _ observe: (UnsafeRawBufferPointer) -> Void, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var inflater = Inflater(.gzip, limit: limit)
    try file.forEachChunk(in: 0..<file.size, buffer: buffer) {
      observe($0)
      try inflater.feed($0, body)
    }
    try inflater.finish(body)
  }

  private func streamZip(
    _ file: borrowing StoredFile, buffer: UnsafeMutableRawBufferPointer,
    _ observe: (UnsafeRawBufferPointer) -> Void, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let directory = try ZipDirectory(of: file)
    let member = try directory.member(endingIn: content.suffixes)
    let range = try directory.content(of: member, in: file)
    guard member.size <= limit else { throw ReferenceSourceError.tooLarge(limit: limit) }
    try file.forEachChunk(in: 0..<range.lowerBound, buffer: buffer, observe)
    var seal = MemberSeal(of: member)
    func sealed(_ chunk: UnsafeRawBufferPointer) throws {
      try seal.add(chunk)
      try body(chunk)
    }
    if member.isDeflated {
      var inflater = Inflater(.raw, limit: limit)
      try file.forEachChunk(in: range, buffer: buffer) {
        observe($0)
        try inflater.feed($0, sealed)
      }
      try inflater.finish(sealed)
    } else {
      try file.forEachChunk(in: range, buffer: buffer) {
        observe($0)
        try sealed($0)
      }
    }
    try seal.check()
    try file.forEachChunk(in: range.upperBound..<file.size, buffer: buffer, observe)
  }
}

/// Length and check sum of what was unpacked so far, held against the directory of the archive.
private struct MemberSeal {
  private let member: ZipMember
  private var checkSum: UInt = 0
  private var size = 0

  init(of member: ZipMember) { self.member = member }

  /// Counts the next bytes in; refuses the first chunk that exceeds the announced length.
  mutating func add(_ chunk: UnsafeRawBufferPointer) throws(ReferenceSourceError) {
    size += chunk.count
    guard size <= member.size else { throw .zipDamaged(fault: "the member is longer than \(member.size) bytes") }
    checkSum = crc32(checkSum, chunk.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(chunk.count))
  }

  /// Compares both at the end.
  func check() throws(ReferenceSourceError) {
    guard size == member.size else {
      throw .zipDamaged(fault: "the member has \(size) bytes instead of \(member.size)")
    }
    guard checkSum == UInt(member.checkSum) else { throw .zipDamaged(fault: "the check sum differs") }
  }
}
