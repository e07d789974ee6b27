import ArgumentParser
import MatchEngine

/// `hlamatch protocol`.
struct ProtocolCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "protocol", abstract: "The donor selection protocols.",
    subcommands: [
      ProtocolListCommand.self, ProtocolShowCommand.self, ProtocolCheckCommand.self, ProtocolDiffCommand.self,
    ])
}

/// `hlamatch protocol list`.
struct ProtocolListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the built-in protocols.")

  mutating func run() throws {
    let output = try OutputFile(path: nil)
    for name in DonorProtocol.builtInNames {
      let rules = try DonorProtocol.load(name)
      try output.writeLine("\(rules.name)  \(rules.version)  \(rules.hash.prefix(12))  \(rules.title)")
    }
    try output.commit()
  }
}

/// `hlamatch protocol show`.
struct ProtocolShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Prints a protocol as its file stands, ready to be copied and edited.")

  @Argument(help: "A built-in protocol or a protocol file.")
  var name: String

  mutating func run() throws {
    let text = try DonorProtocol.text(of: name)
    let output = try OutputFile(path: nil)
    try output.write(text.utf8)
    try output.commit()
  }
}

/// `hlamatch protocol check`.
struct ProtocolCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Says what is wrong with a protocol file: unknown terms, contradictions, weights too great, no source.")

  @Argument(help: "A protocol file, or the name of a built-in one.")
  var file: String

  mutating func run() throws {
    let check = try ProtocolCheck(file)
    for message in check.messages { StandardError.write("hlamatch: \(message)") }
    guard let rules = check.rules else {
      throw EngineError.data("\(file): \(check.messages.count) to put right before this protocol is used")
    }
    let output = try OutputFile(path: nil)
    try output.writeLine("\(rules.name) \(rules.version), SHA-256 \(rules.hash): nothing to put right")
    try output.commit()
  }
}
