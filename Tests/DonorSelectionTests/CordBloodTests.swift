import DonorPool
import DonorSelection
import HLAMatching
import HLANomenclature
import HLATyping
import MatchTestSupport
import Testing

/// A unit and a patient at A, B and DRB1, and the matches of the six positions.
struct SixLocusCase: Sendable, CustomTestStringConvertible {
  let name: String
  /// Two positions of A, B and DRB1 each, parted by blanks.
  let patient: String
  let unit: String
  let match: ClosedRange<Int>
  var testDescription: String { name }

  static func person(_ id: String, _ cells: String, _ facts: [String: String]) -> WrittenPerson {
    let words = cells.split(separator: " ", omittingEmptySubsequences: false).map { $0 == "-" ? "" : String($0) }
    let columns = ["A_1", "A_2", "B_1", "B_2", "DRB1_1", "DRB1_2"]
    return WrittenPerson(id, cells: facts.merging(zip(columns, words)) { $1 })
  }

  private static let usual = "01:01 02:01 07:02 08:01 03:01 15:01"

  static let all = [
    SixLocusCase(name: "the same", patient: usual, unit: usual, match: 6...6),
    // A*02:01 and A*02:05 are both A2.
    SixLocusCase(
      name: "A by antigen", patient: usual, unit: "01:01 02:05 07:02 08:01 03:01 15:01", match: 6...6),
    // B*07:02 and B*07:04 differ in their recognition domain and are both B7.
    SixLocusCase(
      name: "B by antigen", patient: usual, unit: "01:01 02:01 07:04 08:01 03:01 15:01", match: 6...6),
    // DRB1*15:01 and DRB1*15:02 are both DR15 and differ in their recognition domain.
    SixLocusCase(
      name: "DRB1 by recognition domain", patient: usual, unit: "01:01 02:01 07:02 08:01 03:01 15:02", match: 5...5),
    SixLocusCase(
      name: "homozygous unit", patient: usual, unit: "02:01 02:01 07:02 08:01 03:01 15:01", match: 5...5),
    SixLocusCase(
      name: "nothing", patient: usual, unit: "24:02 11:01 35:01 44:02 04:01 07:01", match: 0...0),
    SixLocusCase(
      name: "DRB1 untyped", patient: usual, unit: "01:01 02:01 07:02 08:01 - -", match: 4...6),
    SixLocusCase(
      name: "open position", patient: usual, unit: "01:01 02:01/03:01 07:02 08:01 03:01 15:01", match: 5...6),
    SixLocusCase(
      name: "a list of one antigen", patient: usual, unit: "01:01 02:01/02:05 07:02 08:01 03:01 15:01", match: 6...6),
  ]
}

/// Bounds of the six positions under limits, and the status that follows.
struct SixLimitCase: Sendable, CustomTestStringConvertible {
  let match: ClosedRange<Int>
  let limits: String
  let status: DonorStatus
  var testDescription: String { "\(match) under \(limits)" }

  private static let table: [(limits: String, [(ClosedRange<Int>, DonorStatus)])] = [
    (
      "at_most: 4",
      [
        (0...0, .eligible), (4...4, .eligible), (5...5, .excluded), (6...6, .excluded), (3...4, .eligible),
        (4...5, .indeterminate), (0...6, .indeterminate), (5...6, .excluded),
      ]
    ),
    (
      "at_least: 4",
      [
        (0...0, .excluded), (3...3, .excluded), (4...4, .eligible), (6...6, .eligible), (3...4, .indeterminate),
        (0...6, .indeterminate), (2...3, .excluded), (4...6, .eligible),
      ]
    ),
    (
      "at_least: 3, at_most: 4",
      [
        (2...2, .excluded), (3...4, .eligible), (2...3, .indeterminate), (4...5, .indeterminate),
        (2...5, .indeterminate),
        (5...6, .excluded),
      ]
    ),
  ]

  static let all = table.flatMap { limits, cases in
    cases.map { SixLimitCase(match: $0.0, limits: limits, status: $0.1) }
  }
}

