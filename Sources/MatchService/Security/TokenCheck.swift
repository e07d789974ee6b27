import Hummingbird

/// Lets a request on to its route when its token has the route's scope.
struct TokenCheck: RouterMiddleware {
  /// The longest header that is looked at.
  private static let longestHeader = 512
  /// The tokens; nil: nobody is asked for one, and only this machine may ask.
  let tokens: TokenKeeper?
  /// What the route asks for.
  let scope: TokenScope?

  func handle(
    _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
  ) async throws -> Response {
    context.asking.caller = try caller(request)
    return try await next(request, context)
  }

  private func caller(_ request: Request) throws -> Caller? {
    guard let tokens else {
      guard TokenCheck.isLoopback(request.head.authority) else { throw Problem.wrongHost }
      return .anyone
    }
    guard let scope else { return nil }
    guard let token = TokenCheck.token(request.headers[.authorization]), let caller = tokens.caller(token: token) else {
      throw Problem.unauthorized
    }
    guard caller.scopes.contains(scope) else { throw Problem.forbidden(scope) }
    return caller
  }

  private static func token(_ header: String?) -> [UInt8]? {
    guard let header, header.utf8.count <= longestHeader else { return nil }
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    return Array(parts[1].utf8)
  }

  /// A page of elsewhere whose name was made to lead to this machine says its own name here.
  static func isLoopback(_ authority: String?) -> Bool {
    guard let authority else { return false }
    if authority.hasPrefix("[") { return authority.hasPrefix("[::1]") }
    let host = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)[0]
    return host == "localhost" || (host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." })
  }
}

extension Problem {
  /// A name that is not this machine's own, where nobody is asked for a token.
  static let wrongHost = Problem(
    .misdirectedRequest, "wrong_host", "without tokens the service answers to localhost alone; localhost was expected")
}
