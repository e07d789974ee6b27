import CMatchKernels
import DonorPool

/// The planes of one tile, and what patients share of it; one thread's working memory.
///
/// Invariants: every buffer has room for `wordsAtMost` words a plane; pointers in `prepared` lead into `rows`, whose
/// planes keep their places from tile to tile.
final class ScanTile {
  private let scan: PoolScan
  private let instructions: hm_instructions
  private let wordsAtMost: Int
  private var words = 0
  private var facts = hm_facts()
  private let factPlanes: UnsafeMutablePointer<UInt64>
  private let costs: [UnsafeMutablePointer<UInt64>]
  private let factCosts: [hm_fact_costs]
  private let factWidths: [Int]
  private let rows: UnsafeMutablePointer<UInt64>
  /// Where the rows of each locus begin, in rows.
  private var firstRows: [Int] = []
  private let scratch: UnsafeMutablePointer<UInt64>
  private let hits: UnsafeMutablePointer<hm_hit>
  private let unsettled: UnsafeMutablePointer<UInt32>
  private let excluded: UnsafeMutablePointer<UInt32>
  private var prepared: [hm_patient] = []
  private var totals: [hm_counts]

  init(_ scan: PoolScan, _ instructions: hm_instructions) {
    (self.scan, self.instructions) = (scan, instructions)
    let words = scan.tileRows / 64
    wordsAtMost = words
    let pieces = 5 + Int(HM_AGE_PLANES)
    factPlanes = .allocate(capacity: pieces * words)
    costs = scan.factKinds.map { _ in .allocate(capacity: Int(HM_COST_PLANES) * words) }
    factCosts = scan.factKinds.map(\.costs)
    factWidths = scan.factKinds.map { CostScale(scan.settings, $0).factWidth }
    var next = 0
    for locus in scan.programs {
      firstRows.append(next)
      next += 2 * locus.programs.count
    }
    rows = .allocate(capacity: max(1, next) * words)
    let steps = scan.programs.flatMap(\.programs).map(\.nodes.count).max() ?? 0
    scratch = .allocate(capacity: max(1, steps) * words)
    hits = .allocate(capacity: scan.tileRows)
    unsettled = .allocate(capacity: scan.tileRows)
    excluded = .allocate(capacity: scan.tileRows)
    totals = Array(repeating: hm_counts(), count: scan.patients.count)
    prepared = scan.patients.map(prepare)
  }

  deinit {
    factPlanes.deallocate()
    for plane in costs { plane.deallocate() }
    rows.deallocate()
    scratch.deallocate()
    hits.deallocate()
    unsettled.deallocate()
    excluded.deallocate()
  }

  /// The rows of one membership test: for the first donor position, then for the second.
  private func row(_ locus: Int, _ program: Int, position: Int) -> UnsafeMutablePointer<UInt64> {
    rows + (firstRows[locus] + 2 * program + position) * wordsAtMost
  }

