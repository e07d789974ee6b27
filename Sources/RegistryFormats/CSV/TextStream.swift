/// Fills a window with the text of a source: UTF-8 for UTF-16 input, else the bytes as they are, screened.
///
/// Invariant: the window holds no more than the longest record and one chunk; at the beginning, the sample.
final class TextStream {
  private enum Decoding {
    case bytes(ByteTextScreen)
    case utf16(UTF16Transcoder, TextEncoding)
  }

  private(set) var window = ByteWindow(capacity: 0, maximum: 0)
  /// The file's encoding; UTF-8 while every byte read is ASCII.
  private(set) var encoding = TextEncoding.utf8
  /// The first place at which decoding failed, among the bytes read so far.
  private(set) var undecodable: UndecodablePlace?

  private var source: any ByteChunkSource
  private let observer: ((UnsafeRawBufferPointer) -> Void)?
  private let lengths: CSVReadLengths
  private let recordLimit: Int
  private var decoding = Decoding.bytes(ByteTextScreen(encoding: nil))
  /// Where the bytes of a UTF-16 file are read to; empty for other files.
  private var rawChunk = UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)
  /// Distance of the window's end from the start of the decoded stream.
  private var endOffset = 0
  private var isAtEnd = false

  init(
    _ source: any ByteChunkSource, observer: ((UnsafeRawBufferPointer) -> Void)?, lengths: CSVReadLengths,
    recordLimit: Int
  ) {
    self.source = source
    self.observer = observer
    self.lengths = lengths
    self.recordLimit = recordLimit
  }

  deinit { rawChunk.deallocate() }

  /// Reads the file's beginning, to find out what it is.
  ///
  /// - Throws: ``CSVError/source(_:)``.
  func readBeginning() throws(CSVError) -> FileBeginning {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: lengths.sample, alignment: 8)
    defer { buffer.deallocate() }
    var count = 0
    while count < buffer.count, !isAtEnd {
      count += try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
    }
    return FileBeginning(bytes: Array(buffer[..<count]), isWholeFile: isAtEnd)
  }

  /// Puts the file's beginning into the window, without its byte order mark.
  ///
  /// - Parameter encoding: Nil leaves the choice between UTF-8 and Windows-1252 open.
  func begin(with beginning: FileBeginning, encoding chosen: TextEncoding?) {
    if let chosen, chosen.isUTF16 {
      decoding = .utf16(UTF16Transcoder(chosen), chosen)
      rawChunk = .allocate(capacity: lengths.chunk)
      rawChunk.initialize(repeating: 0)
    } else {
      decoding = .bytes(ByteTextScreen(encoding: chosen))
    }
    let text = beginning.bytes[beginning.markLength(for: chosen)...]
    let maximum = max(recordLimit + decodedLimit(lengths.chunk), decodedLimit(text.count))
    window = ByteWindow(capacity: decodedLimit(text.count) + decodedLimit(lengths.chunk), maximum: maximum)
    text.withUnsafeBufferPointer { bytes in
      let room = window.makeRoom(for: decodedLimit(bytes.count))
      if !rawChunk.isEmpty { return admit(transcoding: bytes, to: room) }
      if let first = bytes.baseAddress { room.update(from: first, count: bytes.count) }
      admit(UnsafeBufferPointer(start: room, count: bytes.count))
    }
  }

  /// Reads more text behind what the window still needs.
  ///
  /// - Returns: False at the end of the file; `undecodable` is then final.
  /// - Throws: ``CSVError/source(_:)``.
  func refill() throws(CSVError) -> Bool {
    let oldOffset = endOffset
    while !isAtEnd, endOffset == oldOffset {
      if rawChunk.isEmpty {
        let room = window.makeRoom(for: lengths.chunk)
        let count = try read(into: UnsafeMutableRawBufferPointer(start: room, count: lengths.chunk))
        admit(UnsafeBufferPointer(start: room, count: count))
      } else {
        try refillTranscoding()
      }
    }
    if endOffset == oldOffset { finishDecoding() }
    return endOffset > oldOffset
  }

  /// Distance of the byte at `index` of the window from the start of the decoded stream.
  func offset(ofIndex index: Int) -> Int { endOffset - (window.end - index) }

  private func refillTranscoding() throws(CSVError) {
    let count = try read(into: UnsafeMutableRawBufferPointer(rawChunk))
    let bytes = UnsafeBufferPointer(rebasing: rawChunk[..<count])
    admit(transcoding: bytes, to: window.makeRoom(for: decodedLimit(count)))
  }

  private func read(into buffer: UnsafeMutableRawBufferPointer) throws(CSVError) -> Int {
    let count: Int
    do { count = try source.read(into: buffer) } catch { throw .source(error) }
    precondition(0...buffer.count ~= count, "the source wrote beyond its buffer")
    isAtEnd = count == 0
    if count > 0 { observer?(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
    return count
  }

  /// The most bytes of text that so many raw bytes become.
  private func decodedLimit(_ count: Int) -> Int {
    if case .utf16 = decoding { UTF16Transcoder.outputLimit(forInput: count) } else { count }
  }

  private func admit(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard case .bytes(var screen) = decoding else { return }
    screen.admit(bytes, at: endOffset)
    advance(by: bytes.count)
    note(screen)
  }

  private func admit(transcoding bytes: UnsafeBufferPointer<UInt8>, to room: UnsafeMutablePointer<UInt8>) {
    guard case .utf16(var transcoder, let chosen) = decoding else { return }
    advance(by: transcoder.transcode(bytes, to: room, at: endOffset))
    decoding = .utf16(transcoder, chosen)
    (encoding, undecodable) = (chosen, transcoder.fault)
  }

  private func advance(by count: Int) {
    window.end += count
    endOffset += count
  }

  private func note(_ screen: ByteTextScreen) {
    decoding = .bytes(screen)
    (encoding, undecodable) = (screen.encoding ?? .utf8, screen.fault)
  }

  private func finishDecoding() {
    switch decoding {
    case .bytes(var screen):
      screen.finish(at: endOffset)
      note(screen)
    case .utf16(var transcoder, let chosen):
      transcoder.finish(at: endOffset)
      decoding = .utf16(transcoder, chosen)
      undecodable = transcoder.fault
    }
  }
}
