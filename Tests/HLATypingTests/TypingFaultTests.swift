import HLANomenclature
import HLAReference
import TestFixtures
import Testing

@testable import HLATyping

/// Cells that are refused with one code at one locus.
struct FaultCase: CustomTestStringConvertible, Sendable {
  let code: String
  var locus = Locus.a
  let cells: [String]
  var testDescription: String { "\(code) at \(locus)" }

  // Source: DOMAIN 2.1 to 2.7; FORMATS 3 and 5.
  static let all: [FaultCase] = [
    FaultCase(code: "wrong_locus", cells: ["B*07:02", "HLA-B*07:02", "DRB1*15:01", "Cw*0702", "B*07:XX", "B*2"]),
    FaultCase(code: "wrong_locus", locus: .drb3, cells: ["DRB1*03:01", "DRB4*01:01"]),
    FaultCase(code: "bare_number", cells: ["2", "15", "02", "203", "1"]),
    FaultCase(code: "unknown_antigen", cells: ["A4", "A8", "A2404", "A9999"]),
    FaultCase(code: "unknown_antigen", locus: .b, cells: ["B1", "B9"]),
    FaultCase(code: "unknown_antigen", locus: .drb1, cells: ["DR19", "DR54"]),
    FaultCase(code: "wrong_locus", cells: ["B62", "DR15", "Cw7"]),
    FaultCase(
      code: "mac_without_table", cells: ["01:AB", "A*01:AB", "HLA-A*24:AMG", "15:NEW", "A*02:BDVC", "02:ABCDE"]),
    FaultCase(code: "mac_without_table", locus: .b, cells: ["15:NEW", "B*15:NEW"]),
    FaultCase(
      code: "malformed_typing",
      cells: [
        "A*1:01", "HLA-01:01", "A*", "*", "HLA-A*", "/", "01:01/", "/01:01", "01:01//02",
        "02:01:01:01:01", "01:01+02:01", "01:01|02:01", "01:01~02:01", "NNN", "A*2",
        "A*012",
        "02:01GG", "02:01G", "01:01:01P", "01:01:01g", "01:01:", ":01", "01:XXX2", "X*01:01", "02:01 03:01", "01:01,02",
        "NEW/01:01", "UUUU/01:01", "A*XX", "é", "A*01:0é",
      ]),
    FaultCase(
      code: "spreadsheet_damage",
      cells: [
        "02:01:00", "2:01:00", "0.084027", "0,0840277777777778", "1.08402777777778", "1/2", "01-Feb", "Feb-01", "1E10",
        "1,5E+10", "01.02.2024", "2024-02-01", "02-01", "02:01:00 AM", "1/2/2024", "01/02", "A*02:01:00",
        "HLA-A*02:01:00",
      ]),
    FaultCase(
      code: "unknown_allele",
      cells: ["02:100:01", "99:01", "99:XX", "A*99", "01:01:01:01N", "02:01C", "A*9901", "99:01/01:01"]),
    // Beyond the last name under the same fields: a newer release may have it.
    FaultCase(code: "newer_than_release", cells: ["02:9999", "01:01:01:999", "02:01:9999", "01:01/02:9999"]),
    FaultCase(code: "deleted_without_successor", cells: ["A*2401", "02:100", "A*02:100", "01:01/02:100"]),
    FaultCase(code: "deleted_without_successor", locus: .c, cells: ["Cw*1101", "C*07:295"]),
    FaultCase(code: "unknown_group", cells: ["01:06P", "01:01:02G", "99:01P", "99:01:01G", "99:01g"]),
  ]
}

@Suite("Cells that are refused", .needs358)
struct TypingFaultTests {
  @Test("Each faulty cell has its code", arguments: FaultCase.all)
  func codes(example: FaultCase) throws {
    let resolver = try References.full
    for cell in example.cells {
      #expect(resolver.faultCode(cell, example.locus) == example.code, "\(cell)")
    }
  }

  @Test("NNNN is a fault where everyone has the gene, and absence at DRB3, DRB4 and DRB5", arguments: Locus.typed)
  func absence(locus: Locus) throws {
    let resolver = try References.full
    if [.drb3, .drb4, .drb5].contains(locus) {
      #expect(try resolver.cell("NNNN", locus: locus) == .absent)
    } else {
      #expect(throws: TypingFault.cannotBeAbsent(locus)) { try resolver.cell("NNNN", locus: locus) }
    }
  }

