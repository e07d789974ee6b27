// Invariants: `block` has room for what `chunk` bytes of the file can become, and one byte before; the bytes given out
// lie in `block` and are valid until the next call.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The text of an XML file in UTF-8, chunk by chunk, without byte order mark.
///
/// A line end that is a lone carriage return becomes a line feed, as XML itself understands it, so that lines are
/// counted right; no chunk ends between a carriage return and its line feed.
final class XMLTextStream {
  /// The bytes looked at to find the encoding: a mark, or a declaration of usual length.
  private static let headLength = 1 << 10

  private var source: any ByteChunkSource
  private let chunk: Int
  private var head: ArraySlice<UInt8> = []
  private var decoder: XMLDecoder?
  private let block: UnsafeMutablePointer<UInt8>
  private let raw: UnsafeMutableRawBufferPointer
  private var holdsReturn = false
  private var isAtEnd = false

  /// - Parameter chunk: The most bytes asked of the source at once.
  init(_ source: any ByteChunkSource, chunk: Int) {
    (self.source, self.chunk) = (source, chunk)
    block = .allocate(capacity: 1 + XMLDecoder.outputLimit(forInput: max(chunk, Self.headLength)))
    raw = .allocate(byteCount: max(chunk, Self.headLength), alignment: 16)
  }

  deinit {
    block.deallocate()
    raw.deallocate()
  }

  /// The bytes of memory held.
  var heldCapacity: Int { raw.count + 1 + XMLDecoder.outputLimit(forInput: raw.count) }

  /// The next bytes of text; none at the end.
  ///
  /// - Throws: ``XMLFileError/source(_:)`` or ``XMLFileError/unknownEncoding(name:)``.
  func next() throws(XMLFileError) -> UnsafeBufferPointer<UInt8> {
    if decoder == nil { try readHead() }
    while !isAtEnd {
      let start = holdsReturn ? 1 : 0
      if holdsReturn { block[0] = ASCII.carriageReturn }
      let count = start + (try fill(block + start))
      isAtEnd = count == start
      holdsReturn = !isAtEnd && block[count - 1] == ASCII.carriageReturn
      let length = holdsReturn ? count - 1 : count
      endLines(length)
      if length > 0 { return UnsafeBufferPointer(start: block, count: length) }
    }
    return UnsafeBufferPointer(start: block, count: 0)
  }

  /// Makes line feeds of the carriage returns that stand alone.
  private func endLines(_ length: Int) {
    var at = 0
    while at < length, let found = memchr(block + at, Int32(ASCII.carriageReturn), length - at) {
      at = UnsafeRawPointer(found) - UnsafeRawPointer(block) + 1
      if at == length || block[at] != ASCII.lineFeed { block[at - 1] = ASCII.lineFeed }
    }
  }

  private func readHead() throws(XMLFileError) {
    var bytes: [UInt8] = []
    while bytes.count < Self.headLength, !XMLEncoding.isTold(by: bytes) {
      let count = try read(UnsafeMutableRawBufferPointer(rebasing: raw[..<(Self.headLength - bytes.count)]))
      if count == 0 { break }
      bytes += raw[..<count]
    }
    let encoding = try XMLEncoding(detecting: bytes)
    decoder = XMLDecoder(encoding)
    head = bytes[encoding.markLength(in: bytes)...]
  }

  /// Decodes the next bytes of the file.
  private func fill(_ target: UnsafeMutablePointer<UInt8>) throws(XMLFileError) -> Int {
    while true {
      var input = UnsafeMutableRawBufferPointer(rebasing: raw[..<chunk])
      let count: Int
      if head.isEmpty {
        if decoder?.isPlain == true { input = UnsafeMutableRawBufferPointer(start: target, count: chunk) }
        count = try read(input)
        if count > 0, decoder?.isPlain == true { return count }
      } else {
        count = min(head.count, chunk)
        input.copyBytes(from: head.prefix(count))
        head = head.dropFirst(count)
      }
      if count == 0 { return decoder?.finish(to: target) ?? 0 }
      let bytes = UnsafeRawBufferPointer(rebasing: input[..<count]).bindMemory(to: UInt8.self)
      // Half of a two-byte unit gives no text yet.
      if let written = decoder?.decode(bytes, to: target), written > 0 { return written }
    }
  }

  private func read(_ buffer: UnsafeMutableRawBufferPointer) throws(XMLFileError) -> Int {
    do { return try source.read(into: buffer) } catch { throw .source(error) }
  }
}
