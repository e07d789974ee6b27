import HLAMatching

extension MatchCounts {
  /// Match, gvh, hvg and homozygous as reports print them, parted by blanks: `1 1 0 1`, `0..2 0..2 0..2 0..1`.
  public var summary: String { "\(match) \(gvh) \(hvg) \(homozygous)" }
}