  @Test("Blank cells and the habits for blank", arguments: ["", " ", "\t", "-", "x", "X", "blank", " - "])
  func blanks(cell: String) throws {
    for locus in Locus.typed { #expect(try References.full.cell(cell, locus: locus) == .blank) }
  }

  @Test("UUUU is untyped, XXXX too, with a warning")
  func untyped() throws {
    #expect(try References.full.cell("UUUU", locus: .a) == .untyped([]))
    #expect(try References.full.cell("XXXX", locus: .a) == .untyped([.notExpressible]))
  }

  // Source: DOMAIN 2.4, the traps.
  @Test("A2403 is an antigen, A*2403 an old name; 15:NEW is a code, NEW alone a new allele")
  func traps() throws {
    let resolver = try References.full
    #expect(try resolver.typed("A2403", .a).kind == .serology)
    #expect(try resolver.typed("A*2403", .a).notes.map(\.code) == ["name_lifted"])
    #expect(throws: TypingFault.codeWithoutTable("B*15:NEW")) { try resolver.cell("15:NEW", locus: .b) }
    #expect(try resolver.cell("NEW", locus: .b) == .position(.new))
  }

  @Test("Letters and digits that are no antigen are malformed", arguments: ["NNNN2", "foo1", "A020", "AB12"])
  func noAntigen(cell: String) throws { #expect(try References.full.faultCode(cell, .a) == "malformed_typing") }

  @Test("One unknown member refuses a list and is named")
  func listMember() throws {
    let resolver = try References.full
    #expect(throws: TypingFault.listMember("02:9999", .newerThanRelease("A*02:9999", release: "3.58.0"))) {
      try resolver.cell("02:01/02:9999/02:02", locus: .a)
    }
    #expect(throws: TypingFault.listMember("B*07:02", .wrongLocus(found: "B*07:02", expected: .a))) {
      try resolver.cell("02:01/B*07:02", locus: .a)
    }
  }

  @Test("A fault of name resolution keeps its meaning")
  func mapping() {
    let pairs: [(NameResolutionError, TypingFault, String)] = [
      (.malformed("A*x"), .malformed("A*x"), "malformed_typing"),
      (.unknown("A*x"), .unknownAllele("A*x"), "unknown_allele"),
      (.deletedWithoutSuccessor("A*x"), .deletedWithoutSuccessor("A*x"), "deleted_without_successor"),
      (.circular("A*x"), .circular("A*x"), "circular_names"),
      (.needsNomenclature2009("A*x"), .needsNomenclature2009("A*x"), "needs_nomenclature_2009"),
      (.ambiguousSuffix("A*x"), .ambiguousSuffix("A*x"), "ambiguous_suffix"),
    ]
    for (error, fault, code) in pairs {
      #expect(TypingFault(error, isExcerpt: false) == fault)
      #expect(fault.code == code)
      #expect(fault.message.contains("A*x") && !fault.message.contains("\n"))
    }
    #expect(TypingFault(.unknown("A*x"), isExcerpt: true) == .notInExcerpt("A*x"))
  }

  @Test("Cells of random bytes end in a typing or a fault, and random changes of good cells too")
  func randomCells() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    let resolver = try References.full
    let alphabet = Array("0123456789:*/ABGPgNQX-.HLe+~é\u{00A0} ")
    for _ in 0..<3_000 {
      var cell = Array(
        ["02:01", "A*01:01:01G", "A*02:XX", "01:01/02", "HLA-A*01:06", ""].randomElement(using: &random)!)
      for _ in 0..<Int.random(in: 0...6, using: &random) {
        cell.insert(alphabet.randomElement(using: &random)!, at: Int.random(in: 0...cell.count, using: &random))
      }
      let text = String(cell)
      if let code = resolver.faultCode(text, .a) {
        #expect(!code.isEmpty)
      } else if case .position(let position) = try resolver.cell(text, locus: .a) {
        let isTyped = position.isNew || !position.alleles.isEmpty
        #expect(isTyped, "seed \(seed): \(text)")
        #expect(
          position.isNull == position.alleles.allSatisfy { resolver.reference.identity(of: $0) == .null }
            || position.isNew)
      }
    }
  }
}
