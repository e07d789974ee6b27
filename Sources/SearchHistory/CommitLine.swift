import FoundationEssentials
import GRDB

/// Writes records that come together in one transaction, so that one wait for the disk serves them all.
actor CommitLine {
  private struct Waiting {
    let search: SearchRecord
    let request: SearchRequest
    let continuation: CheckedContinuation<Result<Int64, HistoryError>, Never>
  }

  private let database: DatabasePool
  private var waiting: [Waiting] = []
  private var isWriting = false

  init(_ database: DatabasePool) { self.database = database }

  func add(_ search: SearchRecord, _ request: SearchRequest) async throws(HistoryError) -> Int64 {
    let result = await withCheckedContinuation { continuation in
      waiting.append(Waiting(search: search, request: request, continuation: continuation))
      guard !isWriting else { return }
      isWriting = true
      Task { await self.writeAll() }
    }
    return try result.get()
  }

  private func writeAll() async {
    while !waiting.isEmpty {
      let batch = waiting
      waiting = []
      let records = batch.map { ($0.search, $0.request) }
      do {
        let numbers = try await database.write { database in
          try records.map { try CommitLine.insert($0, $1, database) }
        }
        for (waiter, number) in zip(batch, numbers) { waiter.continuation.resume(returning: .success(number)) }
      } catch {
        for waiter in batch { waiter.continuation.resume(returning: .failure(HistoryError(error))) }
      }
    }
    isWriting = false
  }

  private static func insert(_ search: SearchRecord, _ request: SearchRequest, _ database: Database) throws -> Int64 {
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO searches (at, caller, kind, program, release, reference_sha256, protocol, protocol_sha256, pool,
          pool_sha256, date, patients, result_sha256, top) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      search.at, search.caller, search.kind.rawValue, search.program, search.reference.name, search.reference.sha256,
      search.protocol.name, search.protocol.sha256, search.pool.name, search.pool.sha256, search.date, search.patients,
      search.resultHash, try TopText.text(search.top),
    ])
    let number = database.lastInsertedRowID
    try database.cachedStatement(sql: "INSERT OR IGNORE INTO protocols (sha256, text) VALUES (?, ?)")
      .execute(arguments: [search.protocol.sha256, Data(request.rules)])
    try database.cachedStatement(sql: "INSERT INTO requests (search, body) VALUES (?, ?)")
      .execute(arguments: [number, Data(request.body)])
    return number
  }
}

/// The tops of lists as text.
enum TopText {
  static func text(_ top: [SearchRecord.TopOfList]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(top), as: UTF8.self)
  }

  static func top(_ text: String) throws -> [SearchRecord.TopOfList] {
    try JSONDecoder().decode([SearchRecord.TopOfList].self, from: Data(text.utf8))
  }
}
