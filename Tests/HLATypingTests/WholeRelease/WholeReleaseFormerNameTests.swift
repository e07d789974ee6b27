import HLANomenclature
import HLAReference
import Testing

@testable import HLATyping

// Source: DOMAIN 2.2; every deleted or former name of the release's three files.
@Suite("Every deleted and pre-2010 name of 3.58.0", .needs358)
struct WholeReleaseFormerNameTests {
  /// Where the resolver leads with a name, in the terms of the plain release.
  private func found(_ name: String, _ release: WholeRelease) throws -> PlainMeaning? {
    guard let locus = Locus(name: PlainRelease.gene(name)), WholeRelease.typed[locus.name] != nil else { return nil }
    do throws(TypingFault) {
      guard case .position(let position) = try release.resolver.cell(name, locus: locus) else { return nil }
      let isLifted = position.notes.contains { $0.code == "name_lifted" || $0.code == "name_split" }
      return .alleles(release.resolver.alleleNames(position), lifted: isLifted)
    } catch {
      return .refused(error.code)
    }
  }

  private func faults(_ names: some Sequence<String>, _ release: WholeRelease) throws -> [String] {
    try names.compactMap { name in
      guard let found = try found(name, release) else { return nil }
      var expected = release.plain.meaning(name)
      if case .alleles(let names, let lifted) = expected {
        let sorted = release.numbers(names).map { release.resolver.reference.name(of: $0).description }
        expected = .alleles(sorted, lifted: lifted)
      }
      return found == expected ? nil : "\(name): \(found), not \(expected)"
    }
  }

  @Test("Each of the 182 deleted names of hla_nom.txt ends at exactly its successor's alleles, or in its error")
  func nomenclature() throws {
    let release = try WholeRelease.release358
    #expect(try faults(release.plain.successors.keys, release) == [])
    let refused = release.plain.successors.keys.filter {
      release.plain.meaning($0) == .refused("deleted_without_successor")
    }
    #expect(release.plain.successors.count == 182 && refused.count == 13)
  }

  @Test("Each name of Deleted_alleles.txt is the living name, its successor, the bearer of its accession, or an error")
  func deletedAlleles() throws {
    let release = try WholeRelease.release358
    #expect(release.plain.deletedAccessions.count == 267)
    #expect(try faults(release.plain.deletedAccessions.keys, release) == [])
  }

  @Test("A deleted name without its suffix is the deleted name, where no living name has that stem")
  func withoutSuffix() throws {
    let release = try WholeRelease.release358
    let deleted = Set(release.plain.successors.keys).union(release.plain.deletedAccessions.keys)
    let stems = deleted.filter { $0.last!.isLetter }.map { String($0.dropLast()) }
    #expect(stems.count > 10)
    #expect(try faults(stems, release) == [])
  }

  @Test("Each former name of Nomenclature_2009.txt leads where its row, hla_nom.txt and the living names say")
  func formerNames() throws {
    let release = try WholeRelease.release358
    #expect(release.plain.formerNames.count > 4_633)
    #expect(try faults(release.plain.formerNames.keys, release) == [])
  }

  @Test("Each four- and six-digit beginning of a former name is the common prefix of the rows that begin with it")
  func formerPrefixes() throws {
    let release = try WholeRelease.release358
    var beginnings = Set<String>()
    for name in release.plain.formerNames.keys where WholeRelease.typed[PlainRelease.gene(name)] != nil {
      let digits = PlainRelease.afterStar(name).prefix { $0.isNumber }
      for count in [4, 6] where count < digits.count {
        beginnings.insert(PlainRelease.gene(name) + "*" + digits.prefix(count))
      }
    }
    #expect(beginnings.count > 200)
    #expect(try faults(beginnings, release) == [])
  }
}
