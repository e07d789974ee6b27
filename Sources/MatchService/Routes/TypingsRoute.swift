import HTTPTypes
import Hummingbird
import MatchEngine

/// `POST /v1/typings`: what typings mean in a release, one line of JSON each, as `hlamatch typing` prints them.
enum TypingsRoute {
  /// Typings of one request.
  private static let most = 10_000

  static func answer(_ request: Request, _ parts: ServiceParts) async throws -> Response {
    try await parts.time.run(seconds: parts.settings.limits.seconds) {
      guard try MediaType.isJSON(request) else { throw Problem.unsupportedMedia("the body is no JSON") }
      let (body, share) = try await SearchReading.bytes(request, parts)
      defer { withExtendedLifetime(share) {} }
      var members = try RequestMembers(body)
      let typings = try members.texts("typings")
      let locus = try locus(members.text("locus"))
      let release = try parts.catalogue.current.release(members.text("reference"))
      try members.requireAllTaken(["typings", "locus", "reference"])
      guard typings.count <= most else { throw Problem.usage("typings: at most \(most) were expected") }
      let bytes = try await parts.answering { try release.reference.typingText(of: typings, locus: locus) }
      let headers: HTTPFields = [
        .contentType: ResultFormat.jsonl.contentType, .purpose: RunRecord.purpose,
        .release: release.reference.facts.release,
      ]
      return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
  }

  private static func locus(_ name: String?) throws(Problem) -> Locus? {
    guard let name else { return nil }
    guard let locus = Locus(name: name) else { throw .usage("locus: a locus such as A or DRB1 was expected") }
    return locus
  }
}

extension HTTPField.Name {
  /// The release of an answer whose format has no room for it.
  static let release = HTTPField.Name("IMGT-HLA-Release")!
}
