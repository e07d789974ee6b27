/// Gives up what takes too long.
enum TimeLimit {
  /// Runs `body`, which is cancelled when the time is over.
  ///
  /// - Throws: ``Problem/timeLimit(_:)``, or what `body` throws.
  static func run<Result: Sendable>(
    seconds: Int, _ body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask { try await body() }
      group.addTask {
        try await Task.sleep(for: .seconds(seconds))
        return nil
      }
      defer { group.cancelAll() }
      guard let first = try await group.next(), let result = first else { throw Problem.timeLimit(seconds) }
      return result
    }
  }
}
