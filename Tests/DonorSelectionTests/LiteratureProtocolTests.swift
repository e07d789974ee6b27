import DonorSelection
import HLATyping
import MatchTestSupport
import Testing

/// The built-in protocols beside `mst`: DOMAIN section 7.
@Suite("The protocols of the literature")
struct LiteratureProtocolTests {
  private static let patient = WrittenPerson("P1", letters: "ab ab ab ab ab", facts: ["abo": "A", "cmv": "P"])

  private func ranking(_ name: String, _ donors: [WrittenPerson]) async throws -> DonorRanking {
    try await TestRun.ranking(
      patient: LiteratureProtocolTests.patient, donors: donors, rules: try TestProtocol.named(name))
  }

  private func donor(_ letters: String, _ facts: [String: String] = [:], under name: String) throws -> RankedDonor {
    try TestRun.pair(
      patient: LiteratureProtocolTests.patient, donor: WrittenPerson("D1", letters: letters, facts: facts),
      rules: try TestProtocol.named(name))
  }

  @Test("imak excludes 8/10 and above, and a one-way match; homozygosity only by the one-way rule")
  func imakStatus() throws {
    #expect(try donor("ab ab ab ab cd", under: "imak").reasons == ["match_count"])
    #expect(try donor("ab ab ab ac cd", under: "imak").status == .eligible)
    // Homozygous at five loci: the patient can reject it as long as one of its identities is foreign.
    #expect(try donor("aa bb aa bb aa", under: "imak").reasons == ["one_way_match"])
    #expect(try donor("aa bb aa bb cc", under: "imak").status == .eligible)
    #expect(try donor("aa bb aa bb cc", under: "mst").reasons == ["homozygous_loci"])
    #expect(try donor("a- .. cd cd cd", under: "imak").status == .eligible)
  }

  @Test("imak counts NK terms and their cap twice, and all else as mst does")
  func imakPoints() throws {
    let (imak, mst) = (try TestProtocol.named("imak").points, TestProtocol.mst.points)
    #expect(imak.nk == mst.nk.mapValues { 2 * $0 })
    var other = imak
    (other.nk, other.related) = (mst.nk, mst.related)
    #expect(other == mst)
  }

  @Test("Under imak a haploidentical relative and a fully mismatched unrelated donor stand side by side")
  func imakFirstClass() async throws {
    let donors = [
      WrittenPerson("HAPLO", letters: "ac ac ac ac ac", facts: ["relation": "sibling", "age": "40"]),
      WrittenPerson("FULL", letters: "cd cd cd cd cd", facts: ["age": "30"]),
      WrittenPerson("PART", letters: "ac ac ac cd ab", facts: ["age": "20"]),
      WrittenPerson("HAPLO2", letters: "ad ad ad ad ad", facts: ["relation": "child", "age": "25"]),
    ]
    let ranking = try await ranking("imak", donors)
    #expect(ranking.donors.map { $0.points - $0.nkPoints } == [104, 104, 102, 54])
    #expect(ranking.donors.map(\.id) == ["HAPLO2", "FULL", "HAPLO", "PART"])
    let mst = try await self.ranking("mst", donors)
    #expect(mst.donors.map(\.id) == ["HAPLO2", "HAPLO", "FULL", "PART"])
  }

  @Test("conventional excludes nobody and puts the best match first, whatever else speaks for a donor")
  func conventionalOrder() async throws {
    let favoured = ["relation": "sibling", "age": "20", "cmv": "P", "abo": "A"]
    let against = ["age": "70", "cmv": "N", "abo": "B"]
    let grades = [
      "ab ab ab ab ab", "ab ab ab ab ac", "ab ab ab ab cd", "ac ab ab ab cd", "cd cd ab ab ab", "cd cd ac ab ab",
      "cd cd cd ab ab", "cd cd cd ac ab", "cd cd cd cd ab", "cd cd cd cd ac", "cd cd cd cd cd",
    ]
    // At 8 of 10 and 6 of 10 the grades differ by one position; ten grades in all.
    let donors = grades.enumerated().map { number, letters in
      WrittenPerson("D\(10 + number)", letters: letters, facts: number % 2 == 0 ? against : favoured)
    }
    let ranking = try await ranking("conventional", donors)
    #expect(ranking.excluded.isEmpty && ranking.tally.eligible == donors.count)
    #expect(ranking.donors.map(\.counts.total.match.max) == [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
    #expect(ranking.donors.map(\.id) == donors.map(\.id))
  }

  @Test("Under conventional a mismatch of one direction costs what one of both directions costs: a match")
  func conventionalDirections() throws {
    for letters in ["aa ab ab ab ab", "ac ab ab ab ab", "ab ab ab ab bb"] {
      #expect(try donor(letters, under: "conventional").points == -100, "\(letters)")
    }
  }

  @Test("One position outweighs all other terms of conventional together")
  func conventionalWeights() throws {
    let points = try TestProtocol.named("conventional").points
    let best =
      points.related + (points.ages.map(\.points).max() ?? 0) + points.cmvEqual + (points.abo.values.max() ?? 0)
    let worst = (points.abo.values.min() ?? 0) + points.donorSpecificAntibodies
    #expect(best - worst < -points.mismatch)
    #expect(points.hvgMismatch == 0 && points.gvhMismatch == 0 && points.nk.isEmpty)
  }

  @Test("Among donors matched as well a relative comes first under conventional, then the younger")
  func conventionalTies() async throws {
    let ranking = try await ranking(
      "conventional",
      [
        WrittenPerson("OLD", letters: "ab ab ab ab ac", facts: ["age": "50"]),
        WrittenPerson("YOUNG", letters: "ab ab ab ab ac", facts: ["age": "20"]),
        WrittenPerson("KIN", letters: "ab ab ab ab ac", facts: ["age": "60", "relation": "sibling"]),
        WrittenPerson("FAR", letters: "ab ab ab ab cd", facts: ["age": "20", "relation": "sibling"]),
      ])
    #expect(ranking.donors.map(\.id) == ["KIN", "YOUNG", "OLD", "FAR"])
  }

  @Test("NEW is a mismatch under conventional, unknown under imak; an untyped locus may match")
  func newAlleles() throws {
    let isNew = try donor("aN ab ab ab ab", under: "conventional").counts.total
    #expect(isNew.match.min == 9 && isNew.match.max == 9)
    let open = try donor("aN ab ab ab ab", under: "imak").counts.total
    #expect(open.match.min == 9 && open.match.max == 10)
    #expect(try donor(".. ab ab ab ab", under: "conventional").points == 0)
  }
}
