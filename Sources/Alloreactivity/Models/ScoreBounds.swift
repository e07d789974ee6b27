/// The least and the greatest value of a score over all that the typings allow, in hundredths.
///
/// Ligands that are open are chosen one by one, as if none depended on another, so that the bounds may be wider than
/// need be.
public struct ScoreBounds: Hashable, Sendable, CustomStringConvertible {
  /// The least value, in hundredths.
  public let min: Int
  /// The greatest value, in hundredths.
  public let max: Int

  /// Bounds; `min` is at most `max`.
  public init(min: Int, max: Int) {
    precondition(min <= max, "bounds are in order")
    (self.min, self.max) = (min, max)
  }

  /// Whether the typings settle the score.
  public var isSettled: Bool { min == max }

  /// As `1.75` or `0..2.5`.
  public var description: String {
    isSettled ? ScoreBounds.text(min) : "\(ScoreBounds.text(min))..\(ScoreBounds.text(max))"
  }

  private static func text(_ hundredths: Int) -> String {
    let (whole, rest) = abs(hundredths).quotientAndRemainder(dividingBy: 100)
    let digits = rest == 0 ? "" : rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)"
    return (hundredths < 0 ? "-" : "") + "\(whole)\(digits)"
  }
}
