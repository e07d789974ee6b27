import HLANomenclature

/// A typing of a locus, by its key in one table of typings.
public struct PoolTyping: Hashable, Sendable {
  /// The locus.
  public let locus: Locus
  /// The key.
  public let key: TypingKey

  /// A typing of a table.
  public init(locus: Locus, key: TypingKey) { (self.locus, self.key) = (locus, key) }
}
