import HLANomenclature
import HLAReference
import Testing

@testable import HLATyping

/// Two cells of a locus and the genotype they make, written with the cells' own sets.
struct GenotypeCase: CustomTestStringConvertible, Sendable {
  /// What the genotype should be, in terms of the cells.
  enum Expected: Sendable {
    case untyped, absent, firstBlank, nothingExpressed
    /// Two positions chosen independently; `?` for an unknown one.
    case pair(String, String)
    /// One member of a cell's set, twice.
    case twice(String)
  }

  let first: String
  let second: String
  var locus = Locus.a
  var blank = BlankSecond.homozygous
  let expected: Expected
  var testDescription: String { "\(locus) \(first),\(second) (\(blank.rawValue))" }

  // Source: DOMAIN 2.1, 2.5, 2.7 and 2.8.
  static let all: [GenotypeCase] = [
    GenotypeCase(first: "", second: "", expected: .untyped),
    GenotypeCase(first: "-", second: "x", expected: .untyped),
    GenotypeCase(first: "UUUU", second: "", expected: .untyped),
    GenotypeCase(first: "UUUU", second: "UUUU", expected: .untyped),
    GenotypeCase(first: "XXXX", second: "XXXX", expected: .untyped),
    GenotypeCase(first: "", second: "UUUU", expected: .untyped),
    GenotypeCase(first: "", second: "02:01", expected: .firstBlank),
    GenotypeCase(first: "-", second: "NEW", expected: .firstBlank),
    GenotypeCase(first: "UUUU", second: "02:01", expected: .firstBlank),
    GenotypeCase(first: "01:01", second: "02:01", expected: .pair("01:01", "02:01")),
    GenotypeCase(first: "01:01", second: "01:01", expected: .pair("01:01", "01:01")),
    GenotypeCase(first: "01:01:01:01", second: "01:01:01:01", expected: .twice("01:01:01:01")),
    GenotypeCase(first: "01:06/01:07", second: "01:06/01:07", expected: .pair("01:06/01:07", "01:06/01:07")),
    GenotypeCase(first: "01:01", second: "", expected: .twice("01:01")),
    GenotypeCase(first: "01:01", second: "-", expected: .twice("01:01")),
    GenotypeCase(first: "01:06/01:07", second: "blank", expected: .twice("01:06/01:07")),
    GenotypeCase(first: "01:01", second: "", blank: .unknown, expected: .pair("01:01", "?")),
    GenotypeCase(first: "01:01", second: "UUUU", expected: .pair("01:01", "?")),
    GenotypeCase(first: "01:01", second: "XXXX", expected: .pair("01:01", "?")),
    GenotypeCase(first: "24:09N", second: "01:01", expected: .twice("01:01")),
    GenotypeCase(first: "01:01", second: "24:09N", expected: .twice("01:01")),
    GenotypeCase(first: "24:09", second: "01:01", expected: .twice("01:01")),
    GenotypeCase(first: "24:09N", second: "01:06/01:07", expected: .twice("01:06/01:07")),
    GenotypeCase(first: "24:09N/24:11N", second: "01:01", expected: .twice("01:01")),
    GenotypeCase(first: "24:09N", second: "24:11N", expected: .nothingExpressed),
    GenotypeCase(first: "24:09N", second: "24:09N", expected: .nothingExpressed),
    GenotypeCase(first: "24:09N", second: "", expected: .pair("?", "?")),
    GenotypeCase(first: "24:09N", second: "", blank: .unknown, expected: .pair("?", "?")),
    GenotypeCase(first: "24:09N", second: "UUUU", expected: .pair("?", "?")),
    GenotypeCase(first: "NEW", second: "", expected: .pair("NEW", "NEW")),
    GenotypeCase(first: "NEW", second: "", blank: .unknown, expected: .pair("NEW", "NEW")),
    GenotypeCase(first: "NEW", second: "NEW", expected: .pair("NEW", "NEW")),
    GenotypeCase(first: "NEW", second: "01:01", expected: .pair("NEW", "01:01")),
    GenotypeCase(first: "01:01", second: "NEW", expected: .pair("01:01", "NEW")),
    GenotypeCase(first: "NEW", second: "24:09N", expected: .pair("NEW", "NEW")),
    GenotypeCase(first: "24:09N", second: "NEW", expected: .pair("NEW", "NEW")),
    GenotypeCase(first: "NNNN", second: "NNNN", locus: .drb3, expected: .absent),
    GenotypeCase(first: "NNNN", second: "", locus: .drb4, expected: .absent),
    GenotypeCase(first: "02:02", second: "", locus: .drb3, expected: .pair("02:02", "?")),
    GenotypeCase(first: "01:01", second: "", locus: .drb5, expected: .pair("01:01", "?")),
    GenotypeCase(first: "02:02", second: "NNNN", locus: .drb3, expected: .twice("02:02")),
    GenotypeCase(first: "NNNN", second: "02:02", locus: .drb3, expected: .twice("02:02")),
    GenotypeCase(first: "04:01", second: "", locus: .dpb1, expected: .twice("04:01")),
  ]
}

