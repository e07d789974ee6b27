import HLATyping
import Testing

@Suite("KIR typings")
struct KIRGenotypeTests {
  private func gene(_ name: String) throws -> KIRGene { try #require(KIRGene(name: name)) }

  @Test("A gene's name stands with or without KIR, in any case; 2DL5A and 2DL5B are one gene")
  func names() throws {
    #expect(KIRGene.all.count == 16)
    #expect(KIRGene(name: "KIR2DL1") == KIRGene(name: "2dl1"))
    #expect(KIRGene(name: "2DL5A") == KIRGene(name: "2DL5") && KIRGene(name: "KIR2DL5B") == KIRGene(name: "2DL5"))
    #expect(KIRGene(name: "2DL9") == nil && KIRGene(name: "") == nil)
  }

  @Test(
    "A list names the genes present; all others are absent", arguments: ["2DL1,2DL3,3DL1", "KIR2DL1; 2DL3|KIR3DL1"])
  func list(cell: String) throws {
    let genotype = try KIRGenotype(cell: cell)
    #expect(genotype.genes(.present).map(\.description) == ["2DL1", "2DL3", "3DL1"])
    #expect(genotype.genes(.absent).count == 13 && genotype.genes(.untested).isEmpty)
  }

  @Test("What is told of single genes leaves the others untested")
  func answers() throws {
    let genotype = try KIRGenotype(cell: "2DL1=POS,2DL2=0,2DL5A=NEG,KIR2DS4=DEL")
    #expect(genotype.genes(.present).map(\.description) == ["2DL1", "2DS4"])
    #expect(genotype.genes(.absent).map(\.description) == ["2DL2"] && genotype.genes(.untested).count == 13)
    #expect(throws: KIRFault.self) { try KIRGenotype(cell: "2DL1=maybe") }
  }

  @Test("A GL String shows the genes it names, and leaves the others untested")
  func glString() throws {
    let genotype = try KIRGenotype(
      cell: "kir#2.13.0#KIR2DL1*0030201+KIR2DL1*0020101^KIR3DL1*0010101+KIR3DS1*0130101^KIR2DL2*NNNN")
    #expect(genotype.genes(.present).map(\.description) == ["2DL1", "3DL1", "3DS1"])
    #expect(genotype.genes(.absent).map(\.description) == ["2DL2"])
    #expect(genotype.alleles.hasPrefix("KIR2DL1*0030201"))
  }

  @Test("A gene is told only where every genotype and every place of its block agrees")
  func openGenes() throws {
    let places = try KIRGenotype(glString: "KIR2DL1*001?KIR2DL2*001")
    #expect(places.isUntested)
    let genotypes = try KIRGenotype(glString: "KIR3DL1*001+KIR3DL1*002|KIR3DL1*001+KIR3DS1*013")
    #expect(genotypes.genes(.present).map(\.description) == ["3DL1"])
    #expect(genotypes.genes(.untested).contains(try gene("3DS1")))
  }

  @Test("What names no gene is refused", arguments: ["2DL1,2DX9", "KIR2DL1*001+", "HLA-A*02:01+HLA-A*24:02", "2DL1 x"])
  func refused(cell: String) {
    #expect(throws: KIRFault.self) { try KIRGenotype(cell: cell) }
  }

  // Source: FORMATS 4.6; DOMAIN 5.2 for the deleted variants of 2DS4.
  @Test(
    "A gene's cell says present, absent or nothing",
    arguments: [
      ("POS", KIRGenotype.Presence.present), ("p", .present), ("1", .present), ("4", .present), ("DEL", .present),
      ("1D", .present), ("FULL", .present), ("+", .present), ("NEG", .absent), ("A", .absent), ("0", .absent),
      ("-", .absent), ("", .untested), ("NT", .untested),
    ])
  func presence(cell: String, expected: KIRGenotype.Presence) throws {
    let bytes = Array(cell.utf8)
    let found = try bytes.withUnsafeBufferPointer { bytes throws(KIRFault) in try KIRGenotype.presence(bytes) }
    #expect(found == expected)
  }

  @Test("Two sources add up; where they contradict each other the gene counts as untested")
  func joined() throws {
    var first = KIRGenotype()
    first[try gene("2DL1")] = .present
    first[try gene("2DL2")] = .absent
    var second = KIRGenotype()
    second[try gene("2DL3")] = .present
    second[try gene("2DL2")] = .present
    let (both, contradictions) = first.joined(with: second)
    #expect(both.genes(.present).map(\.description) == ["2DL1", "2DL3"] && both.genes(.absent).isEmpty)
    #expect(contradictions == [try gene("2DL2")])
  }

  @Test("Columns, lists and the GL String of a row make one genotype; bad cells are warnings")
  func row() throws {
    let file = try PersonFile(
      """
      donor_id,A_1,KIR2DL1,KIR2DL5A,KIR2DL5B,KIR2DL2,kir_gl,gl_string
      D1,01:06,POS,NEG,NEG,maybe,,A*01:06^KIR3DL1*0010101
      D2,01:06,,NEG,,,KIR2DL4*001,
      """)
    let first = file.rows[0].facts.kir
    #expect(first.genes(.present).map(\.description) == ["2DL1", "3DL1"])
    #expect(first.genes(.absent).map(\.description) == ["2DL5"])
    #expect(file.rows[0].warnings.map(\.code) == ["bad_kir"] && file.rows[0].warnings[0].field == "KIR2DL2")
    let second = file.rows[1].facts.kir
    #expect(second.genes(.present).map(\.description) == ["2DL4"] && second.genes(.absent).isEmpty)
    #expect(file.rows.flatMap(\.faults).isEmpty)
  }
}
