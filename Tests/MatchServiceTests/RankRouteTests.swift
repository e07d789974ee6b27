import Foundation
import HummingbirdTesting
import MatchEngine
import Testing

@testable import MatchService

@Suite struct RankRouteTests {
  private static func body(_ more: [String: JSONValue] = [:]) throws -> JSONValue {
    .object(["patients": .text(try ExamplePool.patients), "top": .whole(20)].merging(more) { $1 })
  }

  @Test(
    "The patients part of the answer has the bytes of the command line's JSON",
    arguments: ["mst", "imak"])
  func sameBytes(protocolName: String) async throws {
    let fixture = try await ServiceFixture()
    let response = try await fixture.run { client in
      try await client.post("/v1/rank", try RankRouteTests.body(["protocol": .text(protocolName)]))
    }
    #expect(response.status == .ok)
    #expect(response.headers[.contentType] == "application/json")
    let expected = try await CommandLine.rank(pool: fixture.folder.path("example.hlapool"), protocolName, top: 20)
    #expect(try PatientsPart.of(response.text) == PatientsPart.of(expected))
    #expect(response.text.contains("decision support, not a treatment decision"))
    #expect(try response.json["run"]?["reference"]?["release"]?.text == "3.58.0")
  }

  @Test("Patients as objects, as GL Strings and as CSV are the same patients")
  func forms() async throws {
    let csv = "patient_id,A_1,A_2,B_1,B_2\nP1,A*02:01,A*24:02,B*44:02,B*07:02\n"
    let object: JSONValue = .object([
      "patient_id": .text("P1"), "A_1": .text("A*02:01"), "A_2": .text("A*24:02"), "B_1": .text("B*44:02"),
      "B_2": .text("B*07:02"),
    ])
    let string: JSONValue = .object([
      "patient_id": .text("P1"), "gl_string": .text("A*02:01+A*24:02^B*44:02+B*07:02"),
    ])
    try await ServiceFixture().run { client in
      let fromText = try await client.post("/v1/rank", .object(["patients": .text(csv)]))
      let fromObject = try await client.post("/v1/rank", .object(["patients": .list([object])]))
      let fromString = try await client.post("/v1/rank", .object(["patients": .list([string])]))
      let fromFile = try await client.post("/v1/rank?pool=example&top=100", bytes: Array(csv.utf8), type: "text/csv")
      let expected = try PatientsPart.of(fromText.text)
      #expect(expected.contains("\"donor_id\""))
      #expect(try PatientsPart.of(fromObject.text) == expected)
      #expect(try PatientsPart.of(fromString.text) == expected)
      #expect(try PatientsPart.of(fromFile.text) == expected)
    }
  }

  @Test("The same request gives the same bytes")
  func repeated() async throws {
    try await ServiceFixture().run { client in
      let first = try await client.post("/v1/rank", try RankRouteTests.body())
      let second = try await client.post("/v1/rank", try RankRouteTests.body())
      #expect(first.body == second.body)
    }
  }

  @Test(
    "Accept chooses the format",
    arguments: [
      ("text/csv", "patient_id,rank,"), ("text/html", "<!doctype html>"), ("application/x-ndjson", "{\"run\":"),
      ("text/csv;q=0.5, application/json", "patient_id,rank,"), ("*/*", "{\"patients\":["),
    ])
  func formats(accept: String, beginning: String) async throws {
    let response = try await ServiceFixture().run { client in
      try await client.post("/v1/rank", try RankRouteTests.body(), accept: accept)
    }
    #expect(response.status == .ok)
    #expect(response.text.lowercased().hasPrefix(beginning))
  }

  @Test(
    "What a request cannot mean is a problem with a code",
    arguments: [
      ("{}", 400, "usage"), ("[]", 400, "malformed_json"), ("{\"patients\":", 400, "malformed_json"),
      ("", 400, "malformed_json"),
      ("{\"patients\":7}", 400, "usage"), ("{\"patients\":[7]}", 400, "usage"),
      ("{\"patients\":\"x\",\"pols\":1}", 400, "usage"),
      ("{\"patients\":\"x\",\"pool\":\"other\"}", 404, "unknown_pool"),
      ("{\"patients\":\"x\",\"pool\":\"../example\"}", 404, "unknown_pool"),
      ("{\"patients\":\"x\",\"protocol\":\"/etc/passwd\"}", 404, "unknown_protocol"),
      ("{\"patients\":\"x\",\"date\":\"yesterday\"}", 400, "usage"), ("{\"patients\":\"\"}", 422, "data"),
      ("{\"patients\":\"patient_id,A_1\\nP1,A*02:01\\n\",\"top\":0}", 400, "usage"),
      ("{\"patients\":\"patient_id,A_1\\nP1,A*02:01\\n\",\"loci\":[\"A\"]}", 400, "usage"),
    ])
  func faults(body: String, status: Int, code: String) async throws {
    try await ServiceFixture().run { client in
      let response = try await client.post("/v1/rank", bytes: Array(body.utf8), type: "application/json")
      #expect(response.status.code == status)
      #expect(response.problem == code)
      #expect(!response.text.contains("/tmp/"))
    }
  }

  @Test("A rejected patient is a problem with the codes of the command line's rejects, and nobody is searched for")
  func rejected() async throws {
    let csv = "patient_id,A_1,A_2,B_1\nP1,A*02:01,A*24:02,\nP2,A*02:9999,,B*07:02\nP1,A*01:01,,\n"
    let response = try await ServiceFixture().run { client in
      try await client.post("/v1/rank", bytes: Array(csv.utf8), type: "text/csv")
    }
    #expect(response.status.code == 422)
    #expect(response.problem == "patients_rejected")
    let problem = try response.json
    #expect(problem["exit_code"]?.whole == 65)
    let faults = try #require(problem["faults"]?.list)
    #expect(faults.map { $0["line"]?.whole } == [3, 4])
    #expect(faults.map { $0["field"]?.text } == ["A_1", "patient_id"])
    #expect(faults.last?["code"]?.text == "duplicate_id")
  }

  @Test("A pool must be named where there are several")
  func several() async throws {
    try await ServiceFixture(pools: ["east", "west"]).run { client in
      let open = try await client.post("/v1/rank", try RankRouteTests.body())
      #expect(open.problem == "usage")
      #expect(open.text.contains("east, west"))
      let named = try await client.post("/v1/rank", try RankRouteTests.body(["pool": .text("west")]))
      #expect(named.status == .ok)
    }
  }
}

/// What the command line writes.
enum CommandLine {
  static func rank(pool: String, _ protocolName: String, top: Int) async throws -> String {
    let output = pool + ".json"
    var options = RunOptions(date: ExamplePool.day)
    (options.patients, options.donors) = (ExamplePool.data("patients.csv"), [pool])
    (options.protocolName, options.top, options.output) = (protocolName, top, output)
    try await RankRun(try RunInputs(options), format: .json).run()
    return try String(contentsOf: URL(filePath: output), encoding: .utf8)
  }
}

/// The part of JSON that says nothing of how it was made.
enum PatientsPart {
  static func of(_ text: String) throws -> String {
    let start = try #require(text.range(of: "{\"patients\":["))
    let end = try #require(text.range(of: "\n],\"run\":", options: .backwards))
    return String(text[start.upperBound..<end.lowerBound])
  }
}
