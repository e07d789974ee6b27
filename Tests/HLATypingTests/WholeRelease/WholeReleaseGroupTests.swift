import HLANomenclature
import HLAReference
import Testing

@testable import HLATyping

// Source: DOMAIN 2.4 and 3; FORMATS 1.7; every line of hla_nom_g.txt and hla_nom_p.txt.
@Suite("Every group of 3.58.0", .needs358)
struct WholeReleaseGroupTests {
  /// What is wrong with the cells of the eleven typed loci.
  private func faults(_ release: WholeRelease, _ cells: [String: [String]]) -> [String] {
    cells.compactMap { cell, members in
      WholeRelease.typed[PlainRelease.gene(cell)].flatMap { release.fault(of: cell, $0, expecting: members) }
    }
  }

  @Test("A G name is exactly the members of its line, nulls and other first fields included")
  func gGroups() throws {
    let release = try WholeRelease.release358
    let groups = PlainRelease.groupMembers(release.plain.gGroups)
    #expect(groups.count == 707)
    #expect(faults(release, groups) == [])
  }

  @Test("A P name is exactly the members of its line, which no null is among")
  func pGroups() throws {
    let release = try WholeRelease.release358
    let groups = PlainRelease.groupMembers(release.plain.pGroups)
    #expect(groups.count == 1_418)
    #expect(groups.values.allSatisfy { !$0.contains(where: PlainRelease.isNull) })
    #expect(faults(release, groups) == [])
  }

  /// The alleles with the nulls of the G groups they are in.
  private func withNulls(_ alleles: [String], _ release: WholeRelease, _ groups: [String: [String]]) -> [String] {
    var members = Set(alleles)
    for group in Set(alleles.compactMap { release.plain.gGroups[$0] }) {
      members.formUnion((groups[group] ?? []).filter(PlainRelease.isNull))
    }
    return Array(members)
  }

  @Test("A small-g name is its P group with the nulls of its G groups")
  func smallG() throws {
    let release = try WholeRelease.release358
    let gGroups = PlainRelease.groupMembers(release.plain.gGroups)
    var cells: [String: [String]] = [:]
    for (group, members) in PlainRelease.groupMembers(release.plain.pGroups) {
      cells[group.dropLast() + "g"] = withNulls(members, release, gGroups)
    }
    #expect(faults(release, cells) == [])
  }

  @Test("The small-g name of a protein alone on its line is that protein with the nulls of its G group")
  func loneSmallG() throws {
    let release = try WholeRelease.release358
    let gGroups = PlainRelease.groupMembers(release.plain.gGroups)
    var cells: [String: [String]] = [:]
    for (name, group) in release.plain.pGroups where group.isEmpty && WholeRelease.typed[PlainRelease.gene(name)] != nil
    {
      guard let identity = release.plain.identity(name), !identity.last!.isLetter else { continue }
      cells[identity + "g"] = withNulls([name], release, gGroups)
    }
    #expect(cells.count > 10_000)
    #expect(faults(release, cells) == [])
  }

  @Test("A name that stands in neither file as a group is no group", arguments: ["P", "G"])
  func noGroups(letter: String) throws {
    let release = try WholeRelease.release358
    let groups = Set((letter == "P" ? release.plain.pGroups : release.plain.gGroups).values)
    let fieldCount = letter == "P" ? 2 : 3
    var accepted: [String] = []
    for name in release.plain.members.keys where !name.last!.isLetter {
      guard let locus = WholeRelease.typed[PlainRelease.gene(name)], !groups.contains(name + letter),
        name.split(separator: ":").count == fieldCount
      else { continue }
      if release.resolver.faultCode(name + letter, locus) != "unknown_group" { accepted.append(name + letter) }
    }
    #expect(accepted == [])
  }
}
