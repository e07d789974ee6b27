import DonorPool
import HLAMatching
import HLATyping
import TransplantFacts

/// Ranks the donors of one pool for one patient, or several patients at once.
public final class DonorRanker: Sendable {
  let comparison: PatientComparison
  let pool: DonorPool
  let settings: RankingSettings
  let statusRules: StatusRules
  /// The patient's antibodies; nil where none counts.
  let screen: AntibodyScreen?
  /// The patient's side of NK alloreactivity; nil where the protocol does not weigh it.
  let nk: NKScreen?

  /// A ranker of a pool for a patient.
  ///
  /// - Parameter antibodies: The patient's antibodies; where the protocol weighs them, donors are judged one by one.
  public init(
    patient: Person, pool: DonorPool, settings: RankingSettings, antibodies: AntibodyList = AntibodyList()
  ) {
    screen = AntibodyScreen(antibodies, patient: patient, pool: pool, rules: settings.rules)
    nk = NKScreen(patient: patient, pool: pool, rules: settings.rules)
    comparison = PatientComparison(
      patient: patient, pool: pool, deeperLoci: settings.deeperLoci, sixLevels: settings.rules.cordBlood?.levels)
    (self.pool, self.settings) = (pool, settings)
    statusRules = StatusRules(settings.rules)
  }

  /// Scores every donor and keeps the best.
  ///
  /// A cancelled task is answered at once, with donors left out: who may be cancelled asks `Task.isCancelled` before the
  /// answer is used.
  ///
  /// - Complexity: O(donors) time, O(top) memory beside the excluded donors where they are kept.
  public func rank() async -> DonorRanking { await DonorRanker.rank([self])[0] }

  /// The rows related to the patient; they come before all others.
  var relatives: [Int] {
    pool.relatives(of: comparison.patient.id, isOnlyPatient: settings.isOnlyPatient).map(\.row)
  }

  /// One donor judged by its record.
  struct Judgement {
    let assessment: PairAssessment
    let key: RankingKey
  }

  /// Judges a donor of the protocol by its record.
  ///
  /// - Parameter memory: The thread's memory for this patient.
  /// - Returns: nil for a donor who cannot be asked, or of a type outside the protocol.
  func judge(_ row: Int, isRelated: Bool, _ memory: inout JudgeMemory) -> Judgement? {
    let donor = pool.summary(row)
    guard donor.facts.availability == .available, let type = donor.donorType, settings.rules.donorTypes.contains(type)
    else { return nil }
    let counts = comparison.counts(donor.keys, &memory.pairs)
    let total = counts.total
    let unit = comparison.unitEvidence(donor, &memory.six)
    let assessment = PairAssessment(total: total, unit: unit, rules: statusRules) { counts }
    let age = donor.facts.birth.age(on: settings.date)
    let scale = PointScale(points: settings.rules.points, patient: comparison.patient.facts)
    // Where the six positions are what counts, they are also what is uncertain.
    let match = unit?.six.match ?? total.match
    let key = RankingKey(
      status: assessment.status, isRelated: isRelated && settings.rules.isRelatedFirst,
      points: scale.sum(total, six: unit?.six, donor.facts, age: age, isRelated: isRelated) + nkPoints(row)
        + antibodyPoints(row, &memory),
      uncertain: Int(match.max - match.min), last: settings.rules.tieBreak.place(donor.facts, age: age))
    return Judgement(assessment: assessment, key: key)
  }

  /// The points that facts earn beside this patient.
  var factPoints: FactPoints {
    let (points, facts) = (settings.rules.points, comparison.patient.facts)
    var earned = FactPoints()
    if let cmv = facts.cmv { earned.cmv[cmv] = points.cmvEqual }
    if let own = facts.abo {
      for group in ABOGroup.allCases {
        earned.abo[group] = points.abo[ABOCompatibility(donor: group, patient: own)] ?? 0
      }
    }
    earned.ages = points.ages.map { FactPoints.Ages(from: $0.from, to: $0.to, points: $0.points) }
    earned.nk = nk?.scanPoints
    return earned
  }
}

extension RankingSettings {
  /// What a scan needs of them.
  var scan: ScanSettings {
    let status = StatusRules(rules)
    var scan = ScanSettings(date: date)
    scan.donorTypes = rules.donorTypes
    scan.matchLimit = status.matchCountLimit <= 10 ? status.matchCountLimit : nil
    scan.homozygousLimit = status.homozygousLociLimit <= 5 ? status.homozygousLociLimit : nil
    scan.oneWayExcludes = status.oneWayMatchExcludes
    // Six loci have six positions that may match: a limit beyond them is that of all donors.
    scan.sixLocusLimit = status.sixLocusLimit >= 0 ? min(status.sixLocusLimit, 6) : nil
    scan.partialOneWayExcludes = status.partialOneWay != .indeterminate
    (scan.hvgPoints, scan.gvhPoints) = (rules.points.hvgMismatch, rules.points.gvhMismatch)
    scan.mismatchPoints = rules.points.mismatch
    scan.listsExcluded = keepsExcluded
    return scan
  }
}
