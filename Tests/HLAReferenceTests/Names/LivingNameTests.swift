import HLANomenclature
import Testing

@testable import HLAReference

// Source: DOMAIN 2.2 and 2.3; FORMATS 3; the shared table of resolution cases.
@Suite("Names of one release", .needs358)
struct LivingNameTests {
  @Test("Every living name stands for itself, without a lift")
  func living() throws {
    let index = try Releases.full
    var wrong: [String] = []
    for code in index.allCodes {
      let name = index.name(of: code)
      let text = String(name.description.dropFirst(name.locus.name.utf8.count + 1))
      guard let found = try? index.resolve(locus: name.locus, name: text) else {
        wrong.append(name.description)
        continue
      }
      if found.name != name || !found.alleles.contains(code) || !found.lifts.isEmpty { wrong.append(name.description) }
    }
    #expect(wrong == [])
  }

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

  struct Case: CustomTestStringConvertible, Sendable {
    let input: String
    let locus: String
    let expected: String
    var testDescription: String { input }
    static let all: [Case] = {
      let path = SharedSamples.folder.appendingPathComponent("samples/resolution_cases.csv").path
      let rows = (try? PlainFiles.rows(path, separator: ",")) ?? []
      return rows.dropFirst().map { Case(input: $0[0], locus: $0[1], expected: $0[2]) }
    }()
  }

  @Test("The shared resolution cases", arguments: Case.all)
  func sharedCases(example: Case) throws {
    let index = try Releases.full
    let locus = try #require(Locus(name: example.locus))
    let text = String(example.input.drop { $0 != "*" }.dropFirst())
    let isName = example.expected.contains("*") && !example.expected.contains(" ")
    if isName {
      let found = try index.resolve(locus: locus, name: text)
      #expect(found.name.description == example.expected)
      #expect(!found.lifts.isEmpty)
    } else if example.expected == "error" {
      #expect(throws: NameResolutionError.self) { try index.resolve(locus: locus, name: text) }
    } else if example.expected.contains("null") {
      #expect(try index.resolve(locus: locus, name: text).alleles.allSatisfy { index.identity(of: $0) == .null })
    } else {
      let bytes = Array(text.utf8)
      let group = AlleleGroupName(locus: locus, afterStar: bytes.span)
      let name = try #require(group)
      let members =
        name.kind == .g
        ? index.gGroup(of: locus, fields: name.fields)
        : index.pGroup(of: locus, fields: name.fields).map { index.members(of: $0, locus: locus) }
      #expect(members?.isEmpty == false)
    }
  }

  @Test("All shared resolution cases were read")
  func caseCount() { #expect(Case.all.count == 19) }
}
