import HLANomenclature
import HLAReference
import Testing

@testable import HLATyping

@Suite("Repairs", .needs358)
struct TypingRepairTests {
  @Test(
    "A slip that leaves no doubt is mended and told",
    arguments: [
      (Locus.a, "HLA-A02:01", "A*02:01"), (.a, "A0201", "A*02:01"), (.a, "A02:01", "A*02:01"),
      (.a, "a*02:01", "A*02:01"),
      (.a, "02:01\u{00A0}", "A*02:01"), (.a, "A\u{2217}02:01", "A*02:01"), (.a, "A* 02:01", "A*02:01"),
      (.a, "02:01:01g ".replacing("g ", with: "G") + "\u{00A0}", "A*02:01:01G"), (.a, "24:09n", "A*24:09N"),
      (.drb1, "DRB11501", "DRB1*15:01"), (.drb1, "drb1*15:01", "DRB1*15:01"), (.c, "cw*0702", "C*07:02"),
      (.a, "02:xx", "A*02:XX"), (.b, "B0702", "B*07:02"),
    ])
  func mended(locus: Locus, cell: String, meant: String) throws {
    let resolver = try References.full
    let position = try resolver.typed(cell, locus)
    #expect(position.notes.first?.code == "repaired")
    #expect(position.alleles == (try resolver.typed(meant, locus)).alleles)
  }

  @Test("NEW in lower case is NEW")
  func newAllele() throws { #expect(try References.full.typed("new", .a).isNew) }

  @Test("A good cell is left alone", arguments: ["A*02:01", "02:01g", "A2403", "A2", "02:01P", "NEW"])
  func untouched(cell: String) throws {
    #expect(!(try References.full.typed(cell, .a)).notes.contains { $0.code == "repaired" })
  }

  @Test(
    "What leaves a doubt is refused as it stands",
    arguments: ["A*2:1", "2:01 x", "01:01:01g", "A201", "A*02.01", "02;01", "A-02:01"])
  func refused(cell: String) throws {
    #expect(throws: TypingFault.self) { try References.full.cell(cell, locus: .a) }
  }

  @Test("A mended name that does not exist is told as written after mending")
  func unknown() throws {
    #expect(throws: TypingFault.newerThanRelease("A*02:9999", release: "3.58.0")) {
      try References.full.cell("a*02:9999", locus: .a)
    }
  }
}
