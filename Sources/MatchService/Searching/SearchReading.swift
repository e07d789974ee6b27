import FoundationEssentials
import Hummingbird
import MatchEngine
import SearchHistory

/// The request of a search whose bytes are there and not looked at yet: that waits for its turn, since a small body can
/// make much work.
struct SearchReading: Sendable {
  private let kind: SearchKind
  private let isJSON: Bool
  private let format: ResultFormat
  private let body: [UInt8]
  private let query: [(name: String, value: String)]
  /// The memory that the bytes hold, counted as long as they are there.
  private let share: HeldShare

  /// Reads a request.
  ///
  /// - Throws: ``Problem``.
  init(_ kind: SearchKind, _ request: Request, _ parts: ServiceParts) async throws {
    self.kind = kind
    isJSON = try MediaType.isJSON(request)
    let formats = SearchReading.formats(kind)
    format = try MediaType.format(request, of: formats, default: formats[0])
    query = request.uri.queryParameters.map { (String($0.key), String($0.value)) }
    (body, share) = try await SearchReading.bytes(request, parts)
  }

  /// What is asked for: JSON, or a file of patients with the rest in the query.
  ///
  /// - Throws: ``Problem``.
  func order(_ limits: ServiceSettings.Limits) throws(Problem) -> SearchOrder {
    var order =
      isJSON ? try SearchOrder(kind: kind, body: body) : try SearchOrder(kind: kind, file: body, query: query)
    order.format = format
    try RequestBytes.requireUnpacked(order.patients)
    try SearchReading.requireFew(order.patients, limits.patients)
    return order
  }

  /// The body, with a share of the memory that all bodies together may hold.
  static func bytes(_ request: Request, _ parts: ServiceParts) async throws -> ([UInt8], HeldShare) {
    let limit = parts.settings.limits.bodyBytes
    let told = request.headers[.contentLength].flatMap { Int($0) } ?? limit
    if told > limit { throw Problem.bodyTooLarge(limit) }
    let share = try parts.bodies.share(max(0, told))
    return (try await RequestBytes.of(request, limit: limit), share)
  }

  /// Refuses a table with very many lines before it is read; other forms are bounded by the length of the body.
  private static func requireFew(_ file: Data, _ patients: Int) throws(Problem) {
    guard let first = file.first(where: { $0 > 32 }), first != UInt8(ascii: "<"), first != UInt8(ascii: "{"),
      first != UInt8(ascii: "[")
    else { return }
    // Quoted cells may hold line breaks, and lines may be blank.
    let lines = file.reduce(0) { $0 + ($1 == 10 ? 1 : 0) }
    if lines > 2 * patients + 100 { throw .tooManyPatients(patients) }
  }

  private static func formats(_ kind: SearchKind) -> [ResultFormat] {
    switch kind {
    case .rank, .explain: [.json, .jsonl, .csv, .tsv, .table, .html]
    case .compare: [.jsonl, .json, .csv, .tsv, .table]
    }
  }
}
