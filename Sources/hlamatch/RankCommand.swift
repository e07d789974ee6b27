import ArgumentParser
import MatchEngine

/// `hlamatch rank`.
struct RankCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rank", abstract: "Ranks the donors for each patient by a protocol.")

  @OptionGroup var arguments: RunArguments

  @Option(help: "Donors listed for each patient; 0 lists all.")
  var top = 100

  @Option(help: "Receives the excluded donors and their reasons as CSV.")
  var excluded: String?

  mutating func run() async throws {
    guard top >= 0 else { throw EngineError.usage("--top \(top): 0 or more was expected") }
    var options = try arguments.runOptions()
    (options.top, options.excluded) = (top, excluded)
    let inputs = try RunSupport.read(options, arguments)
    try RunSupport.requireStrict(inputs)
    let meter = ProgressMeter(arguments)
    try await RankRun(inputs, format: arguments.format ?? .preferred(output: arguments.output)).run { done in
      meter.show(patients: done, of: inputs.patients.count)
    }
    meter.clear()
    try RunSupport.requirePatients(inputs)
  }
}

/// `hlamatch compare`.
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Counts every patient against every donor; no ranking.")

  @OptionGroup var arguments: RunArguments

  mutating func run() async throws {
    try arguments.format?.requireStream()
    let inputs = try RunSupport.read(try arguments.runOptions(), arguments)
    try RunSupport.requireStrict(inputs)
    let meter = ProgressMeter(arguments)
    try await CompareRun(inputs, format: arguments.format ?? .preferred(output: arguments.output)).run { done in
      meter.show(patients: done, of: inputs.patients.count)
    }
    meter.clear()
    try RunSupport.requirePatients(inputs)
  }
}

/// `hlamatch explain`.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explains one pair: every number with its reason, or why the donor is in no list."
  )

  @OptionGroup var arguments: RunArguments

  @Option(help: "The patient's id.")
  var patient: String

  @Option(help: "The donor's id.")
  var donor: String

  @Option(help: "Mononuclear cells collected, for the courses that they cover.")
  var mnc: Double?

  @Option(help: "CD3+ cells collected.")
  var cd3: Double?

  @Option(help: "CD34+ cells collected.")
  var cd34: Double?

  mutating func run() async throws {
    var options = try arguments.runOptions()
    options.watchedDonor = donor
    options.collection = try CellCollection(counted: mnc, cd3: cd3, cd34: cd34)
    let inputs = try RunSupport.read(options, arguments)
    try RunSupport.requireStrict(inputs)
    try await ExplainRun(inputs, patient: patient, donor: donor, format: arguments.format ?? .table).run()
  }
}
