/// Finds the ends of fields and of a record, eight bytes at a time; it can stop at any byte and go on.
///
/// All offsets count from the record's first byte, or, once a part of the record was dropped, from the first byte
/// kept. Invariants: `fieldCount <= capacity`; `ends` rises; at least 7 readable bytes follow what ``scan`` is given.
struct RecordScanner: ~Copyable {
  private enum Quoting { case none, open, closed }

  let delimiter: UInt8
  private let delimiterWord: UInt64
  /// Offsets of the delimiters and of the line end that close the fields.
  private(set) var ends: UnsafeMutablePointer<Int32>
  private var capacity = 256
  private(set) var fieldCount = 0
  /// How far the record was scanned; at a record's end, its length without the line end.
  private(set) var position = 0
  private var quoting = Quoting.none
  private(set) var hasQuotes = false
  /// The number of the first field with a NUL byte, from 1; 0 for none.
  private(set) var nulColumn = 0
  /// Line ends within quotes.
  private(set) var lineBreaks = 0
  /// Where the quote last opened: line ends of the record before it, and its field, from 1.
  private(set) var openedAfterLineBreaks = 0
  private(set) var openedInColumn = 0
  private var lastQuote = -2
  private var lastReturn = -2
  /// What ``drop()`` left behind: fields, the start of the field under way, and whether that has text.
  private(set) var droppedFields = 0
  private var firstFieldStart = 0
  private var fieldHasDroppedText = false

  init(delimiter: UInt8) {
    self.delimiter = delimiter
    delimiterWord = 0x0101_0101_0101_0101 * UInt64(delimiter)
    ends = .allocate(capacity: capacity)
  }

  deinit { ends.deallocate() }

  var isWithinQuotes: Bool { quoting == .open }

  /// The number, from 1, of the field under way.
  private var column: Int { droppedFields + fieldCount + 1 }

  /// Where the field under way begins.
  private var fieldStart: Int { fieldCount == 0 ? firstFieldStart : Int(ends[fieldCount - 1]) + 1 }

  /// Forgets the record, for the next one.
  mutating func reset() {
    fieldCount = 0
    position = 0
    quoting = .none
    nulColumn = 0
    guard hasQuotes || droppedFields > 0 || firstFieldStart != 0 || fieldHasDroppedText else { return }
    hasQuotes = false
    lineBreaks = 0
    (lastQuote, lastReturn) = (-2, -2)
    (droppedFields, firstFieldStart, fieldHasDroppedText) = (0, 0, false)
  }

  /// Goes on scanning a record.
  ///
  /// - Parameters:
  ///   - bytes: The record's first byte that is kept.
  ///   - available: The number of bytes from there on.
  /// - Returns: Whether the record's end was found, at `position`; if not, all that is available was scanned.
  mutating func scan(_ bytes: UnsafePointer<UInt8>, available: Int) -> Bool {
    var index = position
    while index < available {
      var hits = structuralBytes(in: UnsafeRawPointer(bytes + index).loadUnaligned(as: UInt64.self))
      let left = available &- index
      if left < 8 { hits &= ~0 &>> UInt64(truncatingIfNeeded: 64 &- 8 &* left) }
      while hits != 0 {
        let offset = index &+ hits.trailingZeroBitCount &>> 3
        hits &= hits &- 1
        let byte = bytes[offset]
        if byte == delimiter {
          if quoting != .open { endField(at: offset) }
        } else if endsRecord(byte, at: offset, of: bytes) {
          position = offset
          return true
        }
      }
      index &+= 8
    }
    position = available
    return false
  }

  /// Closes the last field of a record that ends with the file.
  mutating func finish() { endField(at: position) }

  /// Forgets the bytes scanned so far, but not the state they led to.
  mutating func drop(_ bytes: UnsafePointer<UInt8>) {
    let start = fieldStart
    let text = UnsafeBufferPointer(start: bytes + max(0, start), count: position - max(0, start))
    if fieldCount > 0 { fieldHasDroppedText = false }
    fieldHasDroppedText = fieldHasDroppedText || !text.allSatisfy(ASCII.isBlank)
    firstFieldStart = start - position
    lastQuote -= position
    lastReturn -= position
    droppedFields += fieldCount
    fieldCount = 0
    position = 0
  }

  /// The number, from 1, of the field in which the byte at `offset` stands.
  func column(at offset: Int) -> Int {
    droppedFields + (0..<fieldCount).count(where: { Int(ends[$0]) < offset }) + 1
  }

  /// The top bit of every byte that is the delimiter, a quote, or below 0x10.
  private func structuralBytes(in word: UInt64) -> UInt64 {
    let word = UInt64(littleEndian: word)
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let delimiters = word ^ delimiterWord
    let quotes = word ^ 0x2222_2222_2222_2222
    let notControl = ((word & low) &+ 0x7070_7070_7070_7070) | word
    let notDelimiter = ((delimiters & low) &+ low) | delimiters
    let notQuote = ((quotes & low) &+ low) | quotes
    return ~(notControl & notDelimiter & notQuote) & 0x8080_8080_8080_8080
  }

  private mutating func endField(at offset: Int) {
    if fieldCount == capacity { growTable() }
    ends[fieldCount] = Int32(truncatingIfNeeded: offset)
    fieldCount &+= 1
    quoting = .none
  }

  /// Meets a quote or a control character; whether it ends the record.
  private mutating func endsRecord(_ byte: UInt8, at offset: Int, of bytes: UnsafePointer<UInt8>) -> Bool {
    switch byte {
    case ASCII.lineFeed, ASCII.carriageReturn:
      guard quoting == .open else {
        endField(at: offset)
        return true
      }
      if byte == ASCII.carriageReturn || lastReturn != offset - 1 { lineBreaks += 1 }
      if byte == ASCII.carriageReturn { lastReturn = offset }
    case ASCII.quote: meetQuote(at: offset, of: bytes)
    case ASCII.nul: if nulColumn == 0 { nulColumn = column }
    default: break
    }
    return false
  }

  private mutating func meetQuote(at offset: Int, of bytes: UnsafePointer<UInt8>) {
    switch quoting {
    case .open:
      quoting = .closed
      lastQuote = offset
    case .closed:
      if lastQuote == offset - 1 { quoting = .open }
    case .none:
      let start = max(0, fieldStart)
      let before = UnsafeBufferPointer(start: bytes + start, count: offset - start)
      guard !(fieldCount == 0 && fieldHasDroppedText), before.allSatisfy(ASCII.isBlank) else { return }
      quoting = .open
      hasQuotes = true
      (openedAfterLineBreaks, openedInColumn) = (lineBreaks, column)
    }
  }

  private mutating func growTable() {
    let larger = UnsafeMutablePointer<Int32>.allocate(capacity: 2 * capacity)
    larger.update(from: ends, count: capacity)
    ends.deallocate()
    ends = larger
    capacity *= 2
  }
}
