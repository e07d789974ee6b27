import DonorSelection
import HLANomenclature
import HLATyping
import MatchTestSupport
import Testing

/// A donor of the patient `ab ab ab ab ab`, and the terms of its points as `code count points`.
struct PointsCase: Sendable, CustomTestStringConvertible {
  let donor: String
  var cells: [String: String] = [:]
  var patientCells: [String: String] = [:]
  let terms: [String]
  var testDescription: String { "\(donor) \(cells) \(patientCells)" }

  /// DOMAIN section 4, points.
  static let mismatches = [
    PointsCase(donor: "cd cd cd cd cd", terms: ["hvg_mismatch 10 60", "gvh_mismatch 10 40"]),
    PointsCase(donor: "cc dd cd cd cd", terms: ["hvg_mismatch 10 60", "gvh_mismatch 10 40"]),
    PointsCase(donor: "ab ab ab ac cd", terms: ["hvg_mismatch 3 18", "gvh_mismatch 3 12"]),
    PointsCase(donor: "ab ab aa ac cd", terms: ["hvg_mismatch 3 18", "gvh_mismatch 4 16"]),
    PointsCase(donor: "ab ab ab a,b/c cd", terms: ["hvg_mismatch 2 12", "gvh_mismatch 2 8"]),  // minima count
    PointsCase(donor: "cd cd .. cd cd", terms: ["hvg_mismatch 8 48", "gvh_mismatch 8 32"]),
    PointsCase(donor: "NN NN NN NN NN", terms: []),
  ]

  private static let ages: [(age: String, term: String?)] = [
    ("17", nil), ("18", "age_18_30 1 4"), ("30", "age_18_30 1 4"), ("31", "age_31_45 1 2"), ("45", "age_31_45 1 2"),
    ("46", nil), ("", nil), ("0", nil), ("111", nil),
  ]

  static let byAge = ages.map { age, term in
    PointsCase(
      donor: "cd cd cd cd cd", cells: ["age": age],
      terms: ["hvg_mismatch 10 60", "gvh_mismatch 10 40"] + (term.map { [$0] } ?? []))
  }

  private static let cmv: [(donor: String, patient: String, isEqual: Bool)] = [
    ("P", "P", true), ("N", "N", true), ("P", "N", false), ("N", "P", false), ("", "", false), ("P", "", false),
    ("", "N", false), ("U", "U", false), ("G", "M", true), ("O", "N", true), ("H", "O", false),
  ]

  static let byCMV = cmv.map { donor, patient, isEqual in
    PointsCase(
      donor: "cd cd cd cd cd", cells: ["cmv": donor], patientCells: ["cmv": patient],
      terms: ["hvg_mismatch 10 60", "gvh_mismatch 10 40"] + (isEqual ? ["cmv_equal 1 1"] : []))
  }
}

@Suite("Points")
struct PointsTests {
  @Test("Each certain mismatch earns 6 in HVG and 4 in GVH direction", arguments: PointsCase.mismatches)
  func mismatches(_ pair: PointsCase) throws { try check(pair) }

  @Test("Ages of adults earn 4 from 18 to 30, 2 from 31 to 45, else nothing", arguments: PointsCase.byAge)
  func ages(_ pair: PointsCase) throws { try check(pair) }

  @Test("Equal, known CMV serostatus earns 1", arguments: PointsCase.byCMV)
  func cmv(_ pair: PointsCase) throws { try check(pair) }

  private func check(_ pair: PointsCase) throws {
    let donor = try TestRun.pair(
      patient: WrittenPerson("P1", letters: "ab ab ab ab ab", facts: pair.patientCells),
      donor: WrittenPerson("D1", letters: pair.donor, facts: pair.cells))
    // NK terms have tests of their own.
    let terms = donor.terms.filter { !$0.code.hasPrefix("nk_") }
    #expect(terms.map { "\($0.code) \($0.count) \($0.points)" } == pair.terms)
    #expect(donor.points == donor.terms.reduce(0) { $0 + $1.points })
  }

  /// O, A, B, AB of the donor down, of the patient across: 1 compatible, 0 minor, -1 major or bidirectional.
  static let aboPoints: [(donor: String, points: [Int])] = [
    ("O", [1, 0, 0, 0]), ("A", [-1, 1, -1, 0]), ("B", [-1, -1, 1, 0]), ("AB", [-1, -1, -1, 1]),
  ]

