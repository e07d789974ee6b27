import HLATyping

extension LocusComparison {
  /// What two typings may count once both are typed fully: the counts of every pair of genotypes that they allow, each once.
  ///
  /// A side of which nothing is expressed stays so. Counts are exact unless one side is such.
  ///
  /// - Parameters:
  ///   - patient: The patient's genotypes at one level of resolution.
  ///   - donor: The donor's, at the same level and from the same release.
  public static func resolvedCounts(patient: LocusGenotype, donor: LocusGenotype) -> Set<MatchCounts> {
    switch (patient, donor) {
    case (.partlyExpressed(let pairs), _):
      return resolvedCounts(patient: .pairs(pairs), donor: donor).union(
        resolvedCounts(patient: .nothingExpressed, donor: donor))
    case (_, .partlyExpressed(let pairs)):
      return resolvedCounts(patient: patient, donor: .pairs(pairs)).union(
        resolvedCounts(patient: patient, donor: .nothingExpressed))
    case (.untyped, _): return resolvedCounts(patient: .anything, donor: donor)
    case (_, .untyped): return resolvedCounts(patient: patient, donor: .anything)
    case (.pairs(let patients), .pairs(let donors)):
      var found: Set<MatchCounts> = []
      EqualityPatterns(patients, donors).forEach { found.insert($0.counts) }
      return found
    case (_, .pairs):
      // Of a patient of whom nothing is expressed only the donor's homozygosity is left to tell.
      let now = counts(patient: patient, donor: donor)
      return Set(
        (now.homozygous.min...now.homozygous.max).map {
          MatchCounts(
            match: now.match, gvh: now.gvh, hvg: now.hvg, homozygous: CountBounds(exactly: $0),
            isTyped: now.typedLoci == 1, isUnexpressed: now.unexpressedLoci == 1)
        })
    default: return [counts(patient: patient, donor: donor)]
    }
  }
}

extension LocusGenotype {
  /// Two positions, each of any identity.
  fileprivate static var anything: LocusGenotype { .pairs([CodePair(.unknown, .unknown)]) }
}

extension EqualityPattern {
  /// The counts of a pair of which this is the pattern.
  fileprivate var counts: MatchCounts {
    MatchCounts(
      match: CountBounds(exactly: match), gvh: CountBounds(exactly: gvh), hvg: CountBounds(exactly: hvg),
      homozygous: CountBounds(exactly: donorIsHomozygous ? 1 : 0))
  }
}
