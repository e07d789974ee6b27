import HLANomenclature
import HLAReference
import RegistryFormats
import TestFixtures
import Testing

@testable import HLATyping

/// Rows with a GL String, beside columns or not, read against the excerpt.
private struct GLRow {
  let row: PersonRow
  private let typings: [LocusTyping]

  /// A row of a GL String and further cells, given by their headers.
  init(_ string: String, _ cells: KeyValuePairs<String, String> = [:], policy: TypingPolicy = TypingPolicy()) throws {
    let header = (["donor_id", "gl_string"] + cells.map(\.key)).joined(separator: ",")
    let values = ["D1", string] + cells.map(\.value)
    let file = try PersonFile("\(header)\n\(values.joined(separator: ","))\n", policy: policy)
    row = file.rows[0]
    typings = row.typings(in: file.tables)
  }

  func typing(_ locus: Locus) -> LocusTyping { typings[Int(locus.rawValue)] }
  func pairs(_ locus: Locus) -> LocusGenotype { typing(locus).genotype(.ard) }
  var codes: [String] { row.faults.map(\.code) }
}

@Suite("Genotypes from GL Strings")
struct GenotypeListTests {
  private func set(_ cell: String, _ locus: Locus = .a) throws -> CodeSet {
    try References.excerpt.typed(cell, locus).identities
  }

  @Test("A string gives each of its loci two positions; what it does not name is untyped")
  func blocks() throws {
    let row = try GLRow("HLA-A*02:01+HLA-A*24:02^HLA-B*07:02+HLA-B*15:01")
    #expect(row.codes.isEmpty)
    #expect(row.pairs(.a) == .pairs([CodePair(try set("02:01"), try set("24:02"))]))
    #expect(row.pairs(.b) == .pairs([CodePair(try set("07:02", .b), try set("15:01", .b))]))
    #expect(row.typing(.c) == .untyped)
  }

  @Test("A genotype list is a set of pairs, never the cross product of its positions")
  func setOfPairs() throws {
    let row = try GLRow("A*02:01+A*24:02|A*02:05+A*24:07")
    let expected: [CodePair] = [
      CodePair(try set("02:01"), try set("24:02")), CodePair(try set("02:05"), try set("24:07")),
    ]
    #expect(row.pairs(.a) == .pairs(expected))
  }

