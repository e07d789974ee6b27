import Foundation
import HummingbirdTesting
import MatchEngine
import TestFixtures
import Testing

@testable import MatchService

@Suite struct CatalogueTests {
  private static func body(_ pool: String) throws -> JSONValue {
    .object(["patients": .text(try ExamplePool.patients), "pool": .text(pool)])
  }

  @Test("A new snapshot is searched once it was seen, and a removed one no more")
  func newSnapshot() async throws {
    let fixture = try await ServiceFixture(pools: [])
    try await fixture.run { client in
      #expect(try await client.post("/v1/rank", try CatalogueTests.body("late")).problem == "unknown_pool")
      try await ExamplePool.copy(to: fixture.folder.path("late.hlapool"))
      await fixture.parts.catalogue.rescan()
      #expect(try await client.post("/v1/rank", try CatalogueTests.body("late")).status == .ok)
      try FileManager.default.removeItem(atPath: fixture.folder.path("late.hlapool"))
      await fixture.parts.catalogue.rescan()
      #expect(try await client.post("/v1/rank", try CatalogueTests.body("late")).problem == "unknown_pool")
    }
  }

  @Test("A search keeps the pool that it began with, although another takes its place")
  func keepsPool() async throws {
    let fixture = try await ServiceFixture()
    let path = fixture.folder.path("example.hlapool")
    var order = SearchOrder(kind: .rank)
    order.patients = Data(try ExamplePool.patients.utf8)
    let prepared = try await fixture.parts.prepare(order)
    let before = try await prepared.rank()
    try await SmallPool.write(to: fixture.folder.path("new"))
    #expect(rename(fixture.folder.path("new"), path) == 0)
    await fixture.parts.catalogue.rescan()
    #expect(try await prepared.rank().pieces == before.pieces)
    let after = try await fixture.parts.prepare(order)
    #expect(after.pool.hash != prepared.pool.hash)
    #expect(after.pool.pool.count == 1)
  }

  @Test("A damaged snapshot leaves the old one in place and is told")
  func damaged() async throws {
    let fixture = try await ServiceFixture()
    _ = try fixture.folder.write([UInt8](repeating: 7, count: 5000), as: "other")
    #expect(rename(fixture.folder.path("other"), fixture.folder.path("example.hlapool")) == 0)
    await fixture.parts.catalogue.rescan()
    try await fixture.run { client in
      #expect(try await client.post("/v1/rank", try CatalogueTests.body("example")).status == .ok)
      let faults = try await client.get("/readyz").json["faults"]?.list
      #expect(faults?.first?.text?.hasPrefix("example.hlapool: ") == true)
      #expect(faults?.first?.text?.contains(fixture.folder.url.path) == false)
    }
  }

  @Test(
    "A snapshot with one changed byte anywhere leaves the old one in place and is told", arguments: [0.3, 0.6, 0.9])
  func changedByte(part: Double) async throws {
    let fixture = try await ServiceFixture()
    let path = fixture.folder.path("example.hlapool")
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    // Between sections lie zeros, which nothing reads.
    let place = try #require(bytes[Int(part * Double(bytes.count))...].firstIndex { $0 != 0 })
    bytes[place] ^= 16
    _ = try fixture.folder.write(Array(bytes), as: "other")
    let old = fixture.parts.catalogue.current.pools["example"]?.hash
    #expect(rename(fixture.folder.path("other"), path) == 0)
    await fixture.parts.catalogue.rescan()
    #expect(fixture.parts.catalogue.current.faults.first?.message.contains("damaged") == true)
    #expect(fixture.parts.catalogue.current.pools["example"]?.hash == old)
    let status = try await fixture.run { client in
      try await client.post("/v1/rank", try CatalogueTests.body("example")).status
    }
    #expect(status == .ok)
  }

  @Test("Requests go on without a fault while snapshots change again and again")
  func swapping() async throws {
    let fixture = try await ServiceFixture()
    let body = try CatalogueTests.body("example")
    try await fixture.run { client in
      try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<20 { group.addTask { try await client.post("/v1/rank", body).status.code } }
        for _ in 0..<10 {
          try await ExamplePool.copy(to: fixture.folder.path("next"))
          #expect(rename(fixture.folder.path("next"), fixture.folder.path("example.hlapool")) == 0)
          await fixture.parts.catalogue.rescan()
        }
        for try await status in group { #expect(status == 200) }
      }
      let text = try await client.get("/metrics").text
      #expect(text.contains("hlamatch_pool_swaps_total 11\n"))
    }
  }

  @Test("Protocols of the folder are offered beside the built-in ones, whose names cannot be taken")
  func protocols() async throws {
    let fixture = try await ServiceFixture()
    let text = try #require(try DonorProtocol.builtIn("mst")).text
    _ = try fixture.folder.write(text.replacing("name: mst", with: "name: ours"), as: "ours.yaml")
    _ = try fixture.folder.write(text, as: "imak.yaml")
    _ = try fixture.folder.write("nonsense", as: "broken.yaml")
    await fixture.parts.catalogue.rescan()
    let catalogue = fixture.parts.catalogue.current
    #expect(catalogue.protocols.keys.sorted() == (DonorProtocol.builtInNames + ["ours"]).sorted())
    #expect(catalogue.protocols["imak"]?.rules.name == "imak")
    #expect(catalogue.faults.map(\.file) == ["broken.yaml", "imak.yaml"])
  }

  @Test(
    "Files with names that are no plain names, folders and pipes are passed over",
    arguments: [
      (".hidden", false), ("a b", false), ("ä", false), ("pool-2026_11.v1", true),
      (String(repeating: "x", count: 101), false), ("", false),
    ])
  func names(name: String, isPlain: Bool) {
    #expect(FolderListing.isPlain(name) == isPlain)
  }
}

/// A pool of one donor.
enum SmallPool {
  static func write(to path: String) async throws {
    let reference = try await ExamplePool.reference.value
    let csv = "donor_id,A_1,A_2\nD1,A*01:01,A*03:01\n"
    _ = try await reference.buildPool(
      of: [.text(csv, name: "one.csv")], at: path,
      ReadingSettings(rules: try DonorProtocol.load("mst"), date: ExamplePool.day))
  }
}
