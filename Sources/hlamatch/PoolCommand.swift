import ArgumentParser
import MatchEngine

extension QualityFormat: ExpressibleByArgument {}

/// `hlamatch pool`.
struct PoolCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pool", abstract: "Makes donor pools, verifies them, and reports on donor files.",
    subcommands: [PoolBuildCommand.self, PoolInfoCommand.self, PoolVerifyCommand.self, PoolCheckCommand.self])
}

/// `hlamatch pool build`.
struct PoolBuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build", abstract: "Makes a pool of donor files, which 'rank', 'compare' and 'explain' map at once.")

  @Argument(help: "The files of donors, in any format that 'rank' reads; '-' is standard input.")
  var donors: [String]

  @Option(name: .shortAndLong, help: "The pool file, as donors.hlapool.")
  var output: String

  @OptionGroup var reference: ReferenceOptions

  @Option(name: .customLong("protocol"), help: "The protocol whose policies typings are read under.")
  var protocolName = "mst"

  @OptionGroup var reading: ReadingOptions

  @Option(help: "A table of KIR typings by donor id (CSV).")
  var kir: String?

  @Flag(help: "No pool where a row was rejected.")
  var strict = false

  @Option(help: "The day on which ages are checked, YYYY-MM-DD. Default: today.")
  var date: String?

  mutating func run() async throws {
    var options = PoolBuildRun.Options(date: try Environment.day(date))
    (options.reference, options.codes, options.donors) = (reference.path, reference.mac, donors)
    options.reading = try reading.settings()
    (options.protocolName, options.blankSecond, options.kir) = (protocolName, reading.blankSecond, kir)
    (options.isStrict, options.output) = (strict, output)
    options.scratchFolder = Environment.scratchFolder
    let meter = ProgressMeter(isQuiet: reference.quiet)
    let build = try PoolBuildRun(options) { meter.show($0) }
    meter.clear()
    reference.announce(build.reference)
    if reference.quiet { return }
    RunSupport.report([(build.rejects, "rejected"), (build.warnings, "warnings")])
    let facts = build.facts
    StandardError.write(
      "hlamatch: \(facts.read) donors read, \(facts.rejected) rejected; \(facts.donors) donors in \(output)")
  }
}

/// `hlamatch pool info`.
struct PoolInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Shows what a pool was made from and what it holds.")

  @Argument(help: "A pool made by 'pool build'.")
  var pool: String

  mutating func run() throws {
    let output = try OutputFile(path: nil)
    for line in try PoolReport.lines(pool) { try output.writeLine(line) }
    try output.commit()
  }
}

/// `hlamatch pool verify`.
struct PoolVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Computes everything in a pool that can be computed anew, and compares.")

  @Argument(help: "A pool made by 'pool build'.")
  var pool: String

  @Option(help: "The release that the pool was built from, as for 'pool build'.")
  var reference: String?

  mutating func run() throws {
    try PoolReport.verify(pool, reference: reference ?? Environment.reference)
    let output = try OutputFile(path: nil)
    try output.writeLine("\(pool): whole")
    try output.commit()
  }
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
