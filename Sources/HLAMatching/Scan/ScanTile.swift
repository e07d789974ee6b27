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
  /// Donors with a class that does not tell all; empty where the pool has no such classes.
  private var blurredAny: UnsafeMutablePointer<UInt64>
  private var hasBlurred = false
  private let costs: FactCosts
  private let rows: UnsafeMutablePointer<UInt64>
  /// Where the rows of each locus begin, in rows.
  private var firstRows: [Int] = []
  private let scratch: UnsafeMutablePointer<UInt64>
  private let hits: UnsafeMutablePointer<hm_hit>
  private let unsettled: UnsafeMutablePointer<UInt32>
  private let excluded: UnsafeMutablePointer<UInt32>
  private var prepared: [hm_patient] = []
  private var totals: [hm_counts]
  private let firstPlanes: [Int]

  init(_ scan: PoolScan, _ instructions: hm_instructions) {
    (self.scan, self.instructions) = (scan, instructions)
    let words = scan.tileRows / 64
    wordsAtMost = words
    let pieces = 6 + Int(HM_AGE_PLANES)
    factPlanes = .allocate(capacity: pieces * words)
    costs = FactCosts(scan.factKinds, words: words)
    var next = 0
    for locus in scan.programs {
      firstRows.append(next)
      next += 2 * locus.setCount
    }
    rows = .allocate(capacity: max(1, next) * words)
    let steps = scan.programs.map(\.mostSteps).max() ?? 0
    scratch = .allocate(capacity: max(1, steps) * words)
    hits = .allocate(capacity: scan.tileRows)
    unsettled = .allocate(capacity: scan.tileRows)
    excluded = .allocate(capacity: scan.tileRows)
    totals = Array(repeating: hm_counts(), count: scan.patients.count)
    blurredAny = factPlanes
    firstPlanes = scan.pool.layout.planes
    prepared = scan.patients.map(prepare)
    blurredAny = factPlanes + (pieces - 1) * words
    hasBlurred = scan.tests.contains { !$0.blurred.constant(all: false) }
    blurredAny.initialize(repeating: 0, count: words)
    facts.blurred_any = UnsafePointer(blurredAny)
    ScanTile.point(&facts.blurred) { UnsafePointer(row($0 / 2, scan.blurred[$0 / 2], position: $0 % 2)) }
    ScanTile.point(&facts.untyped) { UnsafePointer(row($0, scan.untyped[$0], position: 0)) }
  }

  /// Sets each pointer of a tuple of them.
  private static func point<Pointers>(_ pointers: inout Pointers, _ to: (Int) -> UnsafePointer<UInt64>?) {
    withUnsafeMutableBytes(of: &pointers) { bytes in
      let pointers = bytes.bindMemory(to: UnsafePointer<UInt64>?.self)
      for index in pointers.indices { pointers[index] = to(index) }
    }
  }

  deinit {
    factPlanes.deallocate()
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
    // Donor position 1 beside patient position 1, 1 beside 2, 2 beside 1, 2 beside 2.
    func point(_ pointers: inout some Any, _ tests: (LocusPlan) -> [Int]) {
      ScanTile.point(&pointers) { index in
        let own = tests(patient.plan.loci[index / 4])
        return UnsafePointer(row(index / 4, own[index % 2], position: index % 4 / 2))
      }
    }
    point(&prepared.key, \.key)
    if patient.plan.hasLimits { point(&prepared.limit, \.limit) }
    point(&prepared.sure, \.sure)
    ScanTile.point(&prepared.within) { index in
      patient.plan.loci[index / 2].within.map { UnsafePointer(row(index / 2, $0, position: index % 2)) }
    }
    let plan = patient.plan
    withUnsafeMutableBytes(of: &prepared.counts_z) { bytes in
      for (index, locus) in plan.loci.enumerated() { bytes[index] = locus.countsZ ? 1 : 0 }
    }
    withUnsafeMutableBytes(of: &prepared.counts_y) { bytes in
      for (index, locus) in plan.loci.enumerated() { bytes[index] = locus.countsY ? 1 : 0 }
    }
    withUnsafeMutableBytes(of: &prepared.untyped) { bytes in
      for (index, locus) in plan.loci.enumerated() { bytes[index] = locus.isUntyped ? 1 : 0 }
    }
    prepared.limits_differ = plan.hasLimits ? 1 : 0
    let settles = plan.isExact ? HM_SETTLES_ALL : plan.settlesMatches ? HM_SETTLES_MATCHES : HM_SETTLES_NONE
    prepared.settles = UInt8(settles)
    prepared.six_locus = scan.settings.sixLocusLimit == nil ? 0 : 1
    prepared.six_limit = UInt8(scan.settings.sixLocusLimit ?? 0)
    prepared.partial_excludes = scan.settings.partialOneWayExcludes ? 1 : 0
    prepared.is_exact = plan.isExact ? 1 : 0
    prepared.all_open = plan.isUnexpressed ? 1 : 0
    prepared.lists_excluded = scan.settings.listsExcluded ? 1 : 0
    prepared.match_limit = UInt8(scan.settings.matchLimit ?? 11)
    prepared.one_way = scan.settings.oneWayExcludes ? 1 : 0
    let scale = patient.scale
    (prepared.match_cost, prepared.z_cost, prepared.y_cost) = (Int32(scale.match), Int32(scale.z), Int32(scale.y))
    prepared.fact_costs = costs.planes(patient.kind)
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
    costs.load(instructions, factBase, words: words, &facts)
    for locus in scan.programs.indices {
      for position in 0..<2 { test(locus, position, base, &ahead) }
    }
    facts.has_blurred = hasBlurred && joinBlurred() ? 1 : 0
  }

  /// Finds the donors of the tile whose position has a class of each set of a locus.
  private func test(_ locus: Int, _ position: Int, _ base: UnsafePointer<UInt64>, _ ahead: inout hm_ahead) {
    let programs = scan.programs[locus]
    let (width, stride) = (programs.width, BlockLayout.words)
    let own = base + (firstPlanes[locus] + position * width) * stride
    for single in programs.singles {
      let to = row(locus, single.set, position: position)
      hm_equal(instructions, single.code, width, own, stride, words, to, &ahead)
    }
    for diagram in programs.diagrams {
      let to = row(locus, diagram.set, position: position)
      diagram.program.nodes.withUnsafeBufferPointer {
        hm_member(
          instructions, $0.baseAddress, $0.count, diagram.program.root, own, stride, words, scratch, to, &ahead)
      }
    }
    for table in programs.tables {
      withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<UInt64>?.self, capacity: table.sets.count) { rows in
        for (index, set) in table.sets.enumerated() {
          rows.initializeElement(at: index, to: row(locus, set, position: position))
        }
        table.entries.withUnsafeBufferPointer {
          hm_lookup(instructions, $0.baseAddress, width, own, stride, words, rows.baseAddress, rows.count)
        }
      }
    }
  }

  /// Joins the planes of blurred positions; false where the tile's donors have none.
  private func joinBlurred() -> Bool {
    var any: UInt64 = 0
    for word in 0..<words {
      var joined: UInt64 = 0
      for locus in 0..<Int(HM_LOCI) {
        joined |=
          row(locus, scan.blurred[locus], position: 0)[word] | row(locus, scan.blurred[locus], position: 1)[word]
      }
      blurredAny[word] = joined
      any |= joined
    }
    return any != 0
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
          unsettled: rows.map { firstRow + $0 }, excluded: [], hits: [], estimates: [])
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
    var (exact, estimates): ([ScanHit], [Int]) = ([], [])
    let isExact = scan.patients[index].plan.isExact
    for number in 0..<Int(lists.hits) {
      let row = Int(hits[number].row)
      if isExact, (facts.irregular[row / 64] | blurredAny[row / 64]) >> UInt64(row % 64) & 1 == 0 {
        exact.append(hit(hits[number], scan.patients[index], firstRow))
      } else {
        estimates.append(firstRow + row)
      }
    }
    return TileResult(
      unsettled: (0..<Int(lists.unsettled)).map { firstRow + Int(unsettled[$0]) },
      excluded: (0..<Int(lists.excluded)).map { firstRow + Int(excluded[$0]) }, hits: exact, estimates: estimates)
  }

  private func hit(_ hit: hm_hit, _ patient: ScanPatient, _ firstRow: Int) -> ScanHit {
    let age = Int(hit.key & 127)
    return ScanHit(
      row: firstRow + Int(hit.row), isIndeterminate: hit.key >> 31 == 1,
      points: patient.scale.most - Int(hit.key >> 7 & 0xFF_FFFF), uncertain: Int(hit.uncertain),
      age: age == 127 ? nil : age)
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
