import HLATyping

/// Compares two typings of one locus.
public enum LocusComparison {
  /// The bounds of all four counts over every genotype that the two typings allow.
  ///
  /// - Parameters:
  ///   - patient: The patient's genotypes at one level of resolution.
  ///   - donor: The donor's, at the same level and from the same release.
  /// - Returns: match, gvh, hvg 0...2 and homozygous 0...1.
  ///
  /// Source: DOMAIN, Counting.
  public static func counts(patient: LocusGenotype, donor: LocusGenotype) -> MatchCounts {
    let open = CountBounds(0, 2)
    switch (patient, donor) {
    // A list in which some genotypes express nothing is one or the other (DOMAIN 2.8).
    case (.partlyExpressed(let pairs), _):
      return counts(patient: .pairs(pairs), donor: donor).united(with: counts(patient: .nothingExpressed, donor: donor))
    case (_, .partlyExpressed(let pairs)):
      return counts(patient: patient, donor: .pairs(pairs)).united(
        with: counts(patient: patient, donor: .nothingExpressed))
    case (.untyped, _), (_, .untyped):
      return MatchCounts(
        match: open, gvh: open, hvg: open, homozygous: homozygosity(of: donor), isTyped: false,
        isUnexpressed: patient == .nothingExpressed || donor == .nothingExpressed)
    case (.nothingExpressed, _), (_, .nothingExpressed):
      return MatchCounts(
        match: CountBounds(exactly: 0), gvh: open, hvg: open, homozygous: homozygosity(of: donor), isUnexpressed: true)
    case (.geneAbsent, _), (_, .geneAbsent): return absentCounts(patient, donor)
    case (.pairs(let patients), .pairs(let donors)):
      if let exact = exactCounts(patients, donors) { return exact }
      return ambiguousCounts(patients, donors)
    }
  }

  /// Whether both positions of a donor have one identity: 0, 1, or 0...1 where the typing leaves it open.
  public static func homozygosity(of donor: LocusGenotype) -> CountBounds {
    let range = donor.homozygosity
    return CountBounds(range.lowerBound, range.upperBound)
  }

  /// A gene that one side lacks: every position of the other is foreign to it, and nothing of it can be a target.
  private static func absentCounts(_ patient: LocusGenotype, _ donor: LocusGenotype) -> MatchCounts {
    let none = CountBounds(exactly: 0)
    let both = CountBounds(exactly: 2)
    return MatchCounts(
      match: patient == donor ? both : none, gvh: patient == .geneAbsent ? none : both,
      hvg: donor == .geneAbsent ? none : both, homozygous: homozygosity(of: donor))
  }

  /// One genotype on each side: no bounds to search for.
  private static func exactCounts(_ patients: [CodePair], _ donors: [CodePair]) -> MatchCounts? {
    guard let patient = SingleGenotype(patients), let donor = SingleGenotype(donors) else { return nil }
    return counts(patient, donor)
  }

  /// The counts of typings that leave nothing open.
  static func counts(_ patient: SingleGenotype, _ donor: SingleGenotype) -> MatchCounts {
    let (p1, p2, d1, d2) = (patient.first, patient.second, donor.first, donor.second)
    let gvh: UInt8 = (p1 == d1 || p1 == d2 ? 0 : 1) + (p2 == d1 || p2 == d2 ? 0 : 1)
    let hvg: UInt8 = (d1 == p1 || d1 == p2 ? 0 : 1) + (d2 == p1 || d2 == p2 ? 0 : 1)
    return MatchCounts(
      match: CountBounds(exactly: 2 - max(gvh, hvg)), gvh: CountBounds(exactly: gvh), hvg: CountBounds(exactly: hvg),
      homozygous: CountBounds(exactly: d1 == d2 ? 1 : 0))
  }

  private static func ambiguousCounts(_ patients: [CodePair], _ donors: [CodePair]) -> MatchCounts {
    var match = CountBounds(2, 0)
    var gvh = CountBounds(2, 0)
    var hvg = CountBounds(2, 0)
    var homozygous = CountBounds(1, 0)
    EqualityPatterns(patients, donors).forEach { pattern in
      match.widen(to: pattern.match)
      gvh.widen(to: pattern.gvh)
      hvg.widen(to: pattern.hvg)
      homozygous.widen(to: pattern.donorIsHomozygous ? 1 : 0)
    }
    return MatchCounts(match: match, gvh: gvh, hvg: hvg, homozygous: homozygous)
  }
}

extension MatchCounts {
  /// The bounds over what either side of an alternative allows.
  fileprivate func united(with other: MatchCounts) -> MatchCounts {
    func both(_ bounds: (MatchCounts) -> CountBounds) -> CountBounds {
      CountBounds(min(bounds(self).min, bounds(other).min), max(bounds(self).max, bounds(other).max))
    }
    return MatchCounts(
      match: both(\.match), gvh: both(\.gvh), hvg: both(\.hvg), homozygous: both(\.homozygous),
      isTyped: typedLoci == 1, isUnexpressed: max(unexpressedLoci, other.unexpressedLoci) == 1)
  }
}

extension CountBounds {
  fileprivate mutating func widen(to value: UInt8) {
    min = Swift.min(min, value)
    max = Swift.max(max, value)
  }
}
