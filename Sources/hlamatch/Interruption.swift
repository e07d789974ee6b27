import Glibc
import MatchEngine

/// Ends the program on the user's wish without leaving half a file behind.
enum Interruption {
  /// Waits for SIGINT and SIGTERM on a thread of its own; a closed pipe is met where the writing fails.
  static func watch() {
    signal(SIGPIPE, SIG_IGN)
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { _ in
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        var caught: Int32 = 0
        sigwait(&signals, &caught)
        OutputFile.discardUnfinished()
        _exit(128 + caught)
      }, nil)
  }
}

/// Messages for people, apart from results.
enum StandardError {
  /// Writes a line; a terminal that has gone is no reason to stop.
  static func write(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = Glibc.write(2, bytes, bytes.count)
  }
}
