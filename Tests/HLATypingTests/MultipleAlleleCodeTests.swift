import HLANomenclature
import HLAReference
import TestFixtures
import Testing

@testable import HLATyping

/// The genuine codes of the sample, and a small table written by hand.
private enum Codes {
  static let sampleFile = References.shared + "/mac-sample/alpha.v3.zip"

  static func table(_ text: String) throws -> MultipleAlleleCodes {
    let folder = try ScratchFolder()
    return try MultipleAlleleCodes.open(folder.write(text, as: "codes.txt"))
  }

  static let alpha = """
    "LAST UPDATED: 10/01/24"\r
    *\tCODE\tSUBTYPE\r
    \r
    \tAA\t01/02/03/05\r
    \tAB\t01/02\r
    *\tAMG\t24:02/24:09N\r
    *\tTP\t01:01/02:02\r
    \tBDVC\t01/04/12\r
    *\tHTGM\t07:01/07:150Q\r
    \tNEW\t01/09/10\r
    \tNUL\t09/11\r
    *\tMIX\t02:01/24:02/24:03\r

    """
}

private enum CodeLines {
  static let faulty = [
    "\tAB\t01/x", "\tA1\t01/02", "\tAB\t01:01/02", "AB", "\tAB\t01/+2", "*\tAB\t00:01/01:02", "*\tAB\t+1:01",
    "\tAB\t01/00", "\tAB\t01//02", "\tAB\t01/", "\tAB\t65536", "\tAB\t01NN", "*\tAB\t01:01:01", "\tAB\t",
  ]
}

/// A code, and what it stands for at a locus of 3.58.0. Source: DOMAIN 2.4, FORMATS 3.1.
private struct CodeCase: Sendable, CustomTestStringConvertible {
  let locus: Locus
  let cell: String
  let names: [String]
  let notes: [String]

  var testDescription: String { cell }

  static let all: [CodeCase] = [
    CodeCase(locus: .a, cell: "01:AB", names: ["A*01:01", "A*01:02"], notes: []),
    CodeCase(locus: .a, cell: "HLA-A*01:AB", names: ["A*01:01", "A*01:02"], notes: []),
    CodeCase(locus: .c, cell: "C*04:AB", names: ["C*04:01"], notes: ["mac_members_dropped"]),
    CodeCase(locus: .a, cell: "24:AMG", names: ["A*24:02", "A*24:09N"], notes: []),
    CodeCase(locus: .a, cell: "01:TP", names: ["A*01:01", "A*02:02"], notes: []),
    CodeCase(locus: .a, cell: "24:MIX", names: ["A*02:01", "A*24:02", "A*24:03"], notes: []),
    CodeCase(locus: .b, cell: "15:NEW", names: ["B*15:01", "B*15:09", "B*15:10"], notes: []),
    CodeCase(locus: .c, cell: "07:HTGM", names: ["C*07:01", "C*07:150Q"], notes: []),
  ]
}

@Suite("Multiple allele codes", .needs358)
struct MultipleAlleleCodeTests {
  private func resolver() throws -> TypingResolver {
    TypingResolver(reference: try References.full.reference, codes: try Codes.table(Codes.alpha))
  }

  @Test("A code is its members, generic or specific", arguments: CodeCase.all)
  fileprivate func members(example: CodeCase) throws {
    let resolver = try resolver()
    let position = try resolver.typed(example.cell, example.locus)
    #expect(position.kind == .mac)
    var expected: Set<AlleleCode> = []
    for name in example.names {
      let afterStar = String(name.drop { $0 != "*" }.dropFirst())
      expected.formUnion(try resolver.reference.resolve(locus: example.locus, name: afterStar).alleles)
    }
    #expect(Set(position.alleles) == expected)
    #expect(position.notes.map(\.code) == example.notes)
  }

  @Test("A generic code leaves nulls out, a specific one keeps them")
  func nulls() throws {
    let resolver = try resolver()
    // A*24:09 and A*24:11 exist as nulls only.
    #expect(throws: TypingFault.emptyCode("A*24:NUL")) { try resolver.cell("24:NUL", locus: .a) }
    #expect(try resolver.typed("24:AMG", .a).expression == .mixed)
  }

  @Test("A code without a living member, with another first field, or unknown to the table is refused")
  func refused() throws {
    let resolver = try resolver()
    #expect(throws: TypingFault.emptyCode("A*04:AB")) { try resolver.cell("A*04:AB", locus: .a) }
    #expect(throws: TypingFault.codeFirstField("A*02:TP", expected: "01")) { try resolver.cell("02:TP", locus: .a) }
    #expect(throws: TypingFault.codeFirstField("A*02:MIX", expected: "24")) { try resolver.cell("02:MIX", locus: .a) }
    #expect(throws: TypingFault.unknownCode("A*02:ZZZZ")) { try resolver.cell("02:ZZZZ", locus: .a) }
    #expect(throws: TypingFault.codeWithoutTable("A*02:AB")) { try References.full.cell("02:AB", locus: .a) }
  }

  @Test("Against the excerpt a member outside it refuses the code")
  func excerpt() throws {
    let resolver = TypingResolver(reference: try References.excerpt.reference, codes: try Codes.table(Codes.alpha))
    #expect(try resolver.typed("01:AB", .a).kind == .mac)
    #expect(throws: TypingFault.notInExcerpt("C*04:02")) { try resolver.cell("C*04:AB", locus: .c) }
  }

  @Test("Both published layouts give one table, whatever the order of lines")
  func layouts() throws {
    let numer = "\"LAST UPDATED: 10/01/24\"\nCODE\tSUBTYPE\n\nTP\t01:01/02:02\nAB\t01/02\nAA\t01/02/03/05\n"
    let table = try Codes.table(numer)
    #expect(table.count == 3)
    let letters = try #require(CodeLetters("AB".utf8))
    #expect(table.members(letters) == (try Codes.table(Codes.alpha)).members(letters))
  }

  @Test("A faulty line is refused with its number", arguments: CodeLines.faulty)
  func faultyLine(line: String) throws {
    #expect(throws: ReferenceBuildError.self) { try Codes.table("*\tCODE\tSUBTYPE\n\n\tAA\t01\n\(line)\n") }
    do {
      _ = try Codes.table("*\tCODE\tSUBTYPE\n\n\tAA\t01\n\(line)\n")
    } catch let ReferenceBuildError.codeLine(_, number) {
      #expect(number == 4)
    }
  }

  @Test("Every genuine code of the sample is found again as the file has it, and a compiled table answers the same")
  func genuine() throws {
    let table = try MultipleAlleleCodes.open(Codes.sampleFile)
    #expect(table.count == 12_520)
    let folder = try ScratchFolder()
    let file = try folder.write(Array(table.bytes), as: "codes.hlamac")
    let compiled = try MultipleAlleleCodes.open(file)
    for text in ["AA", "AB", "AC", "ZU", "AHY", "AMM", "NEW"] {
      let letters = try #require(CodeLetters(text.utf8))
      #expect(table.members(letters) != nil && compiled.members(letters) == table.members(letters), "\(text)")
    }
    var bytes = Array(compiled.bytes)
    bytes[bytes.count / 2] ^= 1
    _ = try folder.write(bytes, as: "codes.hlamac")
    #expect(throws: ReferenceBuildError.codes(file: file, .damaged)) { try MultipleAlleleCodes.open(file) }
  }
}