@Suite("Genotypes of a locus")
struct LocusGenotypeTests {
  private func joined(_ example: GenotypeCase, newAllele: NewAllelePolicy = .unknown) throws -> LocusTyping {
    let resolver = try References.excerpt
    let cells = try [example.first, example.second].map { try resolver.cell($0, locus: example.locus) }
    return try LocusTyping(
      cells[0], cells[1], locus: example.locus,
      policy: TypingPolicy(blankSecond: example.blank, newAllele: newAllele))
  }

  @Test("Two cells make the genotype that the rules say, at each level", arguments: GenotypeCase.all)
  func genotypes(example: GenotypeCase) throws {
    if case .firstBlank = example.expected {
      #expect(throws: TypingFault.firstBlank) { try joined(example) }
      return
    }
    let typing = try joined(example)
    for level in ResolutionLevel.allCases {
      let set: (String) throws -> CodeSet = { cell in
        cell == "?" ? .unknown : level.codes(try References.excerpt.typed(cell, example.locus))
      }
      let expected: LocusGenotype? =
        switch example.expected {
        case .untyped: .untyped
        case .nothingExpressed: .nothingExpressed
        case .pair(let first, let second): .pairs([CodePair(try set(first), try set(second))])
        case .twice(let cell): .pairs([CodePair(twice: try set(cell))])
        case .absent, .firstBlank: nil
        }
      if let expected { #expect(typing.genotype(level) == expected, "\(level)") }
    }
    switch example.expected {
    case .untyped: #expect(typing == .untyped && !typing.isTyped)
    case .absent: #expect(typing == .absent && !typing.isTyped)
    default: #expect(typing.isTyped)
    }
  }

  @Test(
    "Under the policy `mismatch` NEW equals nothing; blank and null beside it too", arguments: ["", "24:09N", "NEW"])
  func newAsMismatch(second: String) throws {
    let example = GenotypeCase(first: "NEW", second: second, expected: .untyped)
    #expect(try joined(example, newAllele: .mismatch).genotype(.ard) == .pairs([CodePair(.foreign, .foreign)]))
    let plain = GenotypeCase(first: "01:06", second: "NEW", expected: .untyped)
    let set = try References.excerpt.typed("01:06", .a).identities
    #expect(try joined(plain, newAllele: .mismatch).genotype(.ard) == .pairs([CodePair(set, .foreign)]))
  }

  // Source: DOMAIN 4, the flags with a locus.
  @Test(
    "Flags",
    arguments: [
      ("01:06", "", [.presumedHomozygous]), ("01:06", "01:07", []), ("24:09N", "01:06", [.nullAllele]),
      ("24:09", "01:06", [.nullAllele]), ("24:09N", "", [.nullAllele]), ("01:147Q", "01:06", [.expression]),
      ("01:34N", "01:06", [.nameLifted, .expression]), ("A*0201", "01:06", [.nameLifted]),
      ("NEW", "01:06", [.newAllele]),
      ("NEW", "", [.newAllele]), ("02:XX", "01:06", [.referenceExcerpt]),
      ("02:XX", "", [.referenceExcerpt, .presumedHomozygous]),
      ("01:01", "02:01", []), ("01:06", "UUUU", []), ("", "", []),
    ] as [(String, String, TypingFlags)])
  func flags(first: String, second: String, flags: TypingFlags) throws {
    let typing = try joined(GenotypeCase(first: first, second: second, expected: .untyped))
    #expect(typing.flags == flags)
  }

  @Test("The flags with a locus come in the order of the report")
  func flagOrder() {
    let codes = ["presumed_homozygous", "null_allele", "expression", "name_lifted", "new_allele", "dna_serology"]
    #expect(TypingFlags.codes.map(\.code) == codes)
  }

  @Test("A blank second value is not presumed where the policy says unknown, and then has no flag")
  func unknownBlank() throws {
    let typing = try joined(GenotypeCase(first: "01:06", second: "", blank: .unknown, expected: .untyped))
    #expect(typing.flags == [])
    guard case .typed(let typed) = typing else {
      Issue.record("not typed")
      return
    }
    #expect(typed.genotypes[0].second == .unknown && typed.positions.count == 1)
  }

  @Test("A set of codes is ascending, each once, and single only when closed with one code")
  func codeSets() {
    #expect(CodeSet([3, 1, 3, 2]).codes == [1, 2, 3])
    #expect(CodeSet([7]).single == 7)
    #expect(CodeSet([7], extent: .open).single == nil && CodeSet([1, 2]).single == nil)
    #expect(CodeSet.unknown.single == nil && CodeSet.foreign.single == nil)
    #expect(CodePair(twice: CodeSet([1])) != CodePair(CodeSet([1]), CodeSet([1])))
  }
}
