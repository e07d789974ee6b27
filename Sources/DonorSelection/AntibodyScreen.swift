import DonorPool
import HLAMatching
import HLANomenclature
import HLATyping
import TransplantFacts

/// What one thread remembers of the donors judged for one patient: pools repeat their typings.
struct JudgeMemory: Sendable {
  var pairs = PairMemory()
  /// The same for the six positions, which count at levels of their own.
  var six = PairMemory()
  fileprivate var screened: [PoolTyping: Bool] = [:]
}

/// Asks of many donors whether an antibody of the patient certainly binds them, of each typing once.
struct AntibodyScreen: Sendable {
  /// Typings remembered; beyond, all are forgotten.
  private static let mostRemembered = 1 << 16
  /// The antibodies beside the patient's typings as they are.
  let comparison: AntibodyComparison
  private let antibodies: AntibodyList
  private let cutOff: Int

  /// - Returns: nil where no antibody counts.
  init?(_ antibodies: AntibodyList, patient: Person, pool: DonorPool, rules: DonorProtocol) {
    (self.antibodies, cutOff) = (antibodies, rules.antibodyCutOff)
    comparison = AntibodyComparison(
      patient: patient.typings, antibodies: antibodies, cutOff: cutOff, reference: pool.reference)
    if comparison.loci.isEmpty { return nil }
  }

  /// Whether at least one antibody hits a donor.
  func hits(_ row: Int, _ pool: DonorPool, _ memory: inout JudgeMemory) -> Bool {
    comparison.loci.contains { locus in
      let typing = PoolTyping(locus: locus, key: pool.key(row, locus))
      if let known = memory.screened[typing] { return known }
      if memory.screened.count >= AntibodyScreen.mostRemembered { memory.screened.removeAll(keepingCapacity: true) }
      let isHit = comparison.hits(pool.typing(typing.key, at: locus), at: locus)
      memory.screened[typing] = isHit
      return isHit
    }
  }

  /// The same antibodies beside other typings of the patient.
  func comparison(patient typings: [LocusTyping], _ pool: DonorPool) -> AntibodyComparison {
    AntibodyComparison(patient: typings, antibodies: antibodies, cutOff: cutOff, reference: pool.reference)
  }

  /// The antibodies that bind or may bind a donor.
  func findings(_ row: Int, _ pool: DonorPool) -> [DonorSpecificAntibody] {
    comparison.findings(donor: Locus.typed.map { pool.typing(row, $0) })
  }
}

extension DonorRanker {
  /// The patient's antibodies cost points.
  var weighsAntibodies: Bool { screen != nil && settings.rules.points.donorSpecificAntibodies != 0 }

  /// The answer rests on more than a scan reads of a donor, so that all are judged by their records.
  var judgesByRecords: Bool { weighsAntibodies || settings.rules.needsRecords }

  /// The points of antibodies, once however many hit.
  func antibodyPoints(_ row: Int, _ memory: inout JudgeMemory) -> Int {
    guard weighsAntibodies, let screen else { return 0 }
    return screen.hits(row, pool, &memory) ? settings.rules.points.donorSpecificAntibodies : 0
  }
}
