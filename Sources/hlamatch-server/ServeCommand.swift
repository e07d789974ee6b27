import ArgumentParser
import MatchService

/// `hlamatch-server serve`.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Listens for requests until it is told to end (SIGTERM, SIGINT).")

  @OptionGroup var options: SettingsOptions

  mutating func run() async throws {
    let settings = try await options.settings()
    let service = try await HTTPService.open(settings)
    let scheme = settings.certificate == nil ? "http" : "https"
    let host = settings.host
    try await service.run { port in StandardError.write("hlamatch-server: listening on \(scheme)://\(host):\(port)/") }
  }
}

/// Settings as arguments; each also has a name in the environment and in the file.
struct SettingsOptions: ParsableArguments {
  @Option(help: "A YAML file of settings. Default: HLAMATCH_CONFIG.")
  var config: String?

  @Option(help: "The address to listen on. Default: 127.0.0.1; another one needs --tokens.")
  var host: String?

  @Option(help: "The port; 0 takes any free one. Default: 8080.")
  var port: Int?

  @Option(help: "The folder of pools (*.hlapool), references (*.hlaref) and protocols (*.yaml).")
  var folder: String?

  @Option(help: "A reference beside the folder's. Default: HLAMATCH_REFERENCE, else the embedded excerpt.")
  var reference: String?

  @Option(help: "The table of multiple allele codes.")
  var mac: String?

  @Option(help: "The file of tokens, made with 'hlamatch-server token'.")
  var tokens: String?

  @Option(help: "The certificate chain (PEM), for TLS.")
  var tlsCertificate: String?

  @Option(help: "The private key of the certificate (PEM).")
  var tlsKey: String?

  @Option(help: "The database that keeps the history of searches.")
  var history: String?

  @Option(help: "trace, debug, info, notice, warning, error or critical. Default: info.")
  var logLevel: String?

  /// All settings: these arguments, the environment, the file.
  func settings() async throws(SettingsFault) -> ServiceSettings {
    let given: [(String, String?)] = [
      ("http.host", host), ("http.port", port.map(String.init)), ("folder", folder), ("reference", reference),
      ("codes", mac), ("tokens", tokens), ("tls.certificate", tlsCertificate), ("tls.key", tlsKey),
      ("history.file", history), ("log.level", logLevel),
    ]
    var arguments: [String: String] = [:]
    for (name, value) in given { arguments[name] = value }
    return try await ServiceSettings.read(
      arguments: arguments, environment: Surroundings.environment, file: config ?? Surroundings.configurationFile)
  }
}
