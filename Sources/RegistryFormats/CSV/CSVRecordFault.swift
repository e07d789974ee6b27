/// Why one record of a CSV file cannot be used; the records around it can.
public struct CSVRecordFault: Error, Equatable, Sendable {
  /// What is wrong with the record.
  public enum Kind: Equatable, Sendable {
    /// The record has more bytes than the limit; none of its cells is delivered.
    case recordTooLong(limit: Int)
    /// A cell holds a NUL byte.
    case nulByte
    /// Text follows the quote that closes a cell.
    case malformedQuote
    /// A cell that is not empty stands right of the header's last column.
    case tooManyFields(expected: Int, found: Int)
  }

  /// What is wrong.
  public let kind: Kind
  /// The physical line, from 1, on which the faulty cell begins.
  public let line: Int
  /// The number of the faulty cell, from 1; of a record too long, the cell in which the limit was passed.
  public let column: Int

  /// Makes a fault at a cell.
  public init(kind: Kind, line: Int, column: Int) {
    self.kind = kind
    self.line = line
    self.column = column
  }
}

extension CSVRecordFault: CustomStringConvertible {
  /// One sentence: where, what is wrong, and what was expected.
  public var description: String { "line \(line), column \(column): \(kind)" }
}

extension CSVRecordFault.Kind: CustomStringConvertible {
  /// What is wrong, and what was expected, without the place.
  public var description: String {
    switch self {
    case .recordTooLong(let limit): "the record is too long; expected at most \(limit) bytes"
    case .nulByte: "the cell holds a NUL byte; expected text"
    case .malformedQuote: "text follows a closing quote; expected a delimiter or a line end"
    case .tooManyFields(let expected, let found):
      "the record has \(found) fields; expected at most \(expected), as in the header"
    }
  }
}
