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
