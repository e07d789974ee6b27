import MatchEngine

/// Keeps what is held at once within a sum: bytes of bodies, donors of answers.
final class HeldSum: Sendable {
  private let most: Int
  private let held = Guarded(0)

  init(_ most: Int) { self.most = most }

  /// Sets a share aside until it is let go.
  ///
  /// - Throws: ``Problem/overloaded``.
  func share(_ amount: Int) throws(Problem) -> HeldShare {
    let fits = held.withLock { held in
      guard held + amount <= most else { return false }
      held += amount
      return true
    }
    guard fits else { throw .overloaded }
    return HeldShare(self, amount)
  }

  fileprivate func giveBack(_ amount: Int) { held.withLock { $0 -= amount } }
}

/// What was set aside, until the last holder lets it go.
final class HeldShare: Sendable {
  private let sum: HeldSum
  private let amount: Int

  fileprivate init(_ sum: HeldSum, _ amount: Int) { (self.sum, self.amount) = (sum, amount) }

  deinit { sum.giveBack(amount) }
}
