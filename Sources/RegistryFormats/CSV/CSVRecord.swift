/// One record of a CSV file, in the reader's memory: valid only while the callback runs.
///
/// Invariants: `ends` holds `fieldCount` rising offsets from `start`; the bytes up to the last of them are readable.
public struct CSVRecord: ~Copyable {
  /// The physical line, from 1, on which the record begins: every line of the file counts, blank ones too.
  public let line: Int
  /// The number of cells that the record itself has; 0 if it was too long to be kept.
  public let fieldCount: Int
  /// Nil for a good record; else why it must not be used. Its cells, if any, serve to report it.
  public let fault: CSVRecordFault?

  @usableFromInline let start: UnsafePointer<UInt8>
  @usableFromInline let ends: UnsafePointer<Int32>
  let lineBreaks: Int
  let encoding: TextEncoding

  /// The cell's bytes, unquoted, without blanks and tabs on both sides; in UTF-8 if the file is UTF-16, else as in the
  /// file. Empty where the record has no such cell.
  ///
  /// - Parameter index: The column, from 0.
  /// - Complexity: O(1), but for the blanks.
  @inlinable public subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
    guard index < fieldCount else { return UnsafeBufferPointer(start: start, count: 0) }
    var first = index == 0 ? 0 : Int(ends[index - 1]) + 1
    var end = Int(ends[index])
    while first < end, start[first] == 0x20 || start[first] == 0x09 { first += 1 }
    while first < end, start[end - 1] == 0x20 || start[end - 1] == 0x09 { end -= 1 }
    return UnsafeBufferPointer(start: start + first, count: end - first)
  }

  /// The cell's text, decoded through the file's encoding.
  ///
  /// - Parameter index: The column, from 0; a column that the record does not have gives the empty text.
  public func text(_ index: Int) -> String { encoding.text(ofCell: self[index]) }

  /// The physical line, from 1, on which a cell begins.
  ///
  /// - Parameter index: The column, from 0; a column that the record does not have counts as its last.
  /// - Complexity: O(1), or O(length of the record) if it has line breaks in quotes.
  public func lineOfField(_ index: Int) -> Int {
    let column = min(index, fieldCount - 1)
    guard lineBreaks > 0, column > 0 else { return line }
    return line + LineBreaks.count(in: UnsafeBufferPointer(start: start, count: Int(ends[column - 1])))
  }
}

/// Physical lines: each ends with a line feed, a carriage return, or both in this order.
enum LineBreaks {
  static func count(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var count = 0
    var afterReturn = false
    for byte in bytes {
      if byte == ASCII.carriageReturn || byte == ASCII.lineFeed && !afterReturn { count += 1 }
      afterReturn = byte == ASCII.carriageReturn
    }
    return count
  }
}
