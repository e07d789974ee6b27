/// The stretch of a JSON file that is in memory, and where in the file it begins.
///
/// Invariant: it holds no more than the longest element allowed and one chunk.
final class JSONWindow {
  /// Whether the text is checked to be UTF-8 as it is read, or by the reader itself.
  enum Screening { case whole, none }

  static let chunkLength = 1 << 18
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private let window: ByteWindow
  private let chunk: Int
  private var source: any ByteChunkSource
  private var screen: ByteTextScreen?
  private(set) var place = TextPlace()
  /// Distance of the window's end from the start of the stream.
  private var endOffset = 0
  private var isAtEnd = false
  private var hasBegun = false

  init(_ source: any ByteChunkSource, screening: Screening, limit: Int, chunk: Int = JSONWindow.chunkLength) {
    self.source = source
    let chunk = source.bufferLength(chunk)
    self.chunk = chunk
    screen = screening == .whole ? ByteTextScreen(encoding: .utf8) : nil
    window = ByteWindow(capacity: 2 * chunk, maximum: limit + 2 * chunk)
  }

  /// The bytes in memory, of which the first stands at ``place``.
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: window.first, count: window.count) }

  var capacity: Int { window.capacity }

  /// Lets go of the first bytes.
  func consume(_ count: Int) {
    guard count > 0 else { return }
    place.pass(UnsafeBufferPointer(start: window.first, count: count))
    window.start += count
  }

  /// Where a byte of the window stands in the file.
  func place(at offset: Int) -> RecordPlace {
    var place = self.place
    place.pass(UnsafeBufferPointer(start: window.first, count: offset))
    return place.recordPlace
  }

  /// Reads more bytes behind those in memory.
  ///
  /// - Returns: False at the end of the file.
  /// - Throws: ``JSONFileError/source(_:)``, or ``JSONFileError/notWellFormed(line:column:reason:)`` where all text
  ///   before a byte that is not UTF-8 has been handed out.
  func refill() throws(JSONFileError) -> Bool {
    if let fault = screen?.fault { throw undecodable(fault) }
    let oldOffset = hasBegun ? endOffset : try begin()
    if hasBegun, endOffset == oldOffset, !isAtEnd { try readChunk() }
    if endOffset > oldOffset { return true }
    if let fault = screen?.fault { throw undecodable(fault) }
    return false
  }

  /// Reads the file's first bytes, without its byte order mark.
  ///
  /// - Returns: Where the text begins in the stream.
  private func begin() throws(JSONFileError) -> Int {
    hasBegun = true
    while window.count < Self.mark.count, !isAtEnd, screen?.fault == nil { try readChunk() }
    guard bytes.starts(with: Self.mark) else { return 0 }
    window.start += Self.mark.count
    return Self.mark.count
  }

  private func readChunk() throws(JSONFileError) {
    let room = window.makeRoom(for: chunk)
    let count: Int
    do {
      count = try source.read(into: UnsafeMutableRawBufferPointer(start: room, count: chunk))
    } catch {
      throw .source(error)
    }
    precondition(0...chunk ~= count, "the source wrote beyond its buffer")
    isAtEnd = count == 0
    screen?.admit(UnsafeBufferPointer(start: room, count: count), at: endOffset)
    // What stands before a faulty byte is still handed out.
    let sound = min(count, max(0, (screen?.fault?.offset ?? .max) - endOffset))
    window.end += sound
    endOffset += sound
  }

  private func undecodable(_ fault: UndecodablePlace) -> JSONFileError {
    let place = place(at: window.count)
    // The first byte of a character cut in two by the chunk has been counted.
    let column = place.column - (fault.offset < endOffset ? 1 : 0)
    return .notWellFormed(line: place.line, column: column, reason: "\(fault.found) is not UTF-8")
  }
}
