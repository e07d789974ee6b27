import HLANomenclature
import Testing

@testable import HLAReference

@Suite("What an index was made from")
struct ReleaseFactsTests {
  // Source: FORMATS 1.3; counted from Allelelist.txt, hla_nom.txt and hla.xml of 3.31.0.
  @Test("3.31.0: 17 602 live in hla.xml, 17 874 in the text, 272 in the text only", .needs331)
  func facts331() throws {
    let facts = try Releases.both331.facts
    #expect(facts.release == "3.31.0")
    #expect(!facts.isExcerpt && !facts.hasFormerNames)
    try #require(facts.sources.map(\.kind) == ["xml", "text"])
    let (xml, text) = (facts.sources[0], facts.sources[1])
    #expect(xml.live == 17_602 && xml.deleted == 102 && xml.onlyHere == 0)
    #expect(text.live == 17_874 && text.deleted == 127 && text.onlyHere == 272)
    #expect(xml.files == ["hla.xml.zip"])
    #expect(text.files.contains("Allelelist.txt") && text.files.contains("hla_nom_p.txt"))
    #expect(try Releases.both331.alleleCount == 17_874)
  }

  @Test("3.58.0: 41 433 live alleles, from the text alone", .needs358)
  func facts358() throws {
    let facts = try Releases.full.facts
    #expect(facts.release == "3.58.0")
    #expect(!facts.isExcerpt && facts.hasFormerNames)
    try #require(facts.sources.map(\.kind) == ["text"])
    #expect(facts.sources[0].live == 41_433)
    #expect(facts.sources[0].onlyHere == 41_433)
    #expect(facts.sources[0].deleted == 182)
    #expect(try Releases.full.alleleCount == 41_433)
  }

  @Test("An official release is read without a note", .needs358, .needs331)
  func notes() throws {
    #expect(try Releases.full.facts.notes == [])
    #expect(try Releases.text331.facts.notes == [])
    #expect(try Releases.xml331.facts.notes == [])
  }

  @Test("Every name of the allele list is in the index, in nomenclature order", .needs358)
  func everyName() throws {
    let index = try Releases.full
    let names = index.allCodes.map { index.name(of: $0) }
    #expect(names == names.sorted())
    #expect(Set(names.map(\.description)) == Set(try PlainFiles.names(Releases.folder358)))
  }

  @Test("Each allele has the accession of the allele list, and is found by it", .needs358)
  func accessions() throws {
    let index = try Releases.full
    for (accession, text) in [(1, "A*01:01:01:01"), (2169, "A*01:01:01:02N"), (1031, "A*01:06")] as [(UInt32, String)] {
      let code = try #require(index.code(text))
      #expect(index.accession(of: code) == accession)
      #expect(index.allele(accession: accession) == code)
    }
    #expect(index.allele(accession: 965) == nil, "HLA00965 is deleted")
    #expect(Set(index.allCodes.map { index.accession(of: $0) }).count == index.alleleCount)
  }

  @Test("The source hash depends on the bytes of the sources, not on the order they are given in")
  func sourceHash() throws {
    let folder = try TinyRelease().write()
    let files = ["Allelelist.txt", "wmda/hla_nom_g.txt", "wmda/hla_nom_p.txt"].map { folder.url.path + "/" + $0 }
    let hash = try ReferenceIndex.build(sources: files).facts.sourceHash
    #expect(hash.utf8.count == 64)
    #expect(try ReferenceIndex.build(sources: files.reversed()).facts.sourceHash == hash)
    var other = TinyRelease()
    other.alleles.append("A*03:01")
    #expect(try other.build().facts.sourceHash != TinyRelease().build().facts.sourceHash)
    #expect(try TinyRelease().build().facts.sourceHash == TinyRelease().build().facts.sourceHash)
  }

  @Test(
    "Two releases are open in one process and answer for themselves", .needs358, .needs331)
  func twoReleases() throws {
    let (old, new) = (try Releases.text331, try Releases.full)
    #expect(old.facts.release == "3.31.0" && new.facts.release == "3.58.0")
    #expect(old.alleles(of: .a).count == 4_081 && new.alleles(of: .a).count > 8_000)
    #expect(old.whereabouts(.a, "02:1187N") == "unknown(\"A*02:1187N\")")
    #expect(new.whereabouts(.a, "02:1187N") == "A*02:1187N: [\"A*02:1187N\"]")
    #expect(old.alleles(of: .a).count == 4_081)
  }
}
