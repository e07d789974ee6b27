import Testing

@testable import HLAReference

@Suite struct XMLFaultTests {
  private static let allele = #"<allele id="HLA1" name="A*01:01"></allele>"#

  @Test(
    "A document that is not hla.xml is refused by the name of its outermost element",
    arguments: ["html", "HaplotypeData", "alleleList"])
  func wrongRoot(name: String) throws {
    let error = try sourceError(of: "<?xml version=\"1.0\"?>\n<\(name)>\(Self.allele)</\(name)>")
    #expect(error == .rootElement(found: name, line: 2))
  }

  @Test(
    "A document type declaration is refused at once, whatever it declares",
    arguments: [
      #"<!DOCTYPE alleles SYSTEM "http://127.0.0.1:9/hla.dtd">"#,
      #"<!DOCTYPE alleles [<!ENTITY x SYSTEM "file:///etc/hostname">]>"#,
      #"<!DOCTYPE alleles [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p.dtd"> %p;]>"#,
      #"<!DOCTYPE alleles [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>"#,
    ])
  func documentType(declaration: String) throws {
    let document = #"<?xml version="1.0"?>\#n\#(declaration)<alleles><allele id="&x;&c;"></allele></alleles>"#
    #expect(try sourceError(of: document) == .documentType(line: 2))
  }

  @Test("A bomb of nested entities costs no time")
  func bomb() throws {
    let entities = (1...40).map { #"<!ENTITY e\#($0) "\#(String(repeating: "&e\($0 - 1);", count: 10))">"# }
    let declaration = #"<!DOCTYPE alleles [<!ENTITY e0 "ha">\#(entities.joined())]>"#
    let document = declaration + #"<alleles><allele id="&e40;"></allele></alleles>"#
    let clock = ContinuousClock()
    var error: ReferenceSourceError?
    let time = try clock.measure { error = try sourceError(of: document) }
    #expect(error == .documentType(line: 1))
    #expect(time < .seconds(1))
  }

  @Test("A vertical tab stops the reading with its line; the repair drops and counts it")
  func controlCharacter() throws {
    let document = "<alleles>\n<allele id=\"HLA1\" name=\"A*01\">\n<s name=\"a\u{B}b\u{1}\tc\"/></allele></alleles>"
    let error = try #require(try sourceError(of: document))
    #expect(error == .controlCharacter(line: 3))
    #expect(error.description.contains("repair"))
    let (alleles, summary) = try HLAXMLReader(controlCharacters: .repair).records(of: document)
    #expect(alleles.map(\.name) == ["A*01"])
    #expect(summary.droppedControlCharacters == 2)
  }

  @Test("A vertical tab in the text between elements stops the reading too")
  func controlCharacterInText() throws {
    #expect(try sourceError(of: "<alleles>\(Self.allele)\n<a>x\u{B}</a></alleles>") == .controlCharacter(line: 2))
  }

  @Test("A reference to a control character is no case for the repair")
  func controlReference() throws {
    let error = try sourceError(of: "<alleles><allele id=\"&#11;\"></allele></alleles>")
    guard case .notWellFormed(line: 1, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(
    "A document that ends early is refused, and with its line",
    arguments: [
      ("<alleles>\n\(allele)", 2), ("<alleles>\n<allele id=\"HLA1", 2),
      ("<alleles>\n\(allele)</alle", 2), ("<?xml version=\"1.0\"?>\n", 2), ("<alleles>\(allele)<!-- ", 1),
    ])
  func endsEarly(document: String, line: Int) throws {
    #expect(try sourceError(of: document) == .endsEarly(line: line))
  }

  @Test(
    "A breach in the middle is refused with its line",
    arguments: [
      "<alleles>\n<allele id=\"1\"></alleles>\n\(allele)</alleles>",
      "<alleles>\n<allele id=\"1\" id=\"2\"></allele></alleles>",
      "<alleles>\n<allele id=\"&nbsp;\"></allele></alleles>", "<alleles>\n<allele id=1></allele></alleles>",
      "<alleles>\n\(allele)</alleles><more/>",
    ])
  func breach(document: String) throws {
    let error = try sourceError(of: document)
    guard case .notWellFormed(line: 2, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("An allele inside another is refused rather than swallowed")
  func nested() throws {
    let document = "<alleles>\n<allele id=\"1\">\n\(Self.allele)</allele></alleles>"
    #expect(try sourceError(of: document) == .nestedAllele(line: 3))
  }

  @Test("A release without any allele is refused")
  func noAlleles() throws {
    #expect(try sourceError(of: "<release version=\"3.58.0\"><alleles/></release>") == .noAlleles)
  }

  @Test("Nesting without end is refused by the parser's own limit")
  func depth() throws {
    let error = try sourceError(of: "<alleles>" + String(repeating: "<a>", count: 100_000))
    #expect(error?.line == 1)
  }
}
