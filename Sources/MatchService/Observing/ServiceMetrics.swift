import MatchEngine

/// What the service counts about itself; never who was searched for.
final class ServiceMetrics: Sendable {
  /// Upper bounds of the classes of durations, in seconds.
  static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

  /// One series of answers.
  struct Answer: Hashable, Comparable {
    let route: String
    let status: Int

    static func < (left: Answer, right: Answer) -> Bool { (left.route, left.status) < (right.route, right.status) }
  }

  /// Durations of one route.
  struct Durations {
    /// Requests by class; the last is beyond all bounds.
    var classes = [Int](repeating: 0, count: ServiceMetrics.bounds.count + 1)
    var sum = 0.0
  }

  struct State {
    var answers: [Answer: Int] = [:]
    var durations: [String: Durations] = [:]
    var refusals: [String: Int] = [:]
    var searches: [String: Int] = [:]
    var rescans = 0
    var swaps = 0
    var historyRecords = 0
    var historyFaults = 0
  }

  private let state = Guarded(State())

  /// Counts an answered request.
  ///
  /// - Parameters:
  ///   - route: The route's pattern, never the path asked for.
  ///   - seconds: From the first byte to the head of the answer.
  func count(route: String, status: Int, seconds: Double) {
    state.withLock { state in
      state.answers[Answer(route: route, status: status), default: 0] += 1
      let place = ServiceMetrics.bounds.firstIndex { seconds <= $0 } ?? ServiceMetrics.bounds.count
      state.durations[route, default: Durations()].classes[place] += 1
      state.durations[route]?.sum += seconds
    }
  }

  /// Changes the counters that are plain numbers.
  func note(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

  /// All counters now.
  var counted: State { state.withLock { $0 } }
}
