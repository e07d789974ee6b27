import HLATyping

/// What a pair shows at each of the four positions of a locus, over every genotype that the typings allow: for pictures
/// and words, never for counts.
///
/// Positions stand in the order of the typing; where it is a list of genotypes, each of them has its own first and second.
public struct PositionComparison: Hashable, Sendable {
  /// What holds over all genotypes.
  public enum Verdict: Hashable, Sendable {
    /// Whatever the genotype is.
    case always
    /// In some genotypes, or it is not known.
    case possible
    /// In none.
    case never
  }

  /// Whether the donor lacks the identity of the patient's position: a target in GVH direction.
  public private(set) var gvh = [Verdict.possible, .possible]
  /// Whether the patient lacks the identity of the donor's position: a target in HVG direction.
  public private(set) var hvg = [Verdict.possible, .possible]
  /// Whether a position of the patient, by row, and one of the donor have the same identity.
  public private(set) var isSame = [[Verdict.possible, .possible], [.possible, .possible]]

  /// Pairs of genotypes that are gone through; beyond, what is not known to be so is possible.
  private static let mostPairs = 4096

  /// Compares two typings of one locus at one level of resolution.
  public init(patient: LocusGenotype, donor: LocusGenotype) {
    switch (patient, donor) {
    case (.geneAbsent, .geneAbsent): (gvh, hvg) = ([.never, .never], [.never, .never])
    case (.geneAbsent, .pairs): (gvh, hvg) = ([.never, .never], [.always, .always])
    case (.pairs, .geneAbsent): (gvh, hvg) = ([.always, .always], [.never, .never])
    case (.pairs(let patients), .pairs(let donors)) where patients.count * donors.count <= Self.mostPairs:
      compare(patients, donors)
    default: return
    }
    if patient == .geneAbsent || donor == .geneAbsent { isSame = [[.never, .never], [.never, .never]] }
  }

  private mutating func compare(_ patients: [CodePair], _ donors: [CodePair]) {
    let patterns = EqualityPatterns(patients, donors)
    gvh = (0..<2).map { patterns.verdict(EqualityPatterns.lacking($0, among: [2, 3])) }
    hvg = (2..<4).map { patterns.verdict(EqualityPatterns.lacking($0, among: [0, 1])) }
    isSame = (0..<2).map { own in (2..<4).map { other in patterns.verdict { $0.equates(own, other) } } }
  }
}

extension EqualityPatterns {
  fileprivate func verdict(_ holds: (EqualityPattern) -> Bool) -> PositionComparison.Verdict {
    let holding = intersection(EqualityPatterns(where: holds))
    return holding.isEmpty ? .never : holding == self ? .always : .possible
  }

  fileprivate static func lacking(_ position: Int, among others: [Int]) -> (EqualityPattern) -> Bool {
    { pattern in !others.contains { pattern.equates(position, $0) } }
  }
}

extension EqualityPattern {
  /// Whether two of the four positions are one identity.
  fileprivate func equates(_ one: Int, _ other: Int) -> Bool {
    let both = UInt8(1) << UInt8(one) | UInt8(1) << UInt8(other)
    return (0..<4).contains { blocks[$0] & both == both }
  }
}
