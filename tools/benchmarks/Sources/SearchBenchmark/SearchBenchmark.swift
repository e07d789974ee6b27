import MatchEngine

/// Measures, inside one process, what a whole-process figure cannot show: mapping an index, reading a file of donors,
/// scoring pairs.
///
///   SearchBenchmark INDEX DONORS.csv PATIENTS.csv
///   SearchBenchmark typing INDEX CODES [COUNT [SEED]]     typings resolved, cold and repeated
///   SearchBenchmark inventory INDEX CODES INVENTORY.xml   a WMDA inventory read, and resolved
///   SearchBenchmark rows INDEX DONORS.csv                 rows of a file read, understood, and hashed
///   SearchBenchmark scan INDEX POOL PATIENTS.csv MODE...  modes stand in ScanBenchmark.swift
///   SearchBenchmark make-codes FILE COUNT SEED            multiple allele codes, invented
///   SearchBenchmark codes TABLE                           look-ups in a compiled table of codes
@main
struct SearchBenchmark {
  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch (arguments.first, arguments.count) {
    case ("typing", 3...5):
      let seed = arguments.count > 4 ? UInt64(arguments[4]) ?? 1 : 1
      let count = arguments.count > 3 ? Int(arguments[3]) ?? 400_000 : 400_000
      try TypingBenchmark(index: arguments[1], codes: arguments[2], count: count, seed: seed).run()
    case ("inventory", 4):
      try InventoryBenchmark(index: arguments[1], codes: arguments[2], inventory: arguments[3]).run()
    case ("rows", 3): try RowsBenchmark(index: arguments[1], donors: arguments[2]).run()
    case ("scan", 5...):
      var benchmark = try ScanBenchmark(index: arguments[1], pool: arguments[2], patients: arguments[3])
      for mode in arguments[4...] { try await benchmark.run(mode) }
    case ("make-codes", 4):
      try InventedCodes(count: Int(arguments[2]) ?? 0, seed: UInt64(arguments[3]) ?? 1).write(arguments[1])
    case ("codes", 2): try CodeTableBenchmark.run(arguments[1])
    case (_, 3): try await search(index: arguments[0], donors: arguments[1], patients: arguments[2])
    default: print("usage: SearchBenchmark INDEX DONORS.csv PATIENTS.csv; other modes stand in SearchBenchmark.swift")
    }
  }

  private static func search(index: String, donors: String, patients: String) async throws {
    try mapping(index)
    try resolution(index, donors)
    try scanning(donors)
    var options = RunOptions(date: CalendarDate(year: 2026, month: 11, day: 22)!)
    (options.reference, options.donors, options.patients) = (index, [donors], patients)
    var inputs: RunInputs?
    let reading = try Stopwatch.seconds(runs: 3) { inputs = try RunInputs(options) }
    guard let inputs else { return }
    let rows = Double(inputs.pool.count)
    report("donor rows to columns, one thread", rows / reading.median, "rows/s", reading)
  }

  /// Opening an index: map, verify its checksum, find its sections.
  private static func mapping(_ path: String) throws {
    let times = try Stopwatch.seconds(runs: 51) { _ = try ReferenceIndex(path: path) }
    report("index mapped and verified", times.median * 1000, "ms", times)
  }

  /// Cold resolution of the distinct cells of the first donors, one by one, without a cache.
  private static func resolution(_ index: String, _ donors: String) throws {
    let resolver = TypingResolver(reference: try ReferenceIndex(path: index))
    var cells: Set<String> = []
    let reader = try CSVReader(path: donors)
    let columns = try ColumnMap(header: reader.header, role: .donors)
    guard let column = columns[.dna(locusName: "A", position: 1)] else { return }
    try reader.forEachRecord { record in cells.insert(record.text(column)) }
    let sorted = cells.sorted()
    let times = try Stopwatch.seconds(runs: 5) {
      for cell in sorted { _ = try resolver.cell(cell, locus: .a) }
    }
    report(
      "cold resolution of \(sorted.count) distinct names of A", Double(sorted.count) / times.median, "typings/s", times)
  }

  /// The CSV reader alone: every cell of every record looked at.
  private static func scanning(_ path: String) throws {
    var rows = 0
    var bytes = 0
    let times = try Stopwatch.seconds(runs: 5) {
      rows = 0
      let reader = try CSVReader(path: path)
      let columns = reader.header.count
      try reader.forEachRecord { record in
        rows += 1
        for column in 0..<columns { bytes &+= record[column].count }
      }
    }
    precondition(bytes > 0, "the file has cells")
    report("CSV reader alone", Double(rows) / times.median, "rows/s", times)
  }

  private static func report(_ what: String, _ value: Double, _ unit: String, _ times: Stopwatch.Times) {
    let runs = "\(times.count) runs, \(milliseconds(times.min))..\(milliseconds(times.max)) ms"
    print("\(what): \(Stopwatch.rounded(value)) \(unit) (median of \(runs))")
  }

  private static func milliseconds(_ seconds: Double) -> Double { Double(Int(seconds * 1_000_000)) / 1000 }
}
