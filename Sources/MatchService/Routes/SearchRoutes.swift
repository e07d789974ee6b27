import HTTPTypes
import Hummingbird
import MatchEngine
import SearchHistory

/// `POST /v1/rank` and `/v1/explain`: answers that are held as a whole, recorded, and then sent.
enum SearchRoutes {
  /// Reads the request, waits for its turn, searches, records, and answers; all within the time of one search.
  static func answer(
    _ kind: SearchKind, _ request: Request, _ caller: Caller, _ parts: ServiceParts
  ) async throws -> Response {
    try await TimeLimit.run(seconds: parts.settings.limits.seconds) {
      let reading = try await SearchReading(kind, request, parts)
      let ticket = try await parts.gate.ticket(caller.name)
      defer { withExtendedLifetime((ticket, reading)) {} }
      let order = try reading.order(parts.settings.limits)
      let prepared = try await parts.prepare(order)
      let answer = try await parts.answering {
        kind == .rank ? try await prepared.rank() : try await prepared.explain()
      }
      let number = try await parts.record(prepared, answer, caller: caller.name)
      parts.metrics.note { $0.searches[kind.rawValue, default: 0] += 1 }
      return response(answer, order.format, number, warnings: prepared.search.patients.warnings)
    }
  }

  private static func response(
    _ answer: SearchAnswer, _ format: ResultFormat, _ number: Int64?, warnings: InputIssues
  ) -> Response {
    var headers: HTTPFields = [.contentType: format.contentType]
    if let number { headers[.searchID] = String(number) }
    if warnings.total > 0 { headers[.inputWarnings] = warnings.summary }
    headers[.purpose] = RunRecord.purpose
    return Response(
      status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.bytes)))
  }
}

extension HTTPField.Name {
  /// The number of the search in the history.
  static let searchID = HTTPField.Name("Search-Id")!
  /// Warnings about the patients by code.
  static let inputWarnings = HTTPField.Name("Input-Warnings")!
  /// What every answer says of itself, also where its format has no room for it.
  static let purpose = HTTPField.Name("Purpose-Note")!
}
