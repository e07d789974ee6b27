import GRDB

/// Why the history cannot be read or written.
public enum HistoryError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no room left on the disk, or within the limit set; nothing was written.
  case full
  /// The file is no history, or is damaged.
  case damaged(String)
  /// The file was written by a newer version of the program.
  case newer
  /// The file cannot be opened, read or written.
  case failed(String)

  init(_ error: any Error) {
    guard let error = error as? DatabaseError else {
      self = (error as? HistoryError) ?? .failed("\(type(of: error))")
      return
    }
    switch error.resultCode {
    case .SQLITE_FULL: self = .full
    case .SQLITE_CORRUPT: self = .damaged("corrupt")
    case .SQLITE_NOTADB: self = .damaged("no database")
    default: self = .failed("SQLite \(error.extendedResultCode.rawValue)")
    }
  }

  /// What is wrong.
  public var description: String {
    switch self {
    case .full: "there is no room left for the history"
    case .damaged(let code): "the history is damaged, or no history (\(code))"
    case .newer: "the history was written by a newer version of the program"
    case .failed(let code): "the history cannot be used (\(code))"
    }
  }
}
