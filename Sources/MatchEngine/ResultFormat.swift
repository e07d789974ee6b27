import Glibc

/// The format of a result.
public enum ResultFormat: String, Sendable, CaseIterable {
  /// Comma-separated, with a header.
  case csv
  /// Tab-separated, with a header.
  case tsv
  /// One object.
  case json
  /// One object a line.
  case jsonl
  /// Lined-up text for a terminal.
  case table

  /// What is meant where nothing is said: a table on a terminal, else CSV.
  public static func preferred(output: String?) -> ResultFormat {
    (output == nil || output == "-") && isatty(1) == 1 ? .table : .csv
  }

  /// The byte between cells of the delimited formats.
  var delimiter: UInt8 { self == .tsv ? 9 : 44 }
}
