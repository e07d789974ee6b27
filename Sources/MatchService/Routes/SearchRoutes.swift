import HTTPTypes
import Hummingbird
import MatchEngine
import NIOCore
import SearchHistory

/// `POST /v1/rank` and `/v1/explain`: answers that are held as a whole, recorded, and then sent.
enum SearchRoutes {
  /// Reads the request, waits for its turn, searches, records, and answers; all within the time of one search.
  static func answer(
    _ kind: SearchKind, _ request: Request, _ context: ServiceContext, _ parts: ServiceParts
  ) async throws -> Response {
    let (caller, channel) = (try context.caller, context.channel)
    return try await parts.time.run(seconds: parts.settings.limits.seconds) {
      let reading = try await SearchReading(kind, request, parts)
      let ticket = try await parts.gate.ticket(caller.name)
      defer { withExtendedLifetime((ticket, reading)) {} }
      let order = try reading.order(parts.settings.limits)
      let prepared = try await parts.prepare(order)
      let listed = try parts.listed.share(prepared.listed)
      defer { withExtendedLifetime(listed) {} }
      let answer = try await parts.answering {
        kind == .rank ? try await prepared.rank(isKept: parts.history != nil) : try await prepared.explain()
      }
      let number = try await parts.record(prepared, answer, caller: caller.name)
      parts.metrics.note { $0.searches[kind.rawValue, default: 0] += 1 }
      var response = response(order.format, number, warnings: prepared.search.patients.warnings)
      response.body = body(answer, channel, seconds: parts.settings.limits.seconds)
      return response
    }
  }

  /// The answer; who takes longer to read it than a search may last is let go.
  private static func body(_ answer: SearchAnswer, _ channel: any Channel, seconds: Int) -> ResponseBody {
    let length = answer.pieces.reduce(0) { $0 + $1.count }
    return ResponseBody(contentLength: length) { writer in
      try await ReadingLimit.closing(channel, at: .now + .seconds(seconds)) {
        var text = ByteBuffer()
        text.reserveCapacity(length)
        for piece in answer.pieces { text.writeBytes(piece) }
        try await writer.write(text)
        try await writer.finish(nil)
      }
    }
  }

  private static func response(_ format: ResultFormat, _ number: Int64?, warnings: InputIssues) -> Response {
    var headers: HTTPFields = [.contentType: format.contentType]
    if let number { headers[.searchID] = String(number) }
    if warnings.total > 0 { headers[.inputWarnings] = warnings.summary }
    headers[.purpose] = RunRecord.purpose
    return Response(status: .ok, headers: headers)
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
