import Foundation
import HummingbirdTesting
import MatchEngine
import Testing

@testable import MatchService

@Suite struct OtherRouteTests {
  @Test("Compare streams one line a pair between its first line and its summary")
  func compare() async throws {
    let body = JSONValue.object(["patients": .text(try ExamplePool.patients)])
    let response = try await ServiceFixture().run { try await $0.post("/v1/compare", body) }
    #expect(response.status == .ok)
    #expect(response.headers[.contentType] == "application/x-ndjson")
    let lines = response.text.split(separator: "\n")
    #expect(lines.first?.hasPrefix("{\"run\":") == true)
    #expect(lines.last?.hasPrefix("{\"summary\":") == true)
    #expect(lines.dropFirst().dropLast().allSatisfy { $0.contains("\"patient_id\"") })
    #expect(lines.count > 500)
  }

  @Test("Explain gives one pair, as JSON and as a page")
  func explain() async throws {
    let body = JSONValue.object([
      "patients": .text(try ExamplePool.patients), "patient_id": .text("P1"), "donor_id": .text("D0029"),
    ])
    try await ServiceFixture().run { client in
      let json = try await client.post("/v1/explain", body)
      #expect(json.status == .ok)
      #expect(try json.json["place"]?.text?.hasPrefix("rank 167 of 167") == true)
      let page = try await client.post("/v1/explain", body, accept: "text/html")
      #expect(page.text.contains("<svg"))
    }
  }

  @Test("An id that is not there is a problem that does not repeat it")
  func unknownIDs() async throws {
    try await ServiceFixture().run { client in
      for (patient, donor) in [("P1", "Nobody"), ("Nobody", "D0029")] {
        let body = JSONValue.object([
          "patients": .text(try ExamplePool.patients), "patient_id": .text(patient), "donor_id": .text(donor),
        ])
        let response = try await client.post("/v1/explain", body)
        #expect(response.status.code == 422)
        #expect(response.problem == "data")
        #expect(!response.text.contains("Nobody") && !response.text.contains("/tmp/"))
      }
    }
  }

  @Test("Typings are answered one line each, as the command line does")
  func typings() async throws {
    let typings = ["A*02:01", "nonsense", "DRB1*15:01:01G"]
    let body = JSONValue.object(["typings": .list(typings.map { .text($0) })])
    let response = try await ServiceFixture().run { try await $0.post("/v1/typings", body) }
    let expected = try await ExamplePool.reference.value.typingText(of: typings)
    #expect(Array(buffer: response.body) == expected)
    #expect(response.headers[.release] == "3.58.0")
  }

  @Test("The lists say what there is, with releases and hashes")
  func lists() async throws {
    try await ServiceFixture().run { client in
      let pools = try await client.get("/v1/pools").json["pools"]?.list
      #expect(pools?.count == 1)
      #expect(pools?.first?["donors"]?.whole == 192)
      #expect(pools?.first?["sha256"]?.text?.count == 64)
      let protocols = try await client.get("/v1/protocols").json["protocols"]?.list
      #expect(protocols?.compactMap { $0["name"]?.text } == DonorProtocol.builtInNames.sorted())
      let references = try await client.get("/v1/reference").json["references"]?.list
      #expect(references?.first?["release"]?.text == "3.58.0")
    }
  }
}
