import Testing

@testable import HLAReference

/// An allele whose ligands and leader are known from the rule.
struct NamedLigand: Sendable, CustomTestStringConvertible {
  let name: String
  let ligands: [String]?
  var testDescription: String { name }

  /// Sources: DOMAIN 5.1; Robinson and Middleton for C; Foley 2008 and Stern 2008 for the exceptions among Bw4.
  static let all: [NamedLigand] = [
    NamedLigand(name: "C*07:02:01:01", ligands: ["C1"]), NamedLigand(name: "C*03:07:01:01", ligands: ["C2"]),
    NamedLigand(name: "C*15:07:01:01", ligands: ["C1"]), NamedLigand(name: "C*06:02:01:01", ligands: ["C2"]),
    NamedLigand(name: "B*46:01:01:01", ligands: ["C1", "Bw6"]),
    NamedLigand(name: "B*73:01:01:01", ligands: ["C1", "Bw6"]),
    NamedLigand(name: "B*38:01:01:01", ligands: ["Bw4-80I"]),
    NamedLigand(name: "B*44:02:01:01", ligands: ["Bw4-80T"]),
    NamedLigand(name: "B*27:05:02:01", ligands: ["Bw4-80T"]), NamedLigand(name: "B*07:02:01:01", ligands: ["Bw6"]),
    NamedLigand(name: "B*13:01:01:01", ligands: ["Bw4-80T"]), NamedLigand(name: "B*13:02:01:01", ligands: ["Bw4-80T"]),
    NamedLigand(name: "A*24:02:01:01", ligands: ["Bw4-80I"]), NamedLigand(name: "A*24:04", ligands: []),
    NamedLigand(name: "A*23:01:01:01", ligands: ["Bw4-80I"]), NamedLigand(name: "A*32:01:01:01", ligands: ["Bw4-80I"]),
    NamedLigand(name: "A*25:01:01:01", ligands: ["Bw4-80I"]), NamedLigand(name: "A*02:01:01:01", ligands: []),
    NamedLigand(name: "A*11:01:01:01", ligands: ["A3/A11"]), NamedLigand(name: "A*03:01:01:01", ligands: ["A3/A11"]),
    NamedLigand(name: "A*24:09N", ligands: []), NamedLigand(name: "C*04:09N", ligands: []),
    NamedLigand(name: "B*15:01:01:02N", ligands: []), NamedLigand(name: "A*03:01:01:02N", ligands: []),
    NamedLigand(name: "C*05:32", ligands: nil), NamedLigand(name: "B*47:03", ligands: nil),
    NamedLigand(name: "DRB1*15:01:01:01", ligands: []),
  ]

  /// Those that the excerpt leaves out.
  static let outsideExcerpt: [NamedLigand] = [
    NamedLigand(name: "A*11:190", ligands: ["Bw4-80I", "A3/A11"]),
    // Valine 76 and asparagine 80 outside B*46 and B*73; a Bw4 motif with another residue 80; none of the patterns.
    NamedLigand(name: "B*07:13", ligands: ["C1", "Bw6"]), NamedLigand(name: "A*25:78", ligands: nil),
    NamedLigand(name: "B*44:127", ligands: nil),
    // Begins within the signal peptide, and with residues more or fewer before the epitope.
    NamedLigand(name: "A*24:79", ligands: ["Bw4-80I"]), NamedLigand(name: "A*24:473Q", ligands: ["Bw4-80I"]),
    NamedLigand(name: "C*05:202Q", ligands: ["C2"]), NamedLigand(name: "B*15:377Q", ligands: ["Bw6"]),
  ]
}

@Suite("KIR ligands and leaders of named alleles")
struct NamedLigandTests {
  @Test("The excerpt knows the ligands of its alleles", arguments: NamedLigand.all)
  func excerpt(named: NamedLigand) throws {
    let index = try Releases.excerpt
    let code = try #require(index.code(named.name))
    #expect(index.kirLigands(of: code)?.names == named.ligands)
  }

  @Test(
    "The proteins of 3.58.0 tell the ligands", .needs358, arguments: NamedLigand.all + NamedLigand.outsideExcerpt)
  func full(named: NamedLigand) throws {
    let index = try Releases.full
    let code = try #require(index.code(named.name))
    #expect(index.kirLigands(of: code)?.names == named.ligands)
  }

  // Source: DOMAIN 6; Horowitz 2016 for the dimorphism: methionine in B*07, B*08, B*38, B*39, B*73.
  @Test(
    "An HLA-B leader is methionine or threonine",
    arguments: [
      ("B*07:02:01:01", HLABLeader.methionine), ("B*08:01:01:01", .methionine), ("B*38:01:01:01", .methionine),
      ("B*73:01:01:01", .methionine), ("B*44:02:01:01", .threonine), ("B*46:01:01:01", .threonine),
      ("B*15:01:01:01", .threonine),
    ])
  func leaders(name: String, expected: HLABLeader) throws {
    let index = try Releases.excerpt
    #expect(index.leader(of: try #require(index.code(name))) == expected)
  }

  @Test("Other loci have no leader, and a protein that does not begin at the initiator none that is known")
  func noLeaders() throws {
    let index = try Releases.excerpt
    for name in ["A*02:01:01:01", "C*07:02:01:01", "DRB1*15:01:01:01", "B*07:43"] {
      #expect(index.leader(of: try #require(index.code(name))) == nil, "\(name)")
    }
  }

  @Test("The names of the ligands are read back")
  func names() {
    for name in ["C1", "C2", "Bw4-80I", "Bw4-80T", "Bw6", "A3/A11"] { #expect(KIRLigands(name: name)?.names == [name]) }
    #expect(KIRLigands(name: "Bw4") == nil && KIRLigands(name: "") == nil)
  }
}
