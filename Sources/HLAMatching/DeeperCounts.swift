import HLANomenclature

/// What a pair counts at the loci asked for beside the ten positions; never part of the ten, of status or of points.
public struct DeeperCounts: Hashable, Sendable {
  /// The loci, in report order.
  public let loci: [Locus]
  /// One value a locus of ``loci``.
  public let counts: [MatchCounts]

  /// Counts of these loci.
  public init(loci: [Locus], counts: [MatchCounts]) {
    precondition(loci.count == counts.count, "one value a locus")
    (self.loci, self.counts) = (loci, counts)
  }

  /// Nothing asked for.
  public static let none = DeeperCounts(loci: [], counts: [])

  /// Positions counted together with the ten: 12 for one locus, at most 22.
  public var positions: Int { 10 + 2 * loci.count }

  /// The matches of the ten positions and of these loci together.
  public func match(with ten: MatchCounts) -> CountBounds { sum(ten.match, \.match) }
  /// The mismatches in GVH direction of all together.
  public func gvh(with ten: MatchCounts) -> CountBounds { sum(ten.gvh, \.gvh) }
  /// The mismatches in HVG direction of all together.
  public func hvg(with ten: MatchCounts) -> CountBounds { sum(ten.hvg, \.hvg) }

  private func sum(_ ten: CountBounds, _ bounds: (MatchCounts) -> CountBounds) -> CountBounds {
    counts.reduce(ten) { CountBounds($0.min + bounds($1).min, $0.max + bounds($1).max) }
  }
}
