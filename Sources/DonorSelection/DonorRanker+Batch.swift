import DonorPool
import HLAMatching
import HLATyping

/// The best donors of a patient by their rows, and how all donors divide: a ranking without its reports.
public struct RankedRows: Sendable {
  /// The rows, best first, at most ``RankingSettings/top``.
  public let best: [Int]
  /// The excluded rows by id, where they were asked for.
  public let excluded: [Int]
  /// The rows of donors that the protocol lists without rank, by id.
  public let listed: [Int]
  /// How all donors divide.
  public let tally: RankingTally
}

extension DonorRanker {
  /// Ranks the donors of one pool for several patients in one pass over the pool.
  ///
  /// A cancelled task is answered at once, with donors left out: who may be cancelled asks `Task.isCancelled` before the
  /// answers are used.
  ///
  /// - Parameter rankers: One a patient, of the same pool and with the same settings.
  /// - Returns: One ranking each, in order; the same whatever the threads, the tiles and the kernel are.
  /// - Complexity: O(patients x donors) time, O(patients x top) memory a thread.
  public static func rank(_ rankers: [DonorRanker]) async -> [DonorRanking] {
    await rankings(rankers, await rows(rankers))
  }

  /// The reports of rows that were found.
  static func rankings(_ rankers: [DonorRanker], _ rows: [RankedRows]) async -> [DonorRanking] {
    guard let threads = rankers.first?.settings.threads else { return [] }
    if rankers.count == 1 { return [rankers[0].ranking(of: rows[0])] }
    // Reports of a patient's best donors cost more than its scan: they are made side by side too.
    let length = max(1, (rankers.count + threads - 1) / max(1, threads))
    return await withTaskGroup(of: (Int, [DonorRanking]).self) { group in
      for start in stride(from: 0, to: rankers.count, by: length) {
        group.addTask {
          (start, (start..<min(start + length, rankers.count)).map { rankers[$0].ranking(of: rows[$0]) })
        }
      }
      var found: [(Int, [DonorRanking])] = []
      for await part in group { found.append(part) }
      return found.sorted { $0.0 < $1.0 }.flatMap(\.1)
    }
  }

  /// The best donors for several patients, as ``rank(_:)`` finds them.
  public static func rows(_ rankers: [DonorRanker]) async -> [RankedRows] {
    guard let first = rankers.first else { return [] }
    let (pool, settings) = (first.pool, first.settings)
    let scan = PoolScan(
      rankers.filter { !$0.judgesByRecords }.map { ($0.comparison.patient, $0.factPoints) }, pool: pool,
      settings: settings.scan, kernel: settings.kernel, tileRows: settings.tileRows)
    let relatives = rankers.map { Set($0.relatives) }
    let blocks = pool.blockCount
    let length = max(1, (blocks + settings.threads - 1) / max(1, settings.threads))
    if length >= blocks {
      var part = RankedPart(rankers, relatives)
      part.scan(0..<blocks, scan)
      return rankers.indices.map { RankedRows([part], $0, top: rankers[$0].settings.top) }
    }
    let parts = await withTaskGroup(of: RankedPart.self) { group in
      for start in stride(from: 0, to: blocks, by: length) {
        group.addTask {
          var part = RankedPart(rankers, relatives)
          part.scan(start..<min(start + length, blocks), scan)
          return part
        }
      }
      var parts: [RankedPart] = []
      for await part in group { parts.append(part) }
      return parts
    }
    return rankers.indices.map { RankedRows(parts, $0, top: rankers[$0].settings.top) }
  }

  private func ranking(of rows: RankedRows) -> DonorRanking {
    var memory = ReportMemory()
    var (donors, excluded): ([RankedDonor], [RankedDonor]) = ([], [])
    for (index, row) in rows.best.enumerated() {
      if index & 0x1F == 0, Task.isCancelled { break }
      donors.append(donor(row, rank: index + 1, &memory))
    }
    for (index, row) in rows.excluded.enumerated() {
      if index & 0x1F == 0, Task.isCancelled { break }
      excluded.append(donor(row, rank: nil, &memory))
    }
    return DonorRanking(
      patient: comparison.patient, donors: donors, excluded: excluded,
      listed: rows.listed.map { ListedDonor(row: $0, pool, on: settings.date) }, tally: rows.tally)
  }
}

