import Glibc
import MatchEngine

/// Ranks the donors of a file for a patient whose typing stands in this program.
///
///     embedding-example DONORS POOL
///
/// DONORS is a file of donors; POOL is a snapshot that is opened, or made of the donors where there is none. The article
/// "Ranking donors from Swift" goes through this program step by step.
@main
enum EmbeddingExample {
  /// The patient's typing, one locus after the other.
  static let typing = """
    A*02:01+A*24:02^B*07:02+B*44:02^C*05:01+C*07:02^DRB1*04:01+DRB1*15:01^DQB1*03:01+DQB1*06:02
    """
  /// Ages are counted on this day, so that the program prints the same whenever it runs.
  static let day = CalendarDate(year: 2026, month: 11, day: 22)!

  static func main() async {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else {
      print("usage: embedding-example DONORS POOL")
      exit(64)
    }
    do throws(EngineError) {
      try await run(donors: arguments[1], pool: arguments[2])
    } catch {
      print("embedding-example: \(error.code): \(error)")
      exit(error.exitCode)
    }
  }

  static func run(donors: String, pool path: String) async throws(EngineError) {
    // A release. Without a path it is the excerpt that the library carries.
    let reference = try await MatchReference.load()
    print("IPD-IMGT/HLA \(reference.facts.release)\(reference.facts.isExcerpt ? ", embedded excerpt" : "")")

    // Donors and patients are read by the release, under the policies of a protocol.
    let rules = try DonorProtocol.load("mst")
    let reading = ReadingSettings(rules: rules, date: day)
    let pool =
      if access(path, F_OK) == 0 {
        try await reference.openPool(path)
      } else {
        try await build(path, of: donors, reference, reading)
      }
    let patients = try await reference.readPatients(glStrings: [(id: "P1", glString: typing)], reading)

    // A search: patients, pool and protocol.
    var settings = SearchSettings(rules: rules, date: day)
    settings.top = 5
    let search = try DonorSearch(patients, in: pool, settings)
    let rankings = try await search.rank()
    for ranking in rankings { show(ranking) }
    guard let best = rankings.first?.donors.first else { return }

    // Any number of the ranking, explained, as the command line prints it.
    let explanation = try await search.explain(patient: "P1", donor: best.id)
    print(String(decoding: try explanation.text(as: .table), as: UTF8.self))
    try await cancelOne(reference, pool, reading)
  }

  /// Makes a pool, telling how many rows are read.
  static func build(
    _ path: String, of donors: String, _ reference: MatchReference, _ reading: ReadingSettings
  ) async throws(EngineError) -> MatchPool {
    let feed = ProgressFeed()
    let watcher = Task {
      for await progress in feed.updates { print("\(progress.done) rows read") }
    }
    let pool = try await reference.buildPool(of: [.file(donors)], at: path, reading, progress: feed)
    await watcher.value
    print("\(pool.count) donors of \(pool.read) rows, \(pool.rejected) rejected")
    for issue in pool.rejects.first { print(issue) }
    return pool
  }

  /// Lists the best donors with what their points are made of, and why a status is open.
  static func show(_ ranking: DonorRanking) {
    let tally = ranking.tally
    print("\(tally.eligible) eligible, \(tally.indeterminate) indeterminate, \(tally.excluded) excluded")
    for donor in ranking.donors {
      let total = donor.counts.total
      print(
        "\(donor.rank ?? 0). \(donor.id): \(donor.status.rawValue), \(donor.points) points,",
        "match \(total.match), gvh \(total.gvh), hvg \(total.hvg), \(donor.relation.rawValue)")
      for term in donor.terms { print("     \(term.code): \(term.count) x = \(term.points)") }
      if !donor.reasons.isEmpty { print("     \(donor.reasons.joined(separator: " "))") }
    }
  }

  /// Begins a long search and gives it up when it has come a little way.
  static func cancelOne(
    _ reference: MatchReference, _ pool: MatchPool, _ reading: ReadingSettings
  ) async throws(EngineError) {
    let many = (1...2000).map { (id: "P\($0)", glString: typing) }
    let patients = try await reference.readPatients(glStrings: many, reading)
    let search = try DonorSearch(patients, in: pool, SearchSettings(rules: reading.rules, date: reading.date))
    let feed = ProgressFeed()
    let work = Task { try await search.rank(progress: feed).count }
    for await progress in feed.updates where progress.done > 0 {
      work.cancel()
      break
    }
    switch await work.result {
    case .success(let count): print("\(count) patients ranked, before the search could be cancelled")
    case .failure(let error): print("a search for \(patients.read) patients, given up: \(error)")
    }
  }
}
