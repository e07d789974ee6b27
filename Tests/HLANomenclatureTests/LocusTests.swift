import HLANomenclature
import Testing

@Suite("Loci")
struct LocusTests {
  // Source: DOMAIN, Counting.
  @Test("The ten positions are those of A, B, C, DRB1 and DQB1, in report order; the six those of A, B and DRB1")
  func countedLoci() {
    #expect(Locus.ten.map(\.name) == ["A", "B", "C", "DRB1", "DQB1"])
    #expect(Locus.six.map(\.name) == ["A", "B", "DRB1"])
    #expect(Locus.ten == Locus.ten.sorted())
  }

  // Source: INTERFACE 3, the columns of donor and patient files.
  @Test("A typing file may carry eleven loci, the ten positions first")
  func typedLoci() {
    let expected = ["A", "B", "C", "DRB1", "DQB1", "DPB1", "DRB3", "DRB4", "DRB5", "DQA1", "DPA1"]
    #expect(Locus.typed.map(\.name) == expected)
    #expect(Array(Locus.typed.prefix(5)) == Locus.ten)
  }

  // Source: DOMAIN 2.1.
  @Test("Only the genes of DRB3, DRB4 and DRB5 may be absent")
  func absentableLoci() {
    #expect(Locus.absentable == [.drb3, .drb4, .drb5])
  }

  @Test("Every locus is found by its name and by its number", arguments: Locus.names)
  func names(name: String) throws {
    let locus = try #require(Locus(name: name))
    #expect(locus.name == name)
    #expect(locus.description == name)
    #expect(Locus(rawValue: locus.rawValue) == locus)
  }

  @Test("No number beyond the list is a locus, and no name stands twice")
  func limits() {
    #expect(Locus(rawValue: UInt8(Locus.names.count)) == nil)
    #expect(Locus(rawValue: 255) == nil)
    #expect(Set(Locus.names).count == Locus.names.count)
  }

  // Source: FORMATS 3, "Locus Cw* = C*".
  @Test("The former locus Cw is C")
  func formerName() { #expect(Locus(name: "Cw") == .c) }

  @Test(
    "Other spellings are no locus",
    arguments: ["", "a", "HLA-A", "A ", "DR", "DRB", "drb1", "CW", "Bw", "D", "MIC"])
  func refused(name: String) { #expect(Locus(name: name) == nil) }

  @Test("A table by locus keeps one value each, in the order of its loci")
  func locusArray() {
    var table = LocusArray(Locus.ten) { $0.name.count }
    #expect(table.elements == [1, 1, 1, 4, 4])
    table[.c] = 9
    #expect(table[.c] == 9 && table[.b] == 1)
    #expect(table.loci == Locus.ten)
  }
}