extension RankedRows {
  /// Puts together what the ranges of the pool gave for one patient.
  fileprivate init(_ parts: [RankedPart], _ index: Int, top: Int) {
    var tally = RankingTally()
    for part in parts { tally.add(part.tally(index)) }
    let sorted = parts.flatMap { $0.best[index].unordered }.sorted()
    best = (top > 0 ? sorted.prefix(top) : sorted[...]).map { Int($0.row) }
    excluded = parts.flatMap { $0.excluded[index] }.sorted()
    listed = parts.flatMap { $0.listed[index] }.sorted()
    self.tally = tally
  }
}

/// What one range of a pool gives for each patient: one list of the best a thread and patient.
struct RankedPart: Sendable {
  /// Below what any protocol can give.
  private static let fewestPoints = -1_000_000
  private let rankers: [DonorRanker]
  private let relatives: [Set<Int>]
  private(set) var best: [BestDonors]
  private(set) var excluded: [[Int]]
  private(set) var listed: [[Int]]
  private var tallies: [RankingTally]
  private var memories: [JudgeMemory]
  private var totals: ScanTotals?
  /// The patients of the scan, in its order; the others' donors are judged by their records.
  private let scanned: [Int]
  /// The first row of the scan that was not told as done.
  private var firstUntold = 0
  private let progress: (@Sendable (Int) -> Void)?

  init(_ rankers: [DonorRanker], _ relatives: [Set<Int>]) {
    (self.rankers, self.relatives) = (rankers, relatives)
    let count = rankers.count
    best = rankers.map { BestDonors(limit: $0.settings.top) }
    excluded = Array(repeating: [], count: count)
    listed = Array(repeating: [], count: count)
    tallies = Array(repeating: RankingTally(), count: count)
    memories = Array(repeating: JudgeMemory(), count: count)
    scanned = rankers.indices.filter { !rankers[$0].judgesByRecords }
    progress = rankers[0].settings.progress
  }

  /// How the donors of the range divide for a patient.
  func tally(_ index: Int) -> RankingTally {
    var tally = tallies[index]
    guard let totals, let place = scanned.firstIndex(of: index) else { return tally }
    tally.add(totals.patients[place])
    (tally.unavailable, tally.notInProtocol) = (totals.pool.unavailable, totals.pool.notInProtocol)
    return tally
  }

  mutating func scan(_ blocks: Range<Int>, _ scan: PoolScan) {
    let rows = blocks.lowerBound * DonorPool.rowsInBlock..<blocks.upperBound * DonorPool.rowsInBlock
    for index in rankers.indices where rankers[index].judgesByRecords { judgeAll(index, rows) }
    if scanned.isEmpty { return }
    for index in scanned { addRelatives(index, rows) }
    firstUntold = rows.lowerBound
    totals = scan.scan(
      blocks: blocks, &self, goesOn: { $0.goesOn(to: $1) }, wish: { $0.wish($0.scanned[$1]) },
      take: { $0.take($0.scanned[$1], $2) })
    if totals != nil { tellDone(to: rows.clamped(to: 0..<rankers[0].pool.count).upperBound) }
  }

  /// - Returns: Whether a scan that has come to a row is still wanted.
  private mutating func goesOn(to row: Int) -> Bool {
    tellDone(to: row)
    return !Task.isCancelled
  }

  private mutating func tellDone(to row: Int) {
    guard let progress, row > firstUntold else { return }
    progress((row - firstUntold) * scanned.count)
    firstUntold = row
  }

