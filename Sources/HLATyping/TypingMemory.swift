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

/// Remembers what was worked out of the typings of one table, for any number of threads.
///
/// Holds a bounded amount: beyond it, everything is forgotten, and what is asked for again is worked out again. What is
/// remembered must follow from the typing and the release alone.
public final class TypingMemory<Value: Sendable>: Sendable {
  private struct State {
    var values: [PoolTyping: Value] = [:]
    var weight = 0
  }

  private let limit: Int
  private let state = Guarded(State())

  /// An empty memory.
  ///
  /// - Parameter limit: The sum of weights that is held.
  public init(limit: Int = 1 << 21) { self.limit = limit }

  /// The value of a typing; nil where it is not remembered.
  public subscript(_ typing: PoolTyping) -> Value? { state.withLock { $0.values[typing] } }

  /// Remembers a value.
  ///
  /// - Parameter weight: What it takes, at least 1.
  public func add(_ value: Value, _ typing: PoolTyping, weight: Int) {
    state.withLock { state in
      if state.weight + weight > limit {
        state.values.removeAll(keepingCapacity: true)
        state.weight = 0
      }
      if state.values.updateValue(value, forKey: typing) == nil { state.weight += weight }
    }
  }
}
