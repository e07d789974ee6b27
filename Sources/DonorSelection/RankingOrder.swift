import HLAMatching

/// The place of a donor among others as one integer, smaller is better; equal keys are ordered by donor id.
///
/// From the highest bit: indeterminate (1), unrelated (1), points counted down from the highest possible (24),
/// uncertain positions (5), age in years or 255 where unknown (8). Source: DOMAIN section 4, order of the ranking.
struct RankingKey: Comparable, Sendable {
  let packed: UInt64
  private static let pointBias = 1 << 23

  init(status: DonorStatus, isRelated: Bool, points: Int, match: CountBounds, age: Int?) {
    precondition(abs(points) < RankingKey.pointBias, "a protocol's weights are limited so that points fit the key")
    var key: UInt64 = status == .eligible ? 0 : 1
    key = key << 1 | (isRelated ? 0 : 1)
    key = key << 24 | UInt64(RankingKey.pointBias - points)
    key = key << 5 | UInt64(match.max - match.min)
    key = key << 8 | UInt64(age.map { min($0, 254) } ?? 255)
    packed = key
  }

  static func < (left: RankingKey, right: RankingKey) -> Bool { left.packed < right.packed }
}

/// A donor with its place: what the heap of the best holds. The worst is the greatest.
struct RankedCandidate: Comparable, Sendable {
  let key: RankingKey
  let row: Int
  let id: ArraySlice<UInt8>

  static func == (left: RankedCandidate, right: RankedCandidate) -> Bool { left.row == right.row }

  static func < (left: RankedCandidate, right: RankedCandidate) -> Bool {
    if left.key != right.key { return left.key < right.key }
    return left.id.lexicographicallyPrecedes(right.id)
  }
}
