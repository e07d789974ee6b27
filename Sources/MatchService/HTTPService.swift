import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import SearchHistory
import ServiceLifecycle

/// The service: its routes over one set of parts, and the program that listens.
public struct HTTPService: Sendable {
  private let parts: ServiceParts

  init(_ parts: ServiceParts) { self.parts = parts }

  /// A service ready to answer.
  ///
  /// Opens the history, reads the tokens and looks at the folder of pools, which is looked at again and again while the
  /// application runs.
  ///
  /// - Throws: ``SettingsFault``, or what is wrong with the history.
  public init(_ settings: ServiceSettings, logger: Logger? = nil) async throws {
    parts = try await ServiceParts(settings, logger: logger ?? HTTPService.logger(level: settings.logLevel))
  }

  /// A service ready to answer, with its faults in the words of the program.
  ///
  /// - Throws: ``ServiceFault``, ``SettingsFault`` or an `EngineError`.
  public static func open(_ settings: ServiceSettings) async throws -> HTTPService {
    do { return try await HTTPService(settings) } catch let error as HistoryError {
      throw ServiceFault(error, file: settings.history.file ?? "history")
    }
  }

  /// Listens until the process is told to end; answers under way are finished.
  ///
  /// - Throws: ``ServiceFault`` where the address cannot be used.
  public func run(onServerRunning: @escaping @Sendable (_ port: Int) -> Void) async throws {
    let application = try application(onServerRunning: onServerRunning)
    var configuration = ServiceGroupConfiguration(
      services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: parts.logger)
    // Answers under way have their time; then they are given up.
    configuration.maximumGracefulShutdownDuration = .seconds(parts.settings.limits.seconds + 5)
    do { try await ServiceGroup(configuration: configuration).run() } catch let error as IOError {
      throw ServiceFault("http.host \(parts.settings.host), http.port \(parts.settings.port): \(error)", exitCode: 74)
    }
  }

  private static func logger(level: String) -> Logger {
    var logger = Logger(label: "hlamatch-server", factory: { LogLines(label: $0) })
    logger.logLevel = Logger.Level(rawValue: level) ?? .info
    return logger
  }

  /// The application: what the program runs and tests ask.
  ///
  /// - Parameter onServerRunning: Called with the port once the service listens.
  /// - Throws: What is wrong with certificate and key.
  public func application(
    onServerRunning: @escaping @Sendable (_ port: Int) -> Void = { _ in }
  ) throws -> some ApplicationProtocol {
    let settings = parts.settings
    return Application(
      router: ServiceRouter.router(parts),
      server: try server(),
      configuration: ApplicationConfiguration(
        address: .hostname(settings.host, port: settings.port),
        serverName: "hlamatch",
        availableConnectionsDelegate: .maximum(settings.limits.connections, logger: parts.logger)),
      services: [FolderWatch(parts), HistoryKeeping(parts)],
      onServerRunning: { onServerRunning($0.localAddress?.port ?? 0) },
      logger: parts.logger)
  }

  private func server() throws -> HTTPServerBuilder {
    let limits = parts.settings.limits
    let plain = HTTPServerBuilder.http1(
      configuration: .init(
        idleTimeout: .seconds(Int64(limits.idleSeconds)),
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100)))
    guard let certificate = parts.settings.certificate, let key = parts.settings.privateKey else { return plain }
    return try .tls(plain, tlsConfiguration: ServiceCertificate.configuration(certificate: certificate, key: key))
  }
}
