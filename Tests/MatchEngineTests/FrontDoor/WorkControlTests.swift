import Foundation
import MatchEngine
import Testing

@Suite("Cancellation, progress and work side by side")
struct WorkControlTests {
  /// Donors of three blocks, and more pairs than a debug build judges in a second.
  private func large() async throws -> SearchFixture {
    try await SearchFixture(patients: SearchFixture.manyPatients(300), donors: [SearchFixture.manyDonors(9000)])
  }

  @Test("A search that is cancelled while it runs ends before its end, and as cancelled")
  func cancelledRank() async throws {
    // Antibodies have donors judged one by one: seconds of work in any build.
    let patients = SearchFixture.manyPatients(1000, antibodies: "A1=9000;B8=9000")
    let fixture = try await SearchFixture(patients: patients, donors: [SearchFixture.manyDonors(9000)])
    let search = try fixture.search { $0.top = 5 }
    let feed = ProgressFeed()
    let work = Task { try await search.rank(progress: feed) }
    // Tasks may wait long for a thread where other tests run; a timer does not.
    DispatchQueue.global().asyncAfter(deadline: .now() + 0.2) { work.cancel() }
    let result = await work.result
    #expect(throws: EngineError.cancelled) { try result.get() }
    for await last in feed.updates { #expect(last.done < last.total ?? 0) }
  }

  @Test("A comparison and a reading that are cancelled end as cancelled")
  func cancelledOthers() async throws {
    let fixture = try await large()
    let search = try fixture.search()
    let compare = Task { () throws -> Int in
      var pieces = 0
      for try await _ in try search.compareText(as: .json) {
        pieces += 1
        withUnsafeCurrentTask { $0?.cancel() }
      }
      return pieces
    }
    #expect(await compare.result.failure as? EngineError == .cancelled)
    let read = Task { [reference = fixture.reference, settings = fixture.readingSettings] in
      withUnsafeCurrentTask { $0?.cancel() }
      return try await reference.readPool(of: [SearchFixture.manyDonors(5000)], settings)
    }
    #expect(await read.result.failure as? EngineError == .cancelled)
  }

  @Test("Progress never goes backwards, comes to its end, and ends with the call")
  func progress() async throws {
    let fixture = try await SearchFixture(
      patients: SearchFixture.manyPatients(4), donors: [SearchFixture.manyDonors(9000)])
    for isComparing in [false, true] {
      let search = try fixture.search { ($0.top, $0.threads) = (5, 2) }
      let feed = ProgressFeed()
      let watcher = Task {
        var states: [WorkProgress] = []
        for await state in feed.updates { states.append(state) }
        return states
      }
      if isComparing {
        for try await _ in search.compare(progress: feed) {}
      } else {
        _ = try await search.rank(progress: feed)
      }
      let states = await watcher.value
      let total = 4 * 9000
      #expect(states.allSatisfy { $0.stage == .searching && $0.total == total })
      #expect(states.map(\.done) == states.map(\.done).sorted())
      #expect(states.last?.done == total && states.last?.fraction == 1)
    }
  }

  @Test("Progress of a reading names the input and its rows")
  func readingProgress() async throws {
    let reference = try await MatchReference.load()
    let settings = ReadingSettings(rules: try .load("mst"), date: RunFixture.day)
    let feed = ProgressFeed()
    _ = try await reference.readPool(of: [SearchFixture.manyDonors(17_000)], settings, progress: feed)
    var last: WorkProgress?
    for await state in feed.updates { last = state }
    #expect(last?.stage == .reading("many.csv") && last?.done == 16_384 && last?.fraction == nil)
  }

  @Test("One search answers many tasks at once, the same each time")
  func manyTasks() async throws {
    let search = try await SearchFixture().search { $0.threads = 2 }
    let expected = try await search.rankText(as: .json).whole()
    try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<8 { group.addTask { try await search.rankText(as: .json).whole() } }
      for try await answer in group { #expect(answer == expected) }
    }
  }
}

extension Result {
  /// Why it failed; nil where it did not.
  fileprivate var failure: (any Error)? {
    if case .failure(let error) = self { error } else { nil }
  }
}
