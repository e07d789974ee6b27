import Foundation
import MatchEngine
import Synchronization
import Testing

@Suite("Cancellation, progress and work side by side")
struct WorkControlTests {
  @Test("A scan whose task is cancelled goes no further than the block at hand")
  func cancelledScan() async throws {
    let fixture = try await SearchFixture(donors: [SearchFixture.manyDonors(9000)])
    let (patients, donors) = (fixture.patients.patients, fixture.pool.donors)
    let work = Mutex<Task<Void, Never>?>(nil)
    let told = Mutex(0)
    var settings = RankingSettings(rules: fixture.rules, date: RunFixture.day)
    settings.progress = { pairs in
      told.withLock { $0 += pairs }
      work.withLock { $0?.cancel() }
    }
    let rankers = patients.map { [settings] in DonorRanker(patient: $0, pool: donors, settings: settings) }
    work.withLock { work in
      work = Task { _ = await DonorRanker.rank(rankers) }
    }
    await work.withLock { $0 }?.value
    #expect(told.withLock { $0 } == patients.count * DonorPool.rowsInBlock)
  }

  @Test("A search that is cancelled gives what is ready, and then ends as cancelled")
  func cancelledSearch() async throws {
    let fixture = try await SearchFixture(
      patients: SearchFixture.manyPatients(300), donors: [SearchFixture.manyDonors(50)])
    let search = try fixture.search { $0.top = 1 }
    let given = Mutex(0)
    let work = Task {
      for try await _ in search.rankings() {
        given.withLock { $0 += 1 }
        withUnsafeCurrentTask { $0?.cancel() }
      }
    }
    #expect(await work.result.failure as? EngineError == .cancelled)
    #expect(given.withLock { $0 } == 256)
    let other = Task { () throws -> PairExplanation in
      withUnsafeCurrentTask { $0?.cancel() }
      return try await search.explain(patient: "Q0", donor: "M0")
    }
    #expect(await other.result.failure as? EngineError == .cancelled)
  }

  @Test("A comparison and a reading that are cancelled end as cancelled")
  func cancelledOthers() async throws {
    let fixture = try await SearchFixture(donors: [SearchFixture.manyDonors(50)])
    let search = try fixture.search()
    let compare = Task {
      for try await _ in try search.compareText(as: .json) { withUnsafeCurrentTask { $0?.cancel() } }
    }
    #expect(await compare.result.failure as? EngineError == .cancelled)
    let read = Task { [reference = fixture.reference, settings = fixture.readingSettings] in
      withUnsafeCurrentTask { $0?.cancel() }
      return try await reference.readPool(of: [SearchFixture.manyDonors(2000)], settings)
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
