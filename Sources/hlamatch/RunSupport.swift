import ArgumentParser
import Glibc
import MatchEngine

/// The steps that `rank`, `compare` and `explain` share around their own work.
enum RunSupport {
  /// Reads all inputs, showing progress on a terminal where the work is long.
  static func read(_ options: RunOptions, _ arguments: RunArguments) throws(EngineError) -> RunInputs {
    let meter = ProgressMeter(arguments)
    let inputs = try RunInputs(options) { meter.show($0) }
    meter.clear()
    arguments.reference.announce(inputs.reference)
    if !arguments.reference.quiet { report(inputs) }
    return inputs
  }

  private static func report(_ inputs: RunInputs) {
    report([(inputs.rejects, "rejected"), (inputs.warnings, "warnings")])
    let counts = inputs.counts
    StandardError.write(
      "hlamatch: \(counts.patientsRead) patients read, \(counts.patientsRejected) rejected; "
        + "\(counts.read) donors read, \(counts.rejected) rejected")
  }

  /// The first issues of each kind, and how many there are of each code.
  static func report(_ logs: [(IssueLog, String)]) {
    for (log, word) in logs where log.total > 0 {
      for message in log.messages { StandardError.write("hlamatch: \(message)") }
      if log.total > log.messages.count {
        StandardError.write("hlamatch: and \(log.total - log.messages.count) more")
      }
      StandardError.write("hlamatch: \(word) by code: \(log.summary)")
    }
  }

  /// Ends a run that `--strict` forbids to have a result: the rejects are written, the result is not.
  static func requireStrict(_ inputs: RunInputs) throws(EngineError) {
    let rejected = inputs.counts.rejected + inputs.counts.patientsRejected
    guard inputs.options.isStrict, rejected > 0 else { return }
    try inputs.commitIssues()
    throw .data("\(rejected) rows were rejected and --strict asks for none; no result was written")
  }

  /// A rejected patient makes the run fail, after the others are finished.
  static func requirePatients(_ inputs: RunInputs) throws(EngineError) {
    guard inputs.counts.patientsRejected > 0 else { return }
    throw .data("\(inputs.options.patients): \(inputs.counts.patientsRejected) patient rows were rejected")
  }
}

/// One line of progress on a terminal, after the first second.
final class ProgressMeter {
  private let isShown: Bool
  private let start = time(nil)
  private var isVisible = false

  init(_ arguments: RunArguments) { isShown = Environment.hasTerminal && !arguments.reference.quiet }

  init(isQuiet: Bool) { isShown = Environment.hasTerminal && !isQuiet }

  func show(_ progress: ReadingProgress) {
    show("reading \(progress.file): \(progress.rows) rows, \(progress.bytes >> 20) MiB")
  }

  func show(patients done: Int, of all: Int) { show("\(done) of \(all) patients") }

  private func show(_ text: String) {
    guard isShown, time(nil) - start >= 1 else { return }
    isVisible = true
    write("\r\u{1B}[Khlamatch: \(text)")
  }

  func clear() {
    if isVisible { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = Glibc.write(2, bytes, bytes.count)
  }
}
