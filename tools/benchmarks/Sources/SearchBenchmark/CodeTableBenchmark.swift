import Glibc
import MatchEngine

/// A compiled table of invented codes: time to open, memory held while codes are looked up at random, look-ups a second.
enum CodeTableBenchmark {
  private static let asked = 1_000_000

  static func run(_ path: String) throws {
    let before = residentBytes()
    let memory: Int
    var opened: MultipleAlleleCodes?
    let opening = try Stopwatch.seconds { opened = try MultipleAlleleCodes(path: path) }
    guard let table = opened else { return }
    var members = 0
    let times = Stopwatch.processorSeconds(runs: 5) {
      var numbers = SeededNumbers(seed: 1)
      members = 0
      for _ in 0..<asked {
        let value = InventedCodes.first + Int.random(in: 0..<table.count, using: &numbers)
        guard let letters = CodeLetters(InventedCodes.Letters(value)), let found = table.members(letters) else {
          fatalError("a table of make-codes, in which no code is missing, was expected")
        }
        members += size(found)
      }
    }
    memory = residentBytes() - before
    print(
      "table of \(table.count) codes, mapped and verified: \(Stopwatch.rounded(opening * 1000)) ms; "
        + "\(table.bytes.count / 1_000_000) MB as a file, \(memory / 1_000_000) MB held in memory, mapped pages included"
    )
    let each = Stopwatch.rounded(Double(members) / Double(asked))
    print(
      "codes looked up at random, \(each) members each: \(Stopwatch.rounded(Double(asked) / times.median)) look-ups a second of processor time, "
        + "one thread (median of \(times.count) runs)")
  }

  private static func size(_ members: CodeMembers) -> Int {
    switch members {
    case .generic(let seconds): seconds.count
    case .specific(let pairs): pairs.count
    }
  }

  /// Bytes of this process that lie in memory.
  private static func residentBytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var pages = (0, 0)
    withUnsafeMutablePointer(to: &pages.0) { first in
      withUnsafeMutablePointer(to: &pages.1) { second in
        _ = withVaList([first, second]) { vfscanf(file, "%ld %ld", $0) }
      }
    }
    return pages.1 * Int(sysconf(CInt(_SC_PAGESIZE)))
  }
}