  /// Judges every donor of the range by its record.
  private mutating func judgeAll(_ index: Int, _ rows: Range<Int>) {
    let ranker = rankers[index]
    // A block holds a multiple of 256 donors.
    let donors = rows.clamped(to: 0..<ranker.pool.count)
    defer { progress?(donors.count & 0xFF) }
    for row in donors {
      if (row + 1) & 0xFF == 0 {
        if Task.isCancelled { return }
        progress?(0x100)
      }
      let isRelated = relatives[index].contains(row)
      guard let judged = ranker.judge(row, isRelated: isRelated, &memories[index]) else {
        addUnranked(index, row)
        continue
      }
      tallies[index].count(judged.assessment)
      if judged.assessment.status != .excluded {
        best[index].add(RankedCandidate(key: judged.key, row: UInt32(row)))
      } else if ranker.settings.keepsExcluded {
        excluded[index].append(row)
      }
    }
  }

  /// A donor who cannot be asked, or of a type that the protocol does not rank.
  private mutating func addUnranked(_ index: Int, _ row: Int) {
    let ranker = rankers[index]
    if !ranker.pool.isAvailable(row) {
      tallies[index].unavailable += 1
    } else if let type = ranker.pool.donorType(row), ranker.settings.rules.listedTypes.contains(type) {
      tallies[index].listed += 1
      listed[index].append(row)
    } else {
      tallies[index].notInProtocol += 1
    }
  }

  /// Relatives come before all others, so they are judged first, whatever a scan says of them.
  private mutating func addRelatives(_ index: Int, _ rows: Range<Int>) {
    for row in relatives[index] where rows.contains(row) {
      guard let judged = rankers[index].judge(row, isRelated: true, &memories[index]) else { continue }
      if judged.assessment.status != .excluded { best[index].add(RankedCandidate(key: judged.key, row: UInt32(row))) }
    }
  }

  private func wish(_ index: Int) -> ScanWish {
    guard let worst = best[index].worst?.key else { return .all }
    if worst.isRelated {
      // Unrelated eligible donors still come before related indeterminate ones.
      guard worst.isIndeterminate else { return .none }
      return .better(
        than: ScanThreshold(isIndeterminate: false, points: RankedPart.fewestPoints, uncertain: 0, age: nil))
    }
    return .better(
      than: ScanThreshold(
        isIndeterminate: worst.isIndeterminate, points: worst.points, uncertain: worst.uncertain, age: worst.age))
  }

  private mutating func take(_ index: Int, _ tile: TileResult) {
    excluded[index] += tile.excluded
    // Judging a whole tile takes long enough to ask whether it is still wanted.
    if tile.unsettled.count + tile.estimates.count > 0x1F, Task.isCancelled { return }
    for row in tile.unsettled {
      guard let judged = rankers[index].judge(row, isRelated: false, &memories[index]) else { continue }
      tallies[index].count(judged.assessment)
      if judged.assessment.status != .excluded {
        keep(RankedCandidate(key: judged.key, row: UInt32(row)), index)
      } else if rankers[index].settings.keepsExcluded {
        excluded[index].append(row)
      }
    }
    for row in tile.estimates {
      guard let judged = rankers[index].judge(row, isRelated: false, &memories[index]) else { continue }
      keep(RankedCandidate(key: judged.key, row: UInt32(row)), index)
    }
    for hit in tile.hits {
      let key = RankingKey(
        status: hit.isIndeterminate ? .indeterminate : .eligible, isRelated: false, points: hit.points,
        uncertain: hit.uncertain, age: hit.age)
      keep(RankedCandidate(key: key, row: UInt32(hit.row)), index)
    }
  }

  /// Relatives were added before, with the place that their relation gives them.
  private mutating func keep(_ candidate: RankedCandidate, _ index: Int) {
    if !relatives[index].isEmpty, relatives[index].contains(Int(candidate.row)) { return }
    best[index].add(candidate)
  }
}

extension RankingTally {
  /// Adds what a scan settled.
  mutating func add(_ counts: ScanCounts) {
    eligible += counts.eligible
    indeterminate += counts.indeterminate
    excluded += counts.excluded
    let rules: [(ExclusionRule, Int)] = [
      (.matchCount, counts.byMatch), (.homozygousLoci, counts.byHomozygous), (.oneWayMatch, counts.byOneWay),
    ]
    for (rule, count) in rules where count > 0 { excludedBy[rule, default: 0] += count }
  }
}
