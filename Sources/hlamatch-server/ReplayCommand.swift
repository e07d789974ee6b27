import ArgumentParser
import MatchService

/// `hlamatch-server replay`.
struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Runs a past search again, with the protocol of then and the pools of now, and says what differs.")

  @Argument(help: "The number of the search.")
  var id: Int64

  @OptionGroup var options: SettingsOptions

  @Flag(help: "End with 65 where the answer differs.")
  var strict = false

  mutating func run() async throws {
    let replay = try await Replay.run(id, try await options.settings())
    for line in replay.lines { print(line) }
    if strict, !replay.isSame { throw ExitCode(65) }
  }
}
