import HLAMatching
import HLATyping

/// The slow, obvious twin of `LocusComparison`: writes out every genotype of both typings over a finite universe of
/// codes and takes the least and the greatest of each count.
///
/// An open set is every code that either side lists, a few fresh codes that nobody lists, and the side's own foreign
/// codes. A foreign position is one of two codes that only its side has, since two new sequences of one person may be
/// the same or not.
public enum PlainMatcher {
  /// One genotype: the codes of both positions.
  struct Pair: Hashable {
    let first: UInt64
    let second: UInt64
  }

  /// Whose typing it is.
  enum Side: UInt64 {
    case patient = 2
    case donor = 3
  }

  /// Four positions can take at most four codes that nobody lists.
  private static let fresh: [UInt64] = (0..<4).map { 1 << 32 + $0 }

  /// The bounds of all four counts over every genotype that the two typings allow (DOMAIN, Counting, and 2.8).
  public static func counts(patient: LocusGenotype, donor: LocusGenotype) -> MatchCounts {
    let all = alternatives(patient).flatMap { one in alternatives(donor).map { simple(patient: one, donor: $0) } }
    let union = { (bounds: (MatchCounts) -> CountBounds) in
      CountBounds(all.map { bounds($0).min }.min()!, all.map { bounds($0).max }.max()!)
    }
    return MatchCounts(
      match: union(\.match), gvh: union(\.gvh), hvg: union(\.hvg), homozygous: union(\.homozygous),
      isTyped: all[0].typedLoci == 1, isUnexpressed: all.contains { $0.unexpressedLoci == 1 })
  }

  /// A list in which some genotypes express nothing is that, or the others.
  private static func alternatives(_ genotype: LocusGenotype) -> [LocusGenotype] {
    if case .partlyExpressed(let pairs) = genotype { return [.pairs(pairs), .nothingExpressed] }
    return [genotype]
  }

  private static func simple(patient: LocusGenotype, donor: LocusGenotype) -> MatchCounts {
    let universe = Set(listed(patient) + listed(donor)).sorted() + fresh
    let donors = pairs(donor, .donor, universe)
    let homozygous =
      donor == .geneAbsent
      ? CountBounds(0, 0) : bounds(donors.isEmpty ? [0, 1] : donors.map { $0.first == $0.second ? 1 : 0 })
    let isUnexpressed = patient == .nothingExpressed || donor == .nothingExpressed
    if patient == .untyped || donor == .untyped {
      let open = CountBounds(0, 2)
      return MatchCounts(
        match: open, gvh: open, hvg: open, homozygous: homozygous, isTyped: false, isUnexpressed: isUnexpressed)
    }
    if isUnexpressed {
      let open = CountBounds(0, 2)
      return MatchCounts(
        match: CountBounds(0, 0), gvh: open, hvg: open, homozygous: homozygous, isTyped: true, isUnexpressed: true)
    }
    if patient == .geneAbsent || donor == .geneAbsent { return absent(patient, donor, homozygous) }
    return typedCounts(pairs(patient, .patient, universe), donors, homozygous)
  }

  /// Who lacks the gene has no position that could be a target, and all positions of the other side are foreign.
  private static func absent(
    _ patient: LocusGenotype, _ donor: LocusGenotype, _ homozygous: CountBounds
  ) -> MatchCounts {
    let gvh: UInt8 = patient == .geneAbsent ? 0 : 2
    let hvg: UInt8 = donor == .geneAbsent ? 0 : 2
    return MatchCounts(
      match: CountBounds(exactly: 2 - max(gvh, hvg)), gvh: CountBounds(exactly: gvh), hvg: CountBounds(exactly: hvg),
      homozygous: homozygous)
  }

  private static func typedCounts(_ patients: [Pair], _ donors: [Pair], _ homozygous: CountBounds) -> MatchCounts {
    var match = (least: 2, greatest: 0)
    var gvh = match
    var hvg = match
    for patient in patients {
      for donor in donors {
        let counts = exact(patient, donor)
        match = (min(match.least, counts.match), max(match.greatest, counts.match))
        gvh = (min(gvh.least, counts.gvh), max(gvh.greatest, counts.gvh))
        hvg = (min(hvg.least, counts.hvg), max(hvg.greatest, counts.hvg))
      }
    }
    return MatchCounts(
      match: CountBounds(UInt8(match.least), UInt8(match.greatest)),
      gvh: CountBounds(UInt8(gvh.least), UInt8(gvh.greatest)),
      hvg: CountBounds(UInt8(hvg.least), UInt8(hvg.greatest)), homozygous: homozygous)
  }

  /// The counts of one genotype against another, by their definitions: match is the better of the two pairings.
  static func exact(_ patient: Pair, _ donor: Pair) -> (match: Int, gvh: Int, hvg: Int) {
    let straight = (patient.first == donor.first ? 1 : 0) + (patient.second == donor.second ? 1 : 0)
    let crossed = (patient.first == donor.second ? 1 : 0) + (patient.second == donor.first ? 1 : 0)
    let gvh = lacking(patient.first, donor) + lacking(patient.second, donor)
    let hvg = lacking(donor.first, patient) + lacking(donor.second, patient)
    return (max(straight, crossed), gvh, hvg)
  }

  private static func lacking(_ code: UInt64, _ other: Pair) -> Int {
    code == other.first || code == other.second ? 0 : 1
  }

  private static func bounds(_ values: [UInt8]) -> CountBounds { CountBounds(values.min()!, values.max()!) }

  private static func listed(_ genotype: LocusGenotype) -> [UInt64] {
    guard case .pairs(let pairs) = genotype else { return [] }
    return pairs.flatMap { $0.first.codes + $0.second.codes }.map(UInt64.init)
  }

  /// Every genotype of a typing, whichever position is written first; none where nothing is typed or expressed.
  private static func pairs(_ genotype: LocusGenotype, _ side: Side, _ universe: [UInt64]) -> [Pair] {
    guard case .pairs(let written) = genotype else { return [] }
    var pairs = Set<Pair>()
    for pair in written {
      let first = codes(pair.first, side, universe)
      if pair.isSame {
        for code in first { pairs.insert(Pair(first: code, second: code)) }
      } else {
        let second = codes(pair.second, side, universe)
        for one in first { for other in second { pairs.insert(Pair(first: min(one, other), second: max(one, other))) } }
      }
    }
    return Array(pairs)
  }

  private static func codes(_ set: CodeSet, _ side: Side, _ universe: [UInt64]) -> [UInt64] {
    let own: [UInt64] = [side.rawValue << 32, side.rawValue << 32 + 1]
    switch set.extent {
    case .closed: return set.codes.map(UInt64.init)
    case .open: return universe + own
    case .foreign: return own
    }
  }
}
