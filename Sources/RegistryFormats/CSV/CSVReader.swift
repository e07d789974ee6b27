/// Reads a CSV file record by record, in one pass, with bounded memory.
///
/// The dialect (encoding, delimiter) is decided once, from the first MiB and its first 1,000 records. At any time the
/// reader holds at most the longest record allowed and one chunk (at the beginning: that first MiB), whatever the file
/// holds. It is not meant for use by several tasks at once.
public final class CSVReader: RegistryFileReader {
  /// The names of the columns, decoded and trimmed; an unnamed column has the empty name.
  public private(set) var header: [String] = []
  /// The physical line, from 1, on which the header stands.
  public private(set) var headerLine = 1
  /// The byte between fields.
  public let delimiter: UInt8

  private let stream: TextStream
  private let recordLimit: Int
  /// In memory of its own: checks of exclusive access would cost as much as the scanning.
  private let scanner: UnsafeMutablePointer<RecordScanner>
  private var line = 1
  private var nextLine = 1
  /// The bytes of the current record, with its line end.
  private var consumed = 0
  /// Whether a line feed that comes next belongs to the last line end.
  private var isAfterReturn = false
  /// Set while a record is longer than the limit, and thrown away as it is read.
  private var excess: RecordFault?
  private var fault: RecordFault?

  /// Opens a file and reads its header.
  ///
  /// - Parameters:
  ///   - path: The file's path, or `-` for standard input.
  ///   - options: What is known about the file beforehand.
  ///   - observer: Called with each chunk of bytes as it is read, in order, such as to hash them.
  /// - Throws: What ``init(source:options:observer:)`` throws, or ``CSVError/source(_:)`` if it cannot be opened.
  public convenience init(
    path: String, options: CSVOptions = CSVOptions(), observer: ((UnsafeRawBufferPointer) -> Void)? = nil
  ) throws(CSVError) {
    let source: FileByteSource
    do { source = try FileByteSource(path: path) } catch { throw .source(error) }
    try self.init(source: source, options: options, observer: observer)
  }

  /// Reads the header of a source of bytes.
  ///
  /// - Parameters:
  ///   - source: The file's bytes.
  ///   - options: What is known about the file beforehand.
  ///   - observer: Called with each chunk of bytes as it is read, in order, such as to hash them.
  /// - Throws: ``CSVError``, of any case but those about columns.
  public convenience init(
    source: any ByteChunkSource, options: CSVOptions = CSVOptions(),
    observer: ((UnsafeRawBufferPointer) -> Void)? = nil
  ) throws(CSVError) {
    try self.init(source: source, options: options, lengths: CSVReadLengths(), observer: observer)
  }

  init(
    source: any ByteChunkSource, options: CSVOptions, lengths: CSVReadLengths,
    observer: ((UnsafeRawBufferPointer) -> Void)? = nil
  ) throws(CSVError) {
    if let delimiter = options.delimiter, !SeparatorLine.canSeparate(delimiter) { throw .unusableDelimiter(delimiter) }
    recordLimit = min(max(1, options.recordLimit), 1 << 30)
    let lengths = lengths.bounded(byRecordLimit: recordLimit).bounded(by: source)
    stream = TextStream(source, observer: observer, lengths: lengths, recordLimit: recordLimit)
    let beginning = try stream.readBeginning()
    try beginning.requireText(encoding: options.encoding)
    stream.begin(with: beginning, encoding: options.encoding ?? beginning.encoding())
    delimiter = Self.chooseDelimiter(options.delimiter, in: stream.window, isWholeFile: beginning.isWholeFile)
    scanner = .allocate(capacity: 1)
    scanner.initialize(to: RecordScanner(delimiter: delimiter))
    try readHeader()
  }

  deinit {
    scanner.deinitialize(count: 1)
    scanner.deallocate()
  }

  /// The file's encoding; UTF-8 while every byte read so far is ASCII.
  public var encoding: TextEncoding { stream.encoding }

  /// The bytes of memory held for the file's text.
  var heldCapacity: Int { stream.window.capacity }

  /// Calls `body` with every record that is left, good or faulty, in the order of the file.
  ///
  /// A record must not be used after the call returns. Blank lines are passed over. If `body` throws, reading stops,
  /// and a later call goes on with the record after.
  ///
  /// - Parameter body: Given each record.
  /// - Throws: ``CSVError``, or what `body` throws.
  /// - Complexity: O(bytes of the file).
  public func forEachRecord(_ body: (borrowing RegistryRecord) throws -> Void) throws {
    while try advance() { try body(record) }
  }

  private static func chooseDelimiter(_ asked: UInt8?, in window: ByteWindow, isWholeFile: Bool) -> UInt8 {
    let separatorLine = SeparatorLine(UnsafeBufferPointer(start: window.first, count: window.count))
    // The line end stays: it makes a blank line, which is passed over and counted.
    window.start += separatorLine?.length ?? 0
    if let delimiter = asked ?? separatorLine?.delimiter { return delimiter }
    let text = UnsafeBufferPointer(start: UnsafePointer(window.first), count: window.count)
    return DelimiterVote(text, isWholeFile: isWholeFile).winner()
  }
}

extension CSVReader {
  private func readHeader() throws(CSVError) {
    guard try advance() else { throw .notCSV(.empty) }
    let record = self.record
    if let fault = record.fault { throw .faultyHeader(fault) }
    header = (0..<record.fieldCount).map { record.text($0) }
    headerLine = record.line
  }

