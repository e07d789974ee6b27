import Foundation
import HLANomenclature
import HLAReference
import RegistryFormats
import Testing

@testable import HLATyping

/// Files of donors as registries send them, kept beside the repository.
private enum Samples {
  static let folder = References.shared + "/samples/"
  static let isPresent = References.has358 && FileManager.default.isReadableFile(atPath: folder + "README.txt")

  /// A row, understood.
  struct Row {
    let id: String
    let faults: [String]
    let warnings: [String]
    let typings: [LocusTyping]
  }

  /// All rows of a file, read with the codes of the sample table.
  static func rows(_ name: String) throws -> [Row] {
    let codes = try MultipleAlleleCodes.open(folder + "mac_alpha.v3.sample.txt")
    let file = try RegistryFile(path: folder + name)
    let reader = try PersonReader(header: file.header, role: .donors, overrides: [], format: file.format)
    var tables = TypingTables(reference: try References.full.reference, policy: TypingPolicy(), codes: codes)
    var rows: [Row] = []
    var row = PersonRow(locusCount: Locus.typed.count)
    try file.forEachRecord { record in
      reader.read(record, tables: &tables, into: &row)
      rows.append(
        Row(
          id: String(decoding: row.id, as: UTF8.self), faults: row.faults.map { "\($0.field) \($0.value) \($0.code)" },
          warnings: row.warnings.map { "\($0.field) \($0.code)" },
          typings: row.typings(in: tables)))
    }
    return rows
  }
}

// Source: the expected refusals stand in the samples' README.
@Suite("Samples of donor files, understood", .enabled(if: Samples.isPresent, "needs 3.58.0 and samples in ../shared"))
struct SampleFileTests {
  // B*0701 was deleted without a successor, too; all faults of a row are told.
  @Test("Of the comma file only D0007 is refused, for A*02:100, which was never assigned, and B*0701")
  func commaFile() throws {
    let rows = try Samples.rows("donors_comma_utf8.csv")
    #expect(rows.map(\.id) == (1...7).map { "D000\($0)" })
    #expect(rows.filter { !$0.faults.isEmpty }.map(\.id) == ["D0007"])
    #expect(rows.last?.faults == ["A_2 A*02:100", "B_1 B*0701"].map { $0 + " deleted_without_successor" })
    #expect(rows[5].warnings.contains("A_2 name_lifted"))
    #expect(rows[4].warnings.contains("DRB1_2 other_gene"))
  }

  @Test(
    "The semicolon files of every encoding have the same three typings and no refusal",
    arguments: [
      "donors_semicolon_bom_crlf.csv", "donors_semicolon_cp1252.csv", "donors_semicolon_latin1.csv",
      "donors_sep_line_utf16.csv",
    ])
  func semicolonFiles(file: String) throws {
    let rows = try Samples.rows(file)
    #expect(rows.map(\.id) == ["0000123", "0000124", "0000125"])
    #expect(rows.flatMap(\.faults) == [])
    #expect(rows.map(\.typings) == (try Samples.rows("donors_semicolon_bom_crlf.csv")).map(\.typings))
    #expect(rows.map { $0.typings.filter(\.isTyped).count } == [3, 3, 3])
  }

  /// A line of resolution_cases.csv.
  struct Case: CustomTestStringConvertible, Sendable {
    let input: String
    let locus: String
    let expected: String
    var testDescription: String { input }

    static let all: [Case] = {
      let rows = (try? PlainRelease.rows(Samples.folder + "resolution_cases.csv", separator: ",")) ?? []
      return rows.dropFirst().map { Case(input: $0[0], locus: $0[1], expected: $0[2]) }
    }()
  }

  @Test(
    "Each resolution case is exactly the alleles, the group, the null or the error that its line says",
    arguments: Case.all)
  func resolutionCase(example: Case) throws {
    let release = try WholeRelease.release358
    let locus = try #require(Locus(name: example.locus))
    let pGroup = PlainRelease.groupMembers(release.plain.pGroups)[example.input]
    let gGroup = PlainRelease.groupMembers(release.plain.gGroups)[example.input]
    switch example.expected {
    case "error": #expect(release.resolver.faultCode(example.input, locus) == "deleted_without_successor")
    case "null allele":
      let members = release.plain.members[example.input] ?? []
      #expect(members == ["A*24:09N"])
      #expect(release.fault(of: example.input, locus, expecting: members) == nil)
      #expect(try release.resolver.typed(example.input, locus).expression == .null)
    case let text where text.contains("roup"):
      let members = try #require(pGroup ?? gGroup)
      #expect(release.fault(of: example.input, locus, expecting: members) == nil)
      if text.contains("A*74") { #expect(members.contains { $0.hasPrefix("A*74:") }) }
      if text.contains("A*02:10") {
        #expect(members.contains("A*02:10") && !members.contains { $0.hasPrefix("A*02:10:") })
      }
    default:
      let members = try #require(release.plain.members[example.expected])
      #expect(release.fault(of: example.input, locus, expecting: members) == nil)
      #expect(try release.resolver.typed(example.input, locus).notes.contains { $0.code == "name_lifted" })
    }
  }

  @Test("All resolution cases were read")
  func caseCount() { #expect(Case.all.count == 19) }
}
