import FoundationEssentials
import MatchEngine
import MatchReport
import MatchTestSupport
import Testing

/// Random patients and donors read through the front door, and their rankings.
private struct RandomRankings {
  let search: DonorSearch
  let rankings: [DonorRanking]

  init(seed: UInt64, rules name: String, deeperLoci: [Locus] = []) async throws {
    var generator = PersonGenerator(seed: seed, patients: ["P1"])
    var patient = generator.patient("P1")
    patient.cells["weight_kg"] = "20"
    var donors = (0..<60).map { generator.donor("D\($0)", of: patient) }
    for index in donors.indices {
      donors[index].cells["donor_type"] = generator.random.pick(["", "adult", "cord", "msc"])
      donors[index].cells["tnc"] = generator.random.pick(["", "80", "61.25"])
      donors[index].cells["cd34"] = generator.random.pick(["", "4.125", "0.9"])
    }
    donors[0].id = #"D\/é<&>#😀"#
    let rules = try DonorProtocol.load(name)
    let settings = ReadingSettings(rules: rules, date: RunFixture.day)
    let reference = try await MatchReference.load()
    var asks = SearchSettings(rules: rules, date: RunFixture.day)
    (asks.top, asks.deeperLoci, asks.keepsExcluded) = (0, deeperLoci, true)
    search = try DonorSearch(
      try await reference.readPatients(
        .text(WrittenPerson.csv([patient], idColumn: "patient_id"), name: "patients.csv"), settings),
      in: try await reference.readPool(of: [.text(WrittenPerson.csv(donors), name: "donors.csv")], settings), asks)
    rankings = try await search.rank()
  }

  /// As Foundation's encoder writes it.
  static func plain(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  func json(_ donor: RankedDonor, _ ranking: DonorRanking, patientID: String? = nil) -> DonorJSON {
    DonorJSON(donor, patient: ranking.patient, reference: search.reference.index, patientID: patientID)
  }
}

@Suite("Rankings written by hand are those of Foundation's encoder")
struct RankingLineTests {
  @Test("Random donors, with each protocol")
  func randomDonors() async throws {
    var statuses: Set<DonorStatus> = []
    for seed in TestSeeds.all { statuses.formUnion(try await compare(seed)) }
    #expect(statuses == [.eligible, .indeterminate, .excluded])
  }

  /// - Returns: The statuses that came up.
  private func compare(_ seed: UInt64) async throws -> Set<DonorStatus> {
    var statuses: Set<DonorStatus> = []
    for (rules, loci) in [("mst", []), ("mst", [Locus.drb3, .dpb1].sorted()), ("cord-blood-rescue", []), ("imak", [])] {
      let run = try await RandomRankings(seed: seed, rules: rules, deeperLoci: loci)
      let lines = RankingLines(run.rankings[0].patient, run.search.reference.index)
      let record = run.search.record(run.rankings.map(\.tally))
      try #expect(String(decoding: record.line, as: UTF8.self) == RandomRankings.plain(record))
      for ranking in run.rankings {
        let expected = PatientJSON(ranking, donors: ranking.donors.map { run.json($0, ranking) })
        let plain = try RandomRankings.plain(expected)
        // Once worked out, and once remembered.
        for _ in 0..<2 { #expect(String(decoding: run.search.json(ranking), as: UTF8.self) == plain, "seed \(seed)") }
        for donor in ranking.listed {
          let alone = try RandomRankings.plain(ListedDonorJSON(donor, patientID: ranking.patient.id)) + "\n"
          #expect(String(decoding: lines.line(donor), as: UTF8.self) == alone, "seed \(seed), \(rules)")
        }
        for donor in ranking.donors + ranking.excluded {
          statuses.insert(donor.status)
          let alone = try RandomRankings.plain(run.json(donor, ranking, patientID: ranking.patient.id)) + "\n"
          #expect(String(decoding: lines.line(donor), as: UTF8.self) == alone, "seed \(seed), \(rules)")
        }
      }
    }
    return statuses
  }
}
