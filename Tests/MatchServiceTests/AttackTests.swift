import HummingbirdTesting
import Testing

@testable import MatchService

@Suite struct AttackTests {
  /// Bodies that are no patients, or too many.
  private static let harmful: [(type: String, bytes: [UInt8])] = [
    ("application/json", Array(repeating: UInt8(ascii: "["), count: 100_000)),
    ("application/json", Array("{\"patients\":".utf8) + Array(repeating: UInt8(ascii: "["), count: 100_000)),
    (
      "application/json",
      Array("{\"patients\":[{\"patient_id\":".utf8) + Array(repeating: UInt8(ascii: "{"), count: 1000)
    ),
    ("application/json", [0xFF, 0xFE, 0, 0x80]), ("text/csv", []), ("text/csv", [0]), ("text/csv", [0x22]),
    ("text/csv", Array("patient_id,A_1\n\"".utf8) + [UInt8](repeating: 65, count: 1_200_000)),
    ("text/csv", Array("patient_id,A_1\nP1,".utf8) + [UInt8](repeating: 65, count: 1_200_000)),
    ("text/csv", Array("patient_id".utf8) + Array(repeating: Array(",A_1".utf8), count: 100_000).flatMap { $0 }),
    (
      "text/csv",
      Array("patient_id,gl_string\nP1,".utf8) + Array(repeating: Array("A*02:01+".utf8), count: 50_000).flatMap { $0 }
    ),
    ("application/xml", Array(XMLBomb.text.utf8)), ("application/xml", Array(XMLBomb.external.utf8)),
    ("application/xml", Array(repeating: Array("<a>".utf8), count: 100_000).flatMap { $0 }),
    (
      "application/x-ndjson",
      Array("{\"patient_id\":\"P1\",\"A_1\":".utf8) + Array(repeating: UInt8(ascii: "["), count: 100_000)
    ),
  ]

  @Test(
    "Bodies made to do harm are refused as the sender's fault, and the service lives on", arguments: 0..<harmful.count)
  func bodies(number: Int) async throws {
    let (type, bytes) = AttackTests.harmful[number]
    let fixture = try await ServiceFixture()
    try await fixture.run { client in
      for uri in type == "application/json" ? ["/v1/rank", "/v1/typings"] : ["/v1/rank"] {
        let response = try await client.post(uri, bytes: bytes, type: type)
        #expect((400..<500).contains(response.status.code))
        #expect(response.problem != nil)
        #expect(!response.text.contains("root:"))
      }
      #expect(try await client.get("/healthz").status == .ok)
    }
    #expect(fixture.parts.gate.load == AdmissionGate.Load())
  }

  @Test(
    "Paths that lead elsewhere lead nowhere",
    arguments: [
      "/../etc/passwd", "/page/../../etc/passwd", "/page/%2e%2e%2fapp.js", "/v1/pools/../../etc", "//etc/passwd",
      "/page/app.js/",
      "/%00", "/v1/searches/%2e%2e", "/page/style.css%00.js",
    ])
  func paths(uri: String) async throws {
    try await ServiceFixture().run { client in
      let response = try await client.get(uri)
      #expect(response.status == .notFound || uri.hasSuffix("/") || uri.hasPrefix("//"))
      #expect(!response.text.contains("root:"))
    }
  }

  @Test("Unused forms of packing are refused", arguments: ["gzip", "br", "deflate", "x-unheard"])
  func encodings(name: String) async throws {
    try await ServiceFixture().run { client in
      let response = try await client.execute(
        uri: "/v1/rank", method: .post, headers: [.contentType: "text/csv", .contentEncoding: name],
        body: .init(string: "x")
      ) { $0 }
      #expect(response.status.code == 415)
    }
  }
}

/// XML that grows when it is read, or reads what is elsewhere.
enum XMLBomb {
  static let text = {
    var entities = "<!ENTITY a \"aaaaaaaaaaaaaaaa\">"
    for (previous, next) in zip("abcdefghij", "bcdefghijk") {
      entities += "<!ENTITY \(next) \"" + String(repeating: "&\(previous);", count: 16) + "\">"
    }
    return "<?xml version=\"1.0\"?><!DOCTYPE hml [\(entities)]><hml><sample id=\"&k;\"/></hml>"
  }()

  static let external =
    "<?xml version=\"1.0\"?><!DOCTYPE hml [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><hml><sample id=\"&x;\"/></hml>"
}
