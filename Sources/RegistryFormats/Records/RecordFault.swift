/// Why one record of a file cannot be used; the records around it can.
public struct RecordFault: Error, Equatable, Sendable {
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
    /// What a record of XML or JSON must have once stands in it several times.
    case repeated(name: String)
    /// A value of XML or JSON is of another kind than its place demands.
    case unexpectedValue(name: String, expected: String)
    /// A line of JSON lines is not one JSON object.
    case notJSON(reason: String)
    /// What stood between a breach of the file's form and the next record was passed over, as was asked for.
    case passedOver(bytes: Int, reason: String)
  }

  /// What is wrong.
  public let kind: Kind
  /// The physical line, from 1, on which the faulty cell begins.
  public let line: Int
  /// The number of the faulty cell, from 1; of a record too long, the cell in which the limit was passed. In XML and
  /// JSON the character in its line.
  public let column: Int

  /// Makes a fault at a cell.
  public init(kind: Kind, line: Int, column: Int) {
    self.kind = kind
    self.line = line
    self.column = column
  }
}

extension RecordFault: CustomStringConvertible {
  /// One sentence: where, what is wrong, and what was expected.
  public var description: String { "line \(line), column \(column): \(kind)" }
}

extension RecordFault.Kind: CustomStringConvertible {
  /// The code that rejects files show.
  public var code: String {
    switch self {
    case .recordTooLong: "record_too_long"
    case .nulByte: "nul_byte"
    case .malformedQuote: "malformed_quote"
    case .tooManyFields: "too_many_fields"
    case .repeated: "repeated_element"
    case .unexpectedValue: "unexpected_value"
    case .notJSON: "not_json"
    case .passedOver: "passed_over"
    }
  }

  /// What is wrong, and what was expected, without the place.
  public var description: String {
    switch self {
    case .recordTooLong(let limit): "the record is too long; expected at most \(limit) bytes"
    case .nulByte: "the cell holds a NUL byte; expected text"
    case .malformedQuote: "text follows a closing quote; expected a delimiter or a line end"
    case .tooManyFields(let expected, let found):
      "the record has \(found) fields; expected at most \(expected), as in the header"
    case .repeated(let name): "\(name) stands in the record more than once; expected it once"
    case .unexpectedValue(let name, let expected): "\(name) has a value of another kind; expected \(expected)"
    case .notJSON(let reason): "the line is not JSON (\(reason)); expected one object"
    case .passedOver(let bytes, let reason):
      "\(bytes) bytes were passed over up to the next record (\(reason)); expected well-formed text"
    }
  }
}
