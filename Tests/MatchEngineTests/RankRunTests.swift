import Foundation
import MatchEngine
import Testing

@Suite("Runs over the example files")
struct RankRunTests {
  private func ranked(_ fixture: RunFixture, _ name: String, _ format: ResultFormat, threads: Int = 1) async throws {
    var options = RunFixture.options()
    options.output = fixture.path(name)
    options.threads = threads
    options.top = 0
    try await RankRun(RunInputs(options), format: format).run()
  }

  @Test(
    "The bytes are the same run to run and with any number of threads", arguments: [ResultFormat.csv, .json, .jsonl])
  func sameBytes(format: ResultFormat) async throws {
    let fixture = try RunFixture()
    try await ranked(fixture, "a", format)
    try await ranked(fixture, "b", format, threads: 2)
    try await ranked(fixture, "c", format, threads: 7)
    let first = try fixture.text("a")
    #expect(first.count > 10_000)
    #expect(try fixture.text("b") == first)
    #expect(try fixture.text("c") == first)
  }

  @Test("The points of a donor are the sum of its terms, and no output holds a path")
  func termsAddUp() async throws {
    let fixture = try RunFixture()
    try await ranked(fixture, "rank.json", .json)
    let text = try fixture.text("rank.json")
    #expect(!text.contains(RunFixture.root.path) && !text.contains(fixture.folder.path))
    let result = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let patients = try #require(result["patients"] as? [[String: Any]])
    #expect(patients.count == 3)
    for patient in patients {
      for donor in try #require(patient["donors"] as? [[String: Any]]) {
        let terms = try #require(donor["terms"] as? [[String: Any]])
        #expect(terms.reduce(0) { $0 + ($1["points"] as? Int ?? 0) } == donor["points"] as? Int)
      }
    }
    let run = try #require(result["run"] as? [String: Any])
    #expect(run["note"] as? String == "decision support, not a treatment decision")
    #expect((run["inputs"] as? [[String: Any]])?.count == 2)
  }

  @Test("compare and rank agree on every pair")
  func compareAgrees() async throws {
    let fixture = try RunFixture()
    var options = RunFixture.options()
    (options.top, options.output, options.excluded) = (0, fixture.path("rank.csv"), fixture.path("excluded.csv"))
    try await RankRun(RunInputs(options), format: .csv).run()
    (options.output, options.excluded) = (fixture.path("compare.csv"), nil)
    try await CompareRun(RunInputs(options), format: .csv).run()
    let compared = try rows(fixture, "compare.csv")
    let listed = try rows(fixture, "rank.csv") + rows(fixture, "excluded.csv")
    #expect(compared.count == listed.count && compared.count == 3 * 188)
    let byPair = Dictionary(uniqueKeysWithValues: listed.map { (pair($0), $0) })
    for row in compared {
      let other = try #require(byPair[pair(row)])
      for (column, value) in row { #expect(other[column] == value, "\(column)") }
    }
  }

  private func pair(_ row: [String: String]) -> String { "\(row["patient_id"] ?? "") \(row["donor_id"] ?? "")" }

  private func rows(_ fixture: RunFixture, _ name: String) throws -> [[String: String]] {
    let lines = try fixture.text(name).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  @Test("A CSV file has the run record beside it, JSON has it within")
  func runRecord() async throws {
    let fixture = try RunFixture()
    try await ranked(fixture, "rank.csv", .csv)
    #expect(try fixture.files == ["rank.csv", "rank.csv.run.json"])
    let record = try fixture.text("rank.csv.run.json")
    for word in ["\"release\":\"3.58.0\"", "\"excluded_by\"", "\"sha256\"", "\"date\":\"2026-11-22\""] {
      #expect(record.contains(word), "\(word)")
    }
  }

  @Test("Where no donor can be read the rejects are written and the run fails with 65")
  func nothingReadable() async throws {
    let fixture = try RunFixture()
    var options = RunFixture.options()
    options.donors = [try fixture.write("donors.csv", "donor_id,A_1,A_2\nX1,A*99:99,\nX2,,A*02:01\n")]
    options.reading.rejects = fixture.path("rejects.csv")
    let error = #expect(throws: EngineError.self) { try RunInputs(options) }
    #expect(error?.exitCode == 65)
    let rejects = try fixture.text("rejects.csv")
    #expect(rejects.hasPrefix("file,line,column,field,value,code,message\n"))
    #expect(rejects.contains(",2,2,A_1,A*99:99,not_in_excerpt,") && rejects.contains(",3,2,A_1,,first_blank,"))
    #expect(!rejects.contains("X1") && !rejects.contains("X2"))
  }
}
