import DonorSelection
import MatchTestSupport
import Testing

/// An edit of the built-in file that makes it contradict itself or leaves a source out.
struct ProtocolReviewCase: Sendable, CustomTestStringConvertible {
  let name: String
  let edits: [TestProtocol.Edit]
  /// The text that the refusal points to.
  let at: String
  let words: [String]
  var testDescription: String { name }

  private static let noOneWay: TestProtocol.Edit = ("one_way_match: {exclude: true", "one_way_match: {exclude: false")

  /// A protocol must not admit what it excludes, nor lift what it does not have.
  static let contradictions = [
    ProtocolReviewCase(
      name: "six-locus rule at the limit of the match count", edits: [("exclude_at: 8,", "exclude_at: 4,")],
      at: "4, source: Lei 2025}", words: ["six_locus_rule", "match_count", "4"]),
    ProtocolReviewCase(
      name: "six-locus rule above the limit", edits: [("exclude_at: 8,", "exclude_at: 2,")],
      at: "4, source: Lei 2025}", words: ["six_locus_rule", "match_count"]),
    ProtocolReviewCase(
      name: "six-locus rule at its usual limit",
      edits: [("exclude_at: 8,", "exclude_at: 3,"), ("use: true, at_most: 4,", "use: true,")],
      at: "{use: true, source", words: ["six_locus_rule", "4"]),
    ProtocolReviewCase(
      name: "six-locus rule without a match count", edits: [("exclude_at: 8,", "exclude_at: never,")],
      at: "{use: true", words: ["six_locus_rule", "never"]),
    ProtocolReviewCase(
      name: "a partial one-way match excludes, a whole one does not", edits: [noOneWay, TestProtocol.partialExcludes],
      at: "exclude, source", words: ["one-way"]),
    ProtocolReviewCase(
      name: "one-way rule lifted and off", edits: [noOneWay, TestProtocol.lifting(.oneWayMatch)],
      at: "{rule: one_way_match", words: ["one_way_match", "lifted"]),
    ProtocolReviewCase(
      name: "match count lifted and off",
      edits: [
        ("exclude_at: 8,", "exclude_at: never,"), TestProtocol.noSixLocusRule, TestProtocol.lifting(.matchCount),
      ], at: "{rule: match_count", words: ["match_count", "lifted"]),
    ProtocolReviewCase(
      name: "homozygosity lifted and off",
      edits: [("exclude_at: 3,", "exclude_at: never,"), TestProtocol.lifting(.homozygousLoci)],
      at: "{rule: homozygous_loci, who: tumour", words: ["homozygous_loci", "lifted"]),
    ProtocolReviewCase(
      name: "no donor type", edits: [("donor_types: [adult]", "donor_types: []")], at: "[]\n\nrules",
      words: ["donor_types"]),
  ]

  static let missingSources = [
    ProtocolReviewCase(
      name: "match count", edits: [("{exclude_at: 8, source: Li 2025}", "{exclude_at: 8}")], at: "{exclude_at: 8}",
      words: ["match_count", "source"]),
    ProtocolReviewCase(
      name: "homozygous loci", edits: [("{exclude_at: 3, source: Lei 2025}", "{exclude_at: 3}")],
      at: "{exclude_at: 3}", words: ["homozygous_loci", "source"]),
    ProtocolReviewCase(
      name: "one-way match", edits: [(", source: Liu 2022}", "}")], at: "{exclude: true", words: ["one_way_match"]),
    ProtocolReviewCase(
      name: "six-locus rule", edits: [("at_most: 4, source: Lei 2025}", "at_most: 4}")], at: "{use: true",
      words: ["six_locus_rule"]),
  ]
}

@Suite("Protocols that contradict themselves")
struct ProtocolContradictionTests {
  private static func place(_ at: String, in text: String) throws -> (line: Int, column: Int) {
    let start = try #require(text.firstRange(of: at)?.lowerBound)
    let before = text[..<start].split(separator: "\n", omittingEmptySubsequences: false)
    return (before.count, before.last!.count + 1)
  }

