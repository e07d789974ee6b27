import Foundation
import HummingbirdTesting
import Testing

@testable import MatchService

@Suite(.serialized) struct ConnectionTests {
  @Test("Over a connection the service answers as it does in memory")
  func live() async throws {
    try await ServiceFixture().listen { client in
      #expect(try await client.get("/healthz").text == "ok\n")
      let response = try await client.post("/v1/rank", .object(["patients": .text(try ExamplePool.patients)]))
      #expect(response.status == .ok)
    }
  }

  @Test(
    "Headers without end, and what is no HTTP, are refused with the connection closed",
    arguments: [
      "GET / HTTP/1.1\r\n" + (0..<500).map { "X-\($0): y\r\n" }.joined() + "\r\n",
      "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + String(repeating: "y", count: 100_000) + "\r\n\r\n",
      "GET /" + String(repeating: "y", count: 100_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "\u{16}\u{3}\u{1}\u{2}", "POST /v1/rank HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      "POST /v1/rank HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
    ])
  func floods(text: String) async throws {
    try await ServiceFixture().listen { client in
      let port = try #require(client.port)
      let answer = await RawConnection.exchange(port: port, text, seconds: 5)
      #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4"))
      #expect(try await client.get("/healthz").status == .ok)
    }
  }

  @Test(
    "A connection that stays silent, or stops half way, is closed",
    arguments: [
      "",
      "POST /v1/rank HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: 1000\r\n\r\npatient_id",
    ])
  func silent(text: String) async throws {
    let fixture = try await ServiceFixture { settings, _ in
      settings.limits.idleSeconds = 1; settings.limits.seconds = 2
    }
    try await fixture.listen { client in
      let port = try #require(client.port)
      let start = ContinuousClock.now
      _ = await RawConnection.exchange(port: port, text, seconds: 20)
      #expect(ContinuousClock.now - start < .seconds(15))
      #expect(fixture.parts.gate.load == AdmissionGate.Load())
      let health = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
      #expect(await RawConnection.exchange(port: port, health, seconds: 10).hasPrefix("HTTP/1.1 200"))
    }
  }
}

extension ConnectionTests {
  @Test("Who does not read a stream is let go when its time is over, and holds no place after that")
  func unread() async throws {
    let fixture = try await ServiceFixture { settings, _ in
      settings.limits.seconds = 3
      settings.limits.idleSeconds = 3
    }
    let rows = (1...300).map { "P\($0),A*02:01,A*24:02,B*44:02,B*07:02" }.joined(separator: "\n")
    let body = "patient_id,A_1,A_2,B_1,B_2\n\(rows)\n"
    let head =
      "POST /v1/compare HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
    try await fixture.listen { client in
      let port = try #require(client.port)
      async let unread: Void = RawConnection.hold(port: port, head + body, seconds: 9)
      try await Task.sleep(for: .seconds(1))
      #expect(fixture.parts.gate.load.running == 1)
      let end = ContinuousClock.now + .seconds(8)
      while fixture.parts.gate.load.running > 0, ContinuousClock.now < end {
        try await Task.sleep(for: .milliseconds(50))
      }
      #expect(fixture.parts.gate.load == AdmissionGate.Load())
      await unread
    }
  }
}

/// A connection that sends what no client would.
enum RawConnection {
  /// Sends a text and reads until the other side closes, or the time is over.
  static func exchange(port: Int, _ text: String, seconds: Int) async -> String {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: blocking(port: port, text, seconds: seconds)) }
    }
  }

  /// Sends a text and reads nothing for a while.
  static func hold(port: Int, _ text: String, seconds: Int) async {
    let descriptor = opened(port: port, seconds: seconds)
    let bytes = Array(text.utf8)
    _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    try? await Task.sleep(for: .seconds(seconds))
    close(descriptor)
  }

  private static func blocking(port: Int, _ text: String, seconds: Int) -> String {
    let descriptor = opened(port: port, seconds: seconds)
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    var answer: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while answer.count < 100_000 {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      if count <= 0 { break }
      answer += chunk[..<count]
    }
    return String(decoding: answer, as: UTF8.self)
  }

  /// A socket connected to a port of this machine, whose calls end after some seconds.
  private static func opened(port: Int, seconds: Int) -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var limit = timeval(tv_sec: seconds, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    precondition(connected == 0)
    return descriptor
  }
}
