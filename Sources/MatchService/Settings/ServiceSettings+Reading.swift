import Configuration

extension ServiceSettings {
  /// Reads settings from arguments, the environment and a file, in this order.
  ///
  /// - Parameters:
  ///   - arguments: Values by the names of the file, as `http.port`.
  ///   - environment: The environment; its names begin with `HLAMATCH_`.
  ///   - file: A YAML file; nil for none.
  /// - Throws: ``SettingsFault`` naming the setting.
  public static func read(
    arguments: [String: String], environment: [String: String], file: String?
  ) async throws(SettingsFault) -> ServiceSettings {
    var providers: [any ConfigProvider] = [
      EnvironmentVariablesProvider(environmentVariables: variables(arguments)),
      EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "hlamatch"),
    ]
    if let file {
      try SettingsFile.requireKnownNames(path: file)
      do { providers.append(try await FileProvider<YAMLSnapshot>(filePath: .init(file))) } catch {
        throw SettingsFault("\(file): cannot be read as settings; a file of YAML was expected")
      }
    }
    var settings = ServiceSettings()
    try settings.take(SettingsReader(ConfigReader(providers: providers)))
    try settings.check()
    return settings
  }

  /// Arguments in the form of an environment, since both are text.
  private static func variables(_ arguments: [String: String]) -> [String: String] {
    let encoder = SettingsName.self
    return Dictionary(uniqueKeysWithValues: arguments.map { (encoder.variable($0.key), $0.value) })
  }

  private mutating func take(_ reader: SettingsReader) throws(SettingsFault) {
    host = reader.text("http.host") ?? host
    port = try reader.number("http.port", 0...65535) ?? port
    folder = reader.text("folder")
    reference = reader.text("reference")
    codes = reader.text("codes")
    tokens = reader.text("tokens")
    certificate = reader.text("tls.certificate")
    privateKey = reader.text("tls.key")
    rescanSeconds = try reader.number("rescanSeconds", 1...86_400) ?? rescanSeconds
    threads = try reader.number("threads", 1...1024) ?? threads
    logLevel = reader.text("log.level") ?? logLevel
    history.file = reader.text("history.file")
    history.keepDays = try reader.number("history.keepDays", 0...36_500) ?? history.keepDays
    history.mebibytes = try reader.number("history.mebibytes", 0...1_048_576) ?? history.mebibytes
    try takeLimits(reader)
  }

  private mutating func takeLimits(_ reader: SettingsReader) throws(SettingsFault) {
    limits.bodyBytes = try reader.number("limits.bodyBytes", 1024...(1 << 30)) ?? limits.bodyBytes
    limits.patients = try reader.number("limits.patients", 1...100_000) ?? limits.patients
    limits.bodyBytesAtOnce =
      try reader.number("limits.bodyBytesAtOnce", 1024...(1 << 40)) ?? max(limits.bodyBytesAtOnce, limits.bodyBytes)
    limits.listed = try reader.number("limits.listed", 1...10_000_000) ?? limits.listed
    limits.listedAtOnce =
      try reader.number("limits.listedAtOnce", 1...100_000_000) ?? max(limits.listedAtOnce, limits.listed)
    limits.searches = try reader.number("limits.searches", 1...1024) ?? limits.searches
    limits.waiting = try reader.number("limits.waiting", 0...100_000) ?? limits.waiting
    limits.searchesOfCaller = try reader.number("limits.searchesOfCaller", 1...100_000) ?? limits.searchesOfCaller
    limits.seconds = try reader.number("limits.seconds", 1...86_400) ?? limits.seconds
    limits.connections = try reader.number("limits.connections", 1...100_000) ?? limits.connections
    limits.idleSeconds = try reader.number("limits.idleSeconds", 1...3600) ?? limits.idleSeconds
  }
}

/// Names of settings in the forms of files and of environments.
enum SettingsName {
  /// `limits.bodyBytes` as `LIMITS_BODY_BYTES`.
  static func variable(_ name: String) -> String {
    var text = ""
    for character in name {
      if character.isUppercase { text.append("_") }
      text.append(character == "." ? "_" : Character(character.uppercased()))
    }
    return text
  }
}

/// Values of a configuration as text and numbers within bounds.
private struct SettingsReader {
  private let config: ConfigReader

  init(_ config: ConfigReader) { self.config = config }

  /// A text; nil where it is absent or empty.
  func text(_ name: String) -> String? {
    guard let text = config.string(forKey: ConfigKey(name)), !text.isEmpty else { return nil }
    return text
  }

  /// A whole number; nil where it is absent.
  func number(_ name: String, _ range: ClosedRange<Int>) throws(SettingsFault) -> Int? {
    let key = ConfigKey(name)
    let expected = "a whole number from \(range.lowerBound) to \(range.upperBound) was expected"
    do {
      let number = try config.requiredInt(forKey: key)
      guard range.contains(number) else { throw SettingsFault("\(name) \(number): \(expected)") }
      return number
    } catch let fault as SettingsFault {
      throw fault
    } catch {
      guard text(name) == nil, config.bool(forKey: key) == nil, config.double(forKey: key) == nil else {
        throw SettingsFault("\(name): not a number; \(expected)")
      }
      return nil
    }
  }
}
