/// Writes the rows of CSV and TSV into a buffer of bytes.
///
/// A text cell that a spreadsheet would take for a formula (`=`, `+`, `-`, `@` in front) gets an apostrophe in front;
/// cells with delimiter, quote or line break are quoted. Numbers are written as they are.
public struct DelimitedText {
  /// The bytes written so far.
  public var bytes: [UInt8] = []
  private let delimiter: UInt8
  private var isRowStart = true

  /// An empty buffer.
  public init(delimiter: UInt8) { self.delimiter = delimiter }

  /// A text cell.
  public mutating func text(_ cell: some Collection<UInt8>) {
    separate()
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
    if !isRowStart { bytes.append(delimiter) }
    isRowStart = false
  }
}
