import Foundation
import HLATyping
import Testing

/// The official list of KIR alleles beside the repository.
private enum OfficialKIR {
  static let path = References.shared + "/ipd-kir-2.13.0/Allelelist.txt"
  static let classes = References.shared + "/kir3dl1-classes.csv"
  static let isThere = FileManager.default.isReadableFile(atPath: path)

  static func rows(_ path: String) throws -> [[String]] {
    try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
      .filter { !$0.hasPrefix("#") }.dropFirst().map { $0.split(separator: ",").map(String.init) }
  }
}

extension Trait where Self == ConditionTrait {
  fileprivate static var needsKIR: Self { .enabled(if: OfficialKIR.isThere, "needs the KIR files in ../shared") }
}

@Suite("KIR alleles")
struct KIRAlleleTests {
  @Test("Every allele of IPD-KIR 2.13.0 is known, and no other number of its genes", .needsKIR)
  func official() throws {
    var numbers: [String: Set<Int>] = [:]
    for row in try OfficialKIR.rows(OfficialKIR.path) {
      let name = try #require(KIRAlleleName(row[1]), "\(row[1])")
      #expect(name.isKnown, "\(row[1])")
      numbers[String(row[1].prefix { $0 != "*" }), default: []].insert(Int(name.number))
    }
    #expect(numbers.count == 17)
    for (gene, known) in numbers {
      for number in 0...999 {
        let digits = String(String(1000 + number).dropFirst())
        #expect(KIRAlleleName("\(gene)*\(digits)")?.isKnown == known.contains(number), "\(gene)*\(digits)")
      }
    }
  }

  @Test("The class of every classified allele is that of the published table; others have none", .needsKIR)
  func classes() throws {
    var listed: [Int: String] = [:]
    for row in try OfficialKIR.rows(OfficialKIR.classes) where row[0].count == 3 { listed[Int(row[0])!] = row[1] }
    for number in 0...999 {
      let name = try #require(KIRAlleleName("KIR3DL1*\(String(String(1000 + number).dropFirst()))"))
      let expected = listed[number].map { $0 == "3DS1" ? "null" : $0 }
      #expect(KIR3DL1Class(name)?.rawValue == (expected == "unknown" ? nil : expected), "\(number)")
    }
  }