  private func prepare(_ patient: ScanPatient) -> hm_patient {
    var prepared = hm_patient()
    func point(_ tests: [[Int]], _ bytes: UnsafeMutableRawBufferPointer) {
      let pointers = bytes.bindMemory(to: UnsafePointer<UInt64>?.self)
      for locus in tests.indices {
        for (index, (donor, own)) in [(0, 0), (0, 1), (1, 0), (1, 1)].enumerated() {
          pointers[4 * locus + index] = UnsafePointer(row(locus, tests[locus][own], position: donor))
        }
      }
    }
    withUnsafeMutableBytes(of: &prepared.key) { point(patient.key, $0) }
    withUnsafeMutableBytes(of: &prepared.limit) { point(patient.limit, $0) }
    let plan = patient.plan
    withUnsafeMutableBytes(of: &prepared.counts_z) { bytes in
      for (index, locus) in plan.loci.enumerated() { bytes[index] = locus.countsZ ? 1 : 0 }
    }
    withUnsafeMutableBytes(of: &prepared.counts_y) { bytes in
      for (index, locus) in plan.loci.enumerated() { bytes[index] = locus.countsY ? 1 : 0 }
    }
    prepared.limits_differ = plan.limitsDiffer ? 1 : 0
    prepared.is_exact = plan.isExact ? 1 : 0
    prepared.all_open = plan.isUnexpressed ? 1 : 0
    prepared.lists_excluded = scan.settings.listsExcluded ? 1 : 0
    prepared.match_limit = UInt8(scan.settings.matchLimit ?? 11)
    prepared.one_way = scan.settings.oneWayExcludes ? 1 : 0
    let scale = patient.scale
    (prepared.match_cost, prepared.z_cost, prepared.y_cost) = (Int32(scale.match), Int32(scale.z), Int32(scale.y))
    prepared.fact_costs = UnsafePointer(costs[patient.kind])
    (prepared.fact_width, prepared.cost_width) = (UInt32(scale.factWidth), UInt32(scale.width))
    return prepared
  }

  /// Works out what all patients share of a tile.
  ///
  /// - Parameters:
  ///   - planes: The planes of the block.
  ///   - first: The tile's first row in the block.
  ///   - length: Its rows, with those that are missing at the end of the pool.
  ///   - rows: Its donors.
  ///   - next: What will be read next, to be asked for meanwhile; empty where that is not known.
  func load(
    _ planes: UnsafePointer<UInt64>, first: Int, length: Int, rows: Int, next: UnsafeRawBufferPointer,
    _ counts: inout PoolCounts
  ) {
    var ahead = hm_ahead()
    if let start = next.baseAddress?.assumingMemoryBound(to: CChar.self) {
      (ahead.next, ahead.end) = (start, start + next.count)
    }
    words = length / 64
    let stride = BlockLayout.words
    let base = planes + first / 64
    let factBase = base + scan.pool.layout.factPlane * stride
    let plane = { [factPlanes, words] (index: Int) in factPlanes + index * words }
    (facts.live, facts.excluded, facts.open) = (plane(0), plane(1), plane(2))
    (facts.exact, facts.irregular, facts.age) = (plane(3), plane(4), plane(5))
    var day = scan.settings.day
    hm_read_facts(instructions, factBase, stride, words, rows, &day, &facts, &ahead)
    if scan.settings.direction == .mixed {
      for word in 0..<words { facts.irregular[word] = facts.live[word] & ~facts.exact[word] }
    }
    counts.unavailable += Int(facts.unavailable)
    counts.notInProtocol += Int(facts.not_in_protocol)
    for kind in scan.factKinds.indices {
      var own = factCosts[kind]
      let width = factWidths[kind]
      hm_cost_facts(instructions, factBase, stride, words, &facts, &own, width, costs[kind])
    }
    for (locus, tests) in scan.programs.enumerated() {
      for (number, program) in tests.programs.enumerated() {
        for position in 0..<2 {
          let own = base + (scan.pool.layout.planes[locus] + position * tests.width) * stride
          let to = row(locus, number, position: position)
          if let code = program.single {
            hm_equal(instructions, UInt32(code), tests.width, own, stride, words, to, &ahead)
          } else {
            program.nodes.withUnsafeBufferPointer {
              hm_member(
                instructions, $0.baseAddress, $0.count, program.root, own, stride, words, scratch, to,
                &ahead)
            }
          }
        }
      }
    }
  }

  /// Judges the tile for all patients.
  ///
  /// - Parameter take: Given each patient for whom the tile holds something, and what; says what is wanted from then on.
  func score(firstRow: Int, _ take: (Int, TileResult) -> ScanWish) {
    if scan.settings.direction == .mixed { return scoreOneByOne(firstRow, take) }
    var next = 0
    while next < prepared.count {
      var lists = hm_lists()
      next = hm_score(
        instructions, &facts, words, &prepared, next, prepared.count, hits, unsettled, excluded, &lists, &totals)
      guard next < prepared.count else { return }
      set(take(next, result(lists, scan.patients[next], firstRow)), next)
      next += 1
    }
  }

