/// Reads the donors of an Atlas donor import file, one record a donor, in one pass and in constant memory.
///
/// A fault of a single donor is its record's; a document that is not well-formed ends the reading. The three update modes
/// are read alike: the records are the donors that the file names.
///
/// Source: FORMATS, section 4.2.
public final class AtlasReader: RegistryFileReader {
  /// The names of the columns: those of ``StandardHeader``.
  public var header: [String] { StandardHeader.names }
  /// 1, as the format has no header.
  public var headerLine: Int { 1 }
  /// What the file says of itself, `diff`, `full` or `check`; nil until that was read, and where it says nothing.
  public private(set) var updateMode: String?

  let stream: JSONObjectStream
  private let grammar = JSONGrammar()
  private let buffer = RecordBuffer(width: StandardHeader.names.count)

  /// A reader of these bytes; nothing is read yet.
  public convenience init(source: any ByteChunkSource) {
    self.init(JSONObjectStream(source, layout: .array("donors")))
  }

  init(_ stream: JSONObjectStream) { self.stream = stream }

  /// Calls `body` with every donor, good or faulty, in the order of the file.
  ///
  /// A record must not be used after the call returns. If `body` throws, reading ends with that error.
  ///
  /// - Throws: ``JSONFileError``, or what `body` throws.
  public func forEachRecord(_ body: (borrowing RegistryRecord) throws -> Void) throws {
    while let piece = try stream.next() {
      if !piece.isTooLong, let breach = grammar.breach(in: piece.bytes) { throw piece.error(breach) }
      if case .field(let name) = piece.content {
        readField(name, piece)
      } else {
        try readDonor(piece)
        try buffer.deliver(body)
      }
    }
  }

  private func readField(_ name: String, _ piece: JSONObjectStream.Piece) {
    guard name.lowercased() == "updatemode" else { return }
    var filler = JSONRecordFiller(piece, buffer: buffer, grammar: grammar)
    if let text = try? filler.scalar(name: name) { updateMode = String(decoding: text, as: UTF8.self) }
  }

  private func readDonor(_ piece: JSONObjectStream.Piece) throws(JSONFileError) {
    var donor = AtlasDonor(filler: JSONRecordFiller(piece, buffer: buffer, grammar: grammar))
    if piece.isTooLong { return }
    do throws(JSONBreach) { try donor.read() } catch { throw piece.error(error) }
  }
}
