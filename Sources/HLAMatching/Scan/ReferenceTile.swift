import CMatchKernels
import DonorPool

/// The contract of the kernels in plain Swift, eight donors at a time: what a tile gives for a patient, written to be
/// read and to hold the kernels against.
struct ReferenceTile {
  private typealias Lanes = SIMD8<UInt16>
  private typealias Mask = SIMDMask<SIMD8<Int16>>

  private let scan: PoolScan

  init(_ scan: PoolScan) { self.scan = scan }

  /// Facts of eight donors, one a lane.
  private struct Eight {
    var codes: [(first: Lanes, second: Lanes)] = []
    var abo = Lanes()
    var cmv = Lanes()
    var nk = Lanes()
    var age = Lanes()
    var isAdult = Mask()
    var isLive = Mask()
    var isExcluded = Mask()
    var isOpen = Mask()
    var isExact = Mask()
    var isIrregular = Mask()
  }

  /// Scans one block.
  func scan<State>(
    _ planes: UnsafePointer<UInt64>, firstRow: Int, _ totals: inout ScanTotals, _ state: inout State,
    wish: (State, Int) -> ScanWish, take: (inout State, Int, TileResult) -> Void
  ) {
    let rows = min(DonorPool.rowsInBlock, scan.pool.count - firstRow)
    for first in stride(from: 0, to: rows, by: scan.tileRows) {
      let last = min(first + scan.tileRows, rows)
      let groups = stride(from: first, to: last, by: 8).map { read(planes, $0, last, &totals.pool) }
      for patient in scan.patients.indices {
        var found = Collected(counts: totals.patients[patient])
        let wish = wish(state, patient)
        for (index, eight) in groups.enumerated() {
          judge(eight, scan.patients[patient], wish, row: firstRow + first + 8 * index, &found)
        }
        totals.patients[patient] = found.counts
        if !found.result.isEmpty { take(&state, patient, found.result) }
      }
    }
  }

  /// What a tile gave so far.
  private struct Collected {
    var counts: ScanCounts
    var unsettled: [Int] = []
    var excluded: [Int] = []
    var hits: [ScanHit] = []
    var estimates: [Int] = []
    var result: TileResult {
      TileResult(unsettled: unsettled, excluded: excluded, hits: hits, estimates: estimates)
    }
  }
}

extension ReferenceTile {
  /// The number that some planes give eight donors.
  private func number(_ planes: UnsafePointer<UInt64>, _ plane: Int, _ width: Int, _ row: Int) -> Lanes {
    var lanes = Lanes()
    for lane in 0..<8 { lanes[lane] = UInt16(BlockLayout.number(planes, plane, width, row + lane)) }
    return lanes
  }

  private func read(_ planes: UnsafePointer<UInt64>, _ row: Int, _ end: Int, _ counts: inout PoolCounts) -> Eight {
    var eight = Eight()
    let layout = scan.pool.layout
    for (locus, width) in layout.widths.enumerated() {
      let plane = layout.planes[locus]
      eight.codes.append((number(planes, plane, width, row), number(planes, plane + width, width, row)))
    }
    func fact(_ plane: Int, _ width: Int) -> Lanes {
      number(planes, layout.factPlane + plane, width, row)
    }
    let (type, gone) = (fact(HM_FACT_TYPE, 2), fact(HM_FACT_UNAVAILABLE, 1))
    let day = scan.settings.day
    for lane in 0..<8 where row + lane < end {
      let isRanked = day.allowed_types >> UInt8(type[lane]) & 1 == 1
      if gone[lane] == 1 { counts.unavailable += 1 } else if !isRanked { counts.notInProtocol += 1 }
      eight.isLive[lane] = gone[lane] == 0 && isRanked
    }
    let limit = UInt16(day.homozygous_limit)
    eight.isExcluded = eight.isLive .& (fact(HM_FACT_HOM_MIN, 3) .>= limit)
    eight.isOpen = eight.isLive .& .!eight.isExcluded .& (fact(HM_FACT_HOM_MAX, 3) .>= limit)
    eight.isExact = eight.isLive .& (fact(HM_FACT_EXACT, 1) .== 1)
    eight.isIrregular = eight.isLive .& (fact(HM_FACT_IRREGULAR, 1) .== 1)
    if scan.settings.direction == .mixed { eight.isIrregular = eight.isLive .& .!eight.isExact }
    (eight.abo, eight.cmv, eight.isAdult) = (fact(HM_FACT_ABO, 3), fact(HM_FACT_CMV, 2), type .== 0)
    eight.nk = fact(HM_FACT_NK, 9)
    let (year, monthDay) = (fact(HM_FACT_YEAR, 8), fact(HM_FACT_MONTH_DAY, 9))
    let isGiven = fact(HM_FACT_AGE_GIVEN, 1)
    for lane in 0..<8 {
      let isBeforeBirthday = Int(monthDay[lane]) > Int(day.month_day)
      let years =
        isGiven[lane] == 1
        ? Int(year[lane]) - 1
        : Int(Int32(bitPattern: day.year)) - Int(year[lane]) - (isBeforeBirthday ? 1 : 0)
      eight.age[lane] = year[lane] != 0 && (0...110).contains(years) ? UInt16(years) : 127
    }
    return eight
  }

