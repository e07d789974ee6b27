import HLAMatching

/// Writes the rows of CSV and TSV, or of columns for a terminal, into a buffer of bytes.
///
/// A text cell that a spreadsheet would take for a formula (`=`, `+`, `-`, `@` in front) gets an apostrophe in front;
/// cells with delimiter, quote or line break are quoted. Numbers are written as they are.
public struct DelimitedText {
  /// How cells are set apart.
  public enum Style: Equatable, Sendable {
    /// By a byte, with quotes where a cell needs them.
    case delimited(UInt8)
    /// By blanks up to a width, for a terminal: no quotes, no control characters.
    case spaced(Int)
  }

  /// The bytes written so far.
  public var bytes: [UInt8] = []
  private let style: Style
  private var isRowStart = true
  private var cellStart = 0

  /// An empty buffer.
  public init(style: Style) { self.style = style }

  /// An empty buffer of delimited text.
  public init(delimiter: UInt8) { self.init(style: .delimited(delimiter)) }

  /// A text cell.
  public mutating func text(_ cell: some Collection<UInt8>) {
    separate()
    guard case .delimited(let delimiter) = style else {
      bytes.append(contentsOf: String(decoding: cell, as: UTF8.self).printable.utf8)
      return
    }
    let first = cell.first
    let isFormula = first == 61 || first == 43 || first == 45 || first == 64
    let needsQuotes = cell.contains { $0 == delimiter || $0 == 34 || $0 == 10 || $0 == 13 }
    if needsQuotes { bytes.append(34) }
    if isFormula { bytes.append(39) }
    if needsQuotes {
      for byte in cell {
        if byte == 34 { bytes.append(34) }
        bytes.append(byte)
      }
      bytes.append(34)
    } else {
      bytes.append(contentsOf: cell)
    }
  }

  /// A text cell.
  public mutating func text(_ cell: String) { text(cell.utf8) }

  /// A number.
  public mutating func number(_ value: Int) {
    separate()
    if (0...9).contains(value) { bytes.append(UInt8(48 + value)) } else { bytes.append(contentsOf: String(value).utf8) }
  }

  /// Bounds, as `1` or `0..2`.
  mutating func bounds(_ bounds: CountBounds) {
    number(Int(bounds.min))
    guard bounds.isOpen else { return }
    bytes.append(46)
    bytes.append(46)
    bytes.append(contentsOf: String(bounds.max).utf8)
  }

  /// A number, blank where unknown.
  public mutating func number(_ value: Int?) {
    if let value { number(value) } else { separate() }
  }

  /// Text that is known to be free of delimiters and formulas, as codes of the program are.
  public mutating func plain(_ cell: String) {
    separate()
    bytes.append(contentsOf: cell.utf8)
  }

  /// Ends the row.
  public mutating func endRow() {
    bytes.append(10)
    isRowStart = true
  }

  private mutating func separate() {
    if !isRowStart {
      switch style {
      case .delimited(let delimiter): bytes.append(delimiter)
      case .spaced(let width):
        let length = String(decoding: bytes[cellStart...], as: UTF8.self).count
        bytes.append(contentsOf: repeatElement(32, count: max(1, width - length)))
      }
    }
    isRowStart = false
    cellStart = bytes.count
  }
}
