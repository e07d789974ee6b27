import HLANomenclature
import HLAReference

@testable import HLATyping

/// Release 3.58.0 twice: as its files say, and as the resolver under test knows it; each made once.
struct WholeRelease: Sendable {
  let plain: PlainRelease
  let resolver: TypingResolver
  /// The number that the index gives each living name.
  let codes: [String: AlleleCode]
  /// By gene, all names with a colon that mean living alleles, sorted.
  let namesOfGene: [String: [String]]
  /// By gene, all G and P names, sorted.
  let groupsOfGene: [String: [String]]

  private static let made = Result {
    let plain = try PlainRelease(folder: References.shared + "/imgt-3.58.0")
    let resolver = try References.full
    var codes: [String: AlleleCode] = [:]
    for number in 0..<UInt32(resolver.reference.alleleCount) {
      let code = AlleleCode(number)
      codes[resolver.reference.name(of: code).description] = code
    }
    let groups = Set(plain.pGroups.values).union(plain.gGroups.values).filter { !$0.isEmpty }
    return WholeRelease(
      plain: plain, resolver: resolver, codes: codes,
      namesOfGene: Dictionary(
        grouping: plain.members.keys.filter { $0.contains(":") }.sorted(), by: PlainRelease.gene),
      groupsOfGene: Dictionary(grouping: groups.sorted(), by: PlainRelease.gene))
  }

  static var release358: WholeRelease { get throws { try made.get() } }

  /// The numbers of living names, ascending, each once.
  func numbers(_ names: some Sequence<String>) -> [AlleleCode] { Set(names.map { codes[$0]! }).sorted() }

  /// The loci of typing files, by their names.
  static let typed: [String: Locus] = Dictionary(uniqueKeysWithValues: Locus.typed.map { ($0.name, $0) })
}

/// What is wrong with the position of a cell whose members are known; nil for a good one.
extension WholeRelease {
  /// Holds the position of a cell against the living alleles that it has to stand for: the alleles themselves, their
  /// identities, and what of them is expressed.
  func fault(of cell: String, _ locus: Locus, expecting names: [String]) -> String? {
    do throws(TypingFault) {
      guard case .position(let position) = try resolver.cell(cell, locus: locus) else { return "\(cell): no position" }
      let expected = numbers(names)
      if position.alleles != expected {
        return "\(cell): \(resolver.alleleNames(position).prefix(3)), \(position.alleles.count) alleles, not "
          + "\(names.prefix(3)), \(expected.count)"
      }
      let identities = Set(names.compactMap(plain.identity))
      let found = resolver.identityNames(position, locus)
      if Set(found) != identities || found.count != identities.count || position.identities.extent != .closed {
        return "\(cell): identities \(found.prefix(3)), not \(identities.prefix(3))"
      }
      let nulls = names.count(where: PlainRelease.isNull)
      let expression: TypingExpression = nulls == names.count ? .null : nulls > 0 ? .mixed : .expressed
      return position.expression == expression ? nil : "\(cell): \(position.expression), not \(expression)"
    } catch {
      return "\(cell): \(error.code)"
    }
  }
}
