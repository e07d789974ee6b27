import ArgumentParser
import MatchService

/// `hlamatch-server history`.
struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Looks after the history of searches.",
    subcommands: [HistoryExportCommand.self, HistoryForgetCommand.self, HistoryCheckCommand.self])
}

/// `hlamatch-server history export`.
struct HistoryExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Prints all records as JSON lines, oldest first.")

  @Argument(help: "The database.")
  var file: String

  mutating func run() throws { try HistoryDesk(file).export { print($0) } }
}

/// `hlamatch-server history forget`.
struct HistoryForgetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget", abstract: "Removes records from before a day, with their requests.")

  @Argument(help: "The database.")
  var file: String

  @Option(help: "The first day that is kept, YYYY-MM-DD.")
  var before: String

  mutating func run() async throws { print("\(try await HistoryDesk(file).forget(before: before)) forgotten") }
}

/// `hlamatch-server history check`.
struct HistoryCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Looks for damage in the whole database.")

  @Argument(help: "The database.")
  var file: String

  mutating func run() throws {
    try HistoryDesk(file).check()
    print("no damage")
  }
}
