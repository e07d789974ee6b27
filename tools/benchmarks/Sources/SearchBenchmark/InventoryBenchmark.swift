import MatchEngine

/// Reads a WMDA inventory: the reader alone, and with every donor's typings resolved into the columns of a pool.
struct InventoryBenchmark {
  let index: String
  let codes: String
  let inventory: String

  func run() throws {
    var donors = 0
    var bytes = 0
    let reading = try Stopwatch.seconds(runs: 5) {
      (donors, bytes) = (0, 0)
      var cells = 0
      let file = try RegistryFile(path: inventory) { bytes += $0.count }
      let width = file.header.count
      try file.forEachRecord { record in
        precondition(record.fault == nil, "the inventory is faulty")
        donors += 1
        for column in 0..<width { cells &+= record[column].count }
      }
      precondition(cells > 0, "the file has cells")
    }
    print("inventory: \(donors) donors, \(bytes) bytes")
    report("WMDA reader alone", bytes, donors, reading)
    let reference = try ReferenceIndex(path: index)
    let table = try MultipleAlleleCodes.load(codes)
    let resolving = try Stopwatch.seconds(runs: 5) {
      var builder = DonorPoolBuilder(reference: reference, policy: TypingPolicy(), codes: table)
      let file = try RegistryFile(path: inventory)
      let reader = try PersonReader(header: file.header, role: .donors, overrides: [], format: file.format)
      var row = PersonRow(locusCount: Locus.typed.count)
      var (rejected, order) = (0, 0)
      try file.forEachRecord { record in
        reader.read(record, tables: &builder.tables, into: &row)
        guard row.faults.isEmpty else {
          rejected += 1
          return
        }
        order += 1
        try builder.append(row, at: DonorPlace(file: 0, line: row.idPlace.line, column: 1, order: order))
      }
      precondition(rejected == 0, "\(rejected) donors were rejected")
      _ = try builder.finish(into: PoolSink())
    }
    report("WMDA inventory to columns, one thread", bytes, donors, resolving)
  }

  private func report(_ what: String, _ bytes: Int, _ donors: Int, _ times: Stopwatch.Times) {
    let rate = "\(Stopwatch.rounded(Double(bytes) / 1e6 / times.median)) MB/s"
    let people = "\(Stopwatch.rounded(Double(donors) / times.median)) donors/s"
    let spread = "\(Stopwatch.rounded(times.min))..\(Stopwatch.rounded(times.max)) s"
    print("\(what): \(rate), \(people) (median of \(times.count) runs, \(spread))")
  }
}
