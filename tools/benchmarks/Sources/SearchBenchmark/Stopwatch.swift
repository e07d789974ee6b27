import Glibc

/// Wall-clock times of repeated work.
enum Stopwatch {
  struct Times {
    let min: Double
    let median: Double
    let max: Double
    let count: Int

    init(_ seconds: [Double]) {
      let sorted = seconds.sorted()
      (min, max, count) = (sorted[0], sorted[sorted.count - 1], sorted.count)
      median = sorted[sorted.count / 2]
    }
  }

  static func seconds(runs: Int, _ work: () throws -> Void) rethrows -> Times {
    let clock = ContinuousClock()
    var seconds: [Double] = []
    for _ in 0..<runs { seconds.append(Stopwatch.seconds(try clock.measure(work))) }
    return Times(seconds)
  }

  static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }

  static func seconds(_ work: () throws -> Void) rethrows -> Double { seconds(try ContinuousClock().measure(work)) }

  /// Processor time of this thread, which other work on the machine does not lengthen as it does wall-clock time.
  static func processorSeconds(runs: Int, _ work: () throws -> Void) rethrows -> Times {
    func now() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
    var seconds: [Double] = []
    for _ in 0..<runs {
      let start = now()
      try work()
      seconds.append(now() - start)
    }
    return Times(seconds)
  }

  /// A figure with no more digits than it deserves.
  static func rounded(_ value: Double) -> String {
    value >= 1000 ? String(Int(value)) : String(Double(Int(value * 1000)) / 1000)
  }
}
