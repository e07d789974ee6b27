import GRDB
import Glibc

/// The history of searches in one SQLite file.
///
/// A record that was acknowledged is on the disk: the log ahead of writing is synchronised before ``add(_:_:)`` returns.
/// Records that come together are written together. The file can be read and written by one program at a time.
public final class SearchStore: Sendable {
  /// How the store is kept.
  public struct Settings: Sendable {
    /// The largest size in MiB; 0: as the disk allows.
    public var mebibytes: Int

    /// Settings.
    public init(mebibytes: Int = 0) { self.mebibytes = mebibytes }
  }

  let database: DatabasePool
  private let line: CommitLine

  /// Opens a history, or begins one, readable by its owner alone.
  ///
  /// - Throws: ``HistoryError``; a file of another kind is left as it is.
  public init(path: String, settings: Settings = Settings()) throws(HistoryError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .failed("\(path): \(String(cString: strerror(errno)))") }
    Glibc.close(descriptor)
    do {
      database = try DatabasePool(path: path, configuration: SearchStore.configuration(settings))
      try database.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA synchronous = FULL")
      }
      let migrator = HistorySchema.migrator
      if try database.read(migrator.hasBeenSuperseded) { throw HistoryError.newer }
      try migrator.migrate(database)
    } catch {
      throw HistoryError(error)
    }
    line = CommitLine(database)
  }

  private static func configuration(_ settings: Settings) -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    configuration.label = "history"
    let pages = settings.mebibytes << 8
    configuration.prepareDatabase { database in
      if pages > 0 { try database.execute(sql: "PRAGMA max_page_count = \(pages)") }
    }
    return configuration
  }

  /// Writes a record, and what is needed to ask again.
  ///
  /// - Returns: The number of the record, which is on the disk by then.
  /// - Throws: ``HistoryError/full`` where there is no room; nothing of the record was written.
  public func add(_ search: SearchRecord, _ request: SearchRequest) async throws(HistoryError) -> Int64 {
    try await line.add(search, request)
  }

  /// Looks for damage.
  ///
  /// - Throws: ``HistoryError/damaged(_:)``.
  public func check() throws(HistoryError) {
    do {
      let findings = try database.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
      guard findings == ["ok"] else { throw HistoryError.damaged("integrity_check") }
    } catch {
      throw HistoryError(error)
    }
  }

  /// Waits for what is being written, and closes the file.
  public func close() throws(HistoryError) {
    do { try database.close() } catch { throw HistoryError(error) }
  }
}
