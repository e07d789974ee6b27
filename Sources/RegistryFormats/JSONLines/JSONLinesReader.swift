/// Reads JSON lines, one object and record a line, keyed like the columns of CSV, in one pass and in constant memory.
///
/// A line that is not one JSON object is a faulty record; the lines after it go on.
///
/// Source: INTERFACE, section 3, for the keys.
public final class JSONLinesReader: RegistryFileReader {
  /// The names of the columns: those of ``StandardHeader``.
  public var header: [String] { StandardHeader.names }
  /// 1, as the format has no header.
  public var headerLine: Int { 1 }
  /// The keys that have no meaning, each once with the line on which it stood first; at most a hundred.
  public private(set) var unrecognisedKeys: [(line: Int, key: String)] = []

  let stream: JSONObjectStream
  private let grammar = JSONGrammar()
  private let buffer = RecordBuffer(width: StandardHeader.names.count)
  private var keys = JSONLinesKeyMemory()
  private var metKeys: Set<String> = []

  /// A reader of these bytes; nothing is read yet.
  public convenience init(source: any ByteChunkSource) {
    self.init(JSONObjectStream(source, layout: .lines))
  }

  init(_ stream: JSONObjectStream) { self.stream = stream }

  /// Calls `body` with every line that is not blank, good or faulty, in the order of the file.
  ///
  /// A record must not be used after the call returns. If `body` throws, reading ends with that error.
  ///
  /// - Throws: ``JSONFileError/source(_:)``, or what `body` throws.
  public func forEachRecord(_ body: (borrowing RegistryRecord) throws -> Void) throws {
    while let piece = try stream.next() {
      readLine(piece)
      try buffer.deliver(body)
    }
  }

  private func readLine(_ piece: JSONObjectStream.Piece) {
    let filler = JSONRecordFiller(piece, buffer: buffer, grammar: grammar)
    if piece.isTooLong { return }
    if let breach = Self.undecodable(in: piece.bytes) ?? grammar.breach(in: piece.bytes) {
      return note(breach, piece)
    }
    var line = JSONLine(filler: filler)
    do throws(JSONBreach) {
      try line.read(&keys) { [self] in noteUnrecognised($0, line: piece.place.line) }
    } catch {
      note(error, piece)
    }
  }

  private func note(_ breach: JSONBreach, _ piece: JSONObjectStream.Piece) {
    // Nothing of a line is trusted that is not JSON as a whole.
    buffer.begin(line: piece.place.line)
    buffer.note(.notJSON(reason: breach.reason), at: piece.place(of: breach))
  }

  private static func undecodable(in bytes: UnsafeBufferPointer<UInt8>) -> JSONBreach? {
    var screen = ByteTextScreen(encoding: .utf8)
    screen.admit(bytes, at: 0)
    screen.finish(at: bytes.count)
    return screen.fault.map { JSONBreach(offset: $0.offset, reason: "\($0.found) is not UTF-8") }
  }

  private func noteUnrecognised(_ key: String, line: Int) {
    guard unrecognisedKeys.count < Self.mostUnrecognisedKeys else { return }
    let name = String(key.prefix(Self.longestKey))
    if metKeys.insert(name).inserted { unrecognisedKeys.append((line, name)) }
  }

  private static let mostUnrecognisedKeys = 100
  /// Characters; what is longer is no name that a warning could show.
  private static let longestKey = 80
}
