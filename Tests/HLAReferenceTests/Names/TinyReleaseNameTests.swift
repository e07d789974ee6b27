import HLANomenclature
import Testing

@testable import HLAReference

// Source: DOMAIN 2.2, on releases written by hand.
@Suite("The order of the rules for former names")
struct TinyReleaseNameTests {
  private func resolve(_ release: TinyRelease, _ text: String) throws -> NameResolution {
    try release.build().resolve(locus: .a, name: text)
  }

  @Test(
    "Names that lead in a circle end in an error",
    arguments: [
      ["A*;01:91;20000101;20100101;01:92;", "A*;01:92;20000101;20100101;01:91;"],
      ["A*;01:91;20000101;20100101;01:91;"],
      ["A*;0191;20000101;20100101;01:91;", "A*;01:91;20000101;20100101;0191;"],
      ["A*;01:91N;20000101;20100101;01:92;", "A*;01:92;20000101;20100101;01:91;"],
    ])
  func circles(lines: [String]) throws {
    var release = TinyRelease()
    release.nomenclature = lines
    let index = try release.build()
    for name in ["01:91", "01:92"] where lines.contains(where: { $0.contains(name + ";") }) {
      let error = #expect(throws: NameResolutionError.self) { try index.resolve(locus: .a, name: name) }
      guard case .circular? = error else {
        Issue.record("another error: \(String(describing: error))")
        continue
      }
    }
  }

  @Test("A circle through Nomenclature_2009.txt ends in an error")
  func circleOfRows() throws {
    var release = TinyRelease()
    release.formerNames = ["A*0191  A*0192", "A*0192  A*0191"]
    #expect(throws: NameResolutionError.self) { try resolve(release, "0191") }
  }

