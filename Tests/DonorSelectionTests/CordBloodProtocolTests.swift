import DonorPool
import DonorSelection
import HLAMatching
import HLANomenclature
import HLATyping
import MatchTestSupport
import TestFixtures
import Testing

/// A change to `cord-blood-rescue` that makes it faulty, and words of the message.
struct CordBloodFaultCase: Sendable, CustomTestStringConvertible {
  let name: String
  let edits: [TestProtocol.Edit]
  let words: [String]
  var testDescription: String { name }

  static let all = [
    CordBloodFaultCase(name: "level", edits: [("A: antigen", "A: serology")], words: ["A", "ard, two_field, antigen"]),
    CordBloodFaultCase(name: "no level", edits: [("A: antigen, ", "")], words: ["A is missing"]),
    CordBloodFaultCase(name: "seven of six", edits: [("at_least: 4", "at_least: 7")], words: ["1 to 6"]),
    CordBloodFaultCase(
      name: "nobody", edits: [("at_least: 4", "at_least: 4, at_most: 3")], words: ["at least 4", "at most 3"]),
    CordBloodFaultCase(name: "no dose", edits: [("tnc: 2.5", "tnc: 0")], words: ["tnc", "above 0"]),
    CordBloodFaultCase(name: "no number", edits: [("cd34: 1.5", "cd34: some")], words: ["cd34", "never"]),
    CordBloodFaultCase(
      name: "dose without units", edits: [("donor_types: [cord]", "donor_types: [adult]")],
      words: ["unit_dose", "cord"]),
    CordBloodFaultCase(
      name: "listed and ranked", edits: [("donor_types: [cord]", "donor_types: [cord, msc]")], words: ["msc", "ranked"]),
    CordBloodFaultCase(name: "tie-break", edits: [("then_by: tnc", "then_by: cells")], words: ["age, tnc"]),
    CordBloodFaultCase(
      name: "points without rule",
      edits: [
        ("  six_locus_match: {A: antigen, B: antigen, DRB1: ard, at_least: 4, source: Cord rules}\n", ""),
        ("  unit_dose: {tnc: 2.5, cd34: 1.5, source: Cord rules}\n", ""),
      ], words: ["rules.six_locus_match"]),
    CordBloodFaultCase(
      name: "dose without matches",
      edits: [
        ("  six_locus_match: {A: antigen, B: antigen, DRB1: ard, at_least: 4, source: Cord rules}\n", "")
      ], words: ["six_locus_match"]),
    CordBloodFaultCase(
      name: "no source", edits: [("cd34: 1.5, source: Cord rules", "cd34: 1.5")], words: ["unit_dose", "source"]),
  ]
}

