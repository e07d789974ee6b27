import ArgumentParser
import MatchService

extension TokenScope: ExpressibleByArgument {}

/// `hlamatch-server token`.
struct TokenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token",
    abstract: "Makes a token: prints the line for the file of tokens, and the token itself on standard error.")

  @Argument(help: "The name that the history and the log show, without spaces.")
  var name: String

  @Option(help: "read, search or admin; several are given one after the other.")
  var scope: [TokenScope] = [.read, .search]

  mutating func run() throws {
    guard !name.isEmpty, !name.contains(where: \.isWhitespace), name.first != "#" else {
      throw ValidationError("the name: letters, digits and signs without spaces were expected")
    }
    let made = TokenTable.make(name: name, scopes: Set(scope))
    StandardError.write("hlamatch-server: the token, shown once: \(made.token)")
    print(made.line)
  }
}
