import Hummingbird
import MatchEngine
import NIOCore
import SearchHistory

/// `POST /v1/compare`: every pair, streamed while it is judged; little of it is ever in memory.
///
/// The last piece goes out only when the search is recorded, so that a stream without its end (in JSON lines, the line
/// `{"summary":...}`) is no answer.
enum CompareRoute {
  static func answer(_ request: Request, _ context: ServiceContext, _ parts: ServiceParts) async throws -> Response {
    let (caller, channel) = (try context.caller, context.channel)
    let seconds = parts.settings.limits.seconds
    let end = ContinuousClock.now + .seconds(seconds)
    let (prepared, ticket) = try await parts.time.run(seconds: seconds) {
      let reading = try await SearchReading(.compare, request, parts)
      let ticket = try await parts.gate.ticket(caller.name)
      return (try await parts.prepare(try reading.order(parts.settings.limits)), ticket)
    }
    let pieces = try await parts.answering { try prepared.search.compareText(as: prepared.order.format) }
    let body = ResponseBody { writer in
      defer { withExtendedLifetime(ticket) {} }
      do {
        try await ReadingLimit.closing(channel, at: end) {
          try await send(pieces, prepared, caller, parts, end, &writer)
        }
      } catch {
        // The head is gone: the connection is closed, and the stream has no end.
        parts.logger.warning("stream given up", metadata: ["code": "\(Problem.of(error).problem.code)"])
        throw error
      }
    }
    let headers: HTTPFields = [
      .contentType: prepared.order.format.contentType, .purpose: RunRecord.purpose,
    ]
    return Response(status: .ok, headers: headers, body: body)
  }

  private static func send(
    _ pieces: CompareText, _ prepared: PreparedSearch, _ caller: Caller, _ parts: ServiceParts,
    _ end: ContinuousClock.Instant, _ writer: inout any ResponseBodyWriter
  ) async throws {
    var hash = ResultHash(prepared.order.format)
    var held: [UInt8] = []
    for try await piece in pieces {
      guard ContinuousClock.now < end else { throw Problem.timeLimit(parts.settings.limits.seconds) }
      hash.add(piece)
      if !held.isEmpty { try await writer.write(ByteBuffer(bytes: held)) }
      held = piece
    }
    let answer = SearchAnswer(resultHash: hash.text)
    _ = try await parts.record(prepared, answer, caller: caller.name)
    parts.metrics.note { $0.searches["compare", default: 0] += 1 }
    try await writer.write(ByteBuffer(bytes: held))
    try await writer.finish(nil)
  }
}
