import ArgumentParser
import MatchEngine

/// `hlamatch advise`.
struct AdviseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "advise", abstract: "Says which further typing would settle most among the best donors.")

  @OptionGroup var arguments: RunArguments

  @Option(help: "Ranked donors looked at for each patient; 0 looks at all.")
  var top = 100

  mutating func run() async throws {
    guard top >= 0 else { throw EngineError.usage("--top \(top): 0 or more was expected") }
    try arguments.format?.requireStream()
    var options = try arguments.runOptions()
    options.top = top
    let inputs = try RunSupport.read(options, arguments)
    try RunSupport.requireStrict(inputs)
    let meter = ProgressMeter(arguments)
    try await AdviseRun(inputs, format: arguments.format ?? .preferred(output: arguments.output)).run { done in
      meter.show(patients: done, of: inputs.patients.count)
    }
    meter.clear()
    try RunSupport.requirePatients(inputs)
  }
}
