import Alloreactivity
import HLANomenclature
import HLAReference
import HLATyping
import Testing

/// What a typing of HLA-C tells of C1 and C2.
struct LigandOfCCase: Sendable, CustomTestStringConvertible {
  let first: String
  let second: String
  let c1: LigandPresence
  let c2: LigandPresence
  var testDescription: String { "C \(first),\(second)" }

  init(_ first: String, _ second: String, _ c1: LigandPresence, _ c2: LigandPresence) {
    (self.first, self.second, self.c1, self.c2) = (first, second, c1, c2)
  }

  // Source: DOMAIN 5.2, under ambiguity; 2.5, 2.7 and 2.8 for NEW, blanks and nulls.
  static let all: [LigandOfCCase] = [
    LigandOfCCase("07:02", "06:02", .certain, .certain), LigandOfCCase("07:02", "07:01", .certain, .absent),
    LigandOfCCase("06:02", "02:02", .absent, .certain), LigandOfCCase("07:02", "", .certain, .absent),
    LigandOfCCase("", "", .possible, .possible), LigandOfCCase("07:02/06:02", "07:01", .certain, .possible),
    LigandOfCCase("07:02/06:02", "07:02/06:02", .possible, .possible),
    LigandOfCCase("07:02/06:02", "", .possible, .possible), LigandOfCCase("07:01/07:02", "", .certain, .absent),
    LigandOfCCase("07:02", "UUUU", .certain, .possible), LigandOfCCase("07:02", "NEW", .certain, .possible),
    LigandOfCCase("NEW", "", .possible, .possible), LigandOfCCase("07:02", "04:09N", .certain, .absent),
    LigandOfCCase("04:09N", "", .possible, .possible), LigandOfCCase("04:09N", "04:09N", .absent, .absent),
    // A null inside a set is ignored where an expressed member exists.
    LigandOfCCase("04:09N/07:02", "07:01", .certain, .absent),
    // Against the excerpt XX may hold alleles that it does not list.
    LigandOfCCase("07:XX", "07:01", .certain, .possible),
    // The residues of C*05:32 fit no pattern.
    LigandOfCCase("05:32", "07:01", .certain, .possible), LigandOfCCase("05:32", "06:02", .possible, .certain),
  ]
}

@Suite("The KIR ligands of a person")
struct LigandProfileTests {
  @Test("A ligand of HLA-C is certain, possible or absent", arguments: LigandOfCCase.all)
  func ofC(one: LigandOfCCase) throws {
    let profile = try People.ligands(["B*07:02+08:01", "C*\(one.first)+\(one.second)"])
    #expect((profile.c1OfC, profile.c2) == (one.c1, one.c2))
    #expect(profile.c1 == one.c1)
  }

  @Test("B*46 and B*73 carry C1 beside HLA-C, which does not count as C1 of HLA-C", arguments: ["46:01", "73:01"])
  func c1OfB(name: String) throws {
    let profile = try People.ligands(["B*\(name)+07:02", "C*06:02+02:02"])
    #expect((profile.c1, profile.c1OfC, profile.c2) == (.certain, .absent, .certain))
  }

  @Test("Without a typing of HLA-B, C1 cannot be told absent")
  func untypedB() throws {
    let profile = try People.ligands(["C*06:02+02:02"])
    #expect((profile.c1, profile.c1OfC) == (.possible, .absent))
  }

