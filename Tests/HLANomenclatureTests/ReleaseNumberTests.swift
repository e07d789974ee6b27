import HLANomenclature
import Testing

@Suite("Numbers of releases")
struct ReleaseNumberTests {
  @Test(
    "Releases are ordered by their parts, never as text",
    arguments: [("3.9.0", "3.31.0"), ("2.28.0", "3.0"), ("3.58.0", "3.58.1"), ("3.58", "3.58.0.1")])
  func order(lower: String, higher: String) throws {
    let (one, other) = (try #require(ReleaseNumber(lower)), try #require(ReleaseNumber(higher)))
    #expect(one < other && !(other < one) && !(one < one))
  }

  @Test("Parts left out are zero")
  func padding() {
    #expect(ReleaseNumber("3.31") == ReleaseNumber("3.31.0"))
  }

  @Test(
    "A date or a word is no release",
    arguments: ["", "3", "2024-10-09", "3.x.0", "3..0", "unknown", "-3.1", "1.2.3.4.5"])
  func refused(text: String) {
    #expect(ReleaseNumber(text) == nil)
  }
}
