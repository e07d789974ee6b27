import Hummingbird
import MatchEngine

/// Puts every route in its place, behind the check of tokens that it asks for.
enum ServiceRouter {
  static func router(_ parts: ServiceParts) -> Router<ServiceContext> {
    let router = Router(context: ServiceContext.self)
    router.add(middleware: ObservedRequests(metrics: parts.metrics))
    for route in ServiceRoute.allCases {
      router.group()
        .add(middleware: TokenCheck(tokens: parts.tokens, scope: route.scope))
        .on(RouterPath(route.path), method: route.method) { request, context in
          try await answer(route, request, context, parts)
        }
    }
    return router
  }

  private static func answer(
    _ route: ServiceRoute, _ request: Request, _ context: ServiceContext, _ parts: ServiceParts
  ) async throws -> Response {
    switch route {
    case .health: .text("ok\n")
    case .ready: try StateRoutes.ready(parts)
    case .metrics: .text(StateRoutes.metrics(parts), type: "text/plain; version=0.0.4; charset=utf-8")
    case .description: PageFile.description.response
    case .reference: try ListRoutes.references(parts)
    case .pools: try ListRoutes.pools(parts)
    case .protocols: try ListRoutes.protocols(parts)
    case .rank: try await SearchRoutes.answer(.rank, request, context, parts)
    case .explain: try await SearchRoutes.answer(.explain, request, context, parts)
    case .compare: try await CompareRoute.answer(request, context, parts)
    case .typings: try await TypingsRoute.answer(request, parts)
    case .searches: try HistoryRoutes.searches(request, try context.caller, parts)
    case .search: try HistoryRoutes.search(context, try context.caller, parts)
    case .page: PageFile.page.response
    case .pageFile: try PageFile.named(context.parameters.get("file")).response
    }
  }
}

extension Response {
  /// A small text.
  static func text(_ text: String, type: String = "text/plain; charset=utf-8") -> Response {
    Response(status: .ok, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }

  /// JSON in one line.
  static func json(_ value: some Encodable) throws -> Response {
    Response(
      status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: try JSONBytes.of(value)))
  }
}
