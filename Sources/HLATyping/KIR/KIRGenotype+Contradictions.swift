/// Two KIR genes of which a person has at least one: alleles of one locus, or so tightly linked that they behave so.
public struct KIRGenePair: Hashable, Sendable, CustomStringConvertible {
  /// The first gene.
  public let first: KIRGene
  /// The second gene.
  public let second: KIRGene

  /// 2DL2 or 2DL3, 3DL1 or 3DS1: every haplotype carries one of each pair.
  public static let all: [KIRGenePair] = [("2DL2", "2DL3"), ("3DL1", "3DS1")].compactMap { names in
    guard let first = KIRGene(name: names.0), let second = KIRGene(name: names.1) else { return nil }
    return KIRGenePair(first: first, second: second)
  }

  /// As `2DL2 and 2DL3`.
  public var description: String { "\(first) and \(second)" }
}

extension KIRGenotype {
  /// Takes out what cannot be: both genes of a pair absent. Both then count as untested, since one answer is wrong.
  ///
  /// - Returns: The pairs taken out.
  public mutating func removeContradictions() -> [KIRGenePair] {
    let pairs = KIRGenePair.all.filter { self[$0.first] == .absent && self[$0.second] == .absent }
    for pair in pairs { (self[pair.first], self[pair.second]) = (.untested, .untested) }
    return pairs
  }
}

extension KIRGenePair {
  /// What is said of a typing in which both are absent.
  public var contradiction: String {
    "\(self) are both absent, although everyone has one of them; both count as untested"
  }
}
