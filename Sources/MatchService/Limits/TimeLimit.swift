import MatchEngine

/// Gives up what takes too long: one clock for all that runs, since a timer for each request costs more than small answers do.
final class TimeLimit: Sendable {
  private struct Entry {
    let end: ContinuousClock.Instant
    let cancel: @Sendable () -> Void
    var isOver = false
  }

  private struct State {
    var entries: [Int: Entry] = [:]
    var next = 0
    /// The clock goes as long as anything runs.
    var isTicking = false
  }

  /// How late something may be given up.
  private static let tick = Duration.milliseconds(50)
  private let state = Guarded(State())

  /// Runs `body`, which is cancelled when the time is over or the caller is cancelled.
  ///
  /// - Throws: ``Problem/timeLimit(_:)`` where `body` ended for that, or what `body` throws.
  func run<Result: Sendable>(
    seconds: Int, _ body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    let task = Task { try await body() }
    let number = begin(.now + .seconds(seconds)) { task.cancel() }
    let result = await withTaskCancellationHandler {
      await task.result
    } onCancel: {
      task.cancel()
    }
    let isOver = state.withLock { $0.entries.removeValue(forKey: number)?.isOver ?? false }
    if isOver, case .failure = result { throw Problem.timeLimit(seconds) }
    return try result.get()
  }

  private func begin(_ end: ContinuousClock.Instant, _ cancel: @escaping @Sendable () -> Void) -> Int {
    let (number, begins) = state.withLock { state in
      state.next += 1
      state.entries[state.next] = Entry(end: end, cancel: cancel)
      defer { state.isTicking = true }
      return (state.next, !state.isTicking)
    }
    if begins { Task { await self.ticks() } }
    return number
  }

  private func ticks() async {
    while goesOn() { try? await Task.sleep(for: TimeLimit.tick) }
  }

  /// Gives up what is over.
  ///
  /// - Returns: false where nothing runs.
  private func goesOn() -> Bool {
    let now = ContinuousClock.now
    let (over, goesOn) = state.withLock { state in
      var over: [@Sendable () -> Void] = []
      for (number, entry) in state.entries where entry.end <= now && !entry.isOver {
        state.entries[number]?.isOver = true
        over.append(entry.cancel)
      }
      state.isTicking = !state.entries.isEmpty
      return (over, state.isTicking)
    }
    for cancel in over { cancel() }
    return goesOn
  }
}
