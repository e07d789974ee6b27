import HLANomenclature
import RegistryFormats
import Testing

@testable import HLATyping

/// A cell of a fact column and what it says; nil facts for a cell that is warned of.
struct FactCase: CustomTestStringConvertible, Sendable {
  let column: String
  let cells: [String]
  let check: @Sendable (PersonFacts) -> Bool
  var testDescription: String { "\(column): \(cells.joined(separator: " "))" }

  // Source: INTERFACE 3.
  static let good: [FactCase] = [
    FactCase(column: "sex", cells: ["F", "f", "female"]) { $0.sex == .female },
    FactCase(column: "sex", cells: ["M", "m", "male"]) { $0.sex == .male },
    FactCase(column: "sex", cells: ["", " "]) { $0.sex == nil },
    FactCase(column: "abo", cells: ["A", "a"]) { $0.abo == .a && $0.rhesus == nil },
    FactCase(column: "abo", cells: ["B"]) { $0.abo == .b },
    FactCase(column: "abo", cells: ["AB", "ab"]) { $0.abo == .ab },
    FactCase(column: "abo", cells: ["O", "0"]) { $0.abo == .o },
    FactCase(column: "abo", cells: ["A+", "A pos", "a +"]) { $0.abo == .a && $0.rhesus == .positive },
    FactCase(column: "abo", cells: ["AB-", "AB neg"]) { $0.abo == .ab && $0.rhesus == .negative },
    FactCase(column: "abo", cells: [""]) { $0.abo == nil && $0.rhesus == nil },
    FactCase(column: "rhesus", cells: ["P", "+", "pos"]) { $0.rhesus == .positive },
    FactCase(column: "rhesus", cells: ["N", "-", "neg"]) { $0.rhesus == .negative },
    FactCase(column: "rhesus", cells: [""]) { $0.rhesus == nil },
    FactCase(column: "cmv", cells: ["P", "G", "H", "B", "M", "p", "g"]) { $0.cmv == .positive },
    FactCase(column: "cmv", cells: ["N", "O", "n"]) { $0.cmv == .negative },
    FactCase(column: "cmv", cells: ["U", "Q", "", "u"]) { $0.cmv == nil },
    FactCase(column: "weight_kg", cells: ["70.5", "70,5", "70.50"]) { $0.weight == 70.5 },
    FactCase(column: "weight_kg", cells: [""]) { $0.weight == nil },
    FactCase(column: "tnc", cells: ["220.5", "220,5", "220.500", "220.50049"]) {
      $0.nucleatedCells == UnitCellCount(thousandths: 220_500)
    },
    FactCase(column: "tnc", cells: ["10000"]) { $0.nucleatedCells?.value == 10_000 },
    FactCase(column: "tnc", cells: [""]) { $0.nucleatedCells == nil },
    FactCase(column: "cd34", cells: ["0.001", "0.0019"]) {
      $0.cd34Cells == UnitCellCount(thousandths: 1)
    },
    FactCase(column: "cd34", cells: ["100000"]) { $0.cd34Cells?.value == 100_000 },
    FactCase(column: "birth_date", cells: ["1990-05-17", "17.05.1990"]) {
      $0.birth == .date(CalendarDate(year: 1990, month: 5, day: 17)!)
    },
    FactCase(column: "birth_year", cells: ["1990"]) { $0.birth == .year(1990) },
    FactCase(column: "age", cells: ["30", "030"]) { $0.birth == .age(30) },
    FactCase(column: "age", cells: ["0"]) { $0.birth == .age(0) },
    FactCase(column: "age", cells: [""]) { $0.birth == .unknown },
    FactCase(column: "relation", cells: ["sibling", "Sibling", "SIBLING"]) { $0.relation == .sibling },
    FactCase(column: "relation", cells: ["half_sibling"]) { $0.relation == .halfSibling },
    FactCase(column: "relation", cells: ["aunt_uncle"]) { $0.relation == .auntUncle },
    FactCase(column: "relation", cells: ["", "unrelated"]) { $0.relation == .unrelated },
    FactCase(column: "donor_type", cells: ["", "adult", "ADULT"]) { $0.donorType == .adult },
    FactCase(column: "donor_type", cells: ["cord"]) { $0.donorType == .cord },
    FactCase(column: "donor_type", cells: ["msc", "MSC"]) { $0.donorType == .msc },
    FactCase(column: "status", cells: ["", "AV", "av", "available"]) { $0.availability == .available },
    FactCase(column: "status", cells: ["TU", "RS", "DE", "de", "reserved", "deleted"]) {
      $0.availability == .unavailable
    },
  ]
}

