import HLANomenclature
import HLAReference

extension TypingResolver {
  /// Understands what a GL String says of one locus: statements between `^`, which all hold, of genotypes between `|`,
  /// of which one holds, of copies between `+` (FORMATS, section 3.1).
  ///
  /// Each genotype keeps its own pair of positions: a genotype list is a set of pairs, never a cross product, and a null
  /// in one genotype is explicit in that genotype (DOMAIN 2.1, 2.8).
  ///
  /// - Throws: ``TypingFault``.
  func genotypes(_ text: String, locus: Locus, policy: TypingPolicy) throws(TypingFault) -> LocusTyping {
    var meaning: LocusTyping?
    for statement in text.split(separator: "^", omittingEmptySubsequences: false) {
      let next = try statement.isEmpty ? .untyped : genotypeList(statement, locus, policy)
      meaning = try meaning?.intersected(with: next, locus: locus, reference: reference) ?? next
    }
    return meaning ?? .untyped
  }

  private func genotypeList(
    _ text: Substring, _ locus: Locus, _ policy: TypingPolicy
  ) throws(TypingFault) -> LocusTyping {
    var list = GenotypeList(resolver: self, locus: locus, policy: policy)
    for genotype in text.split(separator: "|", omittingEmptySubsequences: false) { try list.add(genotype) }
    return list.typing
  }
}

/// The genotypes of one list, understood one by one.
private struct GenotypeList {
  let resolver: TypingResolver
  let locus: Locus
  let policy: TypingPolicy
  private var genotypes: [TypedGenotype] = []
  private var admitsAbsence = false
  private var admitsUntyped = false
  /// The same copies return in genotype after genotype.
  private var cells: [Substring: CellTyping] = [:]

  init(resolver: TypingResolver, locus: Locus, policy: TypingPolicy) {
    (self.resolver, self.locus, self.policy) = (resolver, locus, policy)
  }

  mutating func add(_ genotype: Substring) throws(TypingFault) {
    let copies = genotype.split(separator: "+", omittingEmptySubsequences: false)
    guard copies.count <= 2 else { throw .threeCopies(String(genotype)) }
    guard copies.allSatisfy({ !$0.isEmpty }) else { throw .emptyPart(String(genotype)) }
    let first = try cell(copies[0])
    let second = copies.count == 2 ? try cell(copies[1]) : .blank
    switch try LocusTyping(first, second, locus: locus, policy: policy) {
    case .untyped: admitsUntyped = true
    case .absent: admitsAbsence = true
    case .typed(let typed): genotypes += typed.genotypes
    }
  }

  /// A list that admits an untyped genotype, or both absence and presence of the gene, says nothing.
  var typing: LocusTyping {
    if admitsUntyped || admitsAbsence && !genotypes.isEmpty { return .untyped }
    return admitsAbsence ? .absent : .typed(TypedLocus(genotypes, newAllele: policy.newAllele))
  }

  private mutating func cell(_ copy: Substring) throws(TypingFault) -> CellTyping {
    if let known = cells[copy] { return known }
    let cell = try resolver.cell(String(copy), locus: locus)
    if case .blank = cell { throw .malformed(String(copy)) }
    cells[copy] = cell
    return cell
  }
}
