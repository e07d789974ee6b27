import ArgumentParser
import MatchEngine

extension QualityFormat: ExpressibleByArgument {}

/// `hlamatch pool`.
struct PoolCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pool", abstract: "Reports on donor files.", subcommands: [PoolCheckCommand.self])
}

/// `hlamatch pool check`.
struct PoolCheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Reports what donor files hold and what is wrong with them.")

  @Argument(help: "The files of donors, in any format that 'rank' reads; '-' is standard input.")
  var donors: [String]

  @OptionGroup var reference: ReferenceOptions

  @OptionGroup var reading: ReadingOptions

  @Option(help: "csv, tsv, json, table or html. Default: table on a terminal, else csv.")
  var format: QualityFormat?

  @Option(help: "Where the report goes. Default: standard output.")
  var output: String?

  mutating func run() async throws {
    var options = PoolCheckRun.Options()
    (options.reference, options.codes, options.donors) = (reference.path, reference.mac, donors)
    options.reading = try reading.settings()
    options.blankSecond = reading.blankSecond ?? .homozygous
    options.output = output
    let meter = ProgressMeter(isQuiet: reference.quiet)
    let check = try PoolCheckRun(options) { meter.show($0) }
    meter.clear()
    reference.announce(check.reference)
    try check.write(format: format ?? .preferred(output: output))
    let report = check.report
    if !reference.quiet {
      StandardError.write("hlamatch: \(report.rows) donors read, \(report.rejected) rejected")
      if let verdict = report.releaseVerdict { StandardError.write("hlamatch: \(verdict)") }
    }
    if report.accepted == 0 { throw EngineError.data("no donor could be read; at least one good row was expected") }
  }
}