  // The list holds its own pairs; written as two allele lists it would hold every combination.
  @Test(
    "Random genotype lists hold exactly their pairs, all of them within the cross product", arguments: TestSeeds.all)
  func withinCrossProduct(seed: UInt64) throws {
    let names = ["02:01", "02:05", "24:02", "24:07", "01:01", "03:01", "11:01", "68:01"]
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20 {
      let drawn = (0..<2 + random.below(3)).map { _ in (random.pick(names), random.pick(names)) }
      let list = try GLRow(drawn.map { "A*\($0.0)+A*\($0.1)" }.joined(separator: "|")).pairs(.a)
      let product = try GLRow(
        drawn.map { "A*\($0.0)" }.joined(separator: "/") + "+" + drawn.map { "A*\($0.1)" }.joined(separator: "/")
      ).pairs(.a)
      guard case .pairs(let pairs) = list, case .pairs(let all) = product else {
        Issue.record("seed \(seed): no pairs for \(drawn)")
        return
      }
      #expect(Set(pairs) == Set(try drawn.map { CodePair(try set($0.0), try set($0.1)) }), "seed \(seed): \(drawn)")
      let (firsts, seconds) = (Set(all[0].first.codes), Set(all[0].second.codes))
      #expect(pairs.allSatisfy { firsts.isSuperset(of: $0.first.codes) && seconds.isSuperset(of: $0.second.codes) })
      #expect(
        all.count == 1 && firsts == Set(pairs.flatMap(\.first.codes)) && seconds == Set(pairs.flatMap(\.second.codes)))
    }
  }

  @Test("Phase gives each copy its genes, at every locus of the haplotype")
  func phase() throws {
    let row = try GLRow("A*01:01~B*08:01+A*02:01~B*07:02")
    #expect(row.pairs(.a) == .pairs([CodePair(try set("01:01"), try set("02:01"))]))
    #expect(row.pairs(.b) == .pairs([CodePair(try set("08:01", .b), try set("07:02", .b))]))
  }

  @Test("A gene that only one haplotype carries leaves the other copy unknown")
  func phaseWithoutGene() throws {
    let row = try GLRow("DRB1*15:01~DRB5*01:01+DRB1*08:01")
    #expect(row.pairs(.drb5) == .pairs([CodePair(try set("01:01", .drb5), .unknown)]))
    let beside = try GLRow("DRB1*04:01+DRB1*07:01^DRB3*02:02+DRB4*01:03")
    #expect(beside.pairs(.drb3) == .pairs([CodePair(try set("02:02", .drb3), .unknown)]))
    #expect(beside.pairs(.drb4) == .pairs([CodePair(try set("01:03", .drb4), .unknown)]))
  }

  @Test("One copy alone is a blank second value, by the policy")
  func loneCopy() throws {
    #expect(try GLRow("A*02:01").pairs(.a) == .pairs([CodePair(twice: try set("02:01"))]))
    #expect(try GLRow("A*02:01").typing(.a).flags == [.presumedHomozygous])
    let unknown = try GLRow("A*02:01", policy: TypingPolicy(blankSecond: .unknown))
    #expect(unknown.pairs(.a) == .pairs([CodePair(try set("02:01"), .unknown)]))
  }

  @Test("A null inside one genotype is explicit in that genotype and in no other")
  func nullInOneGenotype() throws {
    let row = try GLRow("A*24:09N+A*01:06|A*24:02+A*01:06")
    #expect(
      row.pairs(.a) == .pairs([CodePair(twice: try set("01:06")), CodePair(try set("24:02"), try set("01:06"))]))
    #expect(row.typing(.a).flags.contains(.nullAllele))
    let list = try GLRow("A*24:02/A*24:09N+A*01:06")
    #expect(list.pairs(.a) == .pairs([CodePair(try set("24:02"), try set("01:06"))]))
  }

  @Test("A genotype of two nulls beside others: nothing may be expressed")
  func partlyExpressed() throws {
    let row = try GLRow("A*24:09N+A*24:11N|A*24:02+A*01:06")
    #expect(row.pairs(.a) == .partlyExpressed([CodePair(try set("24:02"), try set("01:06"))]))
    #expect(try GLRow("A*24:09N+A*24:11N").pairs(.a) == .nothingExpressed)
  }

  @Test("Absence of a gene is told by NNNN; beside a genotype that has it nothing is known")
  func absence() throws {
    #expect(try GLRow("A*02:01^DRB3*NNNN+DRB3*NNNN").typing(.drb3) == .absent)
    #expect(try GLRow("A*02:01^DRB3*NNNN+DRB3*NNNN|DRB3*02:02+DRB3*NNNN").typing(.drb3) == .untyped)
    let row = try GLRow("A*NNNN+A*NNNN")
    #expect(row.codes == ["cannot_be_absent"])
  }

  @Test("Alleles whose gene is open count as untyped, with a warning")
  func openPlace() throws {
    let row = try GLRow("A*02:01^DRB3*02:02?DRB4*01:03")
    #expect(row.typing(.drb3) == .untyped && row.typing(.drb4) == .untyped && row.codes.isEmpty)
    #expect(row.row.warnings.map(\.code) == ["gene_location_open", "gene_location_open"])
  }

  @Test("NEW is a position; XX, G groups and lists stand where a name may stand")
  func notations() throws {
    #expect(try GLRow("C*07:02+C*NEW").pairs(.c) == .pairs([CodePair(try set("07:02", .c), .unknown)]))
    let row = try GLRow("A*02:01:01G+A*02:05/02:06")
    #expect(row.pairs(.a) == .pairs([CodePair(try set("02:01:01G"), try set("02:05/02:06"))]))
  }

  @Test(
    "Faults of the string or of a name in it reject the row, at the cell",
    arguments: [
      ("A*02:01+", "gl_string_empty_part"), ("A*02:01+A*24:02+A*03:01", "gl_string_three_copies"),
      ("A*02:01+B*07:02", "wrong_locus"), ("A*02:01~B*07:02+A*24:02/B*08:01", "gl_string_mixed_loci"),
      ("A*99:01+A*02:01", "not_in_excerpt"), ("X*02:01", "gl_string_malformed"),
      ("A*02:01;B*07:02", "gl_string_malformed"),
      ("hla#3.58.0", "gl_string_code_malformed"), ("A*02:AB+A*24:02", "mac_without_table"),
      ("A*-+A*02:01", "gl_string_malformed"), ("A*02:01^", "gl_string_empty_part"),
    ])
  func faults(string: String, code: String) throws {
    let row = try GLRow(string)
    #expect(row.codes == [code])
    #expect(row.row.faults.first?.field == "gl_string" && row.row.faults.first?.column == 2)
  }

  @Test("A code names its release; a newer one than the reference is told, an older one is not")
  func releases() throws {
    let release = try References.excerpt.reference.facts.release
    #expect(try GLRow("hla#3.15.0#A*02:01+A*24:02").row.warnings.isEmpty)
    #expect(try GLRow("hla#\(release)#A*02:01+A*24:02").row.warnings.isEmpty)
    #expect(try GLRow("hla#9.1.0#A*02:01+A*24:02").row.warnings.map(\.code) == ["newer_release"])
    #expect(try GLRow("hla#2024-10-09#A*02:01+A*24:02").row.warnings.isEmpty)
    #expect(try GLRow("A*02:01+A*24:02", ["hla_version": "9.1.0"]).row.warnings.map(\.field) == ["hla_version"])
  }

  @Test("A code in Windows-1252 is read by its own bytes, however long its text is in UTF-8")
  func windows1252() throws {
    let version = [UInt8](repeating: 0xCA, count: 40)
    let bytes = Array("donor_id,gl_string\nD1,hla#".utf8) + version + Array("#A*02:01+A*01:01\n".utf8)
    let file = try PersonFile(bytes: bytes)
    #expect(file.rows[0].faults.isEmpty && file.rows[0].typings[0] != .untyped)
  }

  @Test("Names of older releases are lifted to living ones")
  func lifted() throws {
    let row = try GLRow("hla#3.10.0#A*01:34N+A*02:01")
    #expect(row.typing(.a).flags.contains(.nameLifted) && row.codes.isEmpty)
  }
}

