import Glibc

/// A value that threads use in turns.
///
/// A lock of the system, and not that of the standard library: the thread sanitizer does not see the latter, so that every value
/// behind it looks like a race, and a true one would be lost among them.
///
/// Invariant: `value` is read and written between `pthread_mutex_lock` and `pthread_mutex_unlock` of `lock`, which stays in place
/// until `deinit`.
package final class Guarded<Value: Sendable>: @unchecked Sendable {
  @usableFromInline let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  @usableFromInline var value: Value

  /// Guards a value.
  package init(_ value: Value) {
    self.value = value
    pthread_mutex_init(lock, nil)
  }

  deinit {
    pthread_mutex_destroy(lock)
    lock.deallocate()
  }

  /// Calls `body` with the value while nobody else uses it; `body` must not come back to the same value.
  @inlinable package func withLock<Result, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return try body(&value)
  }
}