  /// The current record.
  private var record: RegistryRecord {
    RegistryRecord(
      line: line, fieldCount: excess == nil ? scanner.pointee.fieldCount : 0, fault: fault,
      start: UnsafePointer(stream.window.first), ends: UnsafePointer(scanner.pointee.ends),
      lineBreaks: scanner.pointee.lineBreaks,
      encoding: stream.encoding)
  }

  /// Moves to the next record that is not a blank line; false at the end of the file.
  private func advance() throws(CSVError) -> Bool {
    while try findRecord() {
      fault = findFault()
      if fault != nil || !isBlankLine { return true }
    }
    return false
  }

  private func findRecord() throws(CSVError) -> Bool {
    let window = stream.window
    window.start += consumed
    consumed = 0
    line = nextLine
    excess = nil
    scanner.pointee.reset()
    if isAfterReturn { try skipLineFeed() }
    while !scanner.pointee.scan(window.first, available: window.count) {
      if excess != nil || scanner.pointee.position > recordLimit { try dropExcess() }
      guard try stream.refill() else { return try finishFile() }
    }
    isAfterReturn = window.first[scanner.pointee.position] == ASCII.carriageReturn
    consumed = scanner.pointee.position + 1
    nextLine = line + scanner.pointee.lineBreaks + 1
    try requireDecodable()
    return true
  }

  private func skipLineFeed() throws(CSVError) {
    let window = stream.window
    if window.count == 0 { guard try stream.refill() else { return } }
    if window.first.pointee == ASCII.lineFeed { window.start += 1 }
    isAfterReturn = false
  }

  /// Throws away what was read of a record that is longer than the limit.
  private func dropExcess() throws(CSVError) {
    let window = stream.window
    consumed = scanner.pointee.position
    try requireDecodable()
    consumed = 0
    if excess == nil { excess = excessFault }
    scanner.pointee.drop(window.first)
    window.start = window.end
  }

  /// Ends the last record, if there is one, at the end of the file.
  private func finishFile() throws(CSVError) -> Bool {
    if let place = stream.undecodable { throw undecodableError(place) }
    if scanner.pointee.isWithinQuotes {
      throw .unclosedQuote(line: line + scanner.pointee.openedAfterLineBreaks, column: scanner.pointee.openedInColumn)
    }
    guard scanner.pointee.position > 0 || excess != nil else { return false }
    scanner.pointee.finish()
    consumed = scanner.pointee.position
    nextLine = line + scanner.pointee.lineBreaks + 1
    isAfterReturn = false
    return true
  }
}

extension CSVReader {
  /// Whether the record, without a fault, is a line of nothing but blanks.
  private var isBlankLine: Bool {
    guard scanner.pointee.fieldCount == 1, !scanner.pointee.hasQuotes else { return false }
    return UnsafeBufferPointer(start: stream.window.first, count: scanner.pointee.position).allSatisfy(ASCII.isBlank)
  }

  /// Unquotes the record's fields and says what is wrong with them.
  private func findFault() -> RecordFault? {
    if excess == nil, scanner.pointee.position > recordLimit { excess = excessFault }
    if let excess { return excess }
    let width = header.isEmpty ? Int.max : header.count
    guard scanner.pointee.hasQuotes || scanner.pointee.nulColumn > 0 || scanner.pointee.fieldCount > width else {
      return nil
    }
    let malformed = scanner.pointee.hasQuotes ? unquoteFields() : nil
    if scanner.pointee.nulColumn > 0 { return fault(.nulByte, column: scanner.pointee.nulColumn) }
    if let malformed { return fault(.malformedQuote, column: malformed) }
    guard scanner.pointee.fieldCount > width, let surplus = firstFilledField(from: width) else { return nil }
    return fault(.tooManyFields(expected: width, found: scanner.pointee.fieldCount), column: surplus)
  }

  /// Takes away the quotes of every field; the number of the first that cannot be unquoted.
  private func unquoteFields() -> Int? {
    var malformed: Int?
    var start = 0
    for index in 0..<scanner.pointee.fieldCount {
      let end = Int(scanner.pointee.ends[index])
      let isSound = QuotedFields.unquote(stream.window.first, start..<end)
      if !isSound, malformed == nil { malformed = index + 1 }
      start = end + 1
    }
    return malformed
  }

  private func firstFilledField(from width: Int) -> Int? {
    let record = self.record
    return (width..<record.fieldCount).first(where: { !record[$0].isEmpty }).map { $0 + 1 }
  }

  /// The fault of a record longer than the limit: its bytes must still be in the window.
  private var excessFault: RecordFault {
    fault(.recordTooLong(limit: recordLimit), column: scanner.pointee.column(at: recordLimit))
  }

  private func fault(_ kind: RecordFault.Kind, column: Int) -> RecordFault {
    RecordFault(kind: kind, line: lineOfField(column), column: column)
  }

  /// The physical line on which a field begins; of a record that was partly dropped, the record's first line.
  private func lineOfField(_ column: Int) -> Int {
    guard column > 1, scanner.pointee.lineBreaks > 0, scanner.pointee.droppedFields == 0, excess == nil else {
      return line
    }
    let before = UnsafeBufferPointer(
      start: UnsafePointer(stream.window.first), count: Int(scanner.pointee.ends[column - 2]))
    return line + LineBreaks.count(in: before)
  }

  private func requireDecodable() throws(CSVError) {
    guard let place = stream.undecodable else { return }
    if place.offset < stream.offset(ofIndex: stream.window.start + consumed) { throw undecodableError(place) }
  }

  private func undecodableError(_ place: UndecodablePlace) -> CSVError {
    let column = scanner.pointee.column(at: place.offset - stream.offset(ofIndex: stream.window.start))
    return .undecodable(line: lineOfField(column), column: column, found: place.found, expected: encoding)
  }
}
