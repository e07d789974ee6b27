import DonorPool
import HLAMatching
import HLANomenclature
import HLATyping
import HeapModule

/// What a ranking needs beside the patient and the pool.
public struct RankingSettings: Sendable {
  /// The protocol.
  public var rules: DonorProtocol
  /// The day on which ages are counted.
  public var date: CalendarDate
  /// Donors kept for each patient; 0 keeps all.
  public var top: Int
  /// Ranges the pool is split into; the answer does not depend on it.
  public var threads: Int
  /// The run has exactly one patient, so that a relation without `related_to` holds.
  public var isOnlyPatient: Bool
  /// Keeps the excluded donors for a list of their own.
  public var keepsExcluded: Bool
  /// Loci counted beside the ten; they change neither status nor order.
  public var deeperLoci: [Locus]

  /// Settings.
  public init(
    rules: DonorProtocol, date: CalendarDate, top: Int = 100, threads: Int = 1, isOnlyPatient: Bool = true,
    keepsExcluded: Bool = false, deeperLoci: [Locus] = []
  ) {
    (self.rules, self.date, self.top, self.threads) = (rules, date, top, threads)
    (self.isOnlyPatient, self.keepsExcluded, self.deeperLoci) = (isOnlyPatient, keepsExcluded, deeperLoci)
  }
}

/// How the donors of a pool divide for one patient.
public struct RankingTally: Hashable, Sendable {
  /// Allowed donors.
  public var eligible = 0
  /// Donors whose typings leave it open.
  public var indeterminate = 0
  /// Donors not allowed.
  public var excluded = 0
  /// Excluded donors by rule; a donor counts under each of its rules.
  public var excludedBy: [ExclusionRule: Int] = [:]
  /// Donors who cannot be asked.
  public var unavailable = 0
  /// Donors of a type outside the protocol.
  public var notInProtocol = 0

  /// A tally of no donors.
  public init() {}

  /// Adds another range of the pool.
  public mutating func add(_ other: RankingTally) {
    eligible += other.eligible
    indeterminate += other.indeterminate
    excluded += other.excluded
    excludedBy.merge(other.excludedBy, uniquingKeysWith: +)
    unavailable += other.unavailable
    notInProtocol += other.notInProtocol
  }

  /// Counts one donor of the protocol.
  public mutating func count(_ assessment: PairAssessment) {
    switch assessment.status {
    case .eligible: eligible += 1
    case .indeterminate: indeterminate += 1
    case .excluded:
      excluded += 1
      for rule in assessment.exclusions { excludedBy[rule, default: 0] += 1 }
    }
  }
}

/// The donors of a pool in the order of a protocol for one patient.
public struct DonorRanking: Sendable {
  /// The patient.
  public let patient: Person
  /// The ranked donors, best first, at most ``RankingSettings/top``.
  public let donors: [RankedDonor]
  /// The excluded donors by id, where they were asked for.
  public let excluded: [RankedDonor]
  /// How all donors divide.
  public let tally: RankingTally
}

/// Ranks the donors of one pool for one patient.
public final class DonorRanker: Sendable {
  let scan: PatientScan
  let pool: DonorPool
  let settings: RankingSettings
  private let statusRules: StatusRules

  /// Compares the patient with the pool's distinct typings, ready to rank.
  public init(patient: Person, pool: DonorPool, settings: RankingSettings) {
    scan = PatientScan(patient: patient, pool: pool, deeperLoci: settings.deeperLoci)
    self.pool = pool
    self.settings = settings
    statusRules = StatusRules(settings.rules)
  }

  /// What one range of rows gave.
  private struct Part: Sendable {
    var best = Heap<RankedCandidate>()
    var excluded: [Int] = []
    var tally = RankingTally()
  }

  /// Scores every donor and keeps the best.
  ///
  /// - Complexity: O(donors) time, O(top) memory beside the excluded donors where they are kept.
  public func rank() async -> DonorRanking {
    let length = max(1, (pool.count + settings.threads - 1) / max(1, settings.threads))
    let ranges = stride(from: 0, to: pool.count, by: length).map { $0..<min($0 + length, pool.count) }
    let parts = await withTaskGroup(of: Part.self) { group in
      for range in ranges { group.addTask { self.rank(range) } }
      var parts: [Part] = []
      for await part in group { parts.append(part) }
      return parts
    }
    var tally = RankingTally()
    for part in parts { tally.add(part.tally) }
    let best = parts.flatMap { $0.best.unordered }.sorted()
    let kept = settings.top == 0 ? best[...] : best.prefix(settings.top)
    let excluded = parts.flatMap(\.excluded).sorted { pool.id($0).lexicographicallyPrecedes(pool.id($1)) }
    return DonorRanking(
      patient: scan.patient, donors: kept.enumerated().map { donor($0.element.row, rank: $0.offset + 1) },
      excluded: excluded.map { donor($0, rank: nil) }, tally: tally)
  }

  private func rank(_ rows: Range<Int>) -> Part {
    var part = Part()
    let scale = PointScale(points: settings.rules.points, patient: scan.patient.facts)
    let types = settings.rules.donorTypes
    scan.forEachTotal(in: rows) { row, total in
      guard pool.isAvailable(row) else {
        part.tally.unavailable += 1
        return
      }
      guard let type = pool.donorType(row), types.contains(type) else {
        part.tally.notInProtocol += 1
        return
      }
      let assessment = PairAssessment(total: total, rules: statusRules) { scan.counts(row) }
      part.tally.count(assessment)
      guard assessment.status != .excluded else {
        if settings.keepsExcluded { part.excluded.append(row) }
        return
      }
      keep(row, key(row, total, assessment, scale), in: &part)
    }
    return part
  }

  private func key(_ row: Int, _ total: MatchCounts, _ assessment: PairAssessment, _ scale: PointScale) -> RankingKey {
    let age = pool.age(row, on: settings.date)
    return RankingKey(
      status: assessment.status, isRelated: relation(row) != .unrelated,
      points: scale.sum(total, pool.facts(row), age: age), match: total.match, age: age)
  }

  private func keep(_ row: Int, _ key: RankingKey, in part: inout Part) {
    let isFull = settings.top > 0 && part.best.count == settings.top
    if isFull, let worst = part.best.max, worst.key < key { return }
    part.best.insert(RankedCandidate(key: key, row: row, id: pool.id(row)))
    if isFull { part.best.removeMax() }
  }

  func relation(_ row: Int) -> Relation {
    pool.relation(row, to: scan.patient.id, isOnlyPatient: settings.isOnlyPatient)
  }
}
