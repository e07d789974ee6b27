/// The two codes of a locus at which a typing leaves nothing open: what most comparisons need.
public struct SingleGenotype: Hashable, Sendable {
  /// The code of the first position.
  public let first: UInt32
  /// The code of the second position; the same where both are one.
  public let second: UInt32

  /// - Returns: nil unless there is one pair, with one code at each position.
  public init?(_ pairs: [CodePair]) {
    guard pairs.count == 1, let first = pairs[0].first.single, let second = pairs[0].second.single else { return nil }
    (self.first, self.second) = (first, second)
  }

  /// - Returns: nil unless the genotypes are one pair, with one code at each position.
  public init?(_ genotype: LocusGenotype) {
    guard case .pairs(let pairs) = genotype else { return nil }
    self.init(pairs)
  }
}

/// The single genotypes of the loci of the ten, in place; nil where a typing leaves anything open.
public struct TenSingles: Hashable, Sendable {
  /// One a locus of ``Locus/ten``.
  public let a: SingleGenotype?
  /// One a locus of ``Locus/ten``.
  public let b: SingleGenotype?
  /// One a locus of ``Locus/ten``.
  public let c: SingleGenotype?
  /// One a locus of ``Locus/ten``.
  public let drb1: SingleGenotype?
  /// One a locus of ``Locus/ten``.
  public let dqb1: SingleGenotype?

  /// The single ones among genotypes at one level.
  ///
  /// - Parameter genotypes: One a locus of ``Locus/ten``.
  public init(_ genotypes: [LocusGenotype]) {
    precondition(genotypes.count == 5, "one genotype a locus")
    (a, b, c) = (SingleGenotype(genotypes[0]), SingleGenotype(genotypes[1]), SingleGenotype(genotypes[2]))
    (drb1, dqb1) = (SingleGenotype(genotypes[3]), SingleGenotype(genotypes[4]))
  }
}
