/// One record of a registry's file, in the reader's memory: valid only while the callback runs.
///
/// Every reader, whatever its format, delivers these, so that all that follows is written once.
///
/// Invariants: `ends` holds `fieldCount` rising offsets from `start`, one byte apart from the next cell; the bytes up
/// to the last of them are readable; `places`, where it is given, holds `fieldCount` places.
public struct RegistryRecord: ~Copyable {
  /// The physical line, from 1, on which the record begins: every line of the file counts, blank ones too.
  public let line: Int
  /// The number of cells that the record itself has; 0 if it was too long to be kept.
  public let fieldCount: Int
  /// Nil for a good record; else why it must not be used. Its cells, if any, serve to report it.
  public let fault: RecordFault?

  @usableFromInline let start: UnsafePointer<UInt8>
  @usableFromInline let ends: UnsafePointer<Int32>
  let lineBreaks: Int
  let encoding: TextEncoding
  let places: UnsafePointer<RecordPlace>?

  init(
    line: Int, fieldCount: Int, fault: RecordFault?, start: UnsafePointer<UInt8>, ends: UnsafePointer<Int32>,
    lineBreaks: Int = 0, encoding: TextEncoding = .utf8, places: UnsafePointer<RecordPlace>? = nil
  ) {
    (self.line, self.fieldCount, self.fault) = (line, fieldCount, fault)
    (self.start, self.ends, self.places) = (start, ends, places)
    (self.lineBreaks, self.encoding) = (lineBreaks, encoding)
  }

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
    if let places, index < fieldCount { return places[index].line == 0 ? line : places[index].line }
    let column = min(index, fieldCount - 1)
    guard lineBreaks > 0, column > 0 else { return line }
    return line + LineBreaks.count(in: UnsafeBufferPointer(start: start, count: Int(ends[column - 1])))
  }

  /// Where a cell stands in its line, from 1: the number of the field in CSV, the character in XML and JSON.
  ///
  /// - Parameter index: The column of the header, from 0.
  public func columnOfField(_ index: Int) -> Int {
    if let places, index < fieldCount { return max(1, places[index].column) }
    return index + 1
  }
}

/// A place in a file.
public struct RecordPlace: Equatable, Sendable {
  /// The physical line, from 1; 0 where unknown.
  public var line: Int
  /// The character in the line, from 1; 0 where unknown.
  public var column: Int

  /// A place.
  public init(line: Int, column: Int) { (self.line, self.column) = (line, column) }
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
