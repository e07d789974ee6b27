import NIOCore

/// Closes the connection of a client that takes too long to read its answer, so that nobody holds a place, or memory, by
/// not reading.
enum ReadingLimit {
  /// Runs `body`, which writes; when the time is over the connection is closed, and its writes fail.
  static func closing<Value>(
    _ channel: any Channel, at end: ContinuousClock.Instant, _ body: () async throws -> Value
  ) async rethrows -> Value {
    let watch = Task {
      try await Task.sleep(until: end, clock: .continuous)
      try await channel.close()
    }
    defer { watch.cancel() }
    return try await body()
  }
}
