import ArgumentParser
import Dispatch
import MatchEngine

/// Where the program begins: signals are arranged on the first thread, before there is any other.
@main
enum EntryPoint {
  static func main() {
    Interruption.watch()
    Task.detached {
      await HLAMatchCommand.start()
      HLAMatchCommand.exit()
    }
    // Not dispatchMain(), which would let the signals through on this thread.
    DispatchSemaphore(value: 0).wait()
  }
}

/// The command line: parses arguments, calls ``MatchEngine``, prints.
struct HLAMatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hlamatch",
    abstract: "Ranks donors for HLA-mismatched cell therapy. Decision support, not a treatment decision.",
    version: ProgramVersion.report,
    subcommands: [
      RankCommand.self, CompareCommand.self, ExplainCommand.self, AdviseCommand.self, TypingCommand.self,
      ReferenceCommand.self, PoolCommand.self, ProtocolCommand.self,
    ])

  static func start() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let error as EngineError {
      exit(withEngineError: error)
    } catch {
      exit(withError: error)
    }
  }

  private static func exit(withEngineError error: EngineError) -> Never {
    if error != .closedPipe { StandardError.write("hlamatch: \(error)") }
    OutputFile.discardUnfinished()
    exit(withError: ExitCode(error.exitCode))
  }
}
