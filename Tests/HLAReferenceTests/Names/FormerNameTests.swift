import HLANomenclature
import Testing

@testable import HLAReference

// Source: DOMAIN 2.2; FORMATS 3.
@Suite("Deleted and pre-2010 names of 3.58.0", .needs358)
struct FormerNameTests {
  /// The name that hla_nom.txt's successor fields lead to, read by hand; nil where a field on the way is empty.
  private func end(of name: String, _ successors: [String: String]) -> String? {
    var (name, steps) = (name, 0)
    while let next = successors[name], steps < 10 { (name, steps) = (next, steps + 1) }
    return name.isEmpty ? nil : name
  }

  /// Deleted name to successor, both with their locus; a successor of a Cw name with colons is a C name.
  private func successors() throws -> [String: String] {
    var successors: [String: String] = [:]
    for entry in try PlainFiles.deleted(Releases.folder358) {
      let locus = entry.locus == "Cw" && entry.successor.contains(":") ? "C" : entry.locus
      successors["\(entry.locus)*\(entry.name)"] = entry.successor.isEmpty ? "" : "\(locus)*\(entry.successor)"
    }
    return successors
  }

  @Test("182 names are deleted; 168 lead straight to a living name, one is a chain, 13 lead nowhere")
  func deletedNames() throws {
    let index = try Releases.full
    let successors = try successors()
    #expect(successors.count == 182)
    var counts = (straight: 0, chain: 0, none: 0)
    for entry in try PlainFiles.deleted(Releases.folder358) {
      let locus = try #require(Locus(name: entry.locus))
      let written = "\(entry.locus)*\(entry.name)"
      guard let target = end(of: written, successors) else {
        counts.none += 1
        let error = NameResolutionError.deletedWithoutSuccessor("\(locus)*\(entry.name)")
        #expect(throws: error) { try index.resolve(locus: locus, name: entry.name) }
        continue
      }
      guard let found = try? index.resolve(locus: locus, name: entry.name) else {
        Issue.record("\(written) leads nowhere, not to \(target)")
        continue
      }
      #expect(found.name.description == target)
      #expect(!found.alleles.isEmpty)
      #expect(found.lifts.allSatisfy { $0.ground == .successor })
      if found.lifts.count == 1 { counts.straight += 1 } else { counts.chain += 1 }
    }
    #expect(counts == (168, 1, 13))
  }

  @Test("Each step of a chain is told")
  func chain() throws {
    let found = try Releases.full.resolve(locus: .c, name: "0422")
    #expect(found.lifts.map(\.from) == ["C*0422", "C*0421"])
    #expect(found.lifts.map(\.ground) == [.successor, .successor])
    #expect(found.lifts.last?.to == "C*04:15:02")
  }

  @Test(
    "The successor may change the expression or the first fields",
    arguments: [
      (.a, "01:34N", "A*01:01:38L"), (.a, "03:260", "A*03:284N"), (.b, "38:158", "B*39:173"),
    ] as [(Locus, String, String)])
  func changed(locus: Locus, text: String, name: String) throws {
    #expect(try Releases.full.resolve(locus: locus, name: text).name.description == name)
  }

  @Test("A name that stands only in Deleted_alleles.txt follows its accession, where that lives on")
  func byAccession() throws {
    let index = try Releases.full
    let successors = try successors()
    let living = Set(try PlainFiles.names(Releases.folder358))
    var followed = 0
    for row in try PlainFiles.rows(Releases.folder358 + "/Deleted_alleles.txt", separator: ",") {
      guard row[0].hasPrefix("HLA"), let number = UInt32(row[0].dropFirst(3)), let star = row[1].firstIndex(of: "*"),
        successors[row[1]] == nil, !living.contains(row[1]), !row[1].hasPrefix("MIC"),
        let locus = Locus(name: row[1][..<star])
      else { continue }
      let text = String(row[1][row[1].index(after: star)...])
      let formerly = "\(locus)*\(text)"
      guard let code = index.allele(accession: number) else {
        let isFormer = !text.contains(":")
        if !isFormer {
          #expect(throws: NameResolutionError.self, "\(formerly)") { try index.resolve(locus: locus, name: text) }
        }
        continue
      }
      let found = try index.resolve(locus: locus, name: text)
      if AlleleName(formerly).map({ index.living($0).isEmpty }) ?? true {
        #expect(found.alleles.contains(code), "\(formerly)")
        // A pre-2010 name that Nomenclature_2009.txt has too goes by that file, which comes first (DOMAIN 2.2).
        let ground = found.lifts.first?.ground
        #expect(ground == .accession || (ground == .nomenclature2009 && !text.contains(":")), "\(formerly)")
        followed += 1
      }
    }
    #expect(followed > 20)
    #expect(try index.resolve(locus: .a, name: "23:19Q").name.description == "A*23:19N")
  }

