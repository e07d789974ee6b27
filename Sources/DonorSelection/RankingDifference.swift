import DonorPool

/// Where a donor stands in a run: its status, or why it has none.
public enum DonorStanding: String, Sendable, CaseIterable {
  /// Allowed.
  case eligible
  /// The typings leave it open.
  case indeterminate
  /// Not allowed.
  case excluded
  /// Of a type that the protocol lists without rank.
  case listed
  /// Of a type outside the protocol.
  case notInProtocol = "not_in_protocol"
  /// Cannot be asked.
  case unavailable
  /// Not among the donors that were read.
  case missing

  fileprivate init(_ status: DonorStatus) {
    switch status {
    case .eligible: self = .eligible
    case .indeterminate: self = .indeterminate
    case .excluded: self = .excluded
    }
  }
}

/// A standing under one protocol and under another.
public struct StandingChange: Hashable, Sendable {
  /// Under the first.
  public let left: DonorStanding
  /// Under the second.
  public let right: DonorStanding
}

/// A donor that is among the first under one of two protocols.
public struct RankMove: Hashable, Sendable {
  /// The donor.
  public let id: String
  /// Its rank under the first; nil where it is not among the first there.
  public let left: Int?
  /// Its rank under the second.
  public let right: Int?
  /// Its standings.
  public let standing: StandingChange
}

/// How one patient's donors stand under two protocols.
public struct RankingDifference: Sendable {
  /// How often each pair of standings occurs, unchanged ones included.
  public private(set) var standings: [StandingChange: Int] = [:]
  /// The donors among the first under either protocol: by their rank under the first, then those that enter.
  public private(set) var moves: [RankMove] = []

  /// Ranks and judges all donors under both protocols.
  ///
  /// - Parameters:
  ///   - left: A ranker under the first protocol, whose `top` says how many are the first.
  ///   - right: A ranker of the same patient and donors under the second; its pool may have been read for it.
  /// - Complexity: O(donors) time; memory for the first alone.
  public init(_ left: DonorRanker, _ right: DonorRanker) async {
    let before = await DonorRanker.rows([left])[0].best
    let after = await DonorRanker.rows([right])[0].best
    countStandings(left, right)
    var (own, theirs) = (JudgeMemory(), JudgeMemory())
    var places: [String: Int] = [:]
    for (index, row) in after.enumerated() { places[right.pool.idText(row)] = index + 1 }
    for (index, row) in before.enumerated() {
      let id = left.pool.idText(row)
      let standing = StandingChange(
        left: left.standing(row, &own), right: right.pool.row(id: id).map { right.standing($0, &theirs) } ?? .missing)
      moves.append(RankMove(id: id, left: index + 1, right: places.removeValue(forKey: id), standing: standing))
    }
    for row in after {
      let id = right.pool.idText(row)
      guard let place = places[id] else { continue }
      let standing = StandingChange(
        left: left.pool.row(id: id).map { left.standing($0, &own) } ?? .missing, right: right.standing(row, &theirs))
      moves.append(RankMove(id: id, left: nil, right: place, standing: standing))
    }
  }

  /// Goes through both pools, whose rows ascend by id, side by side.
  private mutating func countStandings(_ left: DonorRanker, _ right: DonorRanker) {
    var (own, theirs) = (JudgeMemory(), JudgeMemory())
    var (row, other) = (0, 0)
    while row < left.pool.count || other < right.pool.count {
      let order = RankingDifference.order(left.pool, row, right.pool, other)
      var change = (left: DonorStanding.missing, right: DonorStanding.missing)
      if order <= 0 {
        change.left = left.standing(row, &own)
        row += 1
      }
      if order >= 0 {
        change.right = right.standing(other, &theirs)
        other += 1
      }
      standings[StandingChange(left: change.left, right: change.right), default: 0] += 1
    }
  }

  /// Below 0 where the id of the first comes before that of the second, or the second has ended.
  private static func order(_ left: DonorPool, _ row: Int, _ right: DonorPool, _ other: Int) -> Int {
    if row >= left.count { return 1 }
    if other >= right.count { return -1 }
    let (own, theirs) = (left.id(row), right.id(other))
    if own == theirs { return 0 }
    return own.lexicographicallyPrecedes(theirs) ? -1 : 1
  }
}

extension DonorRanker {
  /// Where a donor of the pool stands.
  fileprivate func standing(_ row: Int, _ memory: inout JudgeMemory) -> DonorStanding {
    guard pool.isAvailable(row) else { return .unavailable }
    if let judged = judge(row, isRelated: false, &memory) { return DonorStanding(judged.assessment.status) }
    let isListed = pool.donorType(row).map { settings.rules.listedTypes.contains($0) } ?? false
    return isListed ? .listed : .notInProtocol
  }
}
