import Foundation
import HummingbirdTesting
import MatchEngine
import Testing

@testable import MatchService

@Suite struct DiscretionTests {
  @Test("No log line holds a typing, an id of a person, a token or a path asked for")
  func logs() async throws {
    let made = ExampleToken.file([("ward", [.read, .search])])
    let fixture = try await ServiceFixture { settings, folder in
      settings.history.file = folder.path("history.sqlite")
      settings.tokens = try folder.write(made.text, as: "tokens")
    }
    let csv = "patient_id,A_1,A_2\nSECRET1,A*02:9999,A*24:02\nSECRET2,A*02:01,A*24:02\n"
    let good = "patient_id,A_1,A_2\nSECRET2,A*02:01,A*24:02\n"
    try await fixture.run { client in
      for body in [csv, good, "{"] {
        for uri in ["/v1/rank", "/v1/compare", "/v1/explain?patient_id=SECRET2&donor_id=D0001", "/v1/rank?SECRET3=1"] {
          _ = try await client.post(uri, bytes: Array(body.utf8), type: "text/csv", token: made.tokens[0])
        }
      }
      _ = try await client.get("/v1/SECRET4", token: "SECRET5")
      _ = try await client.execute(uri: "/SECRET6", method: .init("SECRET7")!) { $0 }
    }
    let text = fixture.log.text
    #expect(text.contains("\"caller\":\"ward\"") && text.contains("\"route\":\"/v1/rank\""))
    // A time of day may look like a typing, and a hash like anything.
    let said = try text.split(separator: "\n").map { line in
      guard case .object(var members) = try JSONDecoder().decode(JSONValue.self, from: Data(line.utf8)) else {
        return String(line)
      }
      for name in ["time", "milliseconds", "hb.request.id", "sha256"] { members[name] = nil }
      return String(decoding: JSONValue.object(members).line, as: UTF8.self)
    }.joined()
    #expect(said.contains("\"caller\":\"ward\""))
    for word in ["SECRET", "02:01", "24:02", "9999", "D0001", made.tokens[0]] { #expect(!said.contains(word)) }
  }

  @Test("A fault of the program says nothing but that it is one")
  func internalFault() {
    struct Surprise: Error { let secret = "SECRET" }
    let found = Problem.of(Surprise())
    #expect(found.isFault)
    #expect(found.problem == .internalFault)
    let error = EngineError.program("/srv/pools/x: SECRET")
    #expect(!Problem(error, folder: nil).detail.contains("SECRET"))
  }
}
