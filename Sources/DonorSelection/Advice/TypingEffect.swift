/// What typing one target fully, all else unchanged, can bring to one donor of a ranking.
public struct TypingEffect: Hashable, Sendable {
  /// What would be typed.
  public let target: TypingTarget
  /// The status as it is.
  public let present: DonorStatus
  /// The statuses that the typing can lead to.
  public let statuses: Set<DonorStatus>
  /// The least and the greatest points that the donor can have then; nil where it is excluded in every case.
  public let points: ClosedRange<Int>?
  /// The best place that the donor can have then, the other donors staying where they are; nil as ``points``.
  public let bestRank: Int?
  /// The place as it is, from 1.
  public let rank: Int

  /// The donor is indeterminate and will not be so, whatever the typing shows.
  public var settles: Bool { present == .indeterminate && !statuses.contains(.indeterminate) }
  /// The donor is indeterminate and may turn out eligible or excluded.
  public var maySettle: Bool { present == .indeterminate && statuses != [.indeterminate] }
  /// The donor is indeterminate and may turn out eligible.
  public var mayAdmit: Bool { present == .indeterminate && statuses.contains(.eligible) }
  /// The donor may turn out excluded.
  public var mayExclude: Bool { statuses.contains(.excluded) }
  /// The donor may pass another one that stands before it.
  public var mayPromote: Bool { bestRank.map { $0 < rank } ?? false }
  /// Places that it may rise.
  public var rise: Int { max(0, rank - (bestRank ?? rank)) }

  /// The most useful first: what settles the status for certain, what may settle it, what may exclude, what may promote,
  /// by how many places; then the donor before the patient, and the order of the loci.
  static func isMoreUseful(_ left: TypingEffect, _ right: TypingEffect) -> Bool {
    let (one, other) = (left.weights, right.weights)
    return one == other ? left.target < right.target : other.lexicographicallyPrecedes(one)
  }

  private var weights: [Int] {
    [settles, maySettle, mayExclude, mayPromote].map { $0 ? 1 : 0 } + [rise]
  }
}

/// What further typing can bring to one donor of a ranking.
public struct DonorAdvice: Sendable {
  /// The donor as it stands.
  public let donor: RankedDonor
  /// The targets that can change its status, its points or its place, the most useful first.
  public let effects: [TypingEffect]
  /// The fewest loci of donor and patient that settle the status together whatever they show; empty unless the donor is
  /// indeterminate, nil where no typing of the ten settles it in every case.
  public let settlingSet: [TypingTarget]?
}

/// What one target can bring, counted over the donors of a ranking.
public struct TargetAdvice: Hashable, Sendable {
  /// What would be typed.
  public let target: TypingTarget
  /// Donors for whom it can change anything.
  public private(set) var donors = 0
  /// Indeterminate donors that it settles whatever it shows.
  public private(set) var settles = 0
  /// Indeterminate donors that it may settle.
  public private(set) var maySettle = 0
  /// Indeterminate donors that may turn out eligible.
  public private(set) var mayAdmit = 0
  /// Donors that may turn out excluded.
  public private(set) var mayExclude = 0
  /// Donors that may pass others.
  public private(set) var mayPromote = 0
  /// Places that donors may rise, summed.
  public private(set) var rise = 0

  init(_ target: TypingTarget) { self.target = target }

  mutating func count(_ effect: TypingEffect) {
    donors += 1
    if effect.settles { settles += 1 }
    if effect.maySettle { maySettle += 1 }
    if effect.mayAdmit { mayAdmit += 1 }
    if effect.mayExclude { mayExclude += 1 }
    if effect.mayPromote { mayPromote += 1 }
    rise += effect.rise
  }

  /// By statuses settled, then by rank effect, then in the order of targets.
  static func isMoreUseful(_ left: TargetAdvice, _ right: TargetAdvice) -> Bool {
    let (one, other) = (left.weights, right.weights)
    return one == other ? left.target < right.target : other.lexicographicallyPrecedes(one)
  }

  private var weights: [Int] { [settles, maySettle, mayExclude, mayPromote, rise] }
}
