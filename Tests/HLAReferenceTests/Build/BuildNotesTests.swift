import Foundation
import HLANomenclature
import Testing

@testable import HLAReference

// Source: FORMATS 1.5: what is wrong is left out and said; nothing is dropped silently.
@Suite("Faults of the sources are noted")
struct BuildNotesTests {
  /// A line that does not belong in a file, and the file.
  struct Fault: CustomTestStringConvertible, Sendable {
    let file: String
    let line: String
    let change: @Sendable (inout TinyRelease, String) -> Void
    var testDescription: String { "\(file): \(line)" }

    static let all: [Fault] = [
      Fault(file: "hla_nom_g.txt", line: "C*;02:10:01;02:10:01GG") { $0.gGroups.append($1) },
      Fault(file: "hla_nom_g.txt", line: "A*;02:10:01;02:10P") { $0.gGroups.append($1) },
      Fault(file: "hla_nom_g.txt", line: "A*;02:1x;02:10:01G") { $0.gGroups.append($1) },
      Fault(file: "hla_nom_p.txt", line: "DQA1*;01:07;01:07QP") { $0.pGroups.append($1) },
      Fault(file: "hla_nom_p.txt", line: "A*;02:10") { $0.pGroups.append($1) },
      Fault(file: "hla_nom_p.txt", line: "ZZ*;02:10;02:10P") { $0.pGroups.append($1) },
      Fault(file: "hla_nom.txt", line: "A*;02:10;20000101") { $0.nomenclature.append($1) },
      Fault(file: "rel_dna_ser.txt", line: "A*;02:1;2;;;") { $0.serology.append($1) },
      Fault(file: "rel_dna_ser.txt", line: "A*") { $0.serology.append($1) },
      Fault(file: "Allelelist.txt", line: "A*02:1") { $0.alleles.append($1) },
      Fault(file: "Allelelist.txt", line: "A*2929N") { $0.alleles.append($1) },
    ]
  }

  @Test("A line that is not understood is noted with its file, and the others count", arguments: Fault.all)
  func lines(fault: Fault) throws {
    let plain = try TinyRelease().build()
    #expect(plain.facts.notes == [])
    var release = TinyRelease()
    fault.change(&release, fault.line)
    let index = try release.build()
    #expect(index.facts.notes.count == 1)
    #expect(index.facts.notes.first?.contains(fault.file) == true)
    #expect(index.allCodes.map(index.answer) == plain.allCodes.map(plain.answer))
  }

  @Test("Lines of Deleted_alleles.txt, Nomenclature_2009.txt and rel_ser_ser.txt that are not understood are noted too")
  func otherFiles() throws {
    var release = TinyRelease()
    release.deletedAlleles = ["HLAxxx,A*01:77,no accession"]
    #expect(try release.build().facts.notes.count == 1)
    release = TinyRelease()
    release.formerNames = ["A*0101  A*01:01", "A*0102"]
    #expect(try release.build().facts.notes.count == 1)
    let folder = try TinyRelease().write()
    _ = try folder.write("A;9;23/24;\nA;9\n", as: "wmda/rel_ser_ser.txt")
    #expect(try ReferenceIndex.build(sources: [folder.url.path]).facts.notes.count == 1)
    let other = try TinyRelease().write()
    try FileManager.default.createDirectory(
      at: other.url.appendingPathComponent("tce"), withIntermediateDirectories: true)
    _ = try other.write("Allele,Protein,V1,V2,C\nDPB1*1:01,DPB1*01:01,3,3,\n", as: "tce/dpb_tce.csv")
    #expect(try ReferenceIndex.build(sources: [other.url.path]).facts.notes.count == 1)
  }

  @Test("Alleles of loci that the program does not know are noted by their number")
  func unknownLoci() throws {
    var release = TinyRelease()
    release.alleles += ["ZZ*01:01", "ZZ*01:02"]
    let index = try release.build()
    #expect(index.alleleCount == 5)
    #expect(index.facts.notes.count == 1 && index.facts.notes[0].contains("2"))
  }

  @Test("A group of hla.xml with a faulty name is noted and does not count; the text file's is taken")
  func faultyXMLGroup() throws {
    var release = TinyRelease()
    release.xml = TinyRelease.document([
      TinyRelease.element(1, "A*01:01:01", g: "A*01:01:01GG"), TinyRelease.element(3, "A*02:01", p: "A*02:01QP"),
    ])
    let index = try release.build()
    #expect(index.facts.notes.contains { $0.contains("A*01:01:01GG") })
    #expect(index.facts.notes.contains { $0.contains("A*02:01QP") })
    #expect(index.code("A*02:01").map(index.identityName) == "A*02:01P")
    #expect(index.code("A*01:01:01").flatMap(index.gGroupName)?.description == "A*01:01:01G")
  }

  @Test("Where hla.xml and the text files differ in a group, the text file is kept and the difference is reported")
  func differentGroups() throws {
    var release = TinyRelease()
    release.xml = TinyRelease.document([
      TinyRelease.element(1, "A*01:01:01", g: "A*01:01:01G", p: "A*01:01P"),
      TinyRelease.element(3, "A*02:01", p: "A*02:02P"), TinyRelease.element(4, "A*02:02", p: "A*02:01P"),
      TinyRelease.element(5, "B*07:02:01"),
    ])
    let index = try release.build()
    #expect(index.code("A*02:01").map(index.identityName) == "A*02:01P")
    #expect(index.facts.notes.contains { $0.contains("A*02:01:") })
    #expect(index.code("A*01:01:01").map(index.identityName) == "A*01:01")
    #expect(index.facts.notes.contains { $0.contains("A*01:01:01") }, "hla.xml has a P group that hla_nom_p.txt lacks")
    #expect(index.facts.notes.count == 2)
  }

  @Test("A pre-2010 name left in hla.xml is resolved by its accession")
  func formerNameInXML() throws {
    var release = TinyRelease()
    release.xml = TinyRelease.document([
      TinyRelease.element(5, "B*070201"), TinyRelease.element(77, "B*090101"),
      // Four digits that would make one long field.
      TinyRelease.element(78, "A*2929N"),
      TinyRelease.element(3, "A*02:01", p: "A*02:01P"),
    ])
    let index = try release.build()
    #expect(index.facts.sources.map(\.live) == [2, 5])
    #expect(index.facts.notes.contains { $0.contains("B*070201") && $0.contains("B*07:02:01") })
    #expect(index.facts.notes.contains { $0.contains("B*090101") })
    #expect(index.facts.notes.contains { $0.contains("A*2929N") } && index.alleleCount == 5)
  }

  @Test("An accession that stands twice in hla.xml counts once, under the locus of its name")
  func repeatedAccession() throws {
    var release = TinyRelease()
    release.xml = TinyRelease.document([
      TinyRelease.element(5, "B*07:02:01"), TinyRelease.element(5, "B*07:02:01"),
    ])
    let index = try release.build()
    #expect(index.facts.sources.map(\.live) == [1, 5])
    #expect(index.facts.notes.contains { $0.contains("HLA00005") })
  }
}
