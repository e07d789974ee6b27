import ArgumentParser
import MatchEngine
import MatchService

/// The service: parses arguments, calls ``MatchService``.
@main
struct ServerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hlamatch-server",
    abstract: "Ranks donors for HLA-mismatched cell therapy over HTTP. Decision support, not a treatment decision.",
    version: ProgramVersion.report,
    subcommands: [ServeCommand.self, TokenCommand.self, ReplayCommand.self, HistoryCommand.self],
    defaultSubcommand: ServeCommand.self)

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let error as EngineError {
      end("\(error)", error.exitCode)
    } catch let fault as SettingsFault {
      end("\(fault)", 64)
    } catch let fault as ServiceFault {
      end("\(fault)", fault.exitCode)
    } catch {
      exit(withError: error)
    }
  }

  private static func end(_ message: String, _ code: Int32) -> Never {
    StandardError.write("hlamatch-server: \(message)")
    exit(withError: ExitCode(code))
  }
}
