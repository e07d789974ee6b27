import HLANomenclature
import Testing

@testable import HLAReference

// Source: DOMAIN 2.2 and 2.3; FORMATS 3. Every name of the release is tried in HLATypingTests/WholeRelease.
@Suite("Names of one release", .needs358)
struct LivingNameTests {
  @Test(
    "Fewer fields are every allele with that prefix, suffixed ones included",
    arguments: ["02:01", "01:01:01", "24:02:01"])
  func prefixes(text: String) throws {
    let index = try Releases.full
    let found = try index.resolve(locus: .a, name: text)
    let expected = try PlainFiles.names(Releases.folder358).filter { $0.hasPrefix("A*\(text):") }
    #expect(!found.isFullName)
    #expect(Set(found.alleles.map { index.name(of: $0).description }) == Set(expected))
    #expect(expected.contains { $0.last?.isLetter == true })
    #expect(found.alleles == found.alleles.sorted())
  }

  @Test("A prefix ends at a field: 02:10 is not 02:101, and 01:1 is no name")
  func fieldBoundaries() throws {
    let index = try Releases.full
    let found = try index.resolve(locus: .a, name: "02:10")
    #expect(found.alleles.allSatisfy { index.fields(of: $0).prefix(2) == AlleleFields([2, 10]) })
    #expect(throws: NameResolutionError.malformed("A*01:1")) { try index.resolve(locus: .a, name: "01:1") }
  }

  @Test("With a suffix only the alleles that carry it", arguments: [("02:01L", "L"), ("01:01N", "N"), ("24:02L", "L")])
  func suffixes(text: String, suffix: String) throws {
    let index = try Releases.full
    let found = try index.resolve(locus: .a, name: text)
    let expected = try PlainFiles.names(Releases.folder358)
      .filter { $0.hasPrefix("A*\(text.dropLast()):") && $0.hasSuffix(suffix) }
    #expect(Set(found.alleles.map { index.name(of: $0).description }) == Set(expected))
    #expect(!expected.isEmpty)
  }

  @Test(
    "A name written without its suffix is the suffixed allele",
    arguments: [("24:09", "A*24:09N"), ("01:147", "A*01:147Q")])
  func withoutSuffix(text: String, name: String) throws {
    let index = try Releases.full
    let found = try index.resolve(locus: .a, name: text)
    #expect(found.alleles.map { index.name(of: $0).description } == [name])
    #expect(found.lifts == [])
  }

  @Test(
    "A name that does not exist is an error",
    arguments: [
      "02:999999", "02:9999", "99:01", "01:01:01:01N", "01:01X", "02:01C", "01:01:01:01:01",
    ])
  func absent(text: String) throws {
    #expect(throws: NameResolutionError.self) { try Releases.full.resolve(locus: .a, name: text) }
  }

  @Test(
    "Text that is no name is malformed",
    arguments: ["", "A", ":", "1", "01", "012", "01:", "x1:01", "010101010", "0201n", "02 01"])
  func malformed(text: String) throws {
    #expect(throws: NameResolutionError.malformed("A*\(text)")) { try Releases.full.resolve(locus: .a, name: text) }
  }
}
