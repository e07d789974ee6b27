import MatchEngine

/// Lets a fixed number of searches run side by side; the others wait their turn in order, and what would make the line
/// too long is sent away.
final class AdmissionGate: Sendable {
  /// How many searches run and wait.
  struct Load: Equatable, Sendable {
    var running = 0
    var waiting = 0
  }

  private struct Waiter {
    let number: Int
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var running = 0
    var line: [Waiter] = []
    var ofCaller: [String: Int] = [:]
    var next = 0
    /// Waiters cancelled before they stood in the line.
    var cancelled: Set<Int> = []
  }

  private let limits: ServiceSettings.Limits
  private let state = Guarded(State())

  init(_ limits: ServiceSettings.Limits) { self.limits = limits }

  /// Waits until a search may begin.
  ///
  /// - Returns: The ticket, which is given back when its last holder lets it go.
  /// - Throws: ``Problem/overloaded`` or ``Problem/tooManySearches`` at once; `CancellationError` while it waits.
  func ticket(_ caller: String) async throws -> AdmissionTicket {
    if let number = try enter(caller) {
      // Who was given a turn just before giving up has it, and is no longer one who gave up.
      defer { state.withLock { _ = $0.cancelled.remove(number) } }
      do { try await turn(number) } catch {
        forget(caller)
        throw error
      }
    }
    return AdmissionTicket(self, caller)
  }

  /// How many searches run and wait now.
  var load: Load { state.withLock { Load(running: $0.running, waiting: $0.line.count) } }

  /// - Returns: The number in the line; nil where the search may begin at once.
  private func enter(_ caller: String) throws -> Int? {
    try state.withLock { state in
      guard state.ofCaller[caller, default: 0] < limits.searchesOfCaller else { throw Problem.tooManySearches }
      guard state.running >= limits.searches else {
        state.running += 1
        state.ofCaller[caller, default: 0] += 1
        return nil
      }
      guard state.line.count < limits.waiting else { throw Problem.overloaded }
      state.ofCaller[caller, default: 0] += 1
      state.next += 1
      return state.next
    }
  }

  private func turn(_ number: Int) async throws {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let isOver = state.withLock { state in
          if state.cancelled.remove(number) != nil { return Turn.cancelled }
          // A search may have ended since this one was told to wait.
          if state.running < limits.searches {
            state.running += 1
            return Turn.now
          }
          state.line.append(Waiter(number: number, continuation: continuation))
          return Turn.later
        }
        switch isOver {
        case .now: continuation.resume()
        case .cancelled: continuation.resume(throwing: CancellationError())
        case .later: break
        }
      }
    } onCancel: {
      cancel(number)
    }
  }

  private enum Turn { case now, later, cancelled }

  private func cancel(_ number: Int) {
    let waiter = state.withLock { state -> Waiter? in
      guard let place = state.line.firstIndex(where: { $0.number == number }) else {
        state.cancelled.insert(number)
        return nil
      }
      return state.line.remove(at: place)
    }
    waiter?.continuation.resume(throwing: CancellationError())
  }

  fileprivate func leave(_ caller: String) {
    let next = state.withLock { state -> Waiter? in
      guard !state.line.isEmpty else {
        state.running -= 1
        return nil
      }
      return state.line.removeFirst()
    }
    forget(caller)
    next?.continuation.resume()
  }

  private func forget(_ caller: String) {
    state.withLock { state in
      let left = state.ofCaller[caller, default: 1] - 1
      state.ofCaller[caller] = left > 0 ? left : nil
    }
  }
}

/// The right to search, until its last holder lets it go.
final class AdmissionTicket: Sendable {
  private let gate: AdmissionGate
  private let caller: String

  fileprivate init(_ gate: AdmissionGate, _ caller: String) { (self.gate, self.caller) = (gate, caller) }

  deinit { gate.leave(caller) }
}