  /// Where weights point both ways, an ambiguous patient's estimates are of no use: every donor is judged by its record.
  private func scoreOneByOne(_ firstRow: Int, _ take: (Int, TileResult) -> ScanWish) {
    for (index, patient) in scan.patients.enumerated() {
      let found: TileResult
      if patient.plan.isExact {
        var lists = hm_lists()
        _ = hm_score(
          instructions, &facts, words, &prepared, index, index + 1, hits, unsettled, excluded, &lists, &totals)
        found = result(lists, patient, firstRow)
      } else {
        let rows = (0..<words * 64).filter { facts.live[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
        found = TileResult(unsettled: rows.map { firstRow + $0 }, excluded: [], hits: [])
      }
      if !found.isEmpty { set(take(index, found), index) }
    }
  }

  /// How the settled donors of all tiles divide, one for each patient.
  var counts: [ScanCounts] {
    totals.map { total in
      var counts = ScanCounts()
      (counts.eligible, counts.indeterminate) = (Int(total.eligible), Int(total.indeterminate))
      (counts.excluded, counts.byMatch) = (Int(total.excluded), Int(total.by_match))
      (counts.byHomozygous, counts.byOneWay) = (Int(total.by_homozygous), Int(total.by_one_way))
      return counts
    }
  }

  private func result(_ lists: hm_lists, _ patient: ScanPatient, _ firstRow: Int) -> TileResult {
    TileResult(
      unsettled: ScanTile.list(unsettled, lists.unsettled, firstRow),
      excluded: ScanTile.list(excluded, lists.excluded, firstRow),
      hits: lists.hits == 0 ? [] : (0..<Int(lists.hits)).map { hit(hits[$0], patient, firstRow) })
  }

  private static func list(_ rows: UnsafeMutablePointer<UInt32>, _ count: UInt32, _ firstRow: Int) -> [Int] {
    count == 0 ? [] : (0..<Int(count)).map { firstRow + Int(rows[$0]) }
  }

  private func hit(_ hit: hm_hit, _ patient: ScanPatient, _ firstRow: Int) -> ScanHit {
    let age = Int(hit.key & 127)
    let row = Int(hit.row)
    let isExact = patient.plan.isExact && facts.exact[row / 64] >> UInt64(row % 64) & 1 == 1
    return ScanHit(
      row: firstRow + row, isIndeterminate: hit.key >> 31 == 1,
      points: patient.scale.most - Int(hit.key >> 7 & 0xFF_FFFF), age: age == 127 ? nil : age, isExact: isExact)
  }

  /// Says which donors are wanted for a patient from now on.
  func set(_ wish: ScanWish, _ index: Int) {
    let patient = scan.patients[index]
    prepared[index].takes_all = 0
    switch wish {
    case .all: prepared[index].takes_all = 1
    case .none:
      prepared[index].threshold_open = 0
      (prepared[index].threshold_cost, prepared[index].threshold_age) = (0, 0)
    case .better(let threshold):
      prepared[index].threshold_open = threshold.isIndeterminate ? 1 : 0
      prepared[index].threshold_cost = UInt32(max(0, patient.scale.most - threshold.points))
      prepared[index].threshold_age = threshold.ageLimit(leastUncertainty: patient.plan.leastUncertainty)
    }
  }
}

extension ScanThreshold {
  /// The age below which a donor of the same points is better: none, all, or those younger than the worst kept.
  ///
  /// - Parameter leastUncertainty: What every donor has of uncertain positions.
  func ageLimit(leastUncertainty: Int) -> UInt8 {
    if uncertain > leastUncertainty { return 128 }
    return uncertain < leastUncertainty ? 0 : UInt8(age ?? 127)
  }
}