/// A unit for a patient, and what the dose of `cord-blood-rescue` says of it.
struct DoseCase: Sendable, CustomTestStringConvertible {
  let weight: String
  let tnc: String
  let cd34: String
  let reasons: [String]
  var testDescription: String { "\(weight) kg, TNC \(tnc), CD34+ \(cd34)" }

  static let all = [
    // 2.5 x 10^7 and 1.5 x 10^5 per kilogram are enough, less is not.
    DoseCase(weight: "60", tnc: "150", cd34: "90", reasons: []),
    DoseCase(weight: "60", tnc: "149.999", cd34: "90", reasons: ["unit_dose"]),
    DoseCase(weight: "60", tnc: "150", cd34: "89.999", reasons: ["unit_dose"]),
    DoseCase(weight: "63.2", tnc: "158", cd34: "94.8", reasons: []),
    DoseCase(weight: "0.7", tnc: "1.75", cd34: "1.05", reasons: []),
    DoseCase(weight: "60.1", tnc: "150", cd34: "500", reasons: ["unit_dose"]),
    DoseCase(weight: "60", tnc: "", cd34: "90", reasons: ["unit_dose_unknown:tnc"]),
    DoseCase(weight: "60", tnc: "150", cd34: "", reasons: ["unit_dose_unknown:cd34"]),
    DoseCase(weight: "", tnc: "150", cd34: "90", reasons: ["unit_dose_unknown:patient_weight"]),
    DoseCase(
      weight: "", tnc: "", cd34: "",
      reasons: ["unit_dose_unknown:tnc", "unit_dose_unknown:cd34", "unit_dose_unknown:patient_weight"]),
    // What is known to be too little excludes, whatever the other count turns out to be.
    DoseCase(weight: "60", tnc: "", cd34: "10", reasons: ["unit_dose"]),
  ]
}

/// The protocols of cord blood: DOMAIN section 7.
@Suite("Cord blood")
struct CordBloodTests {
  private static let usual = "01:01 02:01 07:02 08:01 03:01 15:01"

  private func pair(
    _ unit: String, _ facts: [String: String] = ["tnc": "300", "cd34": "300"], weight: String = "60",
    patient: String = CordBloodTests.usual, rules: DonorProtocol
  ) throws -> RankedDonor {
    try TestRun.pair(
      patient: SixLocusCase.person("P1", patient, ["weight_kg": weight]),
      donor: SixLocusCase.person("U1", unit, facts.merging(["donor_type": "cord"]) { $1 }), rules: rules)
  }

  @Test("A and B count by antigen, DRB1 by its recognition domain", arguments: SixLocusCase.all)
  func sixLociMatch(_ six: SixLocusCase) throws {
    let donor = try pair(six.unit, patient: six.patient, rules: try TestProtocol.named("cord-blood-rescue"))
    let match = try #require(donor.unit).six.match
    #expect(Int(match.min)...Int(match.max) == six.match)
  }

  @Test(
    "A ceiling or a floor of the six positions excludes for certain, or leaves the unit open",
    arguments: SixLimitCase.all)
  func sixLimits(_ limit: SixLimitCase) throws {
    let text = try TestProtocol.named("cord-blood-rescue").text
      .replacing("at_least: 4", with: limit.limits).replacing("tnc: 2.5, cd34: 1.5", with: "tnc: never, cd34: never")
    let rules = try DonorProtocol(file: Array(text.utf8))
    // Positions that may match or not stand at A, then B, then DRB1.
    var (certain, open) = (limit.match.lowerBound, limit.match.upperBound - limit.match.lowerBound)
    var cells: [String] = []
    for (own, other) in [
      ("01:01", "24:02"), ("02:01", "11:01"), ("07:02", "35:01"), ("08:01", "44:02"), ("03:01", "04:01"),
      ("15:01", "07:01"),
    ] {
      cells.append(certain > 0 ? own : open > 0 ? "\(own)/\(other)" : other)
      if certain > 0 { certain -= 1 } else if open > 0 { open -= 1 }
    }
    let donor = try pair(cells.joined(separator: " "), rules: rules)
    let match = try #require(donor.unit).six.match
    try #require(Int(match.min)...Int(match.max) == limit.match)
    #expect(donor.status == limit.status)
    if limit.status == .excluded { #expect(donor.reasons == ["six_locus_match"]) }
    if limit.status == .indeterminate {
      #expect(donor.reasons.allSatisfy { $0.hasPrefix("six_locus_match_possible:") } && !donor.reasons.isEmpty)
    }
  }

  @Test("A rescue unit needs both cell doses, and an unknown one leaves it open", arguments: DoseCase.all)
  func dose(_ dose: DoseCase) throws {
    let donor = try pair(
      CordBloodTests.usual, ["tnc": dose.tnc, "cd34": dose.cd34], weight: dose.weight,
      rules: try TestProtocol.named("cord-blood-rescue"))
    #expect(donor.reasons == dose.reasons)
    #expect(
      donor.status == (dose.reasons.isEmpty ? .eligible : dose.reasons == ["unit_dose"] ? .excluded : .indeterminate))
  }