@Suite("Protocol files for cord blood")
struct CordBloodProtocolTests {
  @Test("A faulty rule for cord blood is told with its line", arguments: CordBloodFaultCase.all)
  func faults(_ fault: CordBloodFaultCase) throws {
    var text = try TestProtocol.named("cord-blood-rescue").text
    for edit in fault.edits {
      try #require(text.ranges(of: edit.old).count == 1, "\(edit.old)")
      text = text.replacing(edit.old, with: edit.new)
    }
    let faults = DonorProtocol.faults(file: Array(text.utf8))
    try #require(faults.count == 1, "\(faults)")
    #expect(faults[0].line != nil && faults[0].column != nil)
    for word in fault.words { #expect(faults[0].message.contains(word), "\(faults[0])") }
  }

  @Test("The differences of two protocols name rules of cord blood, listed types and the tie-break")
  func differences() throws {
    let (ceiling, rescue) = (
      try TestProtocol.named("cord-blood-mst-ceiling"), try TestProtocol.named("cord-blood-rescue")
    )
    let keys = Set(ceiling.differences(to: rescue).map(\.key))
    let expected: Set = [
      "listed_types", "rules.six_locus_match.at_most", "rules.six_locus_match.at_least", "rules.unit_dose.tnc",
      "rules.unit_dose.cd34", "points.six_locus_match",
    ]
    #expect(keys.isSuperset(of: expected))
    #expect(TestProtocol.mst.differences(to: rescue).contains { $0.key == "policies.then_by" })
  }

  /// Random units with lists and untyped loci.
  private static func units(_ count: Int, _ generator: inout SeededGenerator) -> [WrittenPerson] {
    let alleles = [
      ["01:01", "02:01", "02:05", "03:01", "24:02"], ["07:02", "07:04", "08:01", "35:01", "44:02"],
      ["03:01", "15:01", "15:02", "04:01", "07:01"],
    ]
    return (0..<count).map { number in
      let cells = alleles.flatMap { names -> [String] in
        if Int.random(in: 0..<8, using: &generator) == 0 { return ["-", "-"] }
        return (0..<2).map { _ in
          let size = Int.random(in: 0..<4, using: &generator) == 0 ? 2 : 1
          return names.shuffled(using: &generator).prefix(size).joined(separator: "/")
        }
      }
      let text = cells.allSatisfy { $0 == "-" } ? "01:01 - - - - -" : cells.joined(separator: " ")
      let count = { [""] + ["100", "149.5", "150", "150", "320.25"] }().randomElement(using: &generator)!
      let type = ["cord", "cord", "cord", "adult", "msc"].randomElement(using: &generator)!
      return SixLocusCase.person(
        "U\(number * 7919 % 100_003)", text, ["donor_type": type, "tnc": count, "cd34": count])
    }
  }

  /// The matches of the six, by writing out every genotype.
  private static func plainMatch(_ patient: Person, _ donor: [LocusTyping], _ levels: SixLocusLevels) -> ClosedRange<
    Int
  > {
    let bounds = zip(Locus.six, levels.levels).map { locus, level in
      PlainMatcher.counts(
        patient: patient.typing(locus).genotype(level), donor: donor[Int(locus.rawValue)].genotype(level)
      ).match
    }
    return bounds.reduce(0) { $0 + Int($1.min) }...bounds.reduce(0) { $0 + Int($1.max) }
  }

  @Test(
    "The ranking of random units is that of a plain sort of plainly judged units, whatever the threads",
    arguments: [3])
  func plainRanking(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let units = CordBloodProtocolTests.units(4500, &generator)
    let rules = try TestProtocol.named("cord-blood-rescue")
    let pool = try TestPool.pool(units, policy: rules.donorTyping)
    let written = SixLocusCase.person("P1", "01:01 02:01/03:01 07:02 08:01 03:01 15:01", ["weight_kg": "60"])
    let patient = try TestPool.patient(written, policy: rules.patientTyping)
    typealias Plain = (id: String, isOpen: Bool, least: Int, width: Int, tnc: Double)
    var expected: [Plain] = []
    for row in 0..<pool.count where pool.donorType(row) == .cord {
      let six = CordBloodProtocolTests.plainMatch(
        patient, Locus.typed.map { pool.typing(row, $0) }, try #require(rules.cordBlood).levels)
      let facts = pool.facts(row)
      let doses = [facts.nucleatedCells.map { $0.value / 2.5 }, facts.cd34Cells.map { $0.value / 1.5 }]
      if six.upperBound < 4 || doses.contains(where: { $0.map { $0 < 60 } ?? false }) { continue }
      expected.append(
        (
          pool.idText(row), six.lowerBound < 4 || doses.contains { $0 == nil }, six.lowerBound,
          six.upperBound - six.lowerBound, facts.nucleatedCells?.value ?? -1
        ))
    }
    try #require(expected.count > 200)
    expected.sort { one, other in
      if one.isOpen != other.isOpen { return !one.isOpen }
      if one.least != other.least { return one.least > other.least }
      if one.width != other.width { return one.width < other.width }
      return one.tnc != other.tnc ? one.tnc > other.tnc : one.id.utf8.lexicographicallyPrecedes(other.id.utf8)
    }
    for (threads, top) in [(1, 0), (3, 0), (2, 50)] {
      var settings = TestRun.settings(rules)
      (settings.threads, settings.top) = (threads, top)
      let ranking = await DonorRanker(patient: patient, pool: pool, settings: settings).rank()
      #expect(
        ranking.donors.map(\.id) == expected.map(\.id).prefix(top == 0 ? expected.count : top).map { $0 },
        "seed \(seed)")
      #expect(ranking.tally.eligible + ranking.tally.indeterminate == expected.count)
      #expect(ranking.tally.listed == units.count { $0.cells["donor_type"] == "msc" })
    }
  }
}
