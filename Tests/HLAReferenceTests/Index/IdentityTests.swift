import HLANomenclature
import Testing

@testable import HLAReference

// Source: DOMAIN, Counting: the identity is the P group; alone on its line of hla_nom_p.txt, the first two fields as
// they stand; missing from the file, the siblings'; with none, unknown. A null has none.
@Suite("Identities of the antigen recognition domain")
struct IdentityTests {
  /// The identity that hla_nom_p.txt gives each allele of its list.
  private func expected(_ folder: String) throws -> [String: String] {
    var identities: [String: String] = [:]
    for (name, group) in try PlainFiles.groups(folder + "/wmda/hla_nom_p.txt") {
      identities[name] = group.isEmpty ? PlainFiles.twoFields(name) : group
    }
    return identities
  }

  @Test("Every allele of 3.58.0 has the identity that hla_nom_p.txt says", .needs358)
  func all358() throws {
    let index = try Releases.full
    let expected = try expected(Releases.folder358)
    var unknown: [String] = []
    var wrong: [String] = []
    for code in index.allCodes {
      let name = index.name(of: code)
      let identity = index.identityName(code)
      let wanted = name.suffix == .null ? "null" : expected[name.description] ?? "unknown"
      if identity != wanted { wrong.append("\(name): \(identity), not \(wanted)") }
      if identity == "unknown", Locus.typed.contains(name.locus) { unknown.append(name.description) }
    }
    #expect(wrong == [])
    #expect(unknown == [], "every expressed classical allele of 3.58.0 has an identity")
  }

  @Test(
    "A group, a lone name and a null, as published", .needs358,
    arguments: [
      ("A*01:01:01:01", "A*01:01P"), ("A*02:01:01:02L", "A*02:01P"), ("A*01:06", "A*01:06"), ("A*01:147Q", "A*01:147Q"),
      ("A*24:09N", "null"), ("A*01:01:01:02N", "null"), ("DQB1*02:02:01:01", "DQB1*02:01P"),
      ("DRB1*14:54:01:01", "DRB1*14:01P"), ("C*07:18:01:01", "C*07:01P"), ("B*07:06:01:01", "B*07:05P"),
      ("A*02:09:01:01", "A*02:01P"),
    ])
  func published(name: String, identity: String) throws {
    let index = try Releases.full
    #expect(index.code(name).map(index.identityName) == identity)
  }

  @Test(
    "The six alleles that hla_nom_p.txt of 3.31.0 lacks take their siblings' identity", .needs331)
  func missing331() throws {
    let index = try Releases.text331
    let expected = try expected(Releases.folder331)
    let missing = try PlainFiles.names(Releases.folder331).filter { name in
      expected[name] == nil && !name.hasSuffix("N") && Locus.typedNames.contains(String(name.prefix { $0 != "*" }))
    }
    #expect(missing.count == 6)
    for name in missing {
      let stem = PlainFiles.twoFields(name)
      let siblings = Set(expected.filter { PlainFiles.twoFields($0.key) == stem }.values)
      #expect(siblings.count <= 1)
      #expect(index.code(name).map(index.identityName) == siblings.first ?? "unknown", "\(name)")
    }
    #expect(index.code("A*02:01:01:28").map(index.identityName) == "A*02:01P")
    #expect(index.code("B*18:37:02").map(index.identityName) == "B*18:37")
    #expect(index.code("B*48:43").map(index.identityName) == "unknown")
  }

  @Test("Without hla_nom_p.txt an allele to which hla.xml gives no P group takes that of its two-field siblings")
  func missingInXML() throws {
    var release = TinyRelease()
    release.leavingOut = ["wmda/hla_nom_p.txt"]
    release.alleles = ["A*02:01:01", "A*02:01:02", "A*02:01:03", "A*02:02", "A*03:01:01", "A*03:01:02"]
    release.xml = TinyRelease.document([
      TinyRelease.element(1, "A*02:01:01", p: "A*02:01P"), TinyRelease.element(2, "A*02:01:02"),
      TinyRelease.element(3, "A*02:01:03", p: "A*02:01QP"), TinyRelease.element(4, "A*02:02", p: "A*02:01P"),
      TinyRelease.element(5, "A*03:01:01"), TinyRelease.element(6, "A*03:01:02"),
    ])
    let index = try release.build()
    let identities = index.allCodes.map(index.identityName)
    #expect(identities == ["A*02:01P", "A*02:01P", "A*02:01P", "A*02:01P", "A*03:01", "A*03:01"])
  }

  @Test(
    "No two expressed alleles with the same two fields have different known identities", .needs331)
  func sameProtein() throws {
    for index in [try Releases.text331, try Releases.xml331, try Releases.both331] {
      var identities: [String: Set<String>] = [:]
      for code in index.allCodes where Locus.typed.contains(index.locus(of: code)) && index.suffix(of: code) == .none {
        let identity = index.identityName(code)
        let stem = "\(index.locus(of: code))*\(index.fields(of: code).prefix(2).values)"
        if identity != "unknown" { identities[stem, default: []].insert(identity) }
      }
      #expect(identities.filter { $0.value.count > 1 } == [:], "\(index.facts.sources.map(\.kind))")
    }
  }

  @Test("Siblings that disagree leave the identity unknown, and a suffixed sibling is a sibling")
  func disagreeing() throws {
    var release = TinyRelease()
    release.alleles = ["A*03:01:01", "A*03:01:02", "A*03:01:03Q", "A*03:02:01Q", "A*03:02:02", "A*03:03"]
    release.pGroups = ["A*;03:01:01;03:01P", "A*;03:01:03Q;03:09P", "A*;03:02:01Q;03:02P"]
    release.gGroups = []
    let index = try release.build()
    #expect(index.code("A*03:01:02").map(index.identityName) == "unknown")
    #expect(index.code("A*03:02:02").map(index.identityName) == "A*03:02P")
    #expect(index.code("A*03:03").map(index.identityName) == "unknown")
  }

  @Test(
    "The members of an identity are the alleles that have it, in name order, none of them null",
    .needs358)
  func members() throws {
    let index = try Releases.full
    for locus in Locus.typed {
      var alleles: [AlleleCode] = []
      for number in 0..<index.identityCount(of: locus) {
        let identity = ARDCode(UInt16(number))
        let members = index.members(of: identity, locus: locus)
        #expect(!members.isEmpty && members == members.sorted())
        #expect(members.allSatisfy { index.identity(of: $0) == .known(identity) })
        alleles += members
      }
      let expressed = index.alleles(of: locus).map { AlleleCode($0) }.filter { index.identity(of: $0) != .null }
      #expect(alleles.sorted() == expressed)
    }
  }
}