  @Test(
    "Bw4 comes from HLA-A or -B; A*25 and B*13:01, B*13:02 do not count by default",
    arguments: [
      (["A*01:01+02:01", "B*07:02+08:01"], LigandPresence.absent, HLABSubtype.bw6),
      (["A*24:02+02:01", "B*07:02+08:01"], .certain, .bw6), (["A*24:04+02:01", "B*07:02+08:01"], .absent, .bw6),
      (["A*01:01+02:01", "B*38:01+08:01"], .certain, .bw4I80), (["A*01:01+02:01", "B*44:02+08:01"], .certain, .bw4T80),
      (["A*01:01+02:01", "B*44:02+38:01"], .certain, .bw4I80), (["A*25:01+02:01", "B*07:02+08:01"], .absent, .bw6),
      (["A*01:01+02:01", "B*13:01+08:01"], .absent, .bw6), (["A*01:01+02:01", "B*13:02+"], .absent, .bw6),
      (["A*01:01+02:01", "B*38:01/44:02+08:01"], .certain, nil),
      (["A*01:01+02:01", "B*38:01/07:02+08:01"], .possible, nil),
      (["A*24:02+02:01"], .certain, nil), (["B*07:02+08:01"], .possible, .bw6),
      (["B*38:01+07:02/44:02"], .certain, .bw4I80),
      (["A*24:09N+02:01", "B*07:02+08:01"], .absent, .bw6),
    ] as [([String], LigandPresence, HLABSubtype?)])
  func bw4(typings: [String], presence: LigandPresence, subtype: HLABSubtype?) throws {
    let profile = try People.ligands(typings)
    #expect(profile.bw4 == presence && profile.hlaB == subtype)
  }

  @Test("A protocol may count the exceptions")
  func exceptions() throws {
    let typings = ["A*25:01+02:01", "B*13:01+08:01"]
    func bw4(_ counted: Bw4Exceptions) throws -> LigandPresence {
      try People.ligands(typings, policy: LigandPolicy(countedExceptions: counted)).bw4
    }
    #expect(try bw4([]) == .absent && bw4(.a25) == .certain && bw4(.b13) == .certain)
    #expect(
      try People.ligands(typings, policy: LigandPolicy(countedExceptions: .b13)).hlaB == .bw4T80)
  }

  @Test("A*03 and A*11 are ligands of KIR3DL2, A*11 of activating receptors too")
  func a3A11() throws {
    let a3 = try People.ligands(["A*03:01+02:01"])
    #expect((a3.a3A11, a3.a11) == (.certain, .absent))
    let a11 = try People.ligands(["A*11:01+02:01"])
    #expect((a11.a3A11, a11.a11) == (.certain, .certain))
    let either = try People.ligands(["A*03:01/11:01+02:01"])
    #expect((either.a3A11, either.a11) == (.certain, .possible))
    let null = try People.ligands(["A*03:01:01:02N+02:01"])
    #expect((null.a3A11, null.a11) == (.absent, .absent))
  }

  @Test("Of a genotype list every genotype must agree")
  func genotypeList() throws {
    func position(_ name: String) throws -> PositionTyping {
      guard case .position(let position) = try People.resolver.cell(name, locus: .c) else { throw CancellationError() }
      return position
    }
    func presence(_ pairs: [(String, String)]) throws -> (c1: LigandPresence, c2: LigandPresence) {
      let genotypes = try pairs.map { TypedGenotype(first: try position($0.0), second: .position(try position($0.1))) }
      let typing = LocusTyping.typed(TypedLocus(genotypes, newAllele: .unknown))
      let profile = LigandProfile(reference: try People.resolver.reference) { $0 == .c ? typing : .untyped }
      return (profile.c1OfC, profile.c2)
    }
    // In either genotype one position is C1 and the other C2: phase settles what the positions alone leave open.
    #expect(try presence([("07:02", "06:02"), ("06:02", "07:01")]) == (.certain, .certain))
    #expect(try presence([("07:02", "06:02"), ("07:02", "07:01")]) == (.certain, .possible))
    #expect(try presence([("07:02", "07:01"), ("07:02", "01:02")]) == (.certain, .absent))
  }

  @Test("Two places make certain if one does, absent only if both are")
  func or() {
    for one in LigandPresence.allCases {
      for other in LigandPresence.allCases {
        let worlds = Worlds.choices([Worlds.truths(one), Worlds.truths(other)]).map { $0[0] || $0[1] }
        let expected = Worlds.common(worlds).map { $0 ? LigandPresence.certain : .absent } ?? .possible
        #expect(one.or(other) == expected)
      }
    }
  }
}