@Suite("A GL String beside the columns of a locus")
struct SourceIntersectionTests {
  private func set(_ cell: String) throws -> CodeSet { try References.excerpt.typed(cell, .a).identities }

  @Test("The sets of pairs are intersected, whichever position is written first")
  func intersected() throws {
    let row = try GLRow("A*24:02+A*02:01/A*02:05", ["A_1": "02:05/02:06", "A_2": "24:02/24:07"])
    #expect(row.codes.isEmpty)
    #expect(row.pairs(.a) == .pairs([CodePair(try set("02:05"), try set("24:02"))]))
  }

  @Test("Columns choose among the genotypes of a list")
  func chosen() throws {
    let row = try GLRow("A*02:01+A*24:02|A*02:05+A*24:07", ["A_1": "24:07", "A_2": ""])
    #expect(row.pairs(.a) == .pairs([CodePair(try set("24:07"), try set("02:05"))]))
  }

  @Test("What the one source leaves blank the other tells, so nothing is presumed")
  func blankSecond() throws {
    let row = try GLRow("A*02:01+A*24:02", ["A_1": "02:01"])
    #expect(row.pairs(.a) == .pairs([CodePair(try set("02:01"), try set("24:02"))]))
    #expect(row.typing(.a).flags == [])
    let lone = try GLRow("A*02:01", ["A_1": "02:01"])
    #expect(lone.pairs(.a) == .pairs([CodePair(twice: try set("02:01"))]))
  }

  @Test("Nothing in common rejects the row")
  func contradiction() throws {
    #expect(try GLRow("A*02:01+A*24:02", ["A_1": "03:01", "A_2": "24:02"]).codes == ["contradicting_sources"])
    #expect(try GLRow("A*02:01+A*02:01", ["A_1": "02:01", "A_2": "24:02"]).codes == ["contradicting_sources"])
    #expect(try GLRow("A*02:01+A*02:01^A*03:01+A*02:01").codes == ["contradicting_sources"])
  }

  @Test("NEW in one source takes what the other names")
  func new() throws {
    let row = try GLRow("A*02:01+A*24:02", ["A_1": "NEW", "A_2": "24:02"])
    #expect(row.codes.isEmpty && !row.typing(.a).flags.contains(.newAllele))
  }

  @Test("A GL String decides beside serology, and a contradiction is flagged")
  func serology() throws {
    let row = try GLRow("A*02:01+A*24:02", ["A_ser_1": "1", "A_ser_2": "24"])
    #expect(row.typing(.a).flags == [.serologyContradiction])
    #expect(row.pairs(.a) == .pairs([CodePair(try set("02:01"), try set("24:02"))]))
  }

  @Test("A deeper locus that contradicts is a warning and untyped")
  func deeper() throws {
    let row = try GLRow("A*02:01^DPB1*04:01+DPB1*04:02", ["DPB1_1": "02:01"])
    #expect(row.codes.isEmpty && row.typing(.dpb1) == .untyped)
    #expect(row.row.warnings.map(\.code) == ["contradicting_sources"])
  }
}
