import HLANomenclature

/// What one patient counts against one donor at the five loci, at the ARD level.
///
/// Five words in place: streams of pairs make one of these a pair.
public struct PairCounts: Hashable, Sendable {
  private let a: MatchCounts
  private let b: MatchCounts
  private let c: MatchCounts
  private let drb1: MatchCounts
  private let dqb1: MatchCounts

  /// Counts of the five loci.
  ///
  /// - Parameter loci: One value a locus of ``Locus/ten``.
  public init(loci: [MatchCounts]) {
    precondition(loci.count == Locus.ten.count, "one value a locus")
    self.init(loci[0], loci[1], loci[2], loci[3], loci[4])
  }

  init(_ a: MatchCounts, _ b: MatchCounts, _ c: MatchCounts, _ drb1: MatchCounts, _ dqb1: MatchCounts) {
    (self.a, self.b, self.c, self.drb1, self.dqb1) = (a, b, c, drb1, dqb1)
  }

  /// One value a locus of ``Locus/ten``.
  public var loci: [MatchCounts] { [a, b, c, drb1, dqb1] }

  /// The sum over the five loci: match, gvh and hvg 0...10, homozygous 0...5.
  public var total: MatchCounts { a + b + c + drb1 + dqb1 }

  /// Other counts of each locus, in the order of ``Locus/ten``.
  func mapLoci(_ body: (MatchCounts) -> MatchCounts) -> PairCounts {
    PairCounts(body(a), body(b), body(c), body(drb1), body(dqb1))
  }

  /// Calls `body` with the counts of each locus of ``Locus/ten``, in its order.
  public func forEachLocus(_ body: (MatchCounts) -> Void) {
    body(a)
    body(b)
    body(c)
    body(drb1)
    body(dqb1)
  }

  /// The counts of one locus of ``Locus/ten``.
  public func locus(_ locus: Locus) -> MatchCounts {
    switch locus.rawValue {
    case 0: a
    case 1: b
    case 2: c
    case 3: drb1
    case 4: dqb1
    default: preconditionFailure("a locus of the ten")
    }
  }
}