  @Test(
    "A name has its gene, three, five or seven digits, and at most a suffix",
    arguments: [
      ("KIR3DL1*0010101", true), ("3DL1*001", true), ("KIR2DL1*013N", true), ("KIR2DL5A*00101", true),
      ("KIR3DL1*01", false), ("KIR3DL1*0010", false), ("KIR3DL1*NNNN", false), ("HLA-A*02:01", false),
      ("KIR2DX*001", false),
    ])
  func names(text: String, isName: Bool) { #expect((KIRAlleleName(text) != nil) == isName) }

  @Test("2DL5A and 2DL5B number their alleles together; without the letter either will do")
  func lettered() throws {
    #expect(KIRAlleleName("KIR2DL5A*002")?.isKnown == false && KIRAlleleName("KIR2DL5B*002")?.isKnown == true)
    #expect(KIRAlleleName("KIR2DL5*002")?.isKnown == true && KIRAlleleName("KIR2DL5*043")?.isKnown == false)
  }

  // Source: DOMAIN 5.2: of a pair any low -> low, else any high -> high, else null; 3DS1 counts as null; unlisted ->
  // unknown.
  @Test(
    "The class of a person is that of both copies",
    arguments: [
      ("KIR3DL1*001+KIR3DL1*002", KIR3DL1Class.high), ("KIR3DL1*0010101+KIR3DL1*00501", .low),
      ("KIR3DL1*005+KIR3DL1*004", .low), ("KIR3DL1*001+KIR3DL1*004", .high), ("KIR3DL1*004+KIR3DL1*019", .null),
      ("KIR3DL1*001+KIR3DS1*013", .high), ("KIR3DL1*005+KIR3DS1*013", .low), ("KIR3DL1*004+KIR3DS1*013", .null),
      ("KIR3DL1*001^KIR3DS1*013", .high), ("KIR3DS1*013+KIR3DS1*013^KIR3DL1*NNNN", .null),
      // A single copy: the other may be low. An unlisted allele, an unknown class, an ambiguity that matters or not.
      ("KIR3DL1*001", nil), ("KIR3DL1*005", .low), ("KIR3DL1*001+KIR3DL1*003", nil), ("KIR3DL1*005+KIR3DL1*181", .low),
      ("KIR3DL1*001/KIR3DL1*005+KIR3DL1*002", nil), ("KIR3DL1*001/KIR3DL1*002+KIR3DL1*002", .high),
      ("KIR3DL1*001+KIR3DL1*002|KIR3DL1*001+KIR3DL1*004", .high),
      ("KIR3DL1*001+KIR3DL1*002|KIR3DL1*001+KIR3DL1*005", nil),
      ("KIR2DL1*003+KIR2DL1*002", nil),
    ] as [(String, KIR3DL1Class?)])
  func personClass(string: String, expected: KIR3DL1Class?) throws {
    #expect(try KIRGenotype(glString: string).kir3DL1Class == expected)
  }

  @Test("Presence alone tells a class only where 3DL1 is absent and 3DS1 there")
  func presenceOnly() throws {
    #expect(try KIRGenotype(cell: "3DL1=NEG,3DS1=POS").kir3DL1Class == .null)
    #expect(try KIRGenotype(cell: "3DL1=POS,3DS1=POS").kir3DL1Class == nil)
    #expect(try KIRGenotype(cell: "3DL1=NEG,3DS1=NEG").kir3DL1Class == nil && KIRGenotype().kir3DL1Class == nil)
    var both = try KIRGenotype(glString: "KIR3DL1*001")
    both[try #require(KIRGene(name: "3DS1"))] = .present
    #expect(both.kir3DL1Class == .high)
  }

  @Test("Genotype lists beyond all measure are not followed")
  func bounded() throws {
    let block = Array(repeating: "KIR3DL1*001+KIR3DL1*002", count: 40).joined(separator: "|")
    #expect(try KIRGenotype(glString: "\(block)^\(block)^\(block)").kir3DL1Class == nil)
  }

  @Test("An allele that IPD-KIR does not know is a warning, and its gene is present")
  func unknownAllele() throws {
    let file = try PersonFile(
      "donor_id,A_1,gl_string\nD1,,A*01:06^KIR2DL1*00301+KIR2DL1*999^KIR3DL1*NNNN^KIR2DL3*00X+KIR2DL3*001\n")
    let row = file.rows[0]
    #expect(row.warnings.map(\.code) == ["unknown_kir_allele", "unknown_kir_allele"])
    #expect(row.facts.kir.unknownAlleles == ["KIR2DL1*999", "KIR2DL3*00X"])
    #expect(row.facts.kir.genes(.present).map(\.description) == ["2DL1", "2DL3"] && row.faults.isEmpty)
  }

  // Source: issue 5, bad input: 2DL2 and 2DL3 both absent, 3DL1 and 3DS1 both absent.
  @Test(
    "Genes of which everyone has one cannot both be absent; they count as untested, with a warning",
    arguments: [
      ("2DL1,3DL1", ["2DL2", "2DL3"]), ("2DL1,2DL3", ["3DL1", "3DS1"]), ("2DL1", ["2DL2", "2DL3", "3DL1", "3DS1"]),
      ("2DL1,2DL2,3DS1", []), ("2DL2=NEG,2DL3=NT", []),
    ])
  func contradictions(cell: String, untested: [String]) throws {
    let row = try PersonFile.fact("kir", cell)
    #expect(row.warnings.map(\.code) == Array(repeating: "kir_contradiction", count: untested.count / 2))
    for name in untested { #expect(row.facts.kir[try #require(KIRGene(name: name))] == .untested) }
    #expect(row.faults.isEmpty)
  }
}
