import DonorSelection
import HLATyping
import MatchTestSupport
import Testing

/// Two donors of the patient `ab ab ab ab ab` of whom the first stands before the second.
struct OrderCase: Sendable, CustomTestStringConvertible {
  typealias Donor = (id: String, letters: String, cells: [String: String])

  let rule: String
  let better: Donor
  let worse: Donor
  var testDescription: String { "\(rule): \(better.id) \(better.letters) \(worse.id) \(worse.letters)" }

  private static let far = "cd cd cd cd cd"

  /// DOMAIN section 4, order of the ranking, each rule against all that come after it.
  static let all = [
    OrderCase(
      rule: "eligible before indeterminate, whatever relation and points",
      better: ("Z", "ab ab ab ac cd", ["age": "60", "abo": "A"]),
      worse: ("A", "cc cd NN NN NN", ["relation": "sibling", "age": "20", "abo": "O"])),
    OrderCase(
      rule: "related before unrelated, whatever points", better: ("Z", "ab ab ab ac cd", ["relation": "cousin"]),
      worse: ("A", far, ["age": "20"])),
    OrderCase(
      rule: "related before unrelated among indeterminate donors",
      better: ("Z", "ab ab ab ac c,b/d", ["relation": "child"]), worse: ("A", "cc cd NN NN NN", ["age": "20"])),
    OrderCase(
      rule: "more points first, whatever age", better: ("Z", far, ["age": "60"]),
      worse: ("A", "ac cd cd cd cd", ["age": "46"])),
    OrderCase(
      rule: "a degree of relation earns nothing", better: ("Z", far, ["relation": "cousin", "cmv": "P"]),
      worse: ("A", far, ["relation": "sibling"])),
    OrderCase(
      rule: "fewer uncertain positions first, whatever age", better: ("Z", "cd cd cd cd ad", ["age": "30"]),
      worse: ("A", "cd cd cd cd a/c,d", ["age": "18"])),
    OrderCase(rule: "younger first", better: ("Z", far, ["age": "20"]), worse: ("A", far, ["age": "21"])),
    OrderCase(
      rule: "younger first, beyond the ages that earn points", better: ("Z", far, ["age": "46"]),
      worse: ("A", far, ["age": "110"])),
    OrderCase(
      rule: "complete years decide, not days", better: ("A", far, ["birth_date": "2000-01-01"]),
      worse: ("B", far, ["birth_date": "2000-03-01"])),
    OrderCase(rule: "unknown age last", better: ("Z", far, ["age": "110"]), worse: ("A", far, [:])),
    OrderCase(rule: "unknown age last", better: ("Z", far, ["age": "0"]), worse: ("A", far, ["age": "111"])),
    OrderCase(rule: "then ids by bytes", better: ("D10", far, [:]), worse: ("D9", far, [:])),
    OrderCase(rule: "then ids by bytes", better: ("D", far, [:]), worse: ("D0", far, [:])),
    OrderCase(rule: "then ids by bytes", better: ("Z", far, [:]), worse: ("a", far, [:])),
    OrderCase(rule: "then ids by bytes", better: ("z", far, [:]), worse: ("é", far, [:])),
  ]
}

/// What a file says of a donor's relation, and whether the donor counts as related to P1.
struct RelationCase: Sendable, CustomTestStringConvertible {
  let relation: String
  var relatedTo = ""
  var patients = 1
  let isRelated: Bool
  var testDescription: String { "'\(relation)' to '\(relatedTo)', \(patients) patients" }

  /// INTERFACE, section 3; DOMAIN section 4.
  static let all =
    [
      RelationCase(relation: "sibling", relatedTo: "P1", isRelated: true),
      RelationCase(relation: "sibling", relatedTo: "P1", patients: 2, isRelated: true),
      RelationCase(relation: "sibling", relatedTo: "P2", isRelated: false),
      RelationCase(relation: "sibling", relatedTo: "P2", patients: 2, isRelated: false),
      RelationCase(relation: "sibling", relatedTo: "P2;P1", patients: 2, isRelated: true),
      RelationCase(relation: "sibling", relatedTo: "P2 ; P1 ", patients: 2, isRelated: true),
      RelationCase(relation: "sibling", relatedTo: "P10;P11", patients: 2, isRelated: false),
      RelationCase(relation: "sibling", relatedTo: "p1", patients: 2, isRelated: false),
      RelationCase(relation: "sibling", isRelated: true),
      RelationCase(relation: "sibling", patients: 2, isRelated: false),
      RelationCase(relation: "", relatedTo: "P1", isRelated: false),
      RelationCase(relation: "unrelated", relatedTo: "P1", isRelated: false),
      RelationCase(relation: "friend", relatedTo: "P1", isRelated: false),
      RelationCase(relation: "Half-Sibling", isRelated: true),
    ] + Relation.allCases.map { RelationCase(relation: $0.rawValue, isRelated: $0 != .unrelated) }
}

