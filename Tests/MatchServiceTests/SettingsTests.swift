import Foundation
import TestFixtures
import Testing

@testable import MatchService

@Suite struct SettingsTests {
  @Test("Arguments go before the environment, which goes before the file")
  func precedence() async throws {
    let folder = try ScratchFolder()
    let file = try folder.write(
      "http:\n  port: 1\nlimits:\n  patients: 7\n  bodyBytes: 2048\nfolder: /srv/pools\n", as: "settings.yaml")
    let settings = try await ServiceSettings.read(
      arguments: ["http.port": "3"],
      environment: ["HLAMATCH_HTTP_PORT": "2", "HLAMATCH_LIMITS_BODY_BYTES": "4096"], file: file)
    #expect(settings.port == 3)
    #expect(settings.limits.bodyBytes == 4096)
    #expect(settings.limits.patients == 7)
    #expect(settings.folder == "/srv/pools")
    #expect(settings.host == "127.0.0.1")
  }

  @Test(
    "A number that is none, or out of bounds, is refused with its name",
    arguments: [
      ("http.port", "many"), ("http.port", "70000"), ("limits.patients", "0"), ("threads", "-1"),
      ("limits.seconds", "1.5"),
    ])
  func numbers(name: String, value: String) async throws {
    let fault = await #expect(throws: SettingsFault.self) {
      try await ServiceSettings.read(arguments: [name: value], environment: [:], file: nil)
    }
    #expect(fault?.description.hasPrefix(name) == true)
    #expect(fault?.description.contains("a whole number from") == true)
  }

  @Test(
    "A name that is no setting is refused at its place",
    arguments: [
      ("limits:\n  pateints: 7\n", ":2:3: limits.pateints is no setting; limits.bodyBytes"),
      ("http:\n  port: 1\nhttps: yes\n", ":3:1: https is no setting; http, folder"),
      ("threads:\n  most: 2\n", ":1:1: threads has parts"), ("- a\n", ":1:1: no names with values"),
      ("http: 8080\n", ":1:1: http has a value; http.host, http.port was expected"),
      ("history:\n  file: {path: x}\n", ":2:3: history.file has parts"),
      ("limits.patients: 7\n", ":1:1: limits.patients is no setting"),
    ])
  func unknownNames(text: String, message: String) async throws {
    let folder = try ScratchFolder()
    defer { withExtendedLifetime(folder) {} }
    let file = try folder.write(text, as: "settings.yaml")
    let fault = await #expect(throws: SettingsFault.self) {
      try await ServiceSettings.read(arguments: [:], environment: [:], file: file)
    }
    #expect(fault?.description.contains(message) == true, "\(fault?.description ?? "")")
  }

  @Test("The packaged file can be read")
  func packagedFile() async throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let settings = try await ServiceSettings.read(
      arguments: [:], environment: [:], file: root.appending(path: "tools/packaging/server.yaml").path)
    #expect(settings.history.file == "/var/lib/hlamatch/history.sqlite")
  }

  @Test("Every setting that a file may have is one that is read")
  func everyName() async throws {
    for name in SettingsFile.names {
      // A value that no setting takes: each refuses it, or is a text.
      let text =
        name.split(separator: ".").enumerated().map { String(repeating: "  ", count: $0) + $1 + ":" }
        .joined(separator: "\n") + " maybe\n"
      let folder = try ScratchFolder()
      defer { withExtendedLifetime(folder) {} }
      let file = try folder.write(text, as: "settings.yaml")
      do {
        let settings = try await ServiceSettings.read(arguments: [:], environment: [:], file: file)
        #expect(settings != ServiceSettings(), "\(name)")
      } catch {
        // It was read, and its value was refused by its name.
        #expect(!error.description.contains("is no setting"), "\(name)")
        #expect(error.description.hasPrefix(String(name.prefix { $0 != "." })), "\(error)")
      }
    }
  }

  @Test("A file that is not there, or no YAML, is refused")
  func files() async throws {
    let folder = try ScratchFolder()
    let broken = try folder.write("a: [", as: "broken.yaml")
    for file in [broken, folder.path("none.yaml")] {
      await #expect(throws: SettingsFault.self) {
        try await ServiceSettings.read(arguments: [:], environment: [:], file: file)
      }
    }
  }

  @Test(
    "Without tokens only loopback may be listened on",
    arguments: ["0.0.0.0", "::", "192.0.2.1", "example.org", "127.0.0.1.org"])
  func beyondLoopback(host: String) async throws {
    let fault = await #expect(throws: SettingsFault.self) {
      try await ServiceSettings.read(arguments: ["http.host": host], environment: [:], file: nil)
    }
    #expect(fault?.description.contains("tokens") == true)
    let settings = try await ServiceSettings.read(
      arguments: ["http.host": host, "tokens": "tokens"], environment: [:], file: nil)
    #expect(settings.host == host)
  }

  @Test("A certificate without its key is refused")
  func halfOfTLS() async throws {
    await #expect(throws: SettingsFault.self) {
      try await ServiceSettings.read(arguments: ["tls.certificate": "c.pem"], environment: [:], file: nil)
    }
  }
}
