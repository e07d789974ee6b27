import MatchEngine

/// Keeps the bodies that are held at once within a sum of bytes.
final class ByteBudget: Sendable {
  private let most: Int
  private let held = Guarded(0)

  init(_ most: Int) { self.most = most }

  /// Sets bytes aside until the share is let go.
  ///
  /// - Throws: ``Problem/overloaded``.
  func share(_ bytes: Int) throws(Problem) -> ByteShare {
    let fits = held.withLock { held in
      guard held + bytes <= most else { return false }
      held += bytes
      return true
    }
    guard fits else { throw .overloaded }
    return ByteShare(self, bytes)
  }

  fileprivate func giveBack(_ bytes: Int) { held.withLock { $0 -= bytes } }
}

/// Bytes set aside, until the last holder lets them go.
final class ByteShare: Sendable {
  private let budget: ByteBudget
  private let bytes: Int

  fileprivate init(_ budget: ByteBudget, _ bytes: Int) { (self.budget, self.bytes) = (budget, bytes) }

  deinit { budget.giveBack(bytes) }
}