  /// What eight donors count beside a patient by one kind of class sets.
  private struct Sums {
    var match = Lanes()
    var z = Lanes()
    var y = Lanes()
    /// No mismatch in HVG direction.
    var isFull = Mask(repeating: true)
    /// No mismatch in GVH direction.
    var isCovered = Mask(repeating: true)
  }

  private func sums(_ eight: Eight, _ patient: ScanPatient, _ sets: (LocusPlan) -> [Int]) -> Sums {
    var sums = Sums()
    for (index, locus) in patient.plan.loci.enumerated() {
      let codes = eight.codes[index]
      let own = sets(locus).map { scan.tests[index].sets[$0] }
      func meets(_ codes: Lanes, _ set: ClassSet) -> Mask {
        var mask = Mask()
        for lane in 0..<8 { mask[lane] = set.contains(Int(codes[lane])) }
        return mask
      }
      let (a, b) = (meets(codes.first, own[0]), meets(codes.first, own[1]))
      let (c, d) = (meets(codes.second, own[0]), meets(codes.second, own[1]))
      let (first, second) = (a .| b, c .| d)
      let (any, both) = (first .| second, (a .& d) .| (b .& c))
      let (z, y) = (first .& second .& .!both, any .& .!both)
      sums.match &+= Lanes.zero.replacing(with: 1, where: any) &+ Lanes.zero.replacing(with: 1, where: both)
      if locus.countsZ { sums.z &+= Lanes.zero.replacing(with: 1, where: z) }
      if locus.countsY { sums.y &+= Lanes.zero.replacing(with: 1, where: y) }
      sums.isFull = sums.isFull .& first .& second
      sums.isCovered = sums.isCovered .& (locus.countsY ? any : both)
    }
    return sums
  }

  private func judge(
    _ eight: Eight, _ patient: ScanPatient, _ wish: ScanWish, row: Int, _ result: inout Collected
  ) {
    let plan = patient.plan
    let isUseless = scan.settings.direction == .mixed && !plan.isExact
    let (key, limit) = (sums(eight, patient, \.key), sums(eight, patient, \.limit))
    let tooMany = limit.match .>= UInt16(scan.settings.matchLimit ?? 11)
    let oneWay = scan.settings.oneWayExcludes ? limit.isFull : Mask()
    for lane in 0..<8 where eight.isLive[lane] {
      let isExact = eight.isExact[lane] && plan.isExact && !eight.isIrregular[lane]
      let isSpecial = tooMany[lane] || oneWay[lane] || eight.isIrregular[lane]
      if isUseless || isSpecial && !isExact {
        // What planes tell of such donors is not asked: it is held against the records by this.
        result.unsettled.append(row + lane)
        continue
      }
      let byMatch = isSpecial && tooMany[lane]
      let byOneWay = isSpecial && oneWay[lane] && !limit.isCovered[lane]
      let byHomozygous = eight.isExcluded[lane]
      if byMatch { result.counts.byMatch += 1 }
      if byOneWay { result.counts.byOneWay += 1 }
      if byHomozygous { result.counts.byHomozygous += 1 }
      if byMatch || byOneWay || byHomozygous {
        result.counts.excluded += 1
        if scan.settings.listsExcluded { result.excluded.append(row + lane) }
        continue
      }
      let isOpen = eight.isOpen[lane] || plan.isUnexpressed
      if isOpen { result.counts.indeterminate += 1 } else { result.counts.eligible += 1 }
      let hit = ScanHit(
        row: row + lane, isIndeterminate: isOpen, points: points(eight, key, lane, patient), uncertain: 0,
        age: eight.age[lane] == 127 ? nil : Int(eight.age[lane]))
      guard ReferenceTile.isWanted(hit, wish, plan) else { continue }
      if isExact { result.hits.append(hit) } else { result.estimates.append(row + lane) }
    }
  }

  private func points(_ eight: Eight, _ key: Sums, _ lane: Int, _ patient: ScanPatient) -> Int {
    let settings = scan.settings
    let (match, z, y) = (Int(key.match[lane]), Int(key.z[lane]), Int(key.y[lane]))
    let facts = scan.factKinds[patient.kind]
    var points = settings.hvgPoints * (10 - match - z) + settings.gvhPoints * (10 - match - y)
    points += settings.mismatchPoints * (10 - match)
    for (group, own) in facts.abo where UInt16(group.rawValue) == eight.abo[lane] { points += own }
    for (status, own) in facts.cmv where UInt16(status.rawValue) == eight.cmv[lane] { points += own }
    let age = Int(eight.age[lane])
    for range in facts.ages where eight.isAdult[lane] && range.from <= age && age <= range.to { points += range.points }
    if let nk = facts.nk { points += nk.points(eight.nk[lane]) }
    return points
  }

  private static func isWanted(_ hit: ScanHit, _ wish: ScanWish, _ plan: PatientPlan) -> Bool {
    switch wish {
    case .all: return true
    case .none: return false
    case .better(let worst):
      if hit.isIndeterminate != worst.isIndeterminate { return worst.isIndeterminate }
      if hit.points != worst.points { return hit.points > worst.points }
      return (hit.age ?? 127) < Int(worst.ageLimit(leastUncertainty: plan.leastUncertainty))
    }
  }
}
