/// How the service is run: where it listens, what it reads, what it allows.
///
/// Every setting has one name in the configuration file (`limits.patients`), in the environment
/// (`HLAMATCH_LIMITS_PATIENTS`) and, where it is often given, on the command line; arguments go before the environment,
/// which goes before the file.
public struct ServiceSettings: Sendable, Equatable {
  /// What a request may ask for, and how many may ask at once.
  public struct Limits: Sendable, Equatable {
    /// The largest body of a request, in bytes.
    public var bodyBytes = 8 << 20
    /// Patients a request.
    public var patients = 1000
    /// Donors listed in one answer, of all its patients together.
    public var listed = 20_000
    /// Donors listed in all answers that are made at once.
    public var listedAtOnce = 80_000
    /// Bodies of requests held at once, in bytes.
    public var bodyBytesAtOnce = 256 << 20
    /// Searches that run side by side; those of one pool go over it together.
    public var searches = 32
    /// Searches that may wait for their turn; further ones are told when to come back.
    public var waiting = 64
    /// Searches of one caller, running or waiting.
    public var searchesOfCaller = 32
    /// The longest time of one search, in seconds, the wait for its turn included.
    public var seconds = 60
    /// Open connections.
    public var connections = 1024
    /// Seconds after which a silent connection is closed.
    public var idleSeconds = 60
  }

  /// The history of searches.
  public struct History: Sendable, Equatable {
    /// The database file; nil: no history is kept.
    public var file: String?
    /// Days after which a search is forgotten; 0: never.
    public var keepDays = 0
    /// The largest size of the database, in MiB; 0: as the disk allows.
    public var mebibytes = 0
  }

  /// The address to listen on.
  public var host = "127.0.0.1"
  /// The port; 0 takes any free one.
  public var port = 8080
  /// The folder of pools (`*.hlapool`), references (`*.hlaref`) and protocols (`*.yaml`); nil: built-in ones only.
  public var folder: String?
  /// A reference beside the folder's: an index, a folder of official files, an hla.xml; nil: the embedded excerpt.
  public var reference: String?
  /// The table of multiple allele codes; nil: none.
  public var codes: String?
  /// The file of tokens; nil: nobody is asked for one, which needs a loopback address.
  public var tokens: String?
  /// The certificate chain (PEM); nil: no TLS.
  public var certificate: String?
  /// The private key of the certificate (PEM).
  public var privateKey: String?
  /// Seconds between two looks at the folder.
  public var rescanSeconds = 5
  /// Threads of one search.
  public var threads = 1
  /// Lines below this level are not written: trace, debug, info, notice, warning, error, critical.
  public var logLevel = "info"
  /// What a request may ask for.
  public var limits = Limits()
  /// The history of searches.
  public var history = History()

  /// The settings of a service on loopback with the embedded excerpt.
  public init() {}

  /// The address belongs to this machine alone.
  public var isLoopback: Bool {
    host == "localhost" || host == "::1" || (host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." })
  }
}

/// A setting that cannot be used.
public struct SettingsFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong; what was expected.
  public let description: String

  init(_ description: String) { self.description = description }
}

extension ServiceSettings {
  private static let logLevels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]

  /// Refuses settings that contradict each other.
  ///
  /// - Throws: ``SettingsFault``: no tokens beyond loopback, tokens in clear text beyond loopback without TLS is told
  ///   by the program and allowed (a proxy may end TLS), half of a certificate.
  public func check() throws(SettingsFault) {
    if tokens == nil, !isLoopback {
      throw SettingsFault(
        "http.host \(host): without tokens only a loopback address may be used; a file of tokens was expected")
    }
    guard ServiceSettings.logLevels.contains(logLevel) else {
      throw SettingsFault("log.level: one of \(ServiceSettings.logLevels.joined(separator: ", ")) was expected")
    }
    if (certificate == nil) != (privateKey == nil) {
      throw SettingsFault("tls: a certificate and its key were expected together")
    }
  }
}
