import Glibc
import HummingbirdTesting
import Testing

@testable import MatchService

@Suite struct TokenTests {
  private static let made = ExampleToken.file([
    ("reader", [.read]), ("searcher", [.read, .search]), ("chief", [.read, .search, .admin]),
  ])

  private func fixture() async throws -> ServiceFixture {
    try await ServiceFixture { settings, folder in
      settings.tokens = try folder.write(TokenTests.made.text, as: "tokens")
    }
  }

  @Test(
    "Without a token, or with one that nobody has, every route with a scope refuses", arguments: ServiceRoute.allCases)
  func unknown(route: ServiceRoute) async throws {
    try await fixture().run { client in
      for token in [
        nil, "", "hlm_wrong", String(TokenTests.made.tokens[0].dropLast()), String(repeating: "x", count: 9000),
      ] {
        let uri = route.path.replacing("{id}", with: "1").replacing("{file}", with: "app.js")
        let response =
          route.method == .get
          ? try await client.get(uri, token: token) : try await client.post(uri, .object([:]), token: token)
        if route.scope == nil {
          #expect(response.status == .ok)
        } else {
          #expect(response.status == .unauthorized)
          #expect(response.problem == "unauthorized")
          #expect(response.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
        }
      }
    }
  }

  @Test("A token taken out of the file opens nothing once the file was looked at; a broken file changes nothing")
  func rereading() async throws {
    let fixture = try await fixture()
    let path = fixture.folder.path("tokens")
    let tokens = TokenTests.made.tokens
    let lines = TokenTests.made.text.split(separator: "\n").filter { $0.first != "#" }
    try await fixture.run { client in
      #expect(try await client.get("/v1/pools", token: tokens[0]).status == .ok)
      // In the place of the old one, as editors write.
      _ = try fixture.folder.write("nonsense", as: "next")
      #expect(rename(fixture.folder.path("next"), path) == 0)
      fixture.parts.tokens?.reread()
      #expect(fixture.parts.tokens?.isFaulty == true)
      #expect(try await client.get("/v1/pools", token: tokens[0]).status == .ok)
      #expect(try await client.get("/readyz").text.contains("tokens: "))
      _ = try fixture.folder.write(lines.dropFirst().joined(separator: "\n"), as: "next")
      #expect(rename(fixture.folder.path("next"), path) == 0)
      fixture.parts.tokens?.reread()
      #expect(fixture.parts.tokens?.isFaulty == false)
      #expect(try await client.get("/v1/pools", token: tokens[0]).status == .unauthorized)
      #expect(try await client.get("/v1/pools", token: tokens[1]).status == .ok)
    }
    #expect(fixture.log.text.contains("tokens read"))
    #expect(!fixture.log.text.contains(lines[0].suffix(20)))
  }

  @Test("A token without the scope of a route is forbidden there")
  func scopes() async throws {
    try await fixture().run { client in
      let reader = TokenTests.made.tokens[0]
      #expect(try await client.get("/v1/pools", token: reader).status == .ok)
      let search = try await client.post("/v1/rank", .object([:]), token: reader)
      #expect(search.status == .forbidden)
      #expect(search.problem == "forbidden")
      #expect(try await client.get("/v1/searches", token: reader).status == .forbidden)
    }
  }

  @Test(
    "A file of tokens is refused with the line, and shows no digest",
    arguments: [
      ("a read", "1:1: not a token"), ("# only\n", "holds no token"),
      ("a read " + String(repeating: "g", count: 64), "1:1: not a token"),
      ("\na fly " + String(repeating: "0", count: 64), "2:1: not a token"),
      (
        "a read \(String(repeating: "0", count: 64))\na read \(String(repeating: "1", count: 64))",
        "2:1: the name stands"
      ),
    ])
  func faults(text: String, expected: String) throws {
    let fault = #expect(throws: SettingsFault.self) { try TokenTable(text: text, file: "tokens") }
    #expect(fault?.description.contains(expected) == true)
    #expect(fault?.description.contains("0000") == false)
  }

  @Test("A token is known by its hash alone, and is never the same twice")
  func known() throws {
    let made = TokenTable.make(name: "ward", scopes: [.search])
    let table = try TokenTable(text: made.line, file: "tokens")
    #expect(table.caller(token: Array(made.token.utf8)) == Caller(name: "ward", scopes: [.search]))
    #expect(table.caller(token: Array(made.token.utf8.dropLast())) == nil)
    #expect(!made.line.contains(made.token))
    #expect(TokenTable.make(name: "ward", scopes: [.search]).token != made.token)
  }

  @Test(
    "Without tokens a name that is not this machine's own is refused",
    arguments: [
      ("localhost", true), ("localhost:8080", true), ("127.0.0.1:8080", true), ("[::1]:8080", true),
      ("127.0.0.1.evil.org", false),
      ("evil.org", false), ("127.evil.org", false), ("", false),
    ])
  func hosts(authority: String, isLoopback: Bool) {
    #expect(TokenCheck.isLoopback(authority) == isLoopback)
  }
}
