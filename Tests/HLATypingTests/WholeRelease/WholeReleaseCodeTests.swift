import Foundation
import HLANomenclature
import HLAReference
import Testing

@testable import HLATyping

/// The genuine codes, as the file has them and as the resolver under test knows them.
private struct GenuineCodes {
  static let file = References.shared + "/mac-sample/alpha.v3.zip"
  static let isPresent = References.has358 && FileManager.default.isReadableFile(atPath: file)

  let release: WholeRelease
  let resolver: TypingResolver
  let codes: [PlainCode]
  /// The first fields that live at each locus of the ten.
  let firstFields: [(gene: String, locus: Locus, fields: [String])]

  init() throws {
    let release = try WholeRelease.release358
    self.release = release
    resolver = TypingResolver(
      reference: release.resolver.reference, codes: try MultipleAlleleCodes.open(GenuineCodes.file))
    codes = try PlainCode.all(GenuineCodes.file)
    firstFields = Locus.ten.map { locus in
      let stems = release.plain.members.keys.filter {
        PlainRelease.gene($0) == locus.name && !$0.contains(":") && !$0.last!.isLetter
      }
      return (locus.name, locus, stems.map(PlainRelease.afterStar).sorted())
    }
  }

  /// What the resolver gives, in the terms of the plain expansion.
  func found(_ cell: String, _ locus: Locus) throws -> (expansion: PlainExpansion, notes: [String]) {
    do throws(TypingFault) {
      guard case .position(let position) = try resolver.cell(cell, locus: locus), position.kind == .mac else {
        return (.refused("no code"), [])
      }
      var dropped: [String] = []
      for case .codeMembersDropped(_, let names) in position.notes { dropped = names }
      let notes = position.notes.map(\.code)
      let lifted = notes.count { $0 == "name_lifted" }
      return (.alleles(position.alleles.map(\.rawValue), dropped: dropped, lifted: lifted), notes)
    } catch {
      return (.refused(error.code), [])
    }
  }
}

// Source: FORMATS 3.1, DOMAIN 2.4; the 12 520 genuine codes beside the repository.
@Suite(
  "Every genuine multiple allele code against 3.58.0",
  .enabled(if: GenuineCodes.isPresent, "needs the files of 3.58.0 and mac-sample in ../shared"))
struct WholeReleaseCodeTests {
  @Test("The table has the codes of the file, with their members and no other")
  func table() throws {
    let genuine = try GenuineCodes()
    let table = try #require(genuine.resolver.codes)
    #expect(genuine.codes.count == 12_520 && table.count == 12_520)
    var wrong: [String] = []
    for code in genuine.codes {
      let members: [String]
      switch CodeLetters(code.letters.utf8).flatMap(table.members) {
      case .generic(let fields)?: members = fields.map(text)
      case .specific(let pairs)?: members = pairs.map { String(format: "%02d:", $0.first) + text($0.second) }
      case nil: members = []
      }
      if members != code.members { wrong.append(code.letters) }
    }
    #expect(wrong == [])
  }

  private func text(_ field: AlleleName.SecondField) -> String {
    String(format: "%02d", field.field) + field.suffix.letter
  }

  @Test("A generic code is its living members behind the first field, or refused where none of them is expressed")
  func generic() throws {
    let genuine = try GenuineCodes()
    var expander = PlainCodeExpander(genuine.release)
    var wrong: [String] = []
    var outcomes = (whole: 0, dropped: 0, lifted: 0, empty: 0)
    for code in genuine.codes where !code.isSpecific {
      for (gene, locus, fields) in genuine.firstFields {
        for field in fields {
          let expected = expander.expansion(of: code, gene: gene, firstField: field)
          let cell = "\(gene)*\(field):\(code.letters)"
          if try genuine.found(cell, locus).expansion != expected { wrong.append(cell) }
          switch expected {
          case .refused: outcomes.empty += 1
          case .alleles(_, let dropped, let lifted):
            if dropped.isEmpty { outcomes.whole += 1 } else { outcomes.dropped += 1 }
            if lifted > 0 { outcomes.lifted += 1 }
          }
        }
      }
    }
    #expect(wrong.prefix(20) == [], "\(wrong.count) in all")
    #expect(
      outcomes.whole > 1_000 && outcomes.dropped > 1_000 && outcomes.lifted > 10 && outcomes.empty > 100, "\(outcomes)")
  }

  @Test("A specific code is its list as it stands, with the first field that its list demands and no other")
  func specific() throws {
    let genuine = try GenuineCodes()
    var expander = PlainCodeExpander(genuine.release)
    var wrong: [String] = []
    var outcomes = (whole: 0, dropped: 0, lifted: 0, onlyNulls: 0, firstField: 0)
    for code in genuine.codes where code.isSpecific {
      for (gene, locus, fields) in genuine.firstFields {
        guard case .alleles = genuine.release.plain.meaning("\(gene)*\(code.members[0])")
        else { continue }
        let own = try #require(code.firstField)
        for field in [own] + fields {
          let expected = expander.expansion(of: code, gene: gene, firstField: field)
          let cell = "\(gene)*\(field):\(code.letters)"
          let found = try genuine.found(cell, locus)
          if found.expansion != expected { wrong.append(cell) }
          guard case .alleles(let numbers, let dropped, let lifted) = expected else {
            outcomes.firstField += 1
            continue
          }
          if dropped.isEmpty { outcomes.whole += 1 } else { outcomes.dropped += 1 }
          if lifted > 0 { outcomes.lifted += 1 }
          let reference = genuine.resolver.reference
          guard numbers.allSatisfy({ reference.suffix(of: AlleleCode($0)) == .null }) else { continue }
          outcomes.onlyNulls += 1
          if !found.notes.contains("null_without_suffix") { wrong.append("\(cell): no warning of nulls") }
        }
      }
    }
    #expect(wrong.prefix(20) == [], "\(wrong.count) in all")
    #expect(outcomes.whole > 1_000 && outcomes.dropped > 10 && outcomes.firstField > 1_000, "\(outcomes)")
  }

  @Test("Letters that the table does not have are an unknown code, whatever first field they are written with")
  func unknown() throws {
    let genuine = try GenuineCodes()
    let known = Set(genuine.codes.map(\.letters)).union(["XX"])
    var accepted: [String] = []
    for (row, code) in genuine.codes.enumerated() {
      let letters = ["A", "Q", "Z"].map { code.letters + $0 } + [String(code.letters.dropLast()) + "Q"]
      for text in letters where (2...6).contains(text.count) && !known.contains(text) {
        let (gene, locus, fields) = genuine.firstFields[row % 5]
        let cell = "\(gene)*\(fields[row % fields.count]):\(text)"
        if genuine.resolver.faultCode(cell, locus) != "unknown_mac" { accepted.append(cell) }
      }
    }
    #expect(accepted == [])
  }
}
