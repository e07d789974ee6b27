import HLAMatching
import HLANomenclature
import HLATyping
import MatchTestSupport
import Testing

/// Cells at HLA-A that make a locus functionally homozygous, and the expressed allele that is left.
struct NullCase: Sendable, CustomTestStringConvertible {
  let cells: String
  let expressed: String
  var testDescription: String { cells }

  /// DOMAIN 2.2, 2.3 and 2.8.
  static let all = [
    NullCase(cells: "A*03:01,A*01:11N", expressed: "03:01"),
    NullCase(cells: "A*01:11N,A*03:01", expressed: "03:01"),
    NullCase(cells: "A*01:04,A*02:01", expressed: "02:01"),  // only nulls under this name
    NullCase(cells: "A*24:09,A*02:01", expressed: "02:01"),  // the same
    NullCase(cells: "A*03:260,A*02:01", expressed: "02:01"),  // deleted, now A*03:284N
    NullCase(cells: "A*0105N,A*02:01", expressed: "02:01"),  // deleted, now A*01:04:01:01N
    NullCase(cells: "A*01:11N/A*01:15N,A*02:01", expressed: "02:01"),  // a list of nulls
    NullCase(cells: "A*01:01:01:02N,A*02:01", expressed: "02:01"),
  ]
}

/// Cells at HLA-A with a null among expressed members, which is ignored, and the same without it.
struct IgnoredNullCase: Sendable, CustomTestStringConvertible {
  let cells: String
  let same: String
  var testDescription: String { cells }

  static let all = [
    IgnoredNullCase(cells: "A*01:01,A*02:01", same: "A*01:01P,A*02:01P"),  // A*01:01:01:02N is within the prefix
    IgnoredNullCase(cells: "A*01:01:01G,A*02:01", same: "A*01:01P,A*02:01P"),  // with A*01:04:01:01N
    IgnoredNullCase(cells: "A*03:01/A*03:284N,A*02:01", same: "A*03:01,A*02:01"),
    IgnoredNullCase(cells: "A*01:01/A*03:01/A*01:11N,A*02:01", same: "A*01:01/A*03:01,A*02:01"),
    IgnoredNullCase(cells: "A*01:01g,A*02:01", same: "A*01:01P,A*02:01P"),  // small g: with the nulls of its G groups
  ]
}

@Suite("Null alleles")
struct NullAlleleTests {
  /// Others to compare with, unlike each other.
  static let others = ["A*02:01,A*03:01", "A*02:01,A*02:01", "A*03:01,A*03:01", "A*01:01,A*11:01", "A*02:01,A*11:01"]

  @Test("One null makes its locus homozygous for the other position", arguments: NullCase.all)
  func functionallyHomozygous(_ null: NullCase) throws {
    let twice = "\(null.expressed),\(null.expressed)"
    for other in NullAlleleTests.others {
      let asDonor = try LocusPair(locus: .a, patient: other, donor: null.cells).counts()
      #expect(asDonor == (try LocusPair(locus: .a, patient: other, donor: twice).counts()), "\(other)")
      #expect(asDonor.homozygous == CountBounds(exactly: 1))
      let asPatient = try LocusPair(locus: .a, patient: null.cells, donor: other).counts()
      #expect(asPatient == (try LocusPair(locus: .a, patient: twice, donor: other).counts()), "\(other)")
    }
  }

  @Test("Beside a null an ambiguous position is one and the same member twice")
  func ambiguousBesideNull() throws {
    let pair = LocusPair(locus: .a, patient: "A*02:01,A*03:01", donor: "A*02:01/A*03:01,A*01:11N")
    #expect(try pair.counts().summary == "1 1 0 1")
  }

  @Test("A deleted null whose successor is expressed counts as expressed")
  func successorMayBeExpressed() throws {
    // A*01:34N is now A*01:01:38L, of the P group A*01:01P.
    let pair = LocusPair(locus: .a, patient: "A*01:01,A*02:01", donor: "A*01:34N,A*02:01")
    #expect(try pair.counts().summary == "2 0 0 0")
  }

  @Test("A null among expressed members is ignored", arguments: IgnoredNullCase.all)
  func nullInSetIsIgnored(_ null: IgnoredNullCase) throws {
    for other in NullAlleleTests.others {
      let asDonor = try LocusPair(locus: .a, patient: other, donor: null.cells).counts()
      #expect(asDonor == (try LocusPair(locus: .a, patient: other, donor: null.same).counts()), "\(other)")
    }
  }

  @Test("Two nulls express nothing", arguments: ["A*01:11N,A*01:15N", "A*01:11N,A*01:11N", "A*01:04,A*03:260"])
  func twoNulls(_ cells: String) throws {
    let asDonor = try LocusPair(locus: .a, patient: "A*01:01,A*02:01", donor: cells).counts()
    #expect(asDonor.summary == "0 0..2 0..2 0..1")
    #expect(asDonor.unexpressedLoci == 1)
    let asPatient = try LocusPair(locus: .a, patient: cells, donor: "A*01:01,A*02:01").counts()
    #expect("\(asPatient.match) \(asPatient.gvh) \(asPatient.hvg)" == "0 0..2 0..2")
    #expect(asPatient.unexpressedLoci == 1)
  }

  @Test(
    "A lone null, and NEW beside a null or a blank, are two unknown positions",
    arguments: ["A*01:11N,", "A*01:04,", "NEW,A*01:11N", "A*01:11N,NEW", "NEW,", "NEW,NEW"])
  func twoUnknownPositions(_ cells: String) throws {
    for blank in BlankSecond.allCases {
      let policy = TypingPolicy(blankSecond: blank)
      let asDonor = try LocusPair(locus: .a, patient: "A*01:01,A*02:01", donor: cells, donorPolicy: policy).counts()
      #expect(asDonor.summary == "0..2 0..2 0..2 0..1")
      #expect(asDonor.typedLoci == 1 && asDonor.unexpressedLoci == 0)
      let asPatient = try LocusPair(locus: .a, patient: cells, donor: "A*01:01,A*02:01", patientPolicy: policy).counts()
      #expect(asPatient.summary == "0..2 0..2 0..2 0")
    }
  }

  @Test("The null rule holds at the other levels too")
  func nullsAtOtherLevels() throws {
    let pair = LocusPair(locus: .a, patient: "A*02:01,A*03:01", donor: "A*03:01,A*01:11N")
    #expect(try pair.counts(.twoField).summary == "1 1 0 1")
    #expect(try pair.counts(.antigen).summary == "1 1 0 1")
  }
}