@Suite("Order of the ranking")
struct RankingOrderTests {
  private static let patient = WrittenPerson("P1", letters: "ab ab ab ab ab", facts: ["abo": "O", "cmv": "P"])

  @Test("The better donor stands first, in whichever order the file has them", arguments: OrderCase.all)
  func betterStandsFirst(_ pair: OrderCase) async throws {
    let donors = [pair.worse, pair.better].map { WrittenPerson($0.id, letters: $0.letters, facts: $0.cells) }
    for order in [donors, donors.reversed()] {
      let ranking = try await TestRun.ranking(patient: RankingOrderTests.patient, donors: order)
      #expect(ranking.donors.map(\.id) == [pair.better.id, pair.worse.id])
      #expect(ranking.donors.map(\.rank) == [1, 2])
    }
  }

  @Test("A relation holds for the patients it is written for", arguments: RelationCase.all)
  func relationHolds(_ written: RelationCase) async throws {
    let close = WrittenPerson(
      "A", letters: "ab ab ab ac cd", facts: ["relation": written.relation, "related_to": written.relatedTo])
    let far = WrittenPerson("B", letters: "cd cd cd cd cd", facts: ["age": "20"])
    let ranking = try await TestRun.ranking(
      patient: RankingOrderTests.patient, donors: [far, close], isOnlyPatient: written.patients == 1)
    #expect(ranking.donors.map(\.id) == (written.isRelated ? ["A", "B"] : ["B", "A"]))
    let donor = try #require(ranking.donors.first { $0.id == "A" })
    #expect((donor.relation != .unrelated) == written.isRelated)
  }

  @Test("Donors who are not available or of another type are counted and not ranked")
  func divisionOfThePool() async throws {
    let cells: [[String: String]] = [
      [:], ["status": "TU"], ["status": "RS"], ["status": "DE"], ["status": "perhaps"], ["status": "AV"],
      ["donor_type": "cord"], ["donor_type": "msc"], ["donor_type": "marrow"], ["donor_type": "adult"],
    ]
    let donors = cells.enumerated().map { WrittenPerson("D\($0.offset)", letters: "cd cd cd cd cd", facts: $0.element) }
    let ranking = try await TestRun.ranking(patient: RankingOrderTests.patient, donors: donors)
    #expect(ranking.donors.map(\.id) == ["D0", "D5", "D9"])
    #expect(ranking.excluded.isEmpty)
    #expect(ranking.tally.unavailable == 4)
    #expect(ranking.tally.notInProtocol == 3)
    #expect(ranking.tally.eligible == 3)
  }

  @Test("Excluded donors are listed by id, and counted under each of their rules")
  func excludedDonors() async throws {
    let letters = ["Z": "ab ab ab ab ab", "M": "aa aa aa aa aa", "a": "cc cc cc cd cd", "B": "ab ab ab aa aa"]
    let donors = letters.map { WrittenPerson($0.key, letters: $0.value) }
    let ranking = try await TestRun.ranking(patient: RankingOrderTests.patient, donors: donors)
    #expect(ranking.excluded.map(\.id) == ["B", "M", "Z", "a"])
    #expect(ranking.tally.excluded == 4)
    #expect(ranking.tally.excludedBy == [.matchCount: 2, .homozygousLoci: 2, .oneWayMatch: 2])
  }

  @Test("An empty pool ranks nobody")
  func emptyPool() async throws {
    let ranking = try await TestRun.ranking(patient: RankingOrderTests.patient, donors: [])
    #expect(ranking.donors.isEmpty && ranking.excluded.isEmpty)
    #expect(ranking.tally == RankingTally())
  }
}