@Suite("Fact columns")
struct FactColumnTests {
  @Test("Good cells are understood without a warning", arguments: FactCase.good)
  func good(example: FactCase) throws {
    for cell in example.cells {
      let row = try PersonFile.fact(example.column, cell)
      #expect(example.check(row.facts), "\(cell): \(row.facts)")
      #expect(row.faults == [] && row.warnings == [], "\(cell)")
    }
  }

  @Test(
    "Every relation of the interface is read",
    arguments: [
      "unrelated", "sibling", "parent", "child", "half_sibling", "grandparent", "grandchild", "aunt_uncle",
      "niece_nephew",
      "cousin", "related",
    ])
  func relations(word: String) throws {
    let row = try PersonFile.fact("relation", word)
    #expect(row.facts.relation.rawValue == word && row.warnings.isEmpty)
  }

  // Source: INTERFACE 3: a bad value is a warning and counts as unknown, not a rejected row.
  @Test(
    "A bad cell is a warning with its place, and the fact is unknown",
    arguments: [
      ("sex", "bad_sex", ["X", "männlich"]), ("abo", "bad_abo", ["C", "+", "A*", "AA"]),
      ("rhesus", "bad_rhesus", ["X", "D"]),
      ("cmv", "bad_cmv", ["X", "1", "PP"]),
      ("weight_kg", "bad_weight", ["0", "-70", "x", "501", "70 kg", "nan", "inf", "1,070.5", "0x46"]),
      ("tnc", "bad_tnc", ["0", "-1", "1e9", "10000.001", "1500000000", "x", "150 x", "1.", "0.0009"]),
      ("cd34", "bad_cd34", ["0", "100000.001", "x", "3.2e6", "1,000,000"]),
      ("birth_date", "bad_birth_date", ["2023-02-29", "1990", "17/05/1990"]),
      ("birth_year", "bad_birth_year", ["90", "x", "19900"]), ("age", "bad_age", ["111", "-1", "x", "30.5", "1000"]),
      ("relation", "bad_relation", ["brother-in-law", "x"]), ("donor_type", "bad_donor_type", ["haplo"]),
      ("status", "bad_status", ["maybe", "OP"]),
    ] as [(String, String, [String])])
  func bad(column: String, code: String, cells: [String]) throws {
    for cell in cells {
      let row = try PersonFile.fact(column, cell)
      #expect(row.faults == [], "\(cell)")
      try #require(row.warnings.count == 1, "\(column): \(cell)")
      let warning = row.warnings[0]
      #expect(warning.line == 2 && warning.column == 4 && warning.field == column)
      #expect(warning.value == cell && warning.code == code && !warning.message.isEmpty)
      var expected = PersonFacts()
      if column == "status" { expected.availability = .unavailable }
      #expect(row.facts == expected, "\(cell)")
      #expect(row.unknownDonorType == (column == "donor_type"))
    }
  }

  @Test(
    "Birth date goes before year, year before age; an unreadable one leaves its place",
    arguments: [
      ("1990-05-17,1980,30", .date(CalendarDate(year: 1990, month: 5, day: 17)!), 0), (",1980,30", .year(1980), 0),
      (",,30", .age(30), 0), ("x,1980,30", .year(1980), 1), ("x,y,30", .age(30), 2), ("x,y,z", .unknown, 3),
      (",,", .unknown, 0),
    ] as [(String, BirthFact, Int)])
  func birthPrecedence(cells: String, birth: BirthFact, warnings: Int) throws {
    let row = try PersonFile("donor_id,A_1,birth_date,birth_year,age\nD1,01:06,\(cells)\n").rows[0]
    #expect(row.facts.birth == birth && row.warnings.count == warnings && row.faults.isEmpty)
  }

  @Test(
    "The rhesus column goes before the sign in abo; blank leaves the sign",
    arguments: [
      ("A+", "N", .negative), ("A+", "", .positive), ("A", "P", .positive), ("A-", "x", .negative),
    ] as [(String, String, RhesusFactor)])
  func rhesus(abo: String, cell: String, factor: RhesusFactor) throws {
    let row = try PersonFile("donor_id,A_1,abo,rhesus\nD1,01:06,\(abo),\(cell)\n").rows[0]
    #expect(row.facts.abo == .a && row.facts.rhesus == factor)
  }

  @Test("Facts of one row do not leak into the next")
  func noLeak() throws {
    let file = try PersonFile(
      """
      donor_id,A_1,sex,abo,cmv,weight_kg,age,relation,donor_type,status,related_to
      D1,01:06,F,A+,P,70,30,sibling,xxx,TU,P1;P2
      D2,01:06,,,,,,,,,
      """)
    #expect(file.rows[0].relatedTo == "P1;P2" && file.rows[0].unknownDonorType)
    #expect(file.rows[1].facts == PersonFacts() && file.rows[1].relatedTo == "")
    #expect(!file.rows[1].unknownDonorType && file.rows[1].warnings.isEmpty && file.rows[1].id == Array("D2".utf8))
  }
}
