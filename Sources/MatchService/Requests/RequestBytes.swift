import Hummingbird
import MatchEngine
import NIOCore

/// Bodies of requests: never packed, never longer than is allowed.
enum RequestBytes {
  /// Beginnings of packed files, which are not unpacked here: a small one could hold very much.
  private static let packed: [[UInt8]] = [[0x1F, 0x8B], [0x50, 0x4B, 3, 4], [0x50, 0x4B, 5, 6]]

  /// The whole body.
  ///
  /// - Throws: ``Problem`` `body_too_large` before or while it is read, `unsupported_media_type` for a packed one.
  static func of(_ request: Request, limit: Int) async throws -> [UInt8] {
    if let encoding = request.headers[.contentEncoding], encoding.lowercased() != "identity" {
      throw Problem.unsupportedMedia("the body is packed (Content-Encoding)")
    }
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
      throw Problem.bodyTooLarge(limit)
    }
    let buffer: ByteBuffer
    do { buffer = try await request.body.collect(upTo: limit) } catch is NIOTooManyBytesError {
      throw Problem.bodyTooLarge(limit)
    }
    let bytes = Array(buffer: buffer)
    try requireUnpacked(bytes)
    return bytes
  }

  /// Refuses gzip and zip.
  static func requireUnpacked(_ bytes: some Collection<UInt8>) throws(Problem) {
    guard !packed.contains(where: { bytes.starts(with: $0) }) else {
      throw .unsupportedMedia("the patients are packed")
    }
  }
}

/// Forms of bodies and of answers.
enum MediaType {
  /// Files of patients that may be sent as they are.
  private static let files = [
    "text/csv", "text/tab-separated-values", "application/xml", "text/xml", "application/x-ndjson", "application/jsonl",
    "application/fhir+json",
  ]

  /// Whether a body is a request in JSON, and not a file of patients.
  ///
  /// - Throws: ``Problem`` `unsupported_media_type` for anything else: also for what a form of a foreign page could send.
  static func isJSON(_ request: Request) throws(Problem) -> Bool {
    let type = request.headers[.contentType].map(bare) ?? ""
    if type == "application/json" { return true }
    guard files.contains(type) else { throw .unsupportedMedia("the body has another Content-Type, or none") }
    return false
  }

  /// The format that an answer shall have: the first of `Accept` that there is.
  static func format(_ request: Request, of formats: [ResultFormat], default: ResultFormat) throws(Problem)
    -> ResultFormat
  {
    guard let accept = request.headers[.accept] else { return `default` }
    for type in accept.split(separator: ",").prefix(20).map({ bare(String($0)) }) {
      if type == "*/*" { return `default` }
      if let format = formats.first(where: { $0.mediaType == type }) { return format }
    }
    throw Problem(
      .notAcceptable, "not_acceptable", "\(formats.map(\.mediaType).joined(separator: ", ")) are what there is")
  }

  private static func bare(_ type: String) -> String {
    let text = type.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)[0]
    return text.filter { $0 != " " && $0 != "\t" }.lowercased()
  }
}

extension ResultFormat {
  /// The media type, without parameters.
  var mediaType: String {
    switch self {
    case .csv: "text/csv"
    case .tsv: "text/tab-separated-values"
    case .json: "application/json"
    case .jsonl: "application/x-ndjson"
    case .table: "text/plain"
    case .html: "text/html"
    }
  }

  /// What stands in `Content-Type`.
  var contentType: String { mediaType.hasPrefix("text/") ? "\(mediaType); charset=utf-8" : mediaType }
}
