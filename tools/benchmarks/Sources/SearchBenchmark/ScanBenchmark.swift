import Glibc
import MatchEngine

/// Scans of a pool inside one process: one patient at a time, and in batches; each figure a line of JSON.
struct ScanBenchmark {
  let pool: DonorPool
  let patients: [Person]
  private(set) var rules: DonorProtocol
  private let path: String
  private let matchPool: MatchPool
  let date = CalendarDate(year: 2026, month: 11, day: 22)!

  init(index: String, pool: String, patients: String) throws {
    var options = RunOptions(date: date)
    (options.reference, options.donors, options.patients) = (index, [pool], patients)
    let inputs = try RunInputs(options)
    (self.pool, self.patients, rules) = (inputs.pool, inputs.patients, inputs.rules)
    matchPool = inputs.search.pool
    path = pool
  }

  /// Runs one mode: `one:THREADS:KERNEL:RUNS` or `batch:PATIENTS:THREADS:KERNEL:TILE:RUNS`; kernel and tile may be `best`;
  /// `cancel:PATIENTS:THREADS:RUNS`.
  ///
  /// `with:FILE` takes another protocol for the modes that follow; `open:RUNS` opens the pool.
  mutating func run(_ mode: String) async throws {
    let parts = mode.split(separator: ":").map(String.init)
    func number(_ index: Int) -> Int { Int(parts[index]) ?? 1 }
    func kernel(_ index: Int) -> ScanKernel { ScanKernel(rawValue: parts[index]) ?? .best }
    switch (parts[0], parts.count) {
    case ("with", 2): rules = try DonorProtocol.load(parts[1])
    case ("open", 2): try open(runs: number(1))
    case ("one", 4): await one(threads: number(1), kernel: kernel(2), tile: nil, runs: number(3))
    case ("batch", 6):
      await batch(count: number(1), threads: number(2), kernel: kernel(3), tile: Int(parts[4]), runs: number(5))
    case ("cancel", 4): try await cancel(count: number(1), threads: number(2), runs: number(3))
    default: throw EngineError.usage("\(mode): a mode of scan was expected")
    }
  }

  /// The pool's file mapped, its header, directory and checksums verified, and what is small read.
  func open(runs: Int) throws {
    let times = try Stopwatch.seconds(runs: runs) { _ = try DonorPool(path: path, reference: pool.reference) }
    print("{\"work\":\"open\",\"donors\":\(pool.count),\"median_ms\":\(times.median * 1000),\"runs\":\(times.count)}")
  }

  private func rankers(
    _ patients: some Sequence<Person>, threads: Int, kernel: ScanKernel, tile: Int?
  ) -> [DonorRanker] {
    var settings = RankingSettings(rules: rules, date: date, top: 100, threads: threads, isOnlyPatient: false)
    (settings.kernel, settings.tileRows) = (kernel, tile)
    return patients.map { DonorRanker(patient: $0, pool: pool, settings: settings) }
  }

  /// One patient after the other, top 100 kept.
  func one(threads: Int, kernel: ScanKernel, tile: Int?, runs: Int) async {
    var seconds: [Double] = []
    var sum = 0
    for run in 0..<runs {
      let patient = patients[run % patients.count]
      let rankers = rankers([patient], threads: threads, kernel: kernel, tile: tile)
      let start = ContinuousClock.now
      sum += await DonorRanker.rows(rankers)[0].tally.eligible
      seconds.append(Stopwatch.seconds(ContinuousClock.now - start))
    }
    let times = Stopwatch.Times(Array(seconds.dropFirst()))
    print(
      "{\"work\":\"one\",\"donors\":\(pool.count),\"threads\":\(threads),\"kernel\":\"\(kernel.rawValue)\","
        + "\"first_ms\":\(seconds[0] * 1000),\"median_ms\":\(times.median * 1000),\"min_ms\":\(times.min * 1000),"
        + "\"max_ms\":\(times.max * 1000),\"runs\":\(times.count),\"check\":\(sum)}")
  }

  /// Searches of patients together, each cancelled when a part is done: how long they go on after that.
  func cancel(count: Int, threads: Int, runs: Int) async throws {
    var settings = SearchSettings(rules: rules, date: date)
    settings.threads = threads
    let patients = PatientList(Array(patients.prefix(count)), of: matchPool.reference)
    let search = try DonorSearch(patients, in: matchPool, settings)
    var seconds: [Double] = []
    for run in 0..<runs {
      let feed = ProgressFeed()
      let work = Task { try await search.rank(progress: feed) }
      for await progress in feed.updates where (progress.fraction ?? 0) > 0.5 * Double(run) / Double(runs) { break }
      let start = ContinuousClock.now
      work.cancel()
      if case .success = await work.result { throw EngineError.program("a search ended before it was cancelled") }
      seconds.append(Stopwatch.seconds(ContinuousClock.now - start))
    }
    let times = Stopwatch.Times(seconds)
    print(
      "{\"work\":\"cancel\",\"donors\":\(pool.count),\"patients\":\(count),\"threads\":\(threads),"
        + "\"median_ms\":\(times.median * 1000),\"max_ms\":\(times.max * 1000),\"runs\":\(times.count)}")
  }

  /// Patients together, top 100 kept.
  func batch(count: Int, threads: Int, kernel: ScanKernel, tile: Int?, runs: Int) async {
    let rankers = rankers(patients.prefix(count), threads: threads, kernel: kernel, tile: tile)
    var seconds: [Double] = []
    var sum = 0
    for _ in 0..<runs + 1 {
      let start = ContinuousClock.now
      for rows in await DonorRanker.rows(rankers) { sum &+= rows.tally.eligible }
      seconds.append(Stopwatch.seconds(ContinuousClock.now - start))
    }
    let times = Stopwatch.Times(Array(seconds.dropFirst()))
    let rate = Double(pool.count * rankers.count) / times.median / Double(threads)
    print(
      "{\"work\":\"batch\",\"donors\":\(pool.count),\"patients\":\(rankers.count),\"threads\":\(threads),"
        + "\"kernel\":\"\(kernel.rawValue)\",\"tile\":\(tile.map(String.init) ?? "null"),\"pairs_per_second_and_core\":\(rate),"
        + "\"median_s\":\(times.median),\"min_s\":\(times.min),\"max_s\":\(times.max),\"runs\":\(times.count),\"check\":\(sum)}"
    )
  }
}
