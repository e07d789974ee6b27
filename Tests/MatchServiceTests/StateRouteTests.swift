import Foundation
import HummingbirdTesting
import Testing
import Yams

@testable import MatchService

@Suite struct StateRouteTests {
  @Test("A service says that it runs and that it is ready")
  func health() async throws {
    try await ServiceFixture().run { client in
      #expect(try await client.get("/healthz").text == "ok\n")
      let ready = try await client.get("/readyz")
      #expect(ready.status == .ok)
      #expect(try ready.json["pools"]?.whole == 1)
    }
  }

  @Test("Without anything to search the service is not ready")
  func notReady() async throws {
    try await ServiceFixture(pools: []).run { client in
      let ready = try await client.get("/readyz")
      #expect(ready.status.code == 503)
    }
  }

  @Test("Metrics count requests by the pattern of their route, never by what was asked for")
  func metrics() async throws {
    try await ServiceFixture().run { client in
      _ = try await client.get("/v1/searches/4711")
      _ = try await client.get("/unheard/of/P1")
      let text = try await client.get("/metrics").text
      #expect(text.contains("hlamatch_requests_total{route=\"/v1/searches/{id}\",status=\"404\"} 1\n"))
      #expect(text.contains("hlamatch_requests_total{route=\"none\",status=\"404\"} 1\n"))
      #expect(text.contains("hlamatch_pool_donors{pool=\"example\",release=\"3.58.0\"} 192\n"))
      #expect(text.contains("hlamatch_request_seconds_bucket{route=\"none\",le=\"+Inf\"} 1\n"))
      #expect(!text.contains("4711") && !text.contains("unheard"))
    }
  }

  @Test("The description names exactly the routes that there are, with their methods and what they ask for")
  func description() async throws {
    let text = try await ServiceFixture().run { try await $0.get("/openapi.yaml").text }
    let description = try #require(try Yams.load(yaml: text) as? [String: Any])
    #expect(description["openapi"] as? String == "3.1.0")
    let paths = try #require(description["paths"] as? [String: [String: Any]])
    var described: Set<String> = []
    for (path, methods) in paths {
      for (method, operation) in methods {
        let isOpen = (operation as? [String: Any])?["security"] != nil
        described.insert("\(method.uppercased()) \(path) \(isOpen ? "open" : "token")")
      }
    }
    let routes = ServiceRoute.allCases.map { "\($0.method.rawValue) \($0.path) \($0.scope == nil ? "open" : "token")" }
    #expect(described == Set(routes))
    #expect(routes.count == Set(routes).count)
  }

  @Test("Every answer forbids a browser whatever the page does not need")
  func headers() async throws {
    try await ServiceFixture().run { client in
      for uri in ["/", "/healthz", "/v1/pools", "/nowhere"] {
        let response = try await client.get(uri)
        let policy = try #require(response.headers[.contentSecurityPolicy])
        #expect(policy.hasPrefix("default-src 'none'; script-src 'self';"))
        #expect(!policy.contains("unsafe"))
        #expect(response.headers[.xContentTypeOptions] == "nosniff")
      }
    }
  }

  @Test("A path with other methods says which, a path without any says so")
  func methods() async throws {
    try await ServiceFixture().run { client in
      let wrong = try await client.get("/v1/rank")
      #expect(wrong.status.code == 405)
      #expect(wrong.problem == "method_not_allowed")
      #expect(wrong.headers[.allow] == "POST")
      let nothing = try await client.get("/v1/nothing")
      #expect(nothing.status == .notFound)
      #expect(nothing.problem == "not_found")
    }
  }
}
