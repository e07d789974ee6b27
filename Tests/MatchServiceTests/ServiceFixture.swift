import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import MatchEngine
import SearchHistory
import Synchronization
import TestFixtures

@testable import MatchService

/// A service over the example pool, in a folder of its own.
struct ServiceFixture: Sendable {
  let folder: ScratchFolder
  let parts: ServiceParts
  let log: CapturedLog
  private let service: HTTPService

  /// - Parameter change: Changes the settings before the service begins.
  init(pools: [String] = ["example"], change: (inout ServiceSettings, ScratchFolder) throws -> Void = { _, _ in })
    async throws
  {
    folder = try ScratchFolder()
    for name in pools { try await ExamplePool.copy(to: folder.path("\(name).hlapool")) }
    var settings = ServiceSettings()
    settings.folder = folder.url.path
    try change(&settings, folder)
    log = CapturedLog()
    parts = try await ServiceParts(settings, logger: log.logger, reference: try await ExamplePool.reference.value) {
      ExamplePool.day
    }
    service = HTTPService(parts)
  }

  /// Runs requests in memory.
  func run<Value>(_ requests: @Sendable (any TestClientProtocol) async throws -> Value) async throws -> Value {
    try await service.application().test(.router) { client in try await requests(client) }
  }

  /// Runs requests over a connection on loopback.
  func listen<Value>(_ requests: @Sendable (any TestClientProtocol) async throws -> Value) async throws -> Value {
    try await service.application().test(.live) { client in try await requests(client) }
  }
}

/// The example donors as a pool, built once.
enum ExamplePool {
  static let day = CalendarDate(year: 2026, month: 11, day: 22)!
  /// The embedded excerpt, loaded once.
  static let reference = Task { try await MatchReference.load() }
  private static let built = Task {
    let scratch = try ScratchFolder()
    let reference = try await ExamplePool.reference.value
    let rules = try DonorProtocol.load("mst")
    let path = scratch.path("example.hlapool")
    _ = try await reference.buildPool(
      of: [.file(data("donors.csv"))], at: path, ReadingSettings(rules: rules, date: day))
    return try Data(contentsOf: URL(filePath: path))
  }

  static func copy(to path: String) async throws {
    try await built.value.write(to: URL(filePath: path))
  }

  /// A file of the examples.
  static func data(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "hla-data/example/\(name)").path
  }

  static var patients: String {
    get throws { try String(contentsOf: URL(filePath: data("patients.csv")), encoding: .utf8) }
  }
}

/// What a service logs.
final class CapturedLog: Sendable {
  private let lines = Mutex<[String]>([])

  var text: String { lines.withLock { $0.joined() } }

  var logger: Logger {
    var logger = Logger(label: "test") { label in
      LogLines(label: label) { line in self.lines.withLock { $0.append(line) } }
    }
    logger.logLevel = .trace
    return logger
  }
}

/// Tokens of tests, and the file that knows them.
enum ExampleToken {
  static func file(_ scopes: [(name: String, scopes: Set<TokenScope>)]) -> (tokens: [String], text: String) {
    let made = scopes.map { TokenTable.make(name: $0.name, scopes: $0.scopes) }
    return (made.map(\.token), "# tokens of tests\n\n" + made.map(\.line).joined(separator: "\n") + "\n")
  }
}

extension TestResponse {
  /// The body as text.
  var text: String { String(buffer: body) }

  /// The body as JSON.
  var json: JSONValue {
    get throws { try JSONDecoder().decode(JSONValue.self, from: Data(buffer: body)) }
  }

  /// The code of a problem; nil for anything else.
  var problem: String? {
    guard headers[.contentType] == "application/problem+json" else { return nil }
    return (try? json)?["code"]?.text
  }
}

extension JSONValue {
  subscript(name: String) -> JSONValue? { if case .object(let members) = self { members[name] } else { nil } }

  var text: String? { if case .text(let text) = self { text } else { nil } }

  var whole: Int? { if case .whole(let number) = self { number } else { nil } }

  var list: [JSONValue]? { if case .list(let values) = self { values } else { nil } }
}

extension TestClientProtocol {
  /// Sends JSON.
  func post(_ uri: String, _ body: JSONValue, token: String? = nil, accept: String? = nil) async throws -> TestResponse
  {
    try await post(uri, bytes: body.line, type: "application/json", token: token, accept: accept)
  }

  /// Sends bytes.
  func post(
    _ uri: String, bytes: [UInt8], type: String, token: String? = nil, accept: String? = nil
  ) async throws -> TestResponse {
    var headers: HTTPFields = [.contentType: type]
    if let token { headers[.authorization] = "Bearer \(token)" }
    if let accept { headers[.accept] = accept }
    return try await execute(uri: uri, method: .post, headers: headers, body: ByteBuffer(bytes: bytes)) { $0 }
  }

  /// Asks.
  func get(_ uri: String, token: String? = nil) async throws -> TestResponse {
    let headers: HTTPFields = token.map { [.authorization: "Bearer \($0)"] } ?? [:]
    return try await execute(uri: uri, method: .get, headers: headers) { $0 }
  }
}
