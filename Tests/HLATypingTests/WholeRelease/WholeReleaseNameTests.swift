import HLANomenclature
import HLAReference
import Testing

@testable import HLATyping

// Source: DOMAIN 2.3 and 3; every name of Allelelist.txt.
@Suite("Every living name of 3.58.0 and each beginning of it", .needs358)
struct WholeReleaseNameTests {
  @Test("The release has the alleles of Allelelist.txt, each printed as the file writes it, and no other")
  func allNames() throws {
    let release = try WholeRelease.release358
    #expect(release.plain.living.count == 41_433)
    #expect(Set(release.codes.keys) == Set(release.plain.living))
    #expect(release.resolver.reference.alleleCount == release.plain.living.count)
  }

  @Test("A full name is exactly that allele, at every locus of the release")
  func fullNames() throws {
    let release = try WholeRelease.release358
    var wrong: [String] = []
    for name in release.plain.living {
      let locus = try #require(Locus(name: PlainRelease.gene(name)))
      let found = try? release.resolver.reference.resolve(locus: locus, name: PlainRelease.afterStar(name))
      let isRight =
        found?.alleles == [release.codes[name]!] && found?.isFullName == true && found?.lifts == []
        && found?.name.description == name
      if !isRight { wrong.append(name) }
    }
    #expect(wrong == [])
  }

  /// The beginnings of all names, with and without a suffix, that are names of the eleven typed loci.
  ///
  /// Four digits without a colon, as in `DPB1*1001`, are a name from before 2010, never a first field.
  private func beginnings(_ release: WholeRelease) -> [(name: String, locus: Locus, members: [String])] {
    release.plain.members.compactMap { name, members in
      guard name.contains(":") || PlainRelease.afterStar(name).count { $0.isNumber } < 4 else { return nil }
      return WholeRelease.typed[PlainRelease.gene(name)].map { (name, $0, members) }
    }
  }

  @Test("One, two or three fields are every allele that begins with them; with a suffix, those that carry it")
  func truncations() throws {
    let release = try WholeRelease.release358
    let names = beginnings(release)
    #expect(names.count > 44_000)
    let wrong = names.compactMap { release.fault(of: $0.name, $0.locus, expecting: $0.members) }
    #expect(wrong.sorted() == [])
  }

  @Test("XX is every allele of the first field")
  func firstFields() throws {
    let release = try WholeRelease.release358
    let firstFields = release.plain.members.filter { !$0.key.contains(":") && !$0.key.last!.isLetter }
    var wrong: [String] = []
    var count = 0
    for (name, members) in firstFields {
      guard let locus = WholeRelease.typed[PlainRelease.gene(name)] else { continue }
      if Locus.ten.contains(locus) { count += 1 }
      if let fault = release.fault(of: name + ":XX", locus, expecting: members) { wrong.append(fault) }
    }
    #expect(count == 89)
    #expect(wrong == [])
  }

  @Test("Where only nulls exist under a name without N, it is an explicit null with a warning; else there is none")
  func nullWarning() throws {
    let release = try WholeRelease.release358
    var wrong: [String] = []
    for (name, locus, members) in beginnings(release) where members.allSatisfy(PlainRelease.isNull) {
      let notes = try release.resolver.typed(name, locus).notes.map(\.code)
      if notes != (PlainRelease.isNull(name) ? [] : ["null_without_suffix"]) { wrong.append("\(name): \(notes)") }
    }
    #expect(wrong == [])
  }

  @Test("A name is told to be of altered expression where every expressed member has L, S, C, A or Q")
  func alteredExpression() throws {
    let release = try WholeRelease.release358
    var wrong: [String] = []
    for (name, locus, members) in beginnings(release) {
      let expressed = members.filter { !PlainRelease.isNull($0) }
      let isAltered = !expressed.isEmpty && expressed.allSatisfy { $0.last!.isLetter }
      guard isAltered || members.contains(where: { $0.last!.isLetter }) else { continue }
      let notes = try release.resolver.typed(name, locus).notes.map(\.code)
      if notes.contains("expression") != isAltered { wrong.append("\(name): \(notes)") }
    }
    #expect(wrong == [])
  }
}
