import Alloreactivity
import DonorSelection
import HLANomenclature
import HLAReference
import HLATyping
import MatchTestSupport

/// Six alleles a locus, of different identities and ligands: small enough to write out every genotype of them.
enum TinyUniverse {
  private static let more: [Locus: [String]] = [
    .a: ["24:02", "32:01"], .b: ["46:01", "57:01"], .c: ["02:02", "07:01"], .drb1: ["11:01", "15:01"],
    .dqb1: ["03:02", "04:02"],
  ]

  static func names(_ locus: Locus) -> [String] { LetterAlleles.names[locus]! + more[locus]! }

  static let alleles: AlleleUniverse = {
    let reference = TestPool.reference
    var alleles: [Locus: [AlleleCode]] = [:]
    for locus in Locus.ten {
      alleles[locus] = names(locus).flatMap { name in
        reference.alleles(of: locus, beginningWith: AlleleName(locus: locus, afterStar: name)!.fields).map {
          AlleleCode($0)
        }.filter { if case .known = reference.identity(of: $0) { true } else { false } }
      }
    }
    return AlleleUniverse(alleles)
  }()

  /// The person with every pair of exact cells that its cells of a locus may stand for.
  ///
  /// A blank second is the first again beside an allele or a list, and may be anything beside `NEW` or a null.
  static func fullTypings(_ person: WrittenPerson, _ locus: Locus) -> [WrittenPerson] {
    let (first, second) = ("\(locus)_1", "\(locus)_2")
    let cells = (person.cells[first] ?? "", person.cells[second] ?? "")
    let all = names(locus)
    let bare = { (cell: String) in cell.replacing("HLA-", with: "").replacing("\(locus)*", with: "") }
    let isNull = { (cell: String) in bare(cell).hasSuffix("N") }
    let members = { (cell: String) in
      bare(cell) == "NEW" ? all : bare(cell).split(separator: "/").map(String.init)
    }
    let pairs: [(String, String)]
    switch (bare(cells.0), bare(cells.1)) {
    case ("", ""), ("NEW", ""): pairs = all.flatMap { one in all.map { (one, $0) } }
    case (let one, "") where isNull(one): pairs = all.flatMap { one in all.map { (one, $0) } }
    case (let one, ""): pairs = members(one).map { ($0, $0) }
    case (let one, "NEW") where isNull(one): pairs = all.flatMap { one in all.map { (one, $0) } }
    case ("NEW", let other) where isNull(other): pairs = all.flatMap { one in all.map { (one, $0) } }
    case (let one, let other): pairs = members(one).flatMap { own in members(other).map { (own, $0) } }
    }
    return pairs.map { person.with([first: "\(locus)*\($0.0)", second: "\(locus)*\($0.1)"]) }
  }

  /// The person with every KIR typing that its own allows.
  static func fullKIRTypings(_ person: WrittenPerson) -> [WrittenPerson] {
    guard (person.cells["kir"] ?? "").isEmpty else { return [person] }
    let genes = ["2DL1", "2DL2", "2DL3", "2DS1", "2DS2", "2DS4", "3DL1", "3DS1"]
    return (0..<256).compactMap { bits in
      let present = genes.indices.filter { bits >> $0 & 1 == 1 }.map { genes[$0] }
      guard present.contains("2DL2") || present.contains("2DL3") else { return nil }
      guard present.contains("3DL1") || present.contains("3DS1") else { return nil }
      return person.with(["kir": present.joined(separator: ",")])
    }
  }
}
