import ArgumentParser
import MatchEngine

/// `hlamatch protocol diff`.
struct ProtocolDiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Shows in what two protocols differ and, given patients and donors, how the ranking moves.")

  @Argument(help: "A built-in protocol or a protocol file.")
  var first: String

  @Argument(help: "Another one.")
  var second: String

  @Option(help: "The file of patients.")
  var patients: String?

  @Option(parsing: .upToNextOption, help: "A pool, or one or more files of donors.")
  var donors: [String] = []

  @Option(help: "Ranks that are followed for each patient.")
  var top = 10

  @OptionGroup var reference: ReferenceOptions
  @OptionGroup var reading: ReadingOptions

  @Option(help: "Where the result goes. Default: standard output.")
  var output: String?

  @Option(help: "Number of threads. Default: all cores.")
  var threads: Int?

  @Option(help: "The day on which ages are counted, YYYY-MM-DD. Default: today.")
  var date: String?

  mutating func run() async throws {
    guard (patients == nil) == donors.isEmpty else {
      throw EngineError.usage("protocol diff: --patients and --donors were expected together")
    }
    guard top > 0 else { throw EngineError.usage("--top \(top): 1 or more was expected") }
    var options = RunOptions(date: try Environment.day(date))
    (options.reference, options.codes) = (reference.path, reference.mac)
    (options.patients, options.donors, options.top) = (patients ?? "", donors, top)
    (options.reading, options.blankSecond) = (try reading.settings(), reading.blankSecond)
    (options.threads, options.kernel) = (try Environment.threads(threads), try Environment.kernel())
    (options.scratchFolder, options.output) = (Environment.scratchFolder, output)
    let diff = try ProtocolDiffRun(first, second, options)
    if let inputs = diff.inputs {
      reference.announce(inputs.reference)
      if !reference.quiet { RunSupport.report([(inputs.rejects, "rejected"), (inputs.warnings, "warnings")]) }
    }
    try await diff.run()
    if let inputs = diff.inputs { try RunSupport.requirePatients(inputs) }
  }
}
