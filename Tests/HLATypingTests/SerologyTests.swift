import HLANomenclature
import HLAReference
import Testing

@testable import HLATyping

/// A locus with DNA and serology cells, and what they mean together. Source: DOMAIN 2.4, 2.6, 2.7.
struct SerologyCase: Sendable, CustomTestStringConvertible {
  let locus: Locus
  let dna: [String]
  let serology: [String]
  let second: String
  let contradicts: Bool

  var testDescription: String { "\(locus) \(dna) \(serology)" }

  static let joint: [SerologyCase] = [
    SerologyCase(locus: .a, dna: ["02:01", "24:02"], serology: ["2", "24"], second: "position", contradicts: false),
    SerologyCase(locus: .a, dna: ["02:01", "24:02"], serology: ["A24", "A2"], second: "position", contradicts: false),
    SerologyCase(locus: .a, dna: ["02:01", "24:02"], serology: ["2", "9"], second: "position", contradicts: false),
    SerologyCase(locus: .a, dna: ["02:01", "24:02"], serology: ["2", ""], second: "position", contradicts: false),
    SerologyCase(locus: .a, dna: ["02:01", "24:02"], serology: ["2", "2"], second: "position", contradicts: true),
    SerologyCase(locus: .a, dna: ["02:01", "24:02"], serology: ["1", ""], second: "position", contradicts: true),
    SerologyCase(locus: .a, dna: ["02:01", "24:02"], serology: ["23", "2"], second: "position", contradicts: true),
    SerologyCase(locus: .a, dna: ["02:01", ""], serology: ["2", ""], second: "presumed", contradicts: false),
    SerologyCase(locus: .a, dna: ["02:01", ""], serology: ["2", "24"], second: "unknown", contradicts: true),
    SerologyCase(locus: .a, dna: ["02:01", ""], serology: ["2", "2"], second: "unknown", contradicts: false),
    SerologyCase(locus: .a, dna: ["", ""], serology: ["2", "24"], second: "position", contradicts: false),
    SerologyCase(locus: .a, dna: ["", ""], serology: ["2", ""], second: "unknown", contradicts: false),
    SerologyCase(locus: .a, dna: ["A2", ""], serology: ["", ""], second: "unknown", contradicts: false),
    SerologyCase(locus: .a, dna: ["02:01", "01:04N"], serology: ["2", ""], second: "position", contradicts: false),
    SerologyCase(locus: .a, dna: ["02:01", "01:04N"], serology: ["2", "1"], second: "position", contradicts: true),
    SerologyCase(locus: .a, dna: ["02:01", "NEW"], serology: ["2", "1"], second: "position", contradicts: false),
    SerologyCase(locus: .b, dna: ["07:02", "08:01"], serology: ["7", "Bw6"], second: "position", contradicts: false),
    SerologyCase(locus: .b, dna: ["15:01", "07:02"], serology: ["62", "7"], second: "position", contradicts: false),
    SerologyCase(locus: .drb1, dna: ["15:01", "13:01"], serology: ["2", "6"], second: "position", contradicts: false),
  ]
}

@Suite("Serology", .needs358)
struct SerologyTests {
  private func typing(_ example: SerologyCase) throws -> LocusTyping {
    let resolver = try References.full
    var table = LocusTypingTable(locus: example.locus, resolver: resolver, policy: TypingPolicy())
    let cells = (example.dna + example.serology).map { Array($0.utf8) }
    return try cells[0].withUnsafeBufferPointer { first in
      try cells[1].withUnsafeBufferPointer { second in
        try cells[2].withUnsafeBufferPointer { third in
          try cells[3].withUnsafeBufferPointer { fourth in
            let key = try table.key(LocusCells(dna: (first, second), serology: (third, fourth)))
            return table.typing(key)
          }
        }
      }
    }
  }