  @Test("A deleted name may be written without its suffix where no living name has that stem")
  func withoutSuffix() throws {
    let index = try Releases.full
    let full = try index.resolve(locus: .a, name: "03:200Q")
    let short = try index.resolve(locus: .a, name: "03:200")
    #expect(short.name == full.name && short.alleles == full.alleles)
    #expect(!short.lifts.isEmpty)
    // A*23:19N lives, so the stem is a living name.
    #expect(try index.resolve(locus: .a, name: "23:19").lifts == [])
  }

  @Test("All 4 633 old names of Nomenclature_2009.txt lead to the stated name or its successor")
  func nomenclature2009() throws {
    let index = try Releases.full
    let successors = try successors()
    let rows = try PlainFiles.formerNames(Releases.folder358)
      .filter { $0.new != "None" && !$0.old.hasPrefix("MIC") && !$0.old.hasPrefix("TAP") }
    #expect(rows.count == 4_633)
    var wrong: [String] = []
    for row in rows {
      guard let locus = Locus(name: row.old.prefix { $0 != "*" }) else { continue }
      let text = String(row.old.drop { $0 != "*" }.dropFirst())
      let stated = String(row.new.drop { $0 != "*" }.dropFirst())
      // hla_nom.txt goes before the row; the row's target may have been deleted or renamed since.
      let wanted =
        end(of: row.old, successors) == row.old
        ? index.whereabouts(locus, stated)
        : end(of: row.old, successors).map { index.whereabouts(locus, afterStar($0)) }
      let found = index.whereabouts(locus, text)
      if found != wanted || !found.hasSuffix("]") { wrong.append("\(row.old): \(found), not \(wanted ?? "an error")") }
    }
    #expect(wrong == [])
  }

  private func afterStar(_ name: String) -> String { String(name.drop { $0 != "*" }.dropFirst()) }

  @Test("An old name whose row says None is decided by hla_nom.txt, or an error")
  func noneRows() throws {
    let index = try Releases.full
    let successors = try successors()
    let rows = try PlainFiles.formerNames(Releases.folder358).filter { $0.new == "None" }
    #expect(rows.count == 83)
    for row in rows where !row.old.hasPrefix("MIC") {
      guard let locus = Locus(name: row.old.prefix { $0 != "*" }) else { continue }
      let target = successors[row.old].flatMap { _ in end(of: row.old, successors) }
      let found = try? index.resolve(locus: locus, name: afterStar(row.old))
      #expect(found?.name.description == target, "\(row.old)")
    }
  }

  /// An old name, its meaning, and what that rests on.
  struct OldName: CustomTestStringConvertible, Sendable {
    let old: String
    let name: String
    let ground: NameLift.Ground
    var testDescription: String { old }
    static let all = [
      OldName(old: "A*9201", name: "A*02:101", ground: .nomenclature2009),
      OldName(old: "B*9501", name: "B*15:101", ground: .nomenclature2009),
      OldName(old: "DPB1*1702", name: "DPB1*114:01", ground: .nomenclature2009),
      OldName(old: "A*1150", name: "A*11:50Q", ground: .nomenclature2009),
      OldName(old: "A*0201", name: "A*02:01", ground: .nomenclature2009),
      OldName(old: "A*020101", name: "A*02:01:01", ground: .nomenclature2009),
      OldName(old: "DPB1*0401", name: "DPB1*04:01", ground: .nomenclature2009),
      OldName(old: "A*0105N", name: "A*01:04:01:01N", ground: .successor),
      OldName(old: "A*2403", name: "A*24:03", ground: .nomenclature2009),
    ]
  }

  @Test("Old names by the order of the rule: hla_nom, the exact row, the common prefix", arguments: OldName.all)
  func order(example: OldName) throws {
    let locus = try #require(Locus(name: example.old.prefix { $0 != "*" }))
    let found = try Releases.full.resolve(locus: locus, name: afterStar(example.old))
    #expect(found.name.description == example.name)
    #expect(found.lifts.first?.ground == example.ground)
  }

  @Test("Only a name of which no file says anything is split two by two, and only into a name that exists")
  func split() throws {
    let index = try Releases.full
    let rows = try PlainFiles.formerNames(Releases.folder358).map(\.old)
    let unlisted = (100...999).map { "02\($0 / 10)" }.first { digits in
      !rows.contains { $0.hasPrefix("A*\(digits)") } && index.whereabouts(.a, "02:\(digits.suffix(2))").hasPrefix("A*")
    }
    if let unlisted {
      #expect(try index.resolve(locus: .a, name: unlisted).lifts.map(\.ground) == [.digitSplit])
    }
    for text in ["9901", "0200", "02019999", "0201C", "02011"] {
      #expect(throws: NameResolutionError.self, "A*\(text)") { try index.resolve(locus: .a, name: text) }
    }
  }
}
