import Hummingbird
import NIOCore

extension Problem {
  var response: Response {
    var headers: HTTPFields = [.contentType: "application/problem+json", .cacheControl: "no-store"]
    if let retryAfter { headers[.retryAfter] = String(retryAfter) }
    if status == 401 { headers[.wwwAuthenticate] = "Bearer realm=\"hlamatch\"" }
    if !allowed.isEmpty { headers[.allow] = allowed.joined(separator: ", ") }
    let body = (try? JSONBytes.of(self)) ?? ByteBuffer()
    return Response(status: responseStatus, headers: headers, body: ResponseBody(byteBuffer: body))
  }
}

extension Problem {
  /// The problem that stands for any error.
  ///
  /// - Returns: The problem, and whether it is a fault of the program that the log should tell.
  static func of(_ error: any Error) -> (problem: Problem, isFault: Bool) {
    switch error {
    case let problem as Problem: return (problem, problem.status >= 500 && problem.retryAfter == nil)
    case is NIOTooManyBytesError:
      return (Problem(.contentTooLarge, "body_too_large", "the body is larger than is taken"), false)
    case is CancellationError: return (.overloaded, false)
    case let error as HTTPError where error.status == .notFound: return (.notFound, false)
    case let error as HTTPError:
      return (Problem(error.status, "refused", "the request was refused"), error.status.code >= 500)
    default: return (.internalFault, true)
    }
  }
}
