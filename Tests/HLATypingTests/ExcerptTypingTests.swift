import HLANomenclature
import HLAReference
import Testing

@testable import HLATyping

// Source: DOMAIN 2.9.
@Suite("Typings against the embedded excerpt")
struct ExcerptTypingTests {
  @Test("XX and a first field alone stay open, and say so", arguments: ["A*02:XX", "02:XX", "A*02"])
  func open(cell: String) throws {
    let position = try References.excerpt.typed(cell, .a)
    #expect(position.kind == .xx)
    #expect(position.identities.extent == .open && !position.identities.codes.isEmpty)
    #expect(position.proteins.extent == .open && position.antigens.extent == .open)
    #expect(position.notes.map(\.code) == ["reference_excerpt"])
  }

  @Test("A list that holds an XX code stays open")
  func openList() throws {
    let position = try References.excerpt.typed("02:XX/01:06", .a)
    #expect(position.kind == .list && position.identities.extent == .open)
    #expect(position.notes.map(\.code) == ["reference_excerpt"])
  }

  @Test(
    "Two-field and longer names, G and P groups are closed facts",
    arguments: [
      "02:01", "A*01:01:01", "01:01:01:01", "01:06", "02:01:01G", "02:01P", "02:01g", "01:06/01:07", "24:09N",
    ])
  func closed(cell: String) throws {
    let position = try References.excerpt.typed(cell, .a)
    #expect(position.identities.extent == .closed)
    #expect(position.notes.isEmpty)
  }

  @Test(
    "A closed fact means the same identities as in the full release", .needs358,
    arguments: [
      (.a, "02:01"), (.a, "24:02:01G"), (.a, "01:01g"), (.dqb1, "02:01"), (.drb1, "14:54"), (.c, "07:18"),
      (.b, "07:05P"),
      (.dpb1, "04:01"), (.drb3, "02:02"), (.a, "01:01/01:02"),
    ] as [(Locus, String)])
  func sameAsFull(locus: Locus, cell: String) throws {
    let (excerpt, full) = (try References.excerpt, try References.full)
    let (here, there) = (try excerpt.typed(cell, locus), try full.typed(cell, locus))
    #expect(excerpt.identityNames(here, locus) == full.identityNames(there, locus))
    #expect(here.isNull == there.isNull)
  }

  @Test(
    "What lies outside it is refused with the excerpt's message, in a list too",
    arguments: [
      "02:9999", "99:01", "99:XX", "99:01:01G", "99:01P", "99:01g", "01:01/99:01", "A*9901",
    ])
  func outside(cell: String) throws {
    let resolver = try References.excerpt
    #expect(resolver.faultCode(cell, .a) == "not_in_excerpt")
    do throws(TypingFault) {
      _ = try resolver.cell(cell, locus: .a)
    } catch {
      #expect(error.message.contains("excerpt"))
    }
  }

  @Test("Without Nomenclature_2009.txt A*92 and B*95 are faults; other old names are split with a warning")
  func oldNames() throws {
    let resolver = try References.excerpt
    #expect(resolver.faultCode("A*9201", .a) == "needs_nomenclature_2009")
    #expect(resolver.faultCode("B*9501", .b) == "needs_nomenclature_2009")
    let split = try resolver.typed("A*0201", .a)
    #expect(split.notes == [.nameLifted(from: "A*0201", to: "A*02:01", isGuess: true)])
    #expect(split.notes.map(\.code) == ["name_split"])
    #expect(split.alleles == (try resolver.typed("A*02:01", .a)).alleles)
    #expect(resolver.faultCode("A*2401", .a) == "deleted_without_successor")
  }
}
