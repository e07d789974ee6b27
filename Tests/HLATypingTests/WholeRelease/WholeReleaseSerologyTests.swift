import HLANomenclature
import HLAReference
import Testing

@testable import HLATyping

// Source: DOMAIN 2.4 and 2.6; every row of rel_ser_ser.txt and rel_dna_ser.txt.
@Suite("Every serological antigen of 3.58.0", .needs358)
struct WholeReleaseSerologyTests {
  private static let plain = Result { try PlainSerology(folder: References.shared + "/imgt-3.58.0") }

  private func parts(_ antigen: String) -> (letters: String, number: String, locus: Locus) {
    let letters = String(antigen.prefix { $0.isLetter })
    return (letters, String(antigen.dropFirst(letters.count)), Locus(name: PlainSerology.genes[letters]!)!)
  }

  @Test("An antigen is the alleles assigned to it, its descendants or its ancestors, in every spelling and column")
  func antigens() throws {
    let release = try WholeRelease.release358
    let plain = try Self.plain.get()
    #expect(plain.all.count > 100)
    var wrong: [String] = []
    for antigen in plain.all.sorted() {
      let (_, number, locus) = parts(antigen)
      let carriers = plain.carriers(of: antigen, among: release.plain.living)
      if let fault = release.fault(of: antigen, locus, expecting: carriers) { wrong.append(fault) }
      let inDNA = try release.resolver.cell(antigen, locus: locus)
      for cell in [antigen, number] where try release.resolver.serologyCell(cell, locus: locus) != inDNA {
        wrong.append("\(cell) in a serology column")
      }
    }
    #expect(wrong == [])
  }

  @Test("A number that neither file knows as an antigen of the locus is refused, never read as another")
  func others() throws {
    let release = try WholeRelease.release358
    let plain = try Self.plain.get()
    var wrong: [String] = []
    for (letters, gene) in PlainSerology.genes {
      let locus = try #require(Locus(name: gene))
      // DR51 to DR53 stand for other genes: accepted, and no value of DRB1.
      let others = letters == "DR" ? 51...53 : 0...0
      let known = Set(plain.all.filter { $0.hasPrefix(letters) }.compactMap { Int($0.dropFirst(letters.count)) })
      let near = Set(1...99).union(known.flatMap { [$0 - 1, $0 + 1, $0 * 100 + 1] }).subtracting(known)
      for number in near where 1...9_999 ~= number && !others.contains(number) {
        if release.resolver.faultCode("\(letters)\(number)", locus) != "unknown_antigen" {
          wrong.append("\(letters)\(number)")
        }
      }
    }
    #expect(wrong == [])
  }

  @Test("An allele has the antigens of its four columns, and is open where it has none on record")
  func assignments() throws {
    let release = try WholeRelease.release358
    let plain = try Self.plain.get()
    var wrong: [String] = []
    for (letters, gene) in PlainSerology.genes {
      let locus = try #require(Locus(name: gene))
      for name in release.plain.living where PlainRelease.gene(name) == gene && !PlainRelease.isNull(name) {
        let expected = plain.antigens[name] ?? []
        let found = try release.resolver.typed(name, locus).antigens
        let isOpen = found.extent == .open
        if Set(found.codes.map { "\(letters)\($0)" }) != expected || isOpen != expected.isEmpty { wrong.append(name) }
      }
    }
    #expect(wrong == [])
  }

  @Test("DNA and an antigen contradict each other where the allele is none of the antigen's")
  func contradictions() throws {
    let release = try WholeRelease.release358
    let plain = try Self.plain.get()
    // One allele for each combination of antigens stands for the others.
    var examples: [String: String] = [:]
    for name in release.plain.living where PlainSerology.genes.values.contains(PlainRelease.gene(name)) {
      if PlainRelease.isNull(name) { continue }
      examples[PlainRelease.gene(name) + (plain.antigens[name] ?? []).sorted().joined(separator: " ")] = name
    }
    var wrong: [String] = []
    for antigen in plain.all.sorted() {
      let (_, number, locus) = parts(antigen)
      let carriers = Set(plain.carriers(of: antigen, among: release.plain.living))
      let serology = try LocusTyping(
        release.resolver.serologyCell(number, locus: locus), .blank, locus: locus, policy: TypingPolicy())
      for name in examples.values where PlainRelease.gene(name) == locus.name {
        let dna = try LocusTyping(
          release.resolver.cell(name, locus: locus), .blank, locus: locus, policy: TypingPolicy())
        let joined = dna.joined(withSerology: serology)
        if joined.flags.contains(.serologyContradiction) == carriers.contains(name) {
          wrong.append("\(name) \(antigen)")
        }
      }
    }
    #expect(wrong == [])
  }
}
