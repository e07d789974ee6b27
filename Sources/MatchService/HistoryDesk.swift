import Glibc
import HummingbirdCore
import MatchEngine
import SearchHistory

/// What an operator does with the history while no service runs, or beside it.
public struct HistoryDesk: Sendable {
  private let store: SearchStore
  private let file: String

  /// Opens an existing history.
  ///
  /// - Throws: ``ServiceFault``; no file is made.
  public init(_ file: String) throws(ServiceFault) {
    guard access(file, F_OK) == 0 else {
      throw ServiceFault("\(file): \(String(cString: strerror(errno))); a history was expected", exitCode: 66)
    }
    do { store = try SearchStore(path: file) } catch { throw ServiceFault(error, file: file) }
    self.file = file
  }

  /// Gives every record as one line of JSON, oldest first.
  ///
  /// - Throws: ``ServiceFault``.
  public func export(_ line: (String) -> Void) throws(ServiceFault) {
    do {
      try store.forEachSearch { stored in
        let text = String(buffer: try JSONBytes.of(stored))
        line(String(text.dropLast()))
      }
    } catch {
      throw ServiceFault((error as? HistoryError) ?? .failed("\(type(of: error))"), file: file)
    }
  }

  /// Removes records from before a day, with their requests.
  ///
  /// - Parameter day: The first day that is kept, `YYYY-MM-DD`.
  /// - Returns: How many were removed.
  /// - Throws: ``ServiceFault``.
  public func forget(before day: String) async throws(ServiceFault) -> Int {
    guard day.contains("-"), CalendarDate(Array(day.utf8)) != nil else {
      throw ServiceFault("--before \(day): not a day; YYYY-MM-DD was expected", exitCode: 64)
    }
    do { return try await store.forget(before: "\(day)T00:00:00Z") } catch { throw ServiceFault(error, file: file) }
  }

  /// Looks for damage in the whole database.
  ///
  /// - Throws: ``ServiceFault``.
  public func check() throws(ServiceFault) {
    do { try store.check() } catch { throw ServiceFault(error, file: file) }
  }
}
