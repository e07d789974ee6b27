/// The least and the greatest value that a count takes over all genotypes the typings allow.
public struct CountBounds: Hashable, Sendable, CustomStringConvertible {
  /// The least value.
  public var min: UInt8
  /// The greatest value, not less than ``min``.
  public var max: UInt8

  /// Bounds.
  public init(_ min: UInt8, _ max: UInt8) {
    self.min = min
    self.max = max
  }

  /// One certain value.
  public init(exactly value: UInt8) { self.init(value, value) }

  /// The typings do not settle the value.
  public var isOpen: Bool { min != max }

  /// The least value in the lower byte, the greatest above it.
  fileprivate var word: UInt64 { UInt64(min) | UInt64(max) << 8 }

  /// `1`, or `0..2` where open (never `0-2`, which spreadsheets read as a date).
  public var description: String { isOpen ? "\(min)..\(max)" : "\(min)" }
}

/// What a pair counts at one locus, or over several: match, both directions of mismatch, homozygosity of the donor.
///
/// Eight bounds of one byte each in one word, so that totals over five loci are four additions. No bound exceeds ten,
/// which leaves the upper three bits of each byte: those of the last two count loci with nothing expressed and loci
/// typed on both sides (at most five), and no byte carries into its neighbour.
public struct MatchCounts: Hashable, Sendable {
  var word: UInt64

  init(word: UInt64) { self.word = word }

  /// Counts from their bounds.
  ///
  /// - Parameters:
  ///   - isTyped: The locus is typed on both sides.
  ///   - isUnexpressed: Nothing is expressed on one side or both.
  public init(
    match: CountBounds, gvh: CountBounds, hvg: CountBounds, homozygous: CountBounds, isTyped: Bool = true,
    isUnexpressed: Bool = false
  ) {
    word = match.word | gvh.word << 16 | hvg.word << 32 | homozygous.word << 48
    if isUnexpressed { word |= 32 << 48 }
    if isTyped { word |= 32 << 56 }
  }

  /// Nothing counted.
  public static let zero = MatchCounts(word: 0)

  /// The better of the two pairings of the positions, 0...2 a locus.
  public var match: CountBounds { bounds(0) }
  /// Patient positions whose identity the donor lacks: targets for donor cells.
  public var gvh: CountBounds { bounds(1) }
  /// Donor positions whose identity the patient lacks: targets for rejection.
  public var hvg: CountBounds { bounds(2) }
  /// Whether the donor has one identity at both positions, 0...1 a locus.
  public var homozygous: CountBounds { bounds(3) }
  /// Loci at which nothing is expressed on one side or both.
  public var unexpressedLoci: Int { Int(truncatingIfNeeded: word >> 53 & 7) }
  /// Loci typed on both sides.
  public var typedLoci: Int { Int(truncatingIfNeeded: word >> 61) }

  /// The same counts with this homozygosity added.
  func with(homozygous: CountBounds) -> MatchCounts {
    MatchCounts(word: word &+ UInt64(homozygous.min) << 48 &+ UInt64(homozygous.max) << 56)
  }

  private func bounds(_ index: UInt64) -> CountBounds {
    let pair = word >> (16 * index)
    return CountBounds(UInt8(truncatingIfNeeded: pair & 0x1F), UInt8(truncatingIfNeeded: pair >> 8 & 0x1F))
  }

  /// Adds the bounds of two sets of loci.
  public static func + (left: MatchCounts, right: MatchCounts) -> MatchCounts {
    MatchCounts(word: left.word &+ right.word)
  }

  /// Adds the bounds of another locus.
  public static func += (left: inout MatchCounts, right: MatchCounts) { left.word &+= right.word }
}
