import MatchEngine
import Testing

@Suite("Inputs of JSON") struct JSONInputTests {
  static let breaches: [(name: String, text: String, place: String)] = [
    ("donors.json", "{\"updateMode\":\"full\",\"donors\":[{},\n{\"recordId\":tru}]}", "2:13"),
    ("donors.json", "{\"updateMode\":\"full\",\"donors\":[{}", "1:34"),
    ("donors.json", "{\"updateMode\":\"full\"}", "1:21"),
    ("donors.json", "{\"resourceType\":\"Bundle\",\"entry\":[]}", "1:1"),
  ]

  @Test("A document that cannot be used ends the run with 65, its place told once", arguments: breaches)
  func breach(name: String, text: String, place: String) throws {
    let fixture = try RunFixture()
    var options = RunFixture.options()
    options.donors = [try fixture.write(name, text)]
    let error = #expect(throws: EngineError.self) { try RunInputs(options) }
    #expect(error?.exitCode == 65)
    let message = error?.description ?? ""
    #expect(message.hasPrefix("\(fixture.path(name)):\(place): "), "\(message)")
    #expect(message.contains("; expected ") && !message.contains("column "))
  }

  @Test("Donors of JSON lines and of Atlas give the typings that they give as CSV")
  func sameTypings() throws {
    let fixture = try RunFixture()
    let files = [
      (
        "a.csv",
        "donor_id,A_1,A_2,B_1,B_2,C_1,C_2,DRB1_1,DRB1_2,DQB1_1,DQB1_2\nD1,02:01,,07:02,,07:02,,15:01,,06:02,\nD2,x,\n"
      ),
      (
        "b.jsonl",
        """
        {"donor_id":"D1","A_1":"02:01","B":["07:02"],"C":["07:02",null],"DRB1_1":"15:01","DQB1":["06:02"]}
        {"donor_id":"D2"}
        """
      ),
      (
        "c.json",
        """
        {"donors":[{"recordId":"D1","hla":{"a":{"dna":{"field1":"*02:01"}},"b":{"dna":{"field1":"07:02"}},
        "c":{"dna":{"field1":"07:02"}},"drb1":{"dna":{"field1":"15:01"}},"dqb1":{"dna":{"field1":"06:02"}}}},
        {"recordId":"D2","hla":null}]}
        """
      ),
    ]
    for (name, text) in files {
      var options = RunFixture.options()
      options.donors = [try fixture.write(name, text)]
      options.reading.rejects = fixture.path("rejects.csv")
      let inputs = try RunInputs(options)
      #expect(inputs.counts.read == 2 && inputs.counts.rejected == 1, "\(name)")
    }
  }
}
