import ArgumentParser
import MatchEngine

/// `hlamatch typing`.
struct TypingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "typing", abstract: "Shows what typings mean in this release.")

  @OptionGroup var reference: ReferenceOptions

  @Option(help: "The locus of typings that do not say it, as A or DRB1.")
  var locus: String?

  @Option(help: "A file with one typing a line; '-' is standard input. Every line is answered.")
  var input: String?

  @Option(help: "jsonl or table. Default: table on a terminal, else jsonl.")
  var format: ResultFormat?

  @Option(help: "Where the answers go. Default: standard output.")
  var output: String?

  @Argument(help: "Typings, as A*02:01 or A*24:02:01G.")
  var typings: [String] = []

  mutating func run() throws {
    guard typings.isEmpty != (input == nil) else {
      throw EngineError.usage("typings as arguments, or --input with a file, were expected")
    }
    let index = try ReferenceIndex.open(reference.path)
    reference.announce(index)
    let known = try locus.map { name throws(EngineError) in
      guard let known = Locus(name: name) else {
        throw EngineError.usage("--locus \(name): a locus such as A or DRB1 was expected")
      }
      return known
    }
    let preferred = ResultFormat.preferred(output: output) == .table ? ResultFormat.table : .jsonl
    let codes = try reference.mac.map { path throws(EngineError) in try MultipleAlleleCodes.load(path) }
    let run = try TypingRun(reference: index, codes: codes, locus: known, format: format ?? preferred, output: output)
    if let input { return try run.answer(file: input) }
    if try !run.answer(typings) { throw ExitCode(65) }
  }
}