  @Test("A circle through the rows that begin with an old name ends in an error")
  func circleOfPrefixes() async {
    await #expect(processExitsWith: .success) {
      var release = TinyRelease()
      release.formerNames = ["A*019101  A*0191"]
      let index = try release.build()
      #expect(throws: NameResolutionError.self) { try index.resolve(locus: .a, name: "0191") }
    }
  }

  @Test("A long chain that reaches a living name is followed to its end")
  func longChain() throws {
    var release = TinyRelease()
    release.nomenclature = (50..<60).map { "A*;01:\($0);20000101;20100101;01:\($0 + 1);" }
    release.nomenclature.append("A*;01:60;20000101;20100101;02:02;")
    let found = try resolve(release, "01:50")
    #expect(found.name.description == "A*02:02")
    #expect(found.lifts.count == 11)
  }

  @Test("The living name wins over a deletion of the same name")
  func livingWins() throws {
    var release = TinyRelease()
    release.nomenclature = ["A*;02:01;20000101;20100101;02:02;"]
    let found = try resolve(release, "02:01")
    #expect(found.name.description == "A*02:01" && found.lifts.isEmpty)
  }

  @Test("The successor field alone decides, whatever the reason says")
  func successorDecides() throws {
    var release = TinyRelease()
    release.nomenclature = [
      "A*;01:91;20000101;20100101;02:01;Sequence error", "A*;01:92;20000101;20100101;;identical to 02:01",
    ]
    #expect(try resolve(release, "01:91").name.description == "A*02:01")
    #expect(throws: NameResolutionError.deletedWithoutSuccessor("A*01:92")) { try resolve(release, "01:92") }
  }

  @Test("hla_nom.txt goes before Deleted_alleles.txt and Nomenclature_2009.txt")
  func nomenclatureFirst() throws {
    var release = TinyRelease()
    release.nomenclature = ["A*;0191;20000101;20100101;02:01;", "A*;01:92;20000101;20100101;;"]
    release.formerNames = ["A*0191  A*02:02"]
    release.deletedAlleles = ["HLA00004,A*01:92,reason"]
    #expect(try resolve(release, "0191").name.description == "A*02:01")
    #expect(throws: NameResolutionError.deletedWithoutSuccessor("A*01:92")) { try resolve(release, "01:92") }
  }

  @Test("The order in which the source files are given changes nothing")
  func orderOfSources() throws {
    var release = TinyRelease()
    release.nomenclature = ["A*;01:92;20000101;20100101;02:01;"]
    release.deletedAlleles = ["HLA00004,A*01:92,reason"]
    let folder = try release.write()
    let files = ["Allelelist.txt", "wmda/hla_nom_p.txt", "wmda/hla_nom.txt", "Deleted_alleles.txt"]
      .map { folder.url.path + "/" + $0 }
    for sources in [files, files.reversed()] {
      let index = try ReferenceIndex.build(sources: sources)
      #expect(try index.resolve(locus: .a, name: "01:92").name.description == "A*02:01", "\(sources.count)")
    }
  }

  @Test("A deleted accession that lives on gives its living name; one that does not gives an error")
  func accessions() throws {
    var release = TinyRelease()
    release.deletedAlleles = ["HLA00002,A*01:01:09,renamed", "HLA00099,A*01:98,gone"]
    let found = try resolve(release, "01:01:09")
    #expect(found.name.description == "A*01:01:02N")
    #expect(found.lifts.map(\.ground) == [.accession])
    #expect(throws: NameResolutionError.deletedWithoutSuccessor("A*01:98")) { try resolve(release, "01:98") }
  }

  @Test("A deleted name without its suffix is found only if one suffix existed")
  func suffixes() throws {
    var release = TinyRelease()
    release.nomenclature = [
      "A*;01:91N;20000101;20100101;02:01;", "A*;01:92N;20000101;20100101;02:01;",
      "A*;01:92Q;20000101;20100101;02:02;", "A*;02:02N;20000101;20100101;02:01;",
    ]
    #expect(try resolve(release, "01:91").name.description == "A*02:01")
    #expect(throws: NameResolutionError.ambiguousSuffix("A*01:92")) { try resolve(release, "01:92") }
    #expect(try resolve(release, "02:02").name.description == "A*02:02", "the stem lives")
  }

  @Test("A row whose target is itself an old name is resolved again")
  func targetIsOld() throws {
    var release = TinyRelease()
    release.formerNames = ["A*9201  A*2402", "A*2402  A*02:01", "A*930101  A*2402", "A*930102  A*02:01"]
    #expect(try resolve(release, "9201").name.description == "A*02:01")
    #expect(try resolve(release, "9301").name.description == "A*02:01", "common prefix of both rows")
  }

  @Test("The common prefix is that of all rows at a two-digit boundary, and no longer than the old name")
  func commonPrefix() throws {
    var release = TinyRelease()
    release.alleles = ["A*05:01:01:01", "A*05:01:02", "A*06:01:01", "A*07:01:01"]
    (release.gGroups, release.pGroups) = ([], [])
    release.formerNames = [
      "A*05010101  A*05:01:01:01", "A*050102  A*05:01:02", "A*110101  A*06:01:01", "A*110102  A*07:01:01",
      "A*12011  A*06:01:01", "A*130101  A*06:01:01", "A*130102  None",
    ]
    #expect(try resolve(release, "0501").name.description == "A*05:01")
    #expect(try resolve(release, "050101").name.description == "A*05:01:01")
    #expect(try resolve(release, "1301").name.description == "A*06:01")
    #expect(throws: NameResolutionError.self, "the rows agree in nothing") { try resolve(release, "1101") }
    #expect(throws: NameResolutionError.self, "no two-digit boundary") { try resolve(release, "1201") }
  }

  @Test(
    "Without Nomenclature_2009.txt A*92 and B*95 are errors, and other old names are split with a guess",
    arguments: [
      (.a, "9201"), (.a, "920101"), (.a, "9212"), (.b, "9501"), (.b, "9599"),
    ] as [(Locus, String)])
  func withoutFormerNames(locus: Locus, text: String) throws {
    for index in [try TinyRelease().build(), try Releases.excerpt] {
      let name = "\(locus)*\(text)"
      #expect(throws: NameResolutionError.needsNomenclature2009(name)) { try index.resolve(locus: locus, name: text) }
      let found = try index.resolve(locus: .a, name: "0201")
      #expect(found.name.description == "A*02:01" && found.lifts.map(\.ground) == [.digitSplit])
    }
  }
}
