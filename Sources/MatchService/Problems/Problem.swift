import Hummingbird

/// Why a request has no answer: a problem detail of RFC 9457, as `application/problem+json`.
///
/// `code` is what programs rely on; for faults of inputs it is the code that the command line's rejects file shows.
public struct Problem: Error, Equatable, Sendable, Encodable {
  /// A fault of one row or one value of the request.
  public struct Fault: Equatable, Sendable, Encodable {
    /// The line of the text, from 1; of a list of objects, the object's number.
    public var line: Int
    /// The column, from 1; 0 for none.
    public var column: Int
    /// The field, as `A_1`; empty for none.
    public var field: String
    /// The code.
    public var code: String
    /// What is wrong; what was expected.
    public var message: String
  }

  /// The HTTP status.
  public var status: Int
  /// What kind of problem it is.
  public var code: String
  /// What is wrong; what was expected.
  public var detail: String
  /// The command line's exit code for the same fault; nil for problems of the service alone.
  public var exitCode: Int32?
  /// Faults of single rows.
  public var faults: [Fault] = []
  /// Seconds after which the request may be sent again.
  public var retryAfter: Int?
  /// Methods that the path has.
  var allowed: [String] = []

  private let title: String

  init(_ status: HTTPResponse.Status, _ code: String, _ detail: String) {
    (self.status, title, self.code, self.detail) = (status.code, status.reasonPhrase, code, detail)
  }

  /// The status with its words.
  var responseStatus: HTTPResponse.Status { HTTPResponse.Status(code: status, reasonPhrase: title) }

  private enum CodingKeys: String, CodingKey {
    case type, title, status, code, detail, faults
    case exitCode = "exit_code"
  }

  /// Writes the members; those that say nothing are left out.
  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode("about:blank", forKey: .type)
    try members.encode(title, forKey: .title)
    try members.encode(status, forKey: .status)
    try members.encode(code, forKey: .code)
    try members.encode(detail, forKey: .detail)
    try members.encodeIfPresent(exitCode, forKey: .exitCode)
    if !faults.isEmpty { try members.encode(faults, forKey: .faults) }
  }
}

extension Problem {
  /// No token, or one that nobody has.
  static let unauthorized = Problem(
    .unauthorized, "unauthorized", "no known token; the header 'Authorization: Bearer TOKEN' was expected")

  /// A token without the scope.
  static func forbidden(_ scope: TokenScope) -> Problem {
    Problem(.forbidden, "forbidden", "the token has not the scope \(scope.rawValue), which was expected")
  }

  /// A path without a route.
  static let notFound = Problem(.notFound, "not_found", "there is nothing here; a path of /openapi.yaml was expected")

  /// A path that has other methods.
  static func methodNotAllowed(_ allowed: [String]) -> Problem {
    let words = allowed.joined(separator: " or ")
    var problem = Problem(
      .methodNotAllowed, "method_not_allowed", "the path has not this method; \(words) was expected")
    problem.allowed = allowed
    return problem
  }

  /// A body over the limit.
  static func bodyTooLarge(_ limit: Int) -> Problem {
    Problem(.contentTooLarge, "body_too_large", "the body is larger than \(limit) bytes, the most that is taken")
  }

  /// A body in a form that is not taken.
  static func unsupportedMedia(_ found: String) -> Problem {
    Problem(
      .unsupportedMediaType, "unsupported_media_type",
      "\(found); application/json, or a file of patients as text/csv, application/xml or application/x-ndjson, not packed, "
        + "was expected")
  }

  /// A body that is not the JSON expected.
  static func malformed(_ detail: String) -> Problem { Problem(.badRequest, "malformed_json", detail) }

  /// A request that makes no sense: what the command line ends with 64 for.
  static func usage(_ detail: String) -> Problem {
    var problem = Problem(.badRequest, "usage", detail)
    problem.exitCode = 64
    return problem
  }

  /// A pool, reference, protocol or search that is not there.
  static func unknown(_ kind: String, known: [String]) -> Problem {
    let names = known.isEmpty ? "none is loaded" : "one of \(known.sorted().joined(separator: ", ")) was expected"
    return Problem(.notFound, "unknown_\(kind)", "there is no \(kind) of this name; \(names)")
  }

  /// A search that took too long.
  static func timeLimit(_ seconds: Int) -> Problem {
    var problem = Problem(
      .serviceUnavailable, "time_limit", "the search was not done within \(seconds) seconds and was given up")
    problem.retryAfter = seconds
    return problem
  }

  /// No room for another search.
  static let overloaded = {
    var problem = Problem(.serviceUnavailable, "overloaded", "too many searches are waiting; come back later")
    problem.retryAfter = 1
    return problem
  }()

  /// One caller with too many searches.
  static let tooManySearches = {
    var problem = Problem(
      .tooManyRequests, "too_many_searches", "this caller has too many searches under way; come back later")
    problem.retryAfter = 1
    return problem
  }()

  /// The history cannot be written, so the answer is kept back.
  static let diskFull = Problem(
    HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"), "disk_full",
    "there is no room for the record of this search, so it has no answer")

  /// A fault of the program; what went wrong stands in the log.
  static let internalFault = {
    var problem = Problem(.internalServerError, "program", "a fault of the program; the log of the service says more")
    problem.exitCode = 70
    return problem
  }()
}
