import HLANomenclature
import Testing

@testable import HLAReference

// Source: FORMATS 1.3 and 1.7.
@Suite("G and P groups")
struct GroupTests {
  /// Group name to members, for one kind, as the index gives them.
  private func gGroups(_ index: ReferenceIndex) -> [String: String] {
    var groups: [String: String] = [:]
    for code in index.allCodes {
      groups[index.name(of: code).description] = index.gGroupName(of: code)?.description ?? ""
    }
    return groups
  }

  @Test("Every allele of 3.58.0 has the G group that hla_nom_g.txt says", .needs358)
  func gOfEach() throws {
    let expected = try PlainFiles.groups(Releases.folder358 + "/wmda/hla_nom_g.txt")
    let found = gGroups(try Releases.full)
    #expect(found.filter { expected[$0.key] ?? "" != $0.value } == [:])
    #expect(expected.filter { !$0.value.isEmpty && found[$0.key] != $0.value } == [:])
    #expect(Set(expected.values).count - 1 == 707)
  }

  @Test("hla.xml and the text files of 3.31.0 agree in the groups of every live allele", .needs331)
  func xmlAgainstText() throws {
    let (xml, text) = (try Releases.xml331, try Releases.text331)
    let (xmlGroups, textGroups) = (gGroups(xml), gGroups(text))
    #expect(xmlGroups.count == 17_602)
    #expect(xmlGroups.filter { textGroups[$0.key] != $0.value } == [:])
    var different: [String] = []
    for code in xml.allCodes {
      let name = xml.name(of: code).description
      guard let other = text.code(name) else {
        different.append(name)
        continue
      }
      let (first, second) = (xml.identityName(code), text.identityName(other))
      if (first.hasSuffix("P") || second.hasSuffix("P")), first != second {
        different.append("\(name): \(first), \(second)")
      }
    }
    #expect(different == [])
  }

  @Test("A G group gives all its members, nulls included; a P group has no null", .needs358)
  func membership() throws {
    let index = try Releases.full
    let groups = try PlainFiles.groups(Releases.folder358 + "/wmda/hla_nom_g.txt")
    let members = Dictionary(grouping: groups.keys) { groups[$0]! }
    for text in ["A*01:01:01G", "A*02:10:01G", "A*02:17:01G", "DPB1*01:01:01G", "C*04:01:01G"] {
      let locus = try #require(Locus(name: text.prefix { $0 != "*" }))
      let found = try #require(index.gGroup(of: locus, fields: fields(text)))
      #expect(Set(found.map { index.name(of: $0).description }) == Set(members[text] ?? []), "\(text)")
      #expect(found == found.sorted())
      for member in found { #expect(index.gGroupMembers(ofGroupWith: member) == found) }
    }
    let names = (try #require(index.gGroup(of: .a, fields: AlleleFields([1, 1, 1])))).map { index.name(of: $0) }
    #expect(names.contains { $0.suffix == .null })
  }

  private func fields(_ group: String) -> AlleleFields {
    let numbers = group.drop { $0 != "*" }.dropFirst().dropLast().split(separator: ":").compactMap { UInt16($0) }
    return AlleleFields(numbers)
  }

  @Test("Groups keep the members whose first field is another", .needs358)
  func crossing() throws {
    let index = try Releases.full
    let crossing = try #require(index.pGroup(of: .a, fields: AlleleFields([2, 65])))
    let firstFields = Set(index.members(of: crossing, locus: .a).map { index.fields(of: $0).values[0] })
    #expect(firstFields.contains(74))
    let broad = try #require(index.gGroup(of: .dpb1, fields: AlleleFields([1, 1, 1])))
    #expect(Set(broad.map { index.fields(of: $0).values[0] }).count == 44)
    let count = Locus.typed.reduce(0) { sum, locus in
      sum
        + (0..<index.identityCount(of: locus)).count { number in
          index.name(of: ARDCode(UInt16(number)), locus: locus).hasSuffix("P")
        }
    }
    let published = Set(try PlainFiles.groups(Releases.folder358 + "/wmda/hla_nom_p.txt").values).count - 1
    #expect(published == 1_418)
    #expect(count <= published)
  }

  @Test("A name that is no group of the release has no members", .needs358)
  func absent() throws {
    let index = try Releases.full
    #expect(index.gGroup(of: .a, fields: AlleleFields([1, 1, 2])) == nil)
    #expect(index.pGroup(of: .a, fields: AlleleFields([1, 6])) == nil, "A*01:06 is a lone protein, not a P group")
    #expect(index.pGroup(of: .b, fields: AlleleFields([1, 1])) == nil)
  }
}
