/// What the cells of a locus say, as numbers into a ``LocusTypingTable``.
///
/// DNA cells alone, as nearly every donor has them, are named by the numbers of the two cells: a large pool has tens of
/// millions of distinct pairs, but only some ten thousand distinct cells.
public struct TypingKey: Hashable, Sendable {
  /// Set in ``first`` where the key names a joint typing.
  static let jointBit: UInt32 = 1 << 31

  /// The number of the first DNA cell; or, with bit 31 set, of a joint typing.
  public let first: UInt32
  /// The number of the second DNA cell; 0 beside a joint typing.
  public let second: UInt32

  /// Nothing is said of the locus.
  public static let untyped = TypingKey(first: 0, second: 0)

  /// A key of these numbers.
  @inlinable public init(first: UInt32, second: UInt32) { (self.first, self.second) = (first, second) }

  /// The number of the joint typing, in which serology or a GL String speaks too; nil for DNA cells alone.
  public var joint: Int? {
    first & TypingKey.jointBit == 0 ? nil : Int(first & ~TypingKey.jointBit)
  }
}
