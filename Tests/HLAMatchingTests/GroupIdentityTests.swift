import HLAMatching
import HLANomenclature
import HLATyping
import MatchTestSupport
import Testing

/// Two proteins of one P group, as DOMAIN section 3 names the cases that turn on it.
struct SharedGroupCase: Sendable, CustomTestStringConvertible {
  let locus: Locus
  let one: String
  let other: String
  /// A third allele of another identity.
  let third: String

  var testDescription: String { "\(locus)*\(one)/\(other)" }

  static let all = [
    SharedGroupCase(locus: .dqb1, one: "02:01", other: "02:02", third: "06:02"),
    SharedGroupCase(locus: .drb1, one: "14:01", other: "14:54", third: "03:01"),
    SharedGroupCase(locus: .c, one: "07:01", other: "07:18", third: "07:02"),
    SharedGroupCase(locus: .b, one: "07:05", other: "07:06", third: "07:02"),
    SharedGroupCase(locus: .a, one: "02:01", other: "02:09", third: "02:03"),
  ]
}

@Suite("The ARD identity decides")
struct GroupIdentityTests {
  @Test("Two proteins of one P group match; by two fields they do not", arguments: SharedGroupCase.all)
  func groupMatches(_ group: SharedGroupCase) throws {
    let pair = LocusPair(
      locus: group.locus, patient: "\(group.one),\(group.third)", donor: "\(group.other),\(group.third)")
    #expect(try pair.counts().summary == "2 0 0 0")
    #expect(try pair.counts(.twoField).summary == "1 1 1 0")
  }

  @Test("A donor with two proteins of one P group is homozygous; by two fields not", arguments: SharedGroupCase.all)
  func groupIsHomozygous(_ group: SharedGroupCase) throws {
    let pair = LocusPair(
      locus: group.locus, patient: "\(group.one),\(group.third)", donor: "\(group.one),\(group.other)")
    #expect(try pair.counts().summary == "1 1 0 1")
    #expect(try pair.counts(.twoField).summary == "1 1 1 0")
  }

  @Test("A patient with two proteins of one P group lacks the donor's second identity", arguments: SharedGroupCase.all)
  func groupIsHomozygousInPatient(_ group: SharedGroupCase) throws {
    let pair = LocusPair(
      locus: group.locus, patient: "\(group.one),\(group.other)", donor: "\(group.other),\(group.third)")
    #expect(try pair.counts().summary == "1 0 1 0")
    #expect(try pair.counts(.twoField).summary == "1 1 1 0")
  }

  @Test("A name and the P group that holds it are one identity", arguments: SharedGroupCase.all)
  func nameMatchesItsGroup(_ group: SharedGroupCase) throws {
    let pair = LocusPair(
      locus: group.locus, patient: "\(group.other),\(group.third)", donor: "\(group.one)P,\(group.third)")
    #expect(try pair.counts().summary == "2 0 0 0")
    #expect(try pair.counts(.twoField).match == CountBounds(1, 2))
  }

  @Test("A protein without a group is an identity of its own", arguments: ["01:06", "01:147Q"])
  func loneProtein(_ name: String) throws {
    #expect(try LocusPair(locus: .a, patient: "01:01,02:01", donor: "\(name),02:01").counts().summary == "1 1 1 0")
    #expect(try LocusPair(locus: .a, patient: "\(name),02:01", donor: "\(name),02:01").counts().summary == "2 0 0 0")
  }

  @Test("A low, secreted or questionable allele counts as expressed")
  func alteredExpressionCounts() throws {
    let low = LocusPair(locus: .a, patient: "24:02:01:01,02:01", donor: "24:02:01:02L,02:01")
    #expect(try low.counts().summary == "2 0 0 0")
    let questionable = LocusPair(locus: .c, patient: "07:02,04:01", donor: "07:01:01:14Q,04:01")
    #expect(try questionable.counts().summary == "1 1 1 0")
  }
}
