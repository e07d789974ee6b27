import Hummingbird
import SearchHistory

/// `GET /v1/searches` and `/v1/searches/{id}`: callers see their own searches, an admin everybody's.
enum HistoryRoutes {
  private static let most = 1000

  private struct Listing: Encodable {
    let searches: [Entry]
    /// What `before` shows the next page with; nil on the last.
    let next: Int64?
  }

  /// A record as JSON: its number among its members.
  private struct Entry: Encodable {
    let stored: StoredSearch

    private enum CodingKeys: String, CodingKey { case id }

    func encode(to encoder: any Encoder) throws {
      try stored.search.encode(to: encoder)
      var members = encoder.container(keyedBy: CodingKeys.self)
      try members.encode(stored.id, forKey: .id)
    }
  }

  static func searches(_ request: Request, _ caller: Caller, _ parts: ServiceParts) throws -> Response {
    let history = try history(parts)
    let limit = try number(request, "limit") ?? 100
    guard (1...most).contains(limit) else { throw Problem.usage("limit: 1 to \(most) were expected") }
    let before = try number(request, "before").map(Int64.init)
    let found = try reading { () throws(HistoryError) in
      try history.searches(of: owner(caller), before: before, limit: limit)
    }
    let next = found.count == limit ? found.last?.id : nil
    return try .json(Listing(searches: found.map(Entry.init), next: next))
  }

  static func search(_ context: ServiceContext, _ caller: Caller, _ parts: ServiceParts) throws -> Response {
    let history = try history(parts)
    guard let id = context.parameters.get("id").flatMap({ Int64($0) }) else { throw missing }
    let found = try reading { () throws(HistoryError) in try history.search(id) }
    // Another caller's search is as absent as one that never was.
    guard let found, owner(caller) == nil || found.search.caller == caller.name else { throw missing }
    return try .json(Entry(stored: found))
  }

  /// Whose searches a caller sees; nil: everybody's.
  private static func owner(_ caller: Caller) -> String? { caller.scopes.contains(.admin) ? nil : caller.name }

  private static let missing = Problem(.notFound, "unknown_search", "there is no search of this number for this caller")

  private static func history(_ parts: ServiceParts) throws(Problem) -> SearchStore {
    guard let history = parts.history else {
      throw Problem(.notFound, "no_history", "no history is kept; the setting history.file would keep one")
    }
    return history
  }

  private static func reading<Value>(_ read: () throws(HistoryError) -> Value) throws(Problem) -> Value {
    do throws(HistoryError) { return try read() } catch {
      throw Problem(.internalServerError, "history", "the history cannot be read")
    }
  }

  private static func number(_ request: Request, _ name: String) throws(Problem) -> Int? {
    guard let text = request.uri.queryParameters[name[...]] else { return nil }
    guard let number = Int(text) else { throw .usage("\(name): not a whole number; one was expected") }
    return number
  }
}
