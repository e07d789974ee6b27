import RegistryFormats
import Testing

@Suite("GL Strings")
struct GLStringTests {
  @Test(
    "A string printed is the string read",
    arguments: [
      "HLA-A*02:01", "HLA-A*02:01+HLA-A*24:02", "HLA-A*02:01/HLA-A*02:05+HLA-A*24:02:01G",
      "HLA-A*02:01+HLA-A*24:02|HLA-A*02:05+HLA-A*24:07", "A*01:01~B*08:01~DRB1*03:01+A*02:01~B*07:02~DRB1*15:01",
      "HLA-DRB1*15:01~HLA-DRB5*01:01+HLA-DRB1*08:01", "HLA-DRB3*NNNN+HLA-DRB4*01:03",
      "KIR2DL5A*0010101?KIR2DL5B*0020101", "KIR2DL1*0030201+KIR2DL1*0020101^KIR3DL1*0010101+KIR3DS1*0130101",
      "A*02:01/02:05+A*24:02^DRB4*01:03+DRB4*01:03N",
    ])
  func printed(text: String) throws {
    #expect(try GLString(parsing: text).description == text)
    #expect(try GLString(parsing: "  \(text)\t").description == text)
  }

  @Test("The operators bind from ^ to /, as Milius 2013 orders them, with ? just inside ^")
  func structure() throws {
    let string = try GLString(parsing: "A*1:1/A*1:2~B*1:1+A*2:1~B*2:1|A*3:1~B*3:1+A*4:1~B*4:1^C*1:1?C*2:1")
    #expect(string.blocks.count == 2)
    let list = string.blocks[0].locations[0]
    #expect(list.genotypes.count == 2 && list.genotypes[0].copies.count == 2)
    #expect(list.genotypes[0].copies[0].genes.map(\.names) == [["A*1:1", "A*1:2"], ["B*1:1"]])
    #expect(list.genotypes[0].copies[0].genes.map(\.gene) == ["A", "B"])
    #expect(string.blocks[1].locations.count == 2)
  }

  @Test(
    "What is no GL String is refused, by what is wrong and where",
    arguments: [
      ("", "gl_string_empty_part", 0), ("A*02:01+", "gl_string_empty_part", 8), ("^A*02:01", "gl_string_empty_part", 0),
      ("A*02:01//A*02:05", "gl_string_empty_part", 8), ("A*02:01|", "gl_string_empty_part", 8),
      ("A*02:01~", "gl_string_empty_part", 8), ("A*02:01+A*24:02^^B*07:02", "gl_string_empty_part", 16),
      ("A*02:01,A*24:02;B*07:02,B*15:01", "gl_string_malformed", 0), ("02:01+24:02", "gl_string_malformed", 0),
      ("A*02:01+(A*24:02)", "gl_string_malformed", 8), ("A**02:01", "gl_string_malformed", 0),
      ("A*02:01+A*24:02\u{00A0}", "gl_string_malformed", 8), ("A*", "gl_string_malformed", 0),
      ("A*02:01/B*07:02", "gl_string_mixed_loci", 8), ("A*02:01+B*07:02", "gl_string_mixed_loci", 0),
      ("A*02:01+A*24:02|B*07:02+B*15:01", "gl_string_mixed_loci", 0),
      ("A*02:01+A*24:02+A*03:01", "gl_string_three_copies", 16),
      ("A*02:01~A*03:01+A*24:02~B*07:02", "gl_string_three_copies", 16),
    ])
  func refused(text: String, code: String, offset: Int) {
    let fault = #expect(throws: GLStringFault.self) { try GLString(parsing: text) }
    #expect(fault?.code == code && fault?.offset == offset, "\(String(describing: fault))")
  }

  @Test("DRB3, DRB4 and DRB5 may stand side by side, since a person has two of them at most")
  func sharedDRB() throws {
    let string = try GLString(parsing: "DRB3*02:02+DRB4*01:03")
    #expect(string.blocks[0].locations[0].genotypes[0].copies.map { $0.genes[0].gene } == ["DRB3", "DRB4"])
  }

  @Test("A GL String Code is a namespace, a version or date, and a string")
  func codes() throws {
    let code = try GLStringCode(parsing: "hla#3.58.0#HLA-A*02:01+HLA-A*24:02")
    #expect(code.namespace == "hla" && code.version == "3.58.0" && code.offset == 11)
    #expect(code.string == "HLA-A*02:01+HLA-A*24:02")
    #expect(try GLStringCode(parsing: "hla#2024-10-09#HLA-B*07:02").version == "2024-10-09")
    #expect(try GLStringCode(parsing: "kir#2.13.0#KIR2DS4*0010101").namespace == "kir")
    let plain = try GLStringCode(parsing: "A*02:01")
    #expect(plain.namespace == nil && plain.version == nil && plain.offset == 0)
    for wrong in ["hla#A*02:01", "hla##A*02:01", "#3.58.0#A*02:01", "hla#3.58.0#", "dog#1#A*02:01", "hla#3#A*1#B"] {
      #expect(throws: GLStringFault(.malformedCode, offset: 0)) { try GLStringCode(parsing: wrong) }
    }
  }

  @Test("Random strings are read back as they were printed", arguments: 0..<8 as Range<UInt64>)
  func random(seed: UInt64) throws {
    var generator = RandomGLString(seed: seed)
    for _ in 0..<300 {
      let text = generator.string()
      let string = try GLString(parsing: text)
      #expect(string.description == text, "seed \(seed)")
    }
  }
}

/// Makes random strings that the grammar allows.
private struct RandomGLString {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func string() -> String { joined(1...4, "^") { $0.block() } }

  private mutating func block() -> String {
    let genes = [["A"], ["B"], ["DRB1"], ["A", "B", "DRB1"], ["KIR2DL1"]][below(5)]
    return joined(1...2, "?") { generator in
      generator.joined(1...4, "|") { $0.genotype(genes) }
    }
  }

  private mutating func genotype(_ genes: [String]) -> String {
    joined(1...2, "+") { generator in
      genes.map { gene in generator.joined(1...3, "/") { $0.name(gene) } }.joined(separator: "~")
    }
  }

  private mutating func name(_ gene: String) -> String {
    let prefix = gene.hasPrefix("KIR") || below(2) == 0 ? "" : "HLA-"
    return "\(prefix)\(gene)*\(["02:01", "02:01:01G", "02:XX", "07:ABC", "NEW", "24:09N", "0010101"][below(7)])"
  }

  private mutating func joined(
    _ count: ClosedRange<Int>, _ separator: String, _ part: (inout RandomGLString) -> String
  ) -> String {
    (0..<count.lowerBound + below(count.count)).map { _ in part(&self) }.joined(separator: separator)
  }

  private mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }
}
