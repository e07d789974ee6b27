import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1

/// Counts and logs every request, makes a problem of every error, and sets what every answer says to browsers.
struct ObservedRequests: RouterMiddleware {
  let metrics: ServiceMetrics

  /// Nothing of other servers is loaded, nothing inline is run, nobody frames the page.
  static let policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    + "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

  func handle(
    _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
  ) async throws -> Response {
    let start = ContinuousClock.now
    var code: String?
    var response: Response
    do { response = try await next(request, context) } catch let error as HTTPParserError {
      // The connection is broken, and its keeper answers.
      throw error
    } catch {
      let found = answer(error, request)
      if found.isFault { context.logger.error("fault", metadata: ["error": "\(type(of: error))"]) }
      (response, code) = (found.problem.response, found.problem.code)
    }
    ObservedRequests.addHeaders(to: &response)
    note(request, context, response, code, (ContinuousClock.now - start).seconds)
    return response
  }

  private func answer(_ error: any Error, _ request: Request) -> (problem: Problem, isFault: Bool) {
    let found = Problem.of(error)
    guard (error as? HTTPError)?.status == .notFound else { return found }
    let methods = ServiceRoute.methods(of: request.uri.path)
    return methods.isEmpty ? found : (.methodNotAllowed(methods), false)
  }

  private static func addHeaders(to response: inout Response) {
    response.headers[.xContentTypeOptions] = "nosniff"
    response.headers[.contentSecurityPolicy] = policy
    response.headers[.referrerPolicy] = "no-referrer"
    if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
  }

  private func note(
    _ request: Request, _ context: ServiceContext, _ response: Response, _ code: String?, _ seconds: Double
  ) {
    let route = context.endpointPath.map { $0 == "NotFound" ? "none" : $0 } ?? "none"
    let status = response.status.code
    metrics.count(route: route, status: status, seconds: seconds)
    var metadata: Logger.Metadata = [
      "method": "\(ServiceRoute.known(request.method))", "route": "\(route)", "status": "\(status)",
      "milliseconds": "\((seconds * 1e5).rounded() / 100)",
    ]
    if let code { metadata["code"] = "\(code)" }
    if let caller = context.asking.caller?.name { metadata["caller"] = "\(caller)" }
    context.logger.info("request", metadata: metadata)
  }
}

extension ServiceRoute {
  /// The method, unless it is none that a service knows: then it is the sender's text and is not shown.
  fileprivate static func known(_ method: HTTPRequest.Method) -> String {
    [.get, .head, .post, .put, .delete, .patch, .options].contains(method) ? method.rawValue : "other"
  }
}

extension HTTPField.Name {
  fileprivate static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
