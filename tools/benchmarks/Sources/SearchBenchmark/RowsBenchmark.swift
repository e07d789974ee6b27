import Crypto
import MatchEngine

/// Rows of a file of donors, on one thread: taken apart, understood, and understood while the file is hashed.
struct RowsBenchmark {
  let index: String
  let donors: String

  func run() throws {
    var rows = 0
    let reading = try Stopwatch.processorSeconds(runs: 5) {
      rows = 0
      var bytes = 0
      let file = try RegistryFile(path: donors)
      let width = file.header.count
      try file.forEachRecord { record in
        rows += 1
        for column in 0..<width { bytes &+= record[column].count }
      }
      precondition(bytes > 0, "the file has cells")
    }
    report("reader alone", rows, reading)
    let reference = try ReferenceIndex(path: index)
    let understanding = try Stopwatch.processorSeconds(runs: 5) { try understand(reference) }
    report("reader and typings", rows, understanding)
    let hashing = try Stopwatch.processorSeconds(runs: 5) {
      var hasher = SHA256()
      try understand(reference) { hasher.update(bufferPointer: $0) }
      _ = hasher.finalize()
    }
    report("reader and typings, hashed", rows, hashing)
  }

  private func understand(
    _ reference: ReferenceIndex, observer: ((UnsafeRawBufferPointer) -> Void)? = nil
  ) throws {
    var tables = TypingTables(reference: reference, policy: TypingPolicy())
    let file = try RegistryFile(path: donors, observer: observer)
    let reader = try PersonReader(header: file.header, role: .donors, overrides: [], format: file.format)
    var row = PersonRow(locusCount: Locus.typed.count)
    var good = 0
    try file.forEachRecord { record in
      reader.read(record, tables: &tables, into: &row)
      if row.faults.isEmpty { good += 1 }
    }
    precondition(good > 0, "the file has good rows")
  }

  private func report(_ what: String, _ rows: Int, _ times: Stopwatch.Times) {
    let rate = Stopwatch.rounded(Double(rows) / times.median)
    let spread = "\(Stopwatch.rounded(times.min))..\(Stopwatch.rounded(times.max)) s"
    print("\(what): \(rate) rows a second of processor time (median of \(times.count) runs, \(spread))")
  }
}
