import DonorPool
import HLAMatching
import HLANomenclature
import HLATyping

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
  /// Which code scans the pool; the answer does not depend on it.
  public var kernel = ScanKernel.best
  /// Donors a tile of the scan; the answer does not depend on it.
  public var tileRows: Int?
  /// Told on the scanning threads, block by block, how many more pairs of a patient and a donor are done; nil costs
  /// nothing.
  public var progress: (@Sendable (_ pairs: Int) -> Void)?

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
  /// Donors of a type that the protocol lists without rank.
  public var listed = 0

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
    listed += other.listed
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
  /// The donors that the protocol lists without rank, by id.
  public let listed: [ListedDonor]
  /// How all donors divide.
  public let tally: RankingTally
}
