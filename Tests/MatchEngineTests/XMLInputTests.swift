import MatchEngine
import Testing

@Suite("Runs over XML files")
struct XMLInputTests {
  private static let start = "<INVENTORIES><INVENTORY>\n"
  private static let end = "</INVENTORY></INVENTORIES>\n"

  private static let donor: String = {
    let loci = [("A", "02:01"), ("B", "07:02"), ("C", "07:02"), ("DRB1", "15:01"), ("DQB1", "06:02")]
    let typing = loci.map { "<\($0.0)><DNA><FIELD1>\($0.1)</FIELD1></DNA></\($0.0)>" }.joined()
    return "<DONOR><GRID>1</GRID><HLA>\(typing)</HLA></DONOR>\n"
  }()

  static let broken: [(text: String, place: String, words: [String])] = [
    (start + donor + "<DONOR>&x;</DONOR>" + end, "3:11", ["Entity 'x' not defined", "expected well-formed XML"]),
    ("<!DOCTYPE INVENTORIES>\n" + start + end, "1:1", ["document type declaration"]),
    ("<RECORDS/>", "1:1", ["RECORDS", "INVENTORIES"]), (start + donor, "3:1", ["ends early"]),
  ]

  @Test("A breach of form is told once with file, line and column, and is a fault of the data", arguments: broken)
  func breach(text: String, place: String, words: [String]) async throws {
    let fixture = try RunFixture()
    var options = RunFixture.options()
    options.donors = [try fixture.write("donors.xml", text)]
    options.output = fixture.path("out.csv")
    let run = { [options] in try await RankRun(RunInputs(options), format: .csv).run() }
    let error = await #expect(throws: EngineError.self) { try await run() }
    #expect(error?.exitCode == 65)
    let message = error?.description ?? ""
    #expect(message.hasPrefix("\(options.donors[0]):\(place): "), "\(message)")
    #expect(words.allSatisfy(message.contains), "\(message)")
    #expect(!message.contains("line "), "\(message)")
  }

  @Test("Donors of an inventory are ranked")
  func ranked() async throws {
    let fixture = try RunFixture()
    var options = RunFixture.options()
    options.donors = [try fixture.write("donors.xml", Self.start + Self.donor + Self.end)]
    (options.output, options.excluded, options.top) = (fixture.path("out.csv"), fixture.path("excluded.csv"), 0)
    try await RankRun(RunInputs(options), format: .csv).run()
    let lines = (try fixture.text("out.csv") + fixture.text("excluded.csv")).split(separator: "\n")
    // Two headers, and the donor once for each of the three patients.
    #expect(lines.count == 5)
  }
}
