import Glibc
import MatchReport

/// The format of a report on the quality of donor files.
public enum QualityFormat: String, Sendable, CaseIterable {
  /// Rows of section, subject, item and count, comma-separated.
  case csv
  /// The same, tab-separated.
  case tsv
  /// One object.
  case json
  /// Lined-up text for a terminal.
  case table
  /// One page that needs nothing from elsewhere.
  case html

  /// What is meant where nothing is said: a table on a terminal, else CSV.
  public static func preferred(output: String?) -> QualityFormat {
    (output == nil || output == "-") && isatty(1) == 1 ? .table : .csv
  }
}

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
  /// One page that needs nothing from elsewhere: `rank` and `explain`.
  case html

  /// Refuses a page where results are rows.
  ///
  /// - Throws: ``EngineError/usage(_:)``.
  public func requireStream() throws(EngineError) {
    guard self != .html else {
      throw .usage(
        "--format html: compare and advise write rows, rank and explain pages; csv, tsv, json, jsonl or table was expected"
      )
    }
  }

  /// Refuses what answers about typings are not written in.
  func requireTypings() throws(EngineError) {
    guard self == .jsonl || self == .table else {
      throw .usage("typing writes jsonl or table; --format jsonl or --format table was expected")
    }
  }

  /// What is meant where nothing is said: a table on a terminal, else CSV.
  public static func preferred(output: String?) -> ResultFormat {
    (output == nil || output == "-") && isatty(1) == 1 ? .table : .csv
  }

  /// How rows of cells are written. A stream of pairs cannot wait for the widest cell, so its columns are fixed.
  var style: DelimitedText.Style {
    switch self {
    case .tsv: .delimited(9)
    case .table: .spaced(14)
    default: .delimited(44)
    }
  }
}