  @Test(
    "DNA decides beside serology, a contradiction is flagged, a second antigen forbids to presume",
    arguments: SerologyCase.joint)
  func joint(example: SerologyCase) throws {
    guard case .typed(let typed) = try typing(example) else {
      Issue.record("untyped")
      return
    }
    let second: String =
      switch typed.genotypes[0].second {
      case .position: "position"
      case .presumedHomozygous: "presumed"
      case .unknown: "unknown"
      case .absent: "absent"
      }
    #expect(second == example.second)
    #expect(typed.contradictsSerology == example.contradicts)
    #expect(LocusTyping.typed(typed).flags.contains(.serologyContradiction) == example.contradicts)
  }

  @Test(
    "An antigen is its alleles with those of its descendants and ancestors, never of a sibling",
    arguments: [
      ("A9", ["A*23:01", "A*24:02", "A*24:03"], ["A*02:01", "A*25:01"]),
      ("A24", ["A*24:02", "A*24:03"], ["A*23:01"]),
      ("A2403", ["A*24:03", "A*24:02"], ["A*23:01"]),
      ("A23", ["A*23:01"], ["A*24:02"]),
      ("A2", ["A*02:01", "A*02:03", "A*02:10"], ["A*24:02"]),
      ("A28", ["A*68:01", "A*69:01"], ["A*02:01"]),
      ("B15", ["B*15:01", "B*15:02", "B*15:16", "B*15:17"], ["B*07:02", "B*15:03"]),
      ("B70", ["B*15:03", "B*15:10"], ["B*15:01"]),
      ("B40", ["B*40:01", "B*40:02"], ["B*07:02"]),
      ("Cw3", ["C*03:03", "C*03:04"], ["C*07:01"]),
      ("DR3", ["DRB1*03:01", "DRB1*03:02"], ["DRB1*04:01"]),
      ("DR103", ["DRB1*01:03"], ["DRB1*15:01"]),
      ("DQ3", ["DQB1*03:01", "DQB1*03:02", "DQB1*03:03"], ["DQB1*02:01"]),
    ])
  func members(antigen: String, carriers: [String], others: [String]) throws {
    let resolver = try References.full
    let letters = antigen.prefix { $0.isLetter }
    let locus = try #require(Antigen.gene(ofLetters: letters == "B" ? "B" : letters))
    let members = Set(try resolver.typed(antigen, locus).alleles.map { resolver.reference.name(of: $0).description })
    for name in carriers { #expect(members.contains { $0 == name || $0.hasPrefix(name + ":") }, "\(name)") }
    for name in others { #expect(!members.contains { $0 == name || $0.hasPrefix(name + ":") }, "\(name)") }
    #expect(try resolver.typed(antigen, locus).kind == .serology)
  }

  @Test("A null allele is never a member of an antigen")
  func nulls() throws {
    let resolver = try References.full
    for code in try resolver.typed("A24", .a).alleles { #expect(resolver.reference.identity(of: code) != .null) }
  }

  @Test(
    "Bw4, Bw6 and DR51 to DR53 are accepted as blank, with a word", arguments: [("Bw4", Locus.b), ("DR53", Locus.drb1)])
  func epitopes(cell: String, locus: Locus) throws {
    guard case .untyped(let notes) = try References.full.cell(cell, locus: locus) else {
      Issue.record("typed")
      return
    }
    #expect(notes.count == 1)
  }

  @Test("A bare number is an antigen in a serology column only")
  func bareNumber() throws {
    let resolver = try References.full
    #expect(throws: TypingFault.bareNumber("15")) { try resolver.cell("15", locus: .b) }
    guard case .position(let position) = try resolver.serologyCell("15", locus: .b) else {
      Issue.record("untyped")
      return
    }
    #expect(position.kind == .serology)
    #expect(throws: TypingFault.self) { try resolver.serologyCell("02", locus: .a) }
    #expect(throws: TypingFault.wrongLocus(found: "B7", expected: .a)) { try resolver.serologyCell("B7", locus: .a) }
    #expect(throws: TypingFault.unknownAntigen("4")) { try resolver.serologyCell("4", locus: .a) }
  }

  @Test("Against the excerpt an antigen admits any other identity")
  func excerpt() throws {
    let position = try References.excerpt.typed("A2", .a)
    #expect(position.identities.extent == .open)
    #expect(position.notes.contains { $0.code == "reference_excerpt" })
  }
}