  private func check(_ review: ProtocolReviewCase) throws -> [UInt8] {
    let text = TestProtocol.text(review.edits)
    let place = try ProtocolContradictionTests.place(review.at, in: text)
    let faults = DonorProtocol.faults(file: Array(text.utf8))
    try #require(faults.count == 1, "\(faults)")
    #expect(faults[0].line == place.line && faults[0].column == place.column, "\(faults[0])")
    for word in review.words { #expect(faults[0].message.contains(word), "\(faults[0])") }
    return Array(text.utf8)
  }

  @Test(
    "A protocol that admits what it excludes, or lifts what it does not have, is refused at the line",
    arguments: ProtocolReviewCase.contradictions)
  func contradiction(_ review: ProtocolReviewCase) throws {
    let bytes = try check(review)
    #expect(throws: ProtocolFileError.self) { try DonorProtocol(file: bytes) }
  }

  @Test(
    "A rule that excludes or admits donors has to name its source, though a run does without",
    arguments: ProtocolReviewCase.missingSources)
  func missingSource(_ review: ProtocolReviewCase) throws {
    let bytes = try check(review)
    #expect(throws: Never.self) { try DonorProtocol(file: bytes) }
  }

  @Test("A rule that is off needs no source")
  func ruleThatIsOff() {
    let text = TestProtocol.text([
      ("{exclude_at: 8, source: Li 2025}", "{exclude_at: never}"),
      ("{exclude_at: 3, source: Lei 2025}", "{exclude_at: never}"),
      ("{exclude: true, partial: indeterminate, source: Liu 2022}", "{exclude: false}"),
      ("{use: true, at_most: 4, source: Lei 2025}", "{use: false}"),
    ])
    #expect(DonorProtocol.faults(file: Array(text.utf8)).isEmpty)
  }

  @Test("All contradictions and missing sources are told, by line")
  func allFaults() throws {
    let text = TestProtocol.text([
      ("{exclude_at: 8, source: Li 2025}", "{exclude_at: 4}"), (", source: Liu 2022}", "}"),
      ("donor_types: [adult]", "donor_types: []"),
    ])
    let lines = try ["[]\n\nrules", "{exclude_at: 4}", "{exclude: true", "4, source: Lei 2025}"].map {
      try ProtocolContradictionTests.place($0, in: text).line
    }
    #expect(DonorProtocol.faults(file: Array(text.utf8)).map(\.line) == lines)
  }

  @Test("A fault that keeps a file from being read is told alone", arguments: ["", "- a\n", "protocol: [\n"])
  func unreadable(_ text: String) { #expect(DonorProtocol.faults(file: Array(text.utf8)).count == 1) }

  @Test("Built-in protocols have nothing to put right", arguments: DonorProtocol.builtInNames)
  func builtIn(_ name: String) throws {
    let rules = try #require(try DonorProtocol.builtIn(name))
    #expect(DonorProtocol.faults(file: Array(rules.text.utf8)).isEmpty)
    #expect(rules.name == name)
  }

  /// Every weight at one end of its range.
  private static func heavy(_ weight: Int) -> String {
    var lines: [String] = []
    var isInPoints = false
    for line in TestProtocol.mst.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("points:") { isInPoints = true }
      if line.hasPrefix("# A rule can be lifted") { isInPoints = false }
      guard isInPoints, !line.contains("nk_at_most"), let colon = line.lastIndex(of: ":"), !line.contains("age:"),
        line.hasPrefix("  ")
      else {
        lines.append(line)
        continue
      }
      if line.contains("abo:") {
        lines.append("  abo: {compatible: \(weight), minor: \(-weight), major: \(weight), bidirectional: \(weight)}")
      } else {
        lines.append(line[...colon] + " \(weight)" + (line.contains("{from") ? "}" : ""))
      }
    }
    return lines.joined(separator: "\n")
  }

  @Test("The greatest weights allowed fit the ranking key, in records and in the scan", arguments: [1000, -1000])
  func heaviestWeights(weight: Int) async throws {
    let rules = try DonorProtocol(file: Array(ProtocolContradictionTests.heavy(weight).utf8))
    #expect(
      rules.points.hvgMismatch == weight && rules.points.cmvEqual == weight && rules.points.ages[0].points == weight)
    let patient = WrittenPerson("P1", letters: "ab ab ab ab ab", facts: ["abo": "A", "cmv": "P"])
    let donors = [
      WrittenPerson("D1", letters: "cd cd cd cd cd", facts: ["abo": "A", "cmv": "P", "age": "20"]),
      WrittenPerson("D2", letters: "cd cd cd cd cd", facts: ["abo": "O", "cmv": "P", "age": "20"]),
    ]
    let ranking = try await TestRun.ranking(patient: patient, donors: donors, rules: rules)
    #expect(ranking.donors.map { $0.points - $0.nkPoints }.sorted() == [21 * weight, 23 * weight].sorted())
  }

  @Test("A cap of the NK points below 0 is refused")
  func negativeCap() {
    let text = TestProtocol.text([("nk_at_most: 10", "nk_at_most: -1")])
    #expect(DonorProtocol.faults(file: Array(text.utf8)).map { $0.message.contains("nk_at_most") } == [true])
  }
}
