import Foundation
import MatchEngine
import Testing

@Suite("The front door gives what the command line gives")
struct CommandLineEqualityTests {
  private func ranked(_ format: ResultFormat, _ change: (inout RunOptions) -> Void = { _ in }) async throws -> [UInt8] {
    let fixture = try RunFixture()
    var options = RunFixture.options()
    options.output = fixture.path("result")
    change(&options)
    try await RankRun(RunInputs(options), format: format).run()
    return Array(try fixture.text("result").utf8)
  }

  /// The bytes from `"patients":[` to the bracket that closes it.
  private func patientsPart(_ json: [UInt8]) throws -> Substring {
    let text = String(decoding: json, as: UTF8.self)
    let start = try #require(text.range(of: "{\"patients\":["))
    let end = try #require(text.range(of: "\n],\"run\":", options: .backwards))
    return text[start.upperBound..<end.lowerBound]
  }

  @Test("rank is byte-equal in every format", arguments: ResultFormat.allCases)
  func rank(format: ResultFormat) async throws {
    let search = try await SearchFixture().search()
    let text = try await search.rankText(as: format).whole()
    #expect(text.count > 1000)
    #expect(try await ranked(format) == text)
  }

  @Test("Bytes in memory, GL strings and a snapshot give the same patients of the JSON as files")
  func patientsPart() async throws {
    let expected = try patientsPart(try await ranked(.json))
    let fixture = try await SearchFixture(
      patients: .bytes(Array(Data(contentsOf: URL(fileURLWithPath: SearchFixture.patientsPath))), name: "body"),
      donors: [.bytes(Array(Data(contentsOf: URL(fileURLWithPath: SearchFixture.donorsPath))), name: "body")])
    #expect(try patientsPart(try await fixture.search().rankText(as: .json).whole()) == expected)
    let folder = try RunFixture()
    let pool = try await fixture.reference.buildPool(
      of: [.file(SearchFixture.donorsPath)], at: folder.path("donors.hlapool"), fixture.readingSettings)
    #expect(MatchPool.isSnapshot(folder.path("donors.hlapool")) && pool.count == fixture.pool.count)
    let settings = SearchSettings(rules: fixture.rules, date: RunFixture.day)
    let opened = try await fixture.reference.openPool(folder.path("donors.hlapool"))
    let search = try DonorSearch(fixture.patients, in: opened, settings)
    #expect(try patientsPart(try await search.rankText(as: .json).whole()) == expected)
    let objects = try await search.rank().map { String(decoding: search.json($0), as: UTF8.self) }
    #expect("\n" + objects.joined(separator: ",\n") == expected)
  }

  @Test("Patients given as GL strings rank as those of a file with the same typing")
  func glStrings() async throws {
    let fixture = try await SearchFixture(patients: SearchFixture.manyPatients(2))
    let typing = "A*02:01+A*24:02^B*44:02+B*07:02^C*05:01+C*07:02^DRB1*04:01+DRB1*15:01^DQB1*03:01+DQB1*06:02"
    let patients = try await fixture.reference.readPatients(
      glStrings: [(id: "Q0", glString: typing), (id: "Q1", glString: typing)], fixture.readingSettings)
    let settings = SearchSettings(rules: fixture.rules, date: RunFixture.day)
    let search = try DonorSearch(patients, in: fixture.pool, settings)
    let expected = try patientsPart(try await fixture.search().rankText(as: .json).whole())
    #expect(try patientsPart(try await search.rankText(as: .json).whole()) == expected)
    // The same persons as values.
    let values = PatientList(patients.patients, of: fixture.reference)
    let other = try DonorSearch(values, in: fixture.pool, settings)
    #expect(try patientsPart(try await other.rankText(as: .json).whole()) == expected)
  }

  @Test("compare is byte-equal in every format of rows", arguments: [ResultFormat.csv, .tsv, .json, .jsonl, .table])
  func compare(format: ResultFormat) async throws {
    let folder = try RunFixture()
    var options = RunFixture.options()
    (options.output, options.deeperLoci) = (folder.path("result"), format == .json ? [.dpb1] : [])
    try await CompareRun(RunInputs(options), format: format).run()
    let search = try await SearchFixture().search {
      $0.threads = 2
      $0.deeperLoci = options.deeperLoci
    }
    let text = try await search.compareText(as: format).whole()
    #expect(try folder.text("result") == String(decoding: text, as: UTF8.self))
  }

  @Test("Compared pairs as values are those of the rows")
  func comparedValues() async throws {
    let search = try await SearchFixture().search { $0.threads = 2 }
    let text = String(decoding: try await search.compareText(as: .csv).whole(), as: UTF8.self)
    let lines = text.split(separator: "\n").dropFirst()
    var rows = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    for try await pairs in search.compare() {
      for pair in pairs {
        let row = rows.removeFirst()
        let total = pair.counts.total
        #expect(row[0] == pair.patientID && row[1] == pair.donorID && row[15] == pair.assessment.status.rawValue)
        #expect(Int(row[2]) == Int(total.match.min) && Int(row[3]) == Int(total.match.max))
      }
    }
    #expect(rows.isEmpty)
  }

  @Test("explain is byte-equal in every format", arguments: ResultFormat.allCases)
  func explain(format: ResultFormat) async throws {
    let search = try await SearchFixture().search()
    for donor in ["D0029", "D0001", "D0010"] {
      let folder = try RunFixture()
      var options = RunFixture.options()
      (options.output, options.watchedDonor) = (folder.path("result"), donor)
      try await ExplainRun(RunInputs(options), patient: "P1", donor: donor, format: format).run()
      let explanation = try await search.explain(patient: "P1", donor: donor)
      #expect(try folder.text("result") == String(decoding: explanation.text(as: format), as: UTF8.self))
    }
  }
}
