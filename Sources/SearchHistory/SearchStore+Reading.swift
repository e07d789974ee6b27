import FoundationEssentials
import GRDB

extension SearchStore {
  /// The newest records first.
  ///
  /// - Parameters:
  ///   - caller: Whose searches; nil: everybody's.
  ///   - before: Only records with smaller numbers; nil: from the newest.
  ///   - limit: At most so many.
  /// - Throws: ``HistoryError``.
  public func searches(
    of caller: String? = nil, before: Int64? = nil, limit: Int = 100
  ) throws(HistoryError) -> [StoredSearch] {
    var conditions: [String] = []
    var arguments: StatementArguments = []
    if let caller {
      conditions.append("caller = ?")
      arguments += [caller]
    }
    if let before {
      conditions.append("id < ?")
      arguments += [before]
    }
    let condition = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
    let sql = "SELECT * FROM searches \(condition) ORDER BY id DESC LIMIT ?"
    let all = arguments + [limit]
    return try reading { database in
      try Row.fetchAll(database, sql: sql, arguments: all).map(SearchStore.stored)
    }
  }

  /// One record; nil where there is none, or none any more.
  ///
  /// - Throws: ``HistoryError``.
  public func search(_ id: Int64) throws(HistoryError) -> StoredSearch? {
    try reading { database in
      try Row.fetchOne(database, sql: "SELECT * FROM searches WHERE id = ?", arguments: [id]).map(SearchStore.stored)
    }
  }

  /// What was asked.
  ///
  /// - Throws: ``HistoryError``.
  public func request(of id: Int64) throws(HistoryError) -> SearchRequest? {
    try reading { database in
      let sql = """
        SELECT requests.body, protocols.text FROM requests JOIN searches ON searches.id = requests.search
        JOIN protocols ON protocols.sha256 = searches.protocol_sha256 WHERE searches.id = ?
        """
      return try Row.fetchOne(database, sql: sql, arguments: [id]).map { row in
        SearchRequest(body: Array(row["body"] as Data), rules: Array(row["text"] as Data))
      }
    }
  }

  /// Calls `body` with every record in the order of time; few are in memory at once.
  ///
  /// - Throws: ``HistoryError``, or what `body` throws.
  public func forEachSearch(_ body: (StoredSearch) throws -> Void) throws {
    try database.read { database in
      let rows = try Row.fetchCursor(database, sql: "SELECT * FROM searches ORDER BY id")
      while let row = try rows.next() { try body(SearchStore.stored(row)) }
    }
  }

  /// Forgets searches from before a moment, with their requests; protocols that nobody needs any more go with them.
  ///
  /// - Parameter moment: UTC, `2026-11-22T10:15:30Z`.
  /// - Returns: How many were forgotten.
  /// - Throws: ``HistoryError``.
  public func forget(before moment: String) async throws(HistoryError) -> Int {
    do {
      return try await database.write { database in
        try database.execute(sql: "DELETE FROM searches WHERE at < ?", arguments: [moment])
        let count = database.changesCount
        if count > 0 {
          try database.execute(
            sql: "DELETE FROM protocols WHERE sha256 NOT IN (SELECT protocol_sha256 FROM searches)")
        }
        return count
      }
    } catch {
      throw HistoryError(error)
    }
  }

  private func reading<Value>(_ body: (Database) throws -> Value) throws(HistoryError) -> Value {
    do { return try database.read(body) } catch { throw HistoryError(error) }
  }

  private static func stored(_ row: Row) throws -> StoredSearch {
    guard let kind = SearchKind(rawValue: row["kind"]) else { throw HistoryError.damaged("kind") }
    let search = SearchRecord(
      at: row["at"], caller: row["caller"], kind: kind, program: row["program"],
      reference: SearchRecord.Source(name: row["release"], sha256: row["reference_sha256"]),
      protocol: SearchRecord.Source(name: row["protocol"], sha256: row["protocol_sha256"]),
      pool: SearchRecord.Source(name: row["pool"], sha256: row["pool_sha256"]), date: row["date"],
      patients: row["patients"], resultHash: row["result_sha256"], top: try TopText.top(row["top"]))
    return StoredSearch(id: row["id"], search: search)
  }
}
