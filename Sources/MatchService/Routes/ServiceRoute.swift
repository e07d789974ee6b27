import Hummingbird

/// Every route: what routing, tokens, metrics and the description of the service are held against.
enum ServiceRoute: String, CaseIterable, Sendable {
  case health, ready, metrics, description
  case reference, pools, protocols
  case rank, compare, explain, typings
  case searches, search
  case page, pageFile

  /// The method.
  var method: HTTPRequest.Method {
    switch self {
    case .rank, .compare, .explain, .typings: .post
    default: .get
    }
  }

  /// The path, a parameter in braces.
  var path: String {
    switch self {
    case .health: "/healthz"
    case .ready: "/readyz"
    case .metrics: "/metrics"
    case .description: "/openapi.yaml"
    case .page: "/"
    case .pageFile: "/page/{file}"
    case .search: "/v1/searches/{id}"
    default: "/v1/\(rawValue)"
    }
  }

  /// What a caller must be allowed to do; nil: anyone may ask.
  var scope: TokenScope? {
    switch self {
    case .health, .ready, .description, .page, .pageFile: nil
    case .metrics, .reference, .pools, .protocols: .read
    case .rank, .compare, .explain, .typings, .searches, .search: .search
    }
  }

  /// The methods that a path has; empty for a path without a route.
  static func methods(of path: String) -> [String] {
    let asked = path.split(separator: "/")
    let fitting = allCases.filter { route in
      let parts = route.path.split(separator: "/")
      return parts.count == asked.count && zip(parts, asked).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
    return Array(Set(fitting.map(\.method.rawValue))).sorted()
  }
}