  @Test("Rescue units are ordered by HLA, then by nucleated cells, then by id")
  func rescueOrder() async throws {
    let five = "01:01 02:01 07:02 08:01 03:01 04:01"
    func unit(_ id: String, _ cells: String, _ tnc: String) -> WrittenPerson {
      SixLocusCase.person(id, cells, ["donor_type": "cord", "tnc": tnc, "cd34": "900", "age": id == "U2" ? "1" : ""])
    }
    let donors = [
      unit("U1", five, "500"), unit("U2", CordBloodTests.usual, "200"), unit("U3", CordBloodTests.usual, "200.5"),
      unit("U5", five, "900"), unit("U4", five, "500"), unit("U0", CordBloodTests.usual, ""),
      unit("U6", "01:01 02:01 07:02 08:01 03:01 04:01/15:01", "9000"),
    ]
    let ranking = try await TestRun.ranking(
      patient: SixLocusCase.person("P1", CordBloodTests.usual, ["weight_kg": "60"]), donors: donors,
      rules: try TestProtocol.named("cord-blood-rescue"))
    // U6 has five certain matches and an open one, U0 is open for want of its count.
    #expect(ranking.donors.map(\.id) == ["U3", "U2", "U5", "U1", "U4", "U6", "U0"])
    #expect(ranking.donors.map(\.points) == [60, 60, 50, 50, 50, 50, 60])
    #expect(ranking.donors.map(\.status.rawValue).suffix(1) == ["indeterminate"])
  }

  @Test("Stem cell products are listed without rank, be they typed or not, and other donors are not in the protocol")
  func listedProducts() async throws {
    let donors = [
      SixLocusCase.person("M2", "- - - - - -", ["donor_type": "msc", "age": "30"]),
      SixLocusCase.person("M1", CordBloodTests.usual, ["donor_type": "msc"]),
      SixLocusCase.person("M3", "- - - - - -", ["donor_type": "msc", "status": "TU"]),
      SixLocusCase.person("A1", CordBloodTests.usual, [:]),
      SixLocusCase.person("U1", CordBloodTests.usual, ["donor_type": "cord", "tnc": "300", "cd34": "300"]),
    ]
    let patient = SixLocusCase.person("P1", CordBloodTests.usual, ["weight_kg": "60"])
    let rescue = try await TestRun.ranking(
      patient: patient, donors: donors, rules: try TestProtocol.named("cord-blood-rescue"))
    #expect(rescue.donors.map(\.id) == ["U1"])
    #expect(rescue.listed.map(\.id) == ["M1", "M2"])
    #expect(rescue.listed.map(\.age) == [nil, 30])
    #expect(rescue.tally.listed == 2 && rescue.tally.unavailable == 1 && rescue.tally.notInProtocol == 1)
    for name in ["mst", "cord-blood-mst-floor"] {
      let other = try await TestRun.ranking(patient: patient, donors: donors, rules: try TestProtocol.named(name))
      #expect(other.listed.isEmpty && other.tally.listed == 0)
    }
  }

