import HLANomenclature
import HLATyping

/// The level of resolution at which A, B and DRB1 count towards the six positions by which cord blood is chosen.
public struct SixLocusLevels: Hashable, Sendable {
  /// The level of each locus of ``Locus/six``, in its order.
  public let levels: [ResolutionLevel]

  /// Levels.
  public init(a: ResolutionLevel, b: ResolutionLevel, drb1: ResolutionLevel) { levels = [a, b, drb1] }
}

/// The matches of a pair at A, B and DRB1, each locus at a level of its own, over every genotype the typings allow.
public struct SixLocusMatch: Hashable, Sendable {
  /// HLA-A, 0...2.
  public let a: CountBounds
  /// HLA-B, 0...2.
  public let b: CountBounds
  /// DRB1, 0...2.
  public let drb1: CountBounds

  /// The matches of three loci.
  public init(a: CountBounds, b: CountBounds, drb1: CountBounds) { (self.a, self.b, self.drb1) = (a, b, drb1) }

  /// One value a locus of ``Locus/six``.
  public var loci: [CountBounds] { [a, b, drb1] }

  /// The matches of one locus; nil for a locus that is none of the six.
  public func locus(_ locus: Locus) -> CountBounds? { Locus.six.firstIndex(of: locus).map { loci[$0] } }

  /// The matches of the six positions, 0...6.
  public var match: CountBounds { CountBounds(a.min + b.min + drb1.min, a.max + b.max + drb1.max) }
}
