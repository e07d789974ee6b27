/// Reads the records of one XML file: pulls its text, pushes it to a parser, and goes on behind breaches if asked to.
///
/// Holds at any time one chunk of the file, what the parser keeps of an unfinished tag (limited by libxml2), and the
/// cells of one record (at most 1 MiB).
final class XMLRecordFile {
  /// The most bytes asked of the source, and given to the parser, at once.
  static let chunk = 1 << 18

  private let stream: XMLTextStream
  private let tree: XMLElementTree
  private let builder: any XMLRecordBuilder
  private let buffer: RecordBuffer
  private let policy: XMLBreachPolicy
  private var isFinished = false
  /// Bytes read from the stream that no parser has been given yet.
  private var pending: ArraySlice<UInt8> = []

  init(
    _ source: any ByteChunkSource, chunk: Int = XMLRecordFile.chunk, tree: XMLElementTree,
    builder: any XMLRecordBuilder, buffer: RecordBuffer, policy: XMLBreachPolicy
  ) {
    stream = XMLTextStream(source, chunk: chunk)
    (self.tree, self.builder, self.buffer, self.policy) = (tree, builder, buffer, policy)
  }

  /// The bytes of memory held for the file's text and its cells, but for the parser's own.
  var heldCapacity: Int { stream.heldCapacity + buffer.heldCapacity + pending.count }

  /// Calls `body` with every record, good or faulty, in the order of the file; a second call has none left.
  ///
  /// - Throws: ``XMLFileError``, or what `body` throws.
  func forEachRecord(_ body: (borrowing RegistryRecord) throws -> Void) throws {
    guard !isFinished else { return }
    isFinished = true
    try withoutActuallyEscaping(body) { body in
      var parser = newParser(body)
      while true {
        let isEnd = try push(to: parser)
        if let error = parser.failure { throw error }
        if let breach = parser.breach {
          try requirePassable(breach, parser, isEnd: isEnd)
          let prefixes = parser.prefixes
          parser = newParser(body)
          guard let start = try passOver(breach, body) else { return }
          parser.resume(within: ancestors(prefixes), at: start.place, offset: start.offset)
        } else if isEnd {
          return
        }
      }
    }
  }

  /// Gives a parser the next bytes, first those that were read before a breach.
  ///
  /// - Returns: Whether there were none.
  private func push(to parser: borrowing XMLPushParser) throws(XMLFileError) -> Bool {
    if !pending.isEmpty {
      let piece = Array(pending.prefix(XMLRecordFile.chunk))
      pending = pending.dropFirst(piece.count)
      piece.withUnsafeBufferPointer { parser.push($0) }
      return false
    }
    let bytes = try stream.next()
    if bytes.isEmpty { parser.finish() } else { parser.push(bytes) }
    return bytes.isEmpty
  }

  /// The tags around a record; an element whose prefix is unknown has that of the first.
  private func ancestors(_ prefixes: [String]) -> [String] {
    tree.ancestors.enumerated().map { depth, name in
      (depth < prefixes.count ? prefixes[depth] : prefixes.first ?? "") + name
    }
  }

  private func newParser(_ body: @escaping (borrowing RegistryRecord) throws -> Void) -> XMLPushParser {
    XMLPushParser(tree: tree, builder: builder, buffer: buffer, body: body)
  }

  /// Throws if nothing can be read behind a breach, or nothing shall be.
  private func requirePassable(
    _ breach: XMLBreach, _ parser: borrowing XMLPushParser, isEnd: Bool
  ) throws(XMLFileError) {
    let root = tree.names[1]
    guard case .form = breach.kind else { throw breach.error(expecting: root) }
    if policy == .passOver, parser.hasRoot { return }
    // What the parser holds back at the end is an unfinished text, tag or comment: nothing after it is broken.
    if isEnd, !parser.isComplete, !breach.rest.dropFirst().contains(UInt8(ascii: "<")) {
      var place = breach.place
      place.advance(over: breach.rest)
      throw .endsEarly(line: place.line, column: place.column)
    }
    throw breach.error(expecting: root)
  }

  /// Looks for the next record behind a breach, and delivers what lies between as a faulty one.
  ///
  /// - Returns: Where it begins, which is the first of the pending bytes; nil where no other record begins.
  private func passOver(
    _ breach: XMLBreach, _ body: (borrowing RegistryRecord) throws -> Void
  ) throws -> (place: RecordPlace, offset: Int)? {
    var search = XMLRecordSearch(tree.recordNames, behind: breach)
    var found = search.find(in: breach.rest)
    if found == nil, !pending.isEmpty {
      (found, pending) = (search.find(in: pending), [])
    }
    while found == nil {
      let bytes = try stream.next()
      found = search.find(in: bytes, isEnd: bytes.isEmpty)
      if bytes.isEmpty { break }
    }
    let start = breach.record ?? (breach.offset, breach.place.line)
    let offset = breach.offset + search.passed
    buffer.begin(line: start.line)
    buffer.note(.passedOver(bytes: offset - start.offset, reason: breach.reason), at: breach.place)
    try buffer.deliver(body)
    guard let found else { return nil }
    pending = found + pending
    return (search.place, offset)
  }
}
