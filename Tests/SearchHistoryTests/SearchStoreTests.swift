import GRDB
import SearchHistory
import TestFixtures
import Testing

@Suite struct SearchStoreTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  @Test("A record comes back as it was written, with what was asked")
  func comesBack() async throws {
    let store = try SearchStore(path: folder.path("history.sqlite"))
    let number = try await store.add(ExampleSearch.record(7), ExampleSearch.request)
    let stored = try #require(try store.search(number))
    #expect(stored.search == ExampleSearch.record(7))
    #expect(try store.request(of: number) == ExampleSearch.request)
    #expect(try store.search(number + 1) == nil)
  }

  @Test("Records survive the closing of the file, and numbers go on")
  func survivesClosing() async throws {
    let path = folder.path("history.sqlite")
    let first = try SearchStore(path: path)
    let number = try await first.add(ExampleSearch.record(1), ExampleSearch.request)
    try first.close()
    let second = try SearchStore(path: path)
    #expect(try second.search(number)?.search == ExampleSearch.record(1))
    #expect(try await second.add(ExampleSearch.record(2), ExampleSearch.request) == number + 1)
  }

  @Test("Records that come together are all written, each with a number of its own")
  func together() async throws {
    let store = try SearchStore(path: folder.path("history.sqlite"))
    let numbers = try await withThrowingTaskGroup(of: Int64.self) { group in
      for number in 0..<200 {
        group.addTask { try await store.add(ExampleSearch.record(number), ExampleSearch.request) }
      }
      var numbers: Set<Int64> = []
      for try await number in group { numbers.insert(number) }
      return numbers
    }
    #expect(numbers == Set(1...200))
    #expect(try store.searches(limit: 1000).count == 200)
  }

  @Test("The newest come first, page by page, of one caller or of all")
  func pages() async throws {
    let store = try SearchStore(path: folder.path("history.sqlite"))
    for number in 1...6 {
      let caller = number.isMultiple(of: 2) ? "even" : "odd"
      _ = try await store.add(ExampleSearch.record(number, caller: caller), ExampleSearch.request)
    }
    #expect(try store.searches(limit: 2).map(\.id) == [6, 5])
    #expect(try store.searches(before: 5, limit: 2).map(\.id) == [4, 3])
    #expect(try store.searches(of: "even").map(\.id) == [6, 4, 2])
    #expect(try store.searches(of: "nobody").isEmpty)
  }

  @Test("Old searches are forgotten with their requests, and their numbers are not given again")
  func forgetting() async throws {
    let store = try SearchStore(path: folder.path("history.sqlite"))
    let old = try await store.add(ExampleSearch.record(1, at: "2025-01-01T00:00:00Z"), ExampleSearch.request)
    let young = try await store.add(ExampleSearch.record(2, at: "2026-01-01T00:00:00Z"), ExampleSearch.request)
    #expect(try await store.forget(before: "2025-06-01T00:00:00Z") == 1)
    #expect(try store.search(old) == nil)
    #expect(try store.request(of: old) == nil)
    #expect(try store.request(of: young) == ExampleSearch.request)
    #expect(try await store.forget(before: "2027-01-01T00:00:00Z") == 1)
    #expect(try await store.add(ExampleSearch.record(3), ExampleSearch.request) == young + 1)
  }

  @Test("Export goes through all records in the order of time")
  func export() async throws {
    let store = try SearchStore(path: folder.path("history.sqlite"))
    for number in 1...3 { _ = try await store.add(ExampleSearch.record(number), ExampleSearch.request) }
    var numbers: [Int64] = []
    try store.forEachSearch { numbers.append($0.id) }
    #expect(numbers == [1, 2, 3])
  }
}

@Suite struct HistoryFileTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  @Test("Acknowledged records are synchronised with the disk, in a log ahead of writing")
  func synchronised() throws {
    let path = folder.path("history.sqlite")
    let store = try SearchStore(path: path)
    #expect(try store.pragma("synchronous") == "2")
    #expect(try store.pragma("journal_mode") == "wal")
    #expect(try store.pragma("foreign_keys") == "1")
  }

  @Test("The history can be read by its owner alone")
  func permissions() throws {
    let path = folder.path("history.sqlite")
    let store = try SearchStore(path: path)
    #expect(try FileMode.of(path) == 0o600)
    #expect(try FileMode.of(path + "-wal") == 0o600)
    try store.close()
  }

  @Test("A file that is no history is refused and left as it is")
  func otherFile() throws {
    let text = String(repeating: "donor_id,A_1,A_2\n", count: 200)
    let path = try folder.write(text, as: "donors.csv")
    let fault = #expect(throws: HistoryError.self) { _ = try SearchStore(path: path) }
    #expect(fault == .damaged("no database"))
    #expect(try TextFile.read(path) == text)
  }

  @Test("A history of a newer program is refused")
  func newer() throws {
    let path = folder.path("history.sqlite")
    let store = try SearchStore(path: path)
    try store.close()
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 something new')") }
    try queue.close()
    #expect(throws: HistoryError.newer) { _ = try SearchStore(path: path) }
  }

  @Test("A history of an older program is brought up to date, and keeps its records")
  func older() async throws {
    let path = folder.path("history.sqlite")
    try OlderHistory.write(path)
    let store = try SearchStore(path: path)
    #expect(try store.search(1)?.search.caller == "earlier")
    #expect(try store.request(of: 1) == nil)
    #expect(try await store.add(ExampleSearch.record(2), ExampleSearch.request) == 2)
    #expect(try store.request(of: 2) == ExampleSearch.request)
  }

  @Test("Without room a record is refused as a whole, earlier ones stay, and there is no damage")
  func full() async throws {
    let store = try SearchStore(path: folder.path("history.sqlite"), settings: .init(mebibytes: 1))
    let large = SearchRequest(body: [UInt8](repeating: 65, count: 200_000), rules: ExampleSearch.request.rules)
    var written: [Int64] = []
    var fault: HistoryError?
    while fault == nil, written.count < 100 {
      do { written.append(try await store.add(ExampleSearch.record(written.count), large)) } catch { fault = error }
    }
    #expect(fault == .full)
    #expect((1...5).contains(written.count))
    #expect(try store.searches(limit: 1000).map(\.id).reversed() == written)
    try store.check()
    #expect(try await store.forget(before: "2027-01-01T00:00:00Z") == written.count)
    _ = try await store.add(ExampleSearch.record(9), large)
  }
}
