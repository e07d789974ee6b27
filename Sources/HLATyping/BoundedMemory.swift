/// Remembers what was worked out of the entries of one table, for any number of threads.
///
/// Holds a bounded amount: beyond it, everything is forgotten, and what is asked for again is worked out again. What is
/// remembered must follow from the entry and the release alone.
public final class BoundedMemory<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct State {
    var values: [Key: Value] = [:]
    var weight = 0
  }

  private let limit: Int
  private let state = Guarded(State())

  /// An empty memory.
  ///
  /// - Parameter limit: The sum of weights that is held.
  public init(limit: Int) { self.limit = limit }

  /// The value of an entry; nil where it is not remembered.
  public subscript(_ key: Key) -> Value? { state.withLock { $0.values[key] } }

  /// Remembers a value.
  ///
  /// - Parameter weight: What it takes, at least 1.
  public func add(_ value: Value, _ key: Key, weight: Int) {
    state.withLock { state in
      guard state.values[key] == nil else { return state.values[key] = value }
      if state.weight + weight > limit {
        state.values.removeAll(keepingCapacity: true)
        state.weight = 0
      }
      state.values[key] = value
      state.weight += weight
    }
  }
}
