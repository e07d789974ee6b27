import DonorPool
import DonorSelection
import HLAMatching
import HLATyping

/// Judges donors beside one patient, in the order of their input; ranges are independent, so they run side by side.
struct PairJudge: Sendable {
  /// Donors between two looks at whether the work is still wanted; codes are turned out of planes 512 at a time.
  private static let rowsBetweenLooks = 4096

  let comparison: PatientComparison
  let pool: DonorPool
  let statusRules: PairRules
  /// The protocol has rules for cord blood, which ask for more than counts.
  let weighsUnits: Bool
  /// The types that the protocol ranks: of so few, a list is searched faster than a set.
  private let donorTypes: [DonorType]

  init(_ search: DonorSearch, _ patient: Person) {
    let rules = search.settings.rules
    pool = search.pool.donors
    comparison = PatientComparison(
      patient: patient, pool: pool, deeperLoci: search.settings.deeperLoci, sixLevels: rules.cordBlood?.levels)
    weighsUnits = rules.cordBlood != nil
    statusRules = PairRules(rules)
    donorTypes = DonorType.allCases.filter { rules.donorTypes.contains($0) }
  }

  /// Calls `body` with every donor of a range who can be asked and is of a type of the protocol; counts the others.
  ///
  /// A cancelled task leaves donors out.
  @inline(__always)
  func forEachDonor(
    at places: Range<Int>, _ tally: inout RankingTally,
    _ body: (borrowing DonorPool.PassingDonor, inout RankingTally) -> Void
  ) {
    for start in stride(from: places.lowerBound, to: places.upperBound, by: PairJudge.rowsBetweenLooks) {
      if Task.isCancelled { return }
      pool.forEachDonor(at: start..<min(start + PairJudge.rowsBetweenLooks, places.upperBound)) { donor in
        guard donor.isAvailable else {
          tally.unavailable += 1
          return
        }
        guard let type = donor.type, donorTypes.contains(type) else {
          tally.notInProtocol += 1
          return
        }
        body(donor, &tally)
      }
    }
  }

  /// What rules for cord blood look at; nil where the protocol has none.
  func unit(_ donor: borrowing DonorPool.PassingDonor, _ six: inout PairMemory) -> UnitEvidence? {
    weighsUnits ? comparison.unitEvidence(pool.summary(donor.row), &six) : nil
  }

  /// The pairs of a range as values.
  func pairs(_ places: Range<Int>) -> [ComparedPair] {
    var pairs: [ComparedPair] = []
    var (memory, six) = (PairMemory(), PairMemory())
    var tally = RankingTally()
    forEachDonor(at: places, &tally) { donor, _ in
      let counts = comparison.counts(donor.keys, &memory)
      let unit = unit(donor, &six)
      pairs.append(
        ComparedPair(
          patientID: comparison.patient.id, donorID: String(decoding: donor.id, as: UTF8.self), row: donor.row,
          counts: counts, deeperCounts: comparison.deeperCounts(donor.row), unit: unit,
          assessment: statusRules.assess(counts, unit: unit)))
    }
    return pairs
  }
}
