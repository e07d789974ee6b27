import Foundation
import HummingbirdTesting
import MatchEngine
import SearchHistory
import Testing

@testable import MatchService

@Suite struct HistoryRouteTests {
  private static let made = ExampleToken.file([
    ("ward", [.search]), ("clinic", [.search]), ("chief", [.search, .admin]),
  ])

  private static func body(_ more: [String: JSONValue] = [:]) throws -> JSONValue {
    .object(["patients": .text(try ExamplePool.patients), "top": .whole(5)].merging(more) { $1 })
  }

  private func fixture(mebibytes: Int = 0) async throws -> ServiceFixture {
    try await ServiceFixture { settings, folder in
      settings.history.file = folder.path("history.sqlite")
      settings.history.mebibytes = mebibytes
    }
  }

  @Test("A search leaves a record of who asked what, by what, and of what came out")
  func record() async throws {
    try await fixture().run { client in
      let answer = try await client.post("/v1/rank", try HistoryRouteTests.body())
      #expect(answer.headers[.searchID] == "1")
      let record = try await client.get("/v1/searches/1").json
      #expect(record["kind"]?.text == "rank")
      #expect(record["caller"]?.text == "local")
      #expect(record["patients"]?.whole == 3)
      #expect(record["reference"]?["name"]?.text == "3.58.0")
      #expect(record["protocol"]?["name"]?.text == "mst")
      #expect(record["pool"]?["name"]?.text == "example")
      #expect(record["date"]?.text == "2026-11-22")
      let top = try #require(record["top"]?.list)
      #expect(top.map { $0["patient_id"]?.text } == ["P1", "P2", "P3"])
      #expect(top.first?["donors"]?.list?.first?["donor_id"]?.text == "D0005")
    }
  }

  @Test("The result's hash is that of the patients part of the answer")
  func resultHash() async throws {
    try await fixture().run { client in
      let answer = try await client.post("/v1/rank", try HistoryRouteTests.body()).text
      let record = try await client.get("/v1/searches/1").json
      #expect(record["result_sha256"]?.text == HexText.of(SHA256Text.hash(try PatientsPart.of(answer))))
    }
  }

  @Test("Compare and explain are recorded too, compare before its end is sent")
  func kinds() async throws {
    try await fixture().run { client in
      _ = try await client.post("/v1/compare", .object(["patients": .text(try ExamplePool.patients)]))
      _ = try await client.post(
        "/v1/explain",
        .object(["patients": .text(try ExamplePool.patients), "patient_id": .text("P1"), "donor_id": .text("D0001")]))
      let kinds = try await client.get("/v1/searches").json["searches"]?.list?.map { $0["kind"]?.text }
      #expect(kinds == ["explain", "compare"])
    }
  }

  @Test("Callers see their own searches alone, an admin everybody's")
  func owners() async throws {
    let fixture = try await ServiceFixture { settings, folder in
      settings.history.file = folder.path("history.sqlite")
      settings.tokens = try folder.write(HistoryRouteTests.made.text, as: "tokens")
    }
    let tokens = HistoryRouteTests.made.tokens
    try await fixture.run { client in
      for token in tokens { _ = try await client.post("/v1/rank", try HistoryRouteTests.body(), token: token) }
      func callers(_ token: String) async throws -> [String?]? {
        try await client.get("/v1/searches", token: token).json["searches"]?.list?.map { $0["caller"]?.text }
      }
      #expect(try await callers(tokens[0]) == ["ward"])
      #expect(try await callers(tokens[1]) == ["clinic"])
      #expect(try await callers(tokens[2]) == ["chief", "clinic", "ward"])
      #expect(try await client.get("/v1/searches/1", token: tokens[1]).problem == "unknown_search")
      #expect(try await client.get("/v1/searches/1", token: tokens[2]).status == .ok)
    }
  }

  @Test("Pages of the history follow each other, and what is no number is refused")
  func pages() async throws {
    try await fixture().run { client in
      for _ in 0..<3 { _ = try await client.post("/v1/rank", try HistoryRouteTests.body()) }
      let first = try await client.get("/v1/searches?limit=2").json
      #expect(first["searches"]?.list?.map { $0["id"]?.whole } == [3, 2])
      #expect(first["next"]?.whole == 2)
      let second = try await client.get("/v1/searches?limit=2&before=2").json
      #expect(second["searches"]?.list?.map { $0["id"]?.whole } == [1])
      #expect(second["next"] == nil)
      for query in ["limit=x", "limit=0", "limit=99999", "before=x"] {
        #expect(try await client.get("/v1/searches?\(query)").problem == "usage")
      }
      for id in ["0", "-1", "x", "99", "1%2F..%2F2"] {
        #expect(try await client.get("/v1/searches/\(id)").problem == "unknown_search")
      }
    }
  }

  @Test("Without room for its record a search has no answer, and the service lives on")
  func diskFull() async throws {
    let fixture = try await fixture(mebibytes: 1)
    let long = "patient_id,A_1,A_2,note\nP1,A*02:01,A*24:02,\(String(repeating: "x", count: 150_000))\n"
    try await fixture.run { client in
      var refused: TestResponse?
      for _ in 0..<20 where refused == nil {
        let response = try await client.post("/v1/rank", bytes: Array(long.utf8), type: "text/csv")
        if response.status != .ok { refused = response }
      }
      #expect(refused?.status.code == 507)
      #expect(refused?.problem == "disk_full")
      #expect(refused?.text.contains("donor_id") == false)
      #expect(try await client.get("/healthz").status == .ok)
      #expect(try await client.get("/v1/searches").status == .ok)
    }
    try fixture.parts.history?.check()
  }

  @Test("A past search is run again to the last byte, whatever its format")
  func replay() async throws {
    let fixture = try await fixture()
    try await fixture.run { client in
      for accept in ["application/json", "text/csv", "text/html", "application/x-ndjson"] {
        #expect(try await client.post("/v1/rank", try HistoryRouteTests.body(), accept: accept).status == .ok)
      }
      _ = try await client.post("/v1/compare", .object(["patients": .text(try ExamplePool.patients)]))
    }
    for id in 1...5 {
      let replay = try await Replay(Int64(id), fixture.parts)
      #expect(replay.isSame)
      #expect(replay.lines.last == "The answer is the same.")
    }
    await #expect(throws: ServiceFault.self) { try await Replay(99, fixture.parts) }
  }

  @Test("A past search run against another pool says what differs")
  func replayAnotherPool() async throws {
    let fixture = try await fixture()
    try await fixture.run { _ = try await $0.post("/v1/rank", try HistoryRouteTests.body()) }
    try await SmallPool.write(to: fixture.folder.path("new"))
    #expect(rename(fixture.folder.path("new"), fixture.folder.path("example.hlapool")) == 0)
    await fixture.parts.catalogue.rescan()
    let replay = try await Replay(1, fixture.parts)
    #expect(!replay.isSame)
    #expect(replay.lines.contains { $0.hasPrefix("pool: then example ") })
    #expect(replay.lines.contains { $0.hasPrefix("protocol: the same, mst ") })
    #expect(replay.lines.contains { $0.hasPrefix("  rank 1: then D0005 (eligible, 102), now D1") })
  }
}
