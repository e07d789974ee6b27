import HummingbirdTesting
import MatchEngine
import Testing

@testable import MatchService

@Suite struct LimitTests {
  @Test("A body over the limit is refused, whether its length is told or not")
  func bodies() async throws {
    let fixture = try await ServiceFixture { settings, _ in settings.limits.bodyBytes = 2048 }
    try await fixture.run { client in
      let response = try await client.post("/v1/rank", bytes: [UInt8](repeating: 32, count: 5000), type: "text/csv")
      #expect(response.status.code == 413)
      #expect(response.problem == "body_too_large")
      #expect(try await client.get("/healthz").status == .ok)
    }
  }

  @Test("Bodies that are held at once stay within a sum of bytes")
  func budget() throws {
    let budget = HeldSum(100)
    var first: HeldShare? = try budget.share(60)
    #expect(throws: Problem.overloaded) { try budget.share(60) }
    withExtendedLifetime(first) {}
    first = nil
    _ = try budget.share(60)
  }

  @Test("More patients than are allowed are refused")
  func patients() async throws {
    let fixture = try await ServiceFixture { settings, _ in settings.limits.patients = 2 }
    try await fixture.run { client in
      let response = try await client.post("/v1/rank", .object(["patients": .text(try ExamplePool.patients)]))
      #expect(response.status.code == 413)
      #expect(response.problem == "too_many_patients")
    }
  }

  @Test("More donors listed than an answer may hold are refused")
  func listed() async throws {
    let fixture = try await ServiceFixture { settings, _ in settings.limits.listed = 50 }
    try await fixture.run { client in
      let patients = JSONValue.text(try ExamplePool.patients)
      let much = try await client.post("/v1/rank", .object(["patients": patients, "top": .whole(17)]))
      #expect(much.problem == "usage")
      let little = try await client.post("/v1/rank", .object(["patients": patients, "top": .whole(16)]))
      #expect(little.status == .ok)
      let overflow = try await client.post("/v1/rank", .object(["patients": patients, "top": .whole(Int.max)]))
      #expect(overflow.problem == "usage")
    }
  }

  @Test("Answers that together list more than may be held are sent away, and nothing stays set aside")
  func listedAtOnce() async throws {
    let fixture = try await ServiceFixture { settings, _ in settings.limits.listedAtOnce = 12 }
    try await fixture.run { client in
      let patients = JSONValue.text(try ExamplePool.patients)
      for _ in 0..<3 {
        let much = try await client.post("/v1/rank", .object(["patients": patients, "top": .whole(5)]))
        #expect(much.problem == "overloaded")
        let little = try await client.post("/v1/rank", .object(["patients": patients, "top": .whole(4)]))
        #expect(little.status == .ok)
      }
    }
  }

  @Test("Packed bodies are refused before they are unpacked", arguments: [[0x1F, 0x8B, 8], [0x50, 0x4B, 3, 4]])
  func packed(start: [UInt8]) async throws {
    try await ServiceFixture().run { client in
      let response = try await client.post(
        "/v1/rank", bytes: start + [UInt8](repeating: 0, count: 50), type: "text/csv")
      #expect(response.status.code == 415)
      #expect(response.problem == "unsupported_media_type")
    }
  }

  @Test(
    "A body that a form of a foreign page could send is refused", arguments: ["text/plain", "multipart/form-data", ""])
  func foreignForms(type: String) async throws {
    try await ServiceFixture().run { client in
      let response = try await client.post("/v1/rank", bytes: [123, 125], type: type)
      #expect(response.status.code == 415)
    }
  }
}

@Suite struct AdmissionGateTests {
  private func limits(_ searches: Int, waiting: Int, ofCaller: Int = 100) -> ServiceSettings.Limits {
    var limits = ServiceSettings.Limits()
    (limits.searches, limits.waiting, limits.searchesOfCaller) = (searches, waiting, ofCaller)
    return limits
  }

  @Test("So many search at once, so many wait, and the next is told when to come back")
  func full() async throws {
    let gate = AdmissionGate(limits(1, waiting: 1))
    var first: AdmissionTicket? = try await gate.ticket("a")
    let second = Task { try await gate.ticket("a") }
    while gate.load.waiting == 0 { await Task.yield() }
    let refusal = await #expect(throws: Problem.self) { try await gate.ticket("a") }
    #expect(refusal?.status == 503)
    #expect(refusal?.retryAfter == 1)
    withExtendedLifetime(first) {}
    first = nil
    let ticket = try await second.value
    #expect(gate.load == AdmissionGate.Load(running: 1, waiting: 0))
    withExtendedLifetime(ticket) {}
  }

  @Test("One caller cannot take all places")
  func callers() async throws {
    let gate = AdmissionGate(limits(10, waiting: 10, ofCaller: 2))
    let held = [try await gate.ticket("a"), try await gate.ticket("a")]
    let refusal = await #expect(throws: Problem.self) { try await gate.ticket("a") }
    #expect(refusal?.status == 429)
    #expect(refusal?.retryAfter == 1)
    _ = try await gate.ticket("b")
    withExtendedLifetime(held) {}
  }

  @Test("Who gives up waiting leaves the line")
  func cancelled() async throws {
    let gate = AdmissionGate(limits(1, waiting: 5))
    let first = try await gate.ticket("a")
    let waiting = Task { try await gate.ticket("b") }
    while gate.load.waiting == 0 { await Task.yield() }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    #expect(gate.load == AdmissionGate.Load(running: 1, waiting: 0))
    withExtendedLifetime(first) {}
  }

  @Test("All who ask get their turn, whatever happens on the way")
  func many() async throws {
    let gate = AdmissionGate(limits(3, waiting: 1000, ofCaller: 1000))
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<300 {
        group.addTask {
          let task = Task {
            let ticket = try await gate.ticket("c\(number % 7)")
            #expect(gate.load.running <= 3)
            await Task.yield()
            withExtendedLifetime(ticket) {}
          }
          if number.isMultiple(of: 5) { task.cancel() }
          _ = await task.result
        }
      }
    }
    #expect(gate.load == AdmissionGate.Load())
  }

  @Test("What takes too long is given up and says when to come back")
  func time() async throws {
    let limit = TimeLimit()
    let refusal = await #expect(throws: Problem.self) {
      try await limit.run(seconds: 0) { try await Task.sleep(for: .seconds(30)) }
    }
    #expect(refusal?.code == "time_limit")
    #expect(refusal?.retryAfter != nil)
    #expect(try await limit.run(seconds: 30) { 7 } == 7)
    // What fails for another reason says so, and another limit goes on.
    await #expect(throws: OtherFault.self) { try await limit.run(seconds: 30) { throw OtherFault() } }
    async let other = limit.run(seconds: 30) {
      try await Task.sleep(for: .milliseconds(300))
      return 8
    }
    await #expect(throws: Problem.self) {
      try await limit.run(seconds: 0) { try await Task.sleep(for: .seconds(30)) }
    }
    #expect(try await other == 8)
  }

  @Test("Who gives up a request gives up what it runs")
  func givenUp() async throws {
    let limit = TimeLimit()
    let task = Task { try await limit.run(seconds: 600) { try await Task.sleep(for: .seconds(600)) } }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}

private struct OtherFault: Error {}
