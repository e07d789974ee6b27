import Foundation
import Glibc
import SearchHistory
import TestFixtures
import Testing

@Suite struct SuddenEndTests {
  @Test(
    "A program killed while it writes loses no acknowledged record and damages nothing", arguments: [3, 17, 60, 140])
  func killed(milliseconds: Int) async throws {
    let folder = try ScratchFolder()
    let path = folder.path("history.sqlite")
    let acknowledged = folder.path("acknowledged")
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, acknowledged = acknowledged as String, milliseconds = milliseconds as Int] in
      let store = try SearchStore(path: path)
      try await WritingUntilKilled(store: store, acknowledged: acknowledged).run(milliseconds: milliseconds)
    }
    let numbers = try TextFile.read(acknowledged).split(separator: "\n").compactMap { Int64($0) }
    let store = try SearchStore(path: path)
    try store.check()
    let kept = Set(try store.searches(limit: 1_000_000).map(\.id))
    #expect(Set(numbers).subtracting(kept).isEmpty)
    for number in numbers.suffix(3) { #expect(try store.request(of: number) == ExampleSearch.request) }
    _ = try await store.add(ExampleSearch.record(1), ExampleSearch.request)
  }
}

/// Adds records from several tasks, notes each number once it is acknowledged, and is killed meanwhile.
struct WritingUntilKilled {
  let store: SearchStore
  let acknowledged: String

  func run(milliseconds: Int) async throws {
    let descriptor = open(acknowledged, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    _ = try await store.add(ExampleSearch.record(0), ExampleSearch.request)
    Thread.detachNewThread {
      usleep(UInt32(milliseconds) * 1000)
      kill(getpid(), SIGKILL)
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<4 {
        group.addTask {
          while true {
            let number = try await store.add(ExampleSearch.record(task), ExampleSearch.request)
            let line = Array("\(number)\n".utf8)
            write(descriptor, line, line.count)
          }
        }
      }
      try await group.waitForAll()
    }
  }
}
