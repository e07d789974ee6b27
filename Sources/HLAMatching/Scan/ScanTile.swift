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
  /// For each patient of one genotype, what classes mean beside it.
  private let classCounts: [ClassCounts?]
  private let widths: [Int]
  private let firstPlanes: [Int]
  /// The planes of the tile's block, and the tile's first row in it.
  private var planes: UnsafePointer<UInt64>?
  private var firstInBlock = 0

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
    (widths, firstPlanes) = (scan.pool.layout.widths, scan.pool.layout.planes)
    classCounts = scan.patients.map { ClassCounts($0.genotypes, scan.pool.classes) }
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
    (self.planes, firstInBlock) = (planes, first)
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
      set(take(next, result(lists, next, firstRow)), next)
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
        found = result(lists, index, firstRow)
      } else {
        let rows = (0..<words * 64).filter { facts.live[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
        found = TileResult(
          unsettled: rows.map { ScanRow(row: firstRow + $0, pair: nil) }, excluded: [], hits: [], estimates: [])
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

  private func result(_ lists: hm_lists, _ index: Int, _ firstRow: Int) -> TileResult {
    var (exact, estimates): ([ScanHit], [ScanRow]) = ([], [])
    let plan = scan.patients[index].plan
    for number in 0..<Int(lists.hits) {
      let row = Int(hits[number].row)
      if plan.isExact, facts.exact[row / 64] >> UInt64(row % 64) & 1 == 1 {
        exact.append(hit(hits[number], scan.patients[index], firstRow))
      } else {
        estimates.append(ScanRow(row: firstRow + row, pair: pair(row, index)))
      }
    }
    return TileResult(
      unsettled: (0..<Int(lists.unsettled)).map {
        ScanRow(row: firstRow + Int(unsettled[$0]), pair: pair(Int(unsettled[$0]), index))
      },
      excluded: (0..<Int(lists.excluded)).map { firstRow + Int(excluded[$0]) }, hits: exact, estimates: estimates)
  }

  private func hit(_ hit: hm_hit, _ patient: ScanPatient, _ firstRow: Int) -> ScanHit {
    let age = Int(hit.key & 127)
    return ScanHit(
      row: firstRow + Int(hit.row), isIndeterminate: hit.key >> 31 == 1,
      points: patient.scale.most - Int(hit.key >> 7 & 0xFF_FFFF), age: age == 127 ? nil : age)
  }

  /// What a donor's classes tell; nil for an irregular one, one with a class that is not sharp, and an ambiguous patient.
  private func pair(_ row: Int, _ index: Int) -> ScanPair? {
    guard let classes = classCounts[index], facts.irregular[row / 64] >> UInt64(row % 64) & 1 == 0,
      let a = counts(0, row, classes), let b = counts(1, row, classes), let c = counts(2, row, classes),
      let drb1 = counts(3, row, classes), let dqb1 = counts(4, row, classes)
    else { return nil }
    let counts = PairCounts(a, b, c, drb1, dqb1)
    let layout = scan.pool.layout
    let homozygous = CountBounds(
      UInt8(number(layout.factPlane + HM_FACT_HOM_MIN, 3, row)),
      UInt8(number(layout.factPlane + HM_FACT_HOM_MAX, 3, row)))
    let patient = scan.patients[index]
    let cost = bits(costs[patient.kind], patient.scale.factWidth, row)
    let age = bits(facts.age, Int(HM_AGE_PLANES), row)
    return ScanPair(
      counts: counts, total: counts.total.with(homozygous: homozygous), factPoints: patient.scale.factMost - cost,
      age: age == 127 ? nil : age)
  }

  private func counts(_ locus: Int, _ row: Int, _ classes: ClassCounts) -> MatchCounts? {
    let (plane, width) = (firstPlanes[locus], widths[locus])
    return classes.counts(locus, number(plane, width, row), number(plane + width, width, row))
  }

  /// The number that planes of the block give a donor of the tile.
  private func number(_ plane: Int, _ width: Int, _ row: Int) -> Int {
    guard let planes else { return 0 }
    let place = firstInBlock + row
    let (word, shift) = (planes + plane * BlockLayout.words + place / 64, UInt64(place % 64))
    var number = 0
    for bit in 0..<width { number |= Int(word[bit * BlockLayout.words] >> shift & 1) << bit }
    return number
  }

  /// The same for planes of the tile.
  private func bits(_ planes: UnsafeMutablePointer<UInt64>, _ width: Int, _ row: Int) -> Int {
    (0..<width).reduce(0) { $0 | Int(planes[$1 * words + row / 64] >> UInt64(row % 64) & 1) << $1 }
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