  @Test("cord-blood-mst is refused at its line until its user has chosen a ceiling or a floor")
  func choice() throws {
    let file = try #require(DonorProtocol.builtInFile("cord-blood-mst"))
    let line = String(decoding: file, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      .firstIndex { $0.hasPrefix("  six_locus_match:") }
    let fault = #expect(throws: ProtocolFileError.self) { try DonorProtocol.builtIn("cord-blood-mst") }
    #expect(fault?.line == line.map { $0 + 1 })
    #expect(fault?.message.contains("ceiling or a floor") == true)
    let ceiling = try TestProtocol.named("cord-blood-mst-ceiling")
    let floor = try TestProtocol.named("cord-blood-mst-floor")
    #expect(ceiling.cordBlood?.mostMatches == 4 && ceiling.cordBlood?.leastMatches == nil)
    #expect(floor.cordBlood?.mostMatches == nil && floor.cordBlood?.leastMatches == 4)
    #expect(
      ceiling.ruleSources["six_locus_match"] == "Lei 2025" && floor.ruleSources["six_locus_match"] == "Cord rules")
    #expect(ceiling.hash != floor.hash)
  }

  @Test("Under cord-blood-mst a unit must be rejectable, and no dose is asked")
  func microtransplant() throws {
    for name in ["cord-blood-mst-ceiling", "cord-blood-mst-floor"] {
      let rules = try TestProtocol.named(name)
      // Homozygous at A and B: the patient has no target in it, and it has targets in the patient.
      let oneWay = try pair("01:01 01:01 07:02 07:02 03:01 15:01", [:], weight: "", rules: rules)
      #expect(oneWay.status == .indeterminate)
      #expect(oneWay.reasons.contains { $0.hasPrefix("one_way_match_possible") })
      let four = try pair("01:01 24:02 07:02 35:01 03:01 15:01", [:], weight: "", rules: rules)
      #expect(four.status == .eligible, "\(four.reasons)")
    }
    let five = "01:01 02:01 07:02 35:01 03:01 15:01"
    let three = "01:01 24:02 07:02 35:01 03:01 04:01"
    #expect(try pair(five, rules: try TestProtocol.named("cord-blood-mst-ceiling")).reasons == ["six_locus_match"])
    #expect(try pair(five, rules: try TestProtocol.named("cord-blood-mst-floor")).status == .eligible)
    #expect(try pair(three, rules: try TestProtocol.named("cord-blood-mst-ceiling")).status == .eligible)
    #expect(try pair(three, rules: try TestProtocol.named("cord-blood-mst-floor")).reasons == ["six_locus_match"])
  }

  @Test("An open locus says that the matches of six rest on it, and what they may earn")
  func openLoci() throws {
    let rules = try TestProtocol.named("cord-blood-rescue")
    let donor = try pair("01:01/24:02 11:01 07:02 08:01 03:01 04:01/15:01", rules: rules)
    try #require(donor.status == .indeterminate && donor.unit?.six.match.min == 3)
    let open = donor.openLoci(rules.points)
    let resting = open.filter { $0.questions == [.sixLocusMatch] }
    #expect(resting.map(\.locus) == [.a, .drb1])
    #expect(resting.map(\.pointChange) == [0...10, 0...10])
    // C and DQB1 are not typed, and nothing rests on them.
    #expect(open.filter { $0.questions.isEmpty }.map(\.locus) == [.c, .dqb1])
  }

  @Test("A rule of cord blood can be lifted by name", arguments: ["six_locus_match", "unit_dose"])
  func lifted(_ rule: String) throws {
    let text = try TestProtocol.named("cord-blood-rescue").text
      .replacing("allow: []", with: "allow: [{rule: \(rule), who: tumour board, why: no other unit}]")
    let rules = try DonorProtocol(file: Array(text.utf8))
    let unit = "24:02 11:01 35:01 44:02 04:01 07:01"
    let other = rule == "unit_dose" ? "six_locus_match" : "unit_dose"
    #expect(try pair(unit, ["tnc": "1", "cd34": "1"], rules: rules).reasons == [other])
  }
}
