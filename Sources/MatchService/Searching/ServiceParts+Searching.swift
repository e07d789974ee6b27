import FoundationEssentials
import MatchEngine
import SearchHistory

extension ServiceParts {
  /// Writes the record of a search, where a history is kept; the answer is let out only after that.
  ///
  /// - Returns: The number of the record.
  /// - Throws: ``Problem`` `disk_full` or `history`.
  func record(_ prepared: PreparedSearch, _ answer: SearchAnswer, caller: String) async throws(Problem) -> Int64? {
    guard let history else { return nil }
    let record = SearchRecord(prepared, answer, caller: caller, at: Moment.now)
    do {
      let body = Array(try JSONEncoder().encode(prepared.order))
      let request = SearchRequest(body: body, rules: Array(prepared.search.settings.rules.text.utf8))
      let number = try await history.add(record, request)
      metrics.note { $0.historyRecords += 1 }
      return number
    } catch {
      metrics.note { $0.historyFaults += 1 }
      logger.error("history", metadata: ["reason": "\(error)"])
      throw Problem((error as? HistoryError) ?? .failed("encoding"))
    }
  }

  /// Understands an order by the catalogue of this moment.
  ///
  /// - Throws: ``Problem``.
  func prepare(_ order: SearchOrder) async throws -> PreparedSearch {
    try await PreparedSearch(order, catalogue.current, settings, today: today())
  }

  /// Runs work of the engine, whose errors become problems.
  func answering<Answer>(_ work: () async throws -> Answer) async throws -> Answer {
    do { return try await work() } catch let error as EngineError { throw Problem(error, folder: settings.folder) }
  }
}
