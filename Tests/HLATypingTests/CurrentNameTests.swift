import HLANomenclature
import HLAReference
import TestFixtures
import Testing

@testable import HLATyping

@Suite("The short way for current names")
struct CurrentNameTests {
  /// Cells near and beyond what the short way takes, of the alleles of a release.
  private struct Cells {
    let reference: ReferenceIndex
    var numbers: SeededGenerator

    mutating func next(_ locus: Locus) -> String {
      let members = [1, 1, 2, 3, 6].randomElement(using: &numbers) ?? 1
      var text = (0..<members).map { member($0, locus) }.joined(separator: "/")
      if Int.random(in: 0..<12, using: &numbers) == 0 {
        text += ["/", "G", "N", " ", ":", "P", "/02"].randomElement(using: &numbers)!
      }
      return text
    }

    private mutating func member(_ index: Int, _ locus: Locus) -> String {
      let name = reference.name(of: AlleleCode(.random(in: reference.alleles(of: locus), using: &numbers)))
      let count = Int.random(in: 1...name.fields.count, using: &numbers)
      let suffix = count == name.fields.count || Int.random(in: 0..<9, using: &numbers) == 0 ? name.suffix.letter : ""
      var body = name.fields.prefix(count).text(locus: locus) + suffix
      if index > 0, Int.random(in: 0..<3, using: &numbers) == 0 { body = String(body.drop { $0 != ":" }.dropFirst()) }
      return ["", "", "\(locus)*", "HLA-\(locus)*", "HLA-", "*", "B*"].randomElement(using: &numbers)! + body
    }
  }

  private func holdAgainstTheLongWay(_ resolver: TypingResolver, seed: UInt64) {
    var cells = Cells(reference: resolver.reference, numbers: SeededGenerator(seed: seed))
    var taken = 0
    for _ in 0..<4_000 {
      for locus in [Locus.a, .c, .drb1, .dpb1] {
        let cell = cells.next(locus)
        guard let short = resolver.currentNames(cell, locus) else { continue }
        taken += 1
        let long = try? resolver.cellAsWritten(cell, locus)
        if long != .position(short) { Issue.record("\(locus) \(cell), seed \(seed)") }
      }
    }
    #expect(taken > 2_000)
  }

  @Test("It says what the long way says, in the excerpt", arguments: [1, 2] as [UInt64])
  func excerpt(seed: UInt64) throws { holdAgainstTheLongWay(try References.excerpt, seed: seed) }

  @Test("It says what the long way says, in a whole release", .needs358, arguments: [3] as [UInt64])
  func whole(seed: UInt64) throws { holdAgainstTheLongWay(try References.full, seed: seed) }

  @Test(
    "It leaves everything else to the long way",
    arguments: [
      "", "02", "02:XX", "02:01G", "02:01:01G", "02:01P", "01:AB", "NEW", "A2", "0201", "02:01/", "/02:01", "02/03",
      "02:01//03", "B*07:02", "HLA-02:01", " 02:01", "02:01:00", "2:01", "02:01/XX", "99:99", "02:01/99:99",
      "02:01n", "*02:01", "02:01:01:01:01",
    ])
  func others(cell: String) throws { #expect(try References.excerpt.currentNames(cell, .a) == nil) }
}