  @Test("ABO earns 1 if compatible, 0 if minor, -1 if major or bidirectional", arguments: aboPoints)
  func abo(donor: String, points: [Int]) throws {
    for (patient, expected) in zip(["O", "A", "B", "AB"], points) {
      let pair = try TestRun.pair(
        patient: WrittenPerson("P1", letters: "ab ab ab ab ab", facts: ["abo": patient]),
        donor: WrittenPerson("D1", letters: "cd cd cd cd cd", facts: ["abo": donor]))
      #expect(pair.points - pair.nkPoints == 100 + expected, "\(donor) to \(patient)")
      let name = PlainFacts.aboPairs["\(donor)>\(patient)"]!.rawValue
      let own = pair.terms.filter { $0.code.hasPrefix("abo_") }.map(\.code)
      #expect(own == (expected == 0 ? [] : ["abo_\(name)"]), "\(donor) to \(patient)")
    }
  }

  @Test("Every pair of ABO groups has its compatibility", arguments: ABOGroup.allCases)
  func aboPairs(_ donor: ABOGroup) {
    for patient in ABOGroup.allCases {
      let expected = PlainFacts.aboPairs["\(donor.name)>\(patient.name)"]
      #expect(ABOCompatibility(donor: donor, patient: patient) == expected, "\(donor.name) to \(patient.name)")
    }
  }

  @Test("An unknown ABO group earns nothing", arguments: [("", "A"), ("A", ""), ("", ""), ("C", "A")])
  func unknownABO(donor: String, patient: String) throws {
    let pair = try TestRun.pair(
      patient: WrittenPerson("P1", letters: "ab ab ab ab ab", facts: ["abo": patient]),
      donor: WrittenPerson("D1", letters: "cd cd cd cd cd", facts: ["abo": donor]))
    #expect(pair.points - pair.nkPoints == 100)
  }

  @Test("The age is counted in complete years on the day of the run, a birth date before a year before an age")
  func ageOnTheDay() throws {
    let cases: [(cells: [String: String], age: Int?)] = [
      (["birth_date": "2008-03-02"], 18), (["birth_date": "2008-03-03"], 17), (["birth_date": "02.03.1995"], 31),
      (["birth_date": "1995-03-03", "birth_year": "1960", "age": "20"], 30), (["birth_year": "1995", "age": "20"], 31),
      (["birth_date": "soon", "birth_year": "1996"], 30), (["age": "45"], 45), (["birth_year": "1915"], nil),
      (["birth_date": "2027-01-01"], nil), ([:], nil),
    ]
    for (cells, age) in cases {
      let pair = try TestRun.pair(
        patient: WrittenPerson("P1", letters: "ab ab ab ab ab"),
        donor: WrittenPerson("D1", letters: "cd cd cd cd cd", facts: cells))
      #expect(pair.age == age, "\(cells)")
    }
  }

  @Test("Only adult donors earn points for their age")
  func cordHasNoAge() throws {
    let rules = try TestProtocol.edited([("donor_types: [adult]", "donor_types: [adult, cord]")])
    let pair = try TestRun.pair(
      patient: WrittenPerson("P1", letters: "ab ab ab ab ab"),
      donor: WrittenPerson("D1", letters: "cd cd cd cd cd", facts: ["age": "25", "donor_type": "cord"]), rules: rules)
    #expect(pair.points - pair.nkPoints == 100)
  }

  @Test("Donors stand in the order of the sums of their terms", arguments: TestSeeds.all.prefix(3))
  func orderUsesTheTerms(seed: UInt64) async throws {
    var generator = PersonGenerator(seed: seed)
    let patient = generator.patient("P1")
    let donors = (0..<80).map { generator.donor("D\($0)", of: patient) }
    let ranking = try await TestRun.ranking(patient: patient, donors: donors)
    for (better, worse) in zip(ranking.donors, ranking.donors.dropFirst())
    where better.status == worse.status && (better.relation == .unrelated) == (worse.relation == .unrelated) {
      #expect(better.points >= worse.points, "seed \(seed): \(better.id) before \(worse.id)")
    }
  }
}
