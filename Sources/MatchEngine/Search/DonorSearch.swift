import DonorPool
import DonorSelection
import HLATyping
import MatchReport
import TransplantFacts

/// Patients beside the donors of a pool, under one protocol: ranked, compared, explained.
///
/// A search is a value without state of its own, so that it may be used from any number of tasks. Every call is
/// asynchronous, ends within a small part of a second when its task is cancelled (``EngineError/cancelled``), and gives
/// the same answer whatever the threads, the kernel and the number of searches at a time.
///
/// ```swift
/// let search = try DonorSearch(patients, in: pool, SearchSettings(rules: .load("mst"), date: .today))
/// for ranking in try await search.rank() { print(ranking.donors.first?.id ?? "none") }
/// ```
///
/// Results are decision support, not treatment decisions.
public struct DonorSearch: Sendable {
  /// The patients.
  public let patients: PatientList
  /// The donors.
  public let pool: MatchPool
  /// What is asked for.
  public let settings: SearchSettings

  /// A search of a pool for patients.
  ///
  /// - Throws: ``EngineError/usage(_:)`` for settings that mean nothing; ``EngineError/data(_:)`` where patients, pool and
  ///   protocol do not go together: typings of two releases, or read under other policies than the protocol's.
  /// - Complexity: O(1).
  public init(_ patients: PatientList, in pool: MatchPool, _ settings: SearchSettings) throws(EngineError) {
    try settings.validate()
    if let difference = DonorPool.difference(pool.donors.facts, pool.reference.index, settings.rules.donorTyping) {
      throw .data("\(pool.name): \(difference); a pool read for this search was expected")
    }
    guard patients.sourceHash == pool.reference.facts.sourceHash else {
      throw .data("\(patients.name): read by another release than the donors; one release for both was expected")
    }
    if let policy = patients.policy, policy != settings.rules.patientTyping {
      throw .data(
        "\(patients.name): read with blank second values as \(policy.blankSecond.rawValue) and NEW as "
          + "\(policy.newAllele.rawValue); those of the protocol \(settings.rules.name) were expected")
    }
    self.init(checked: patients, pool, settings)
  }

  /// - Parameter patients: Patients known to go together with pool and settings.
  init(checked patients: PatientList, _ pool: MatchPool, _ settings: SearchSettings) {
    (self.patients, self.pool, self.settings) = (patients, pool, settings)
  }

  /// The release that the typings were read by.
  public var reference: MatchReference { pool.reference }

  /// The antibodies of a patient.
  func antibodies(of patient: Person) -> AntibodyList { patients.antibodies[patient.id] ?? AntibodyList() }

  /// A ranker of the pool for a patient.
  func ranker(_ patient: Person, top: Int? = nil, progress: ProgressFeed? = nil) -> DonorRanker {
    var ranking = settings.ranking(isOnlyPatient: patients.hasOnePatient)
    if let top { ranking.top = top }
    if let progress { ranking.progress = { progress.add(pairs: $0) } }
    return DonorRanker(patient: patient, pool: pool.donors, settings: ranking, antibodies: antibodies(of: patient))
  }

  /// Columns with those that the settings and the protocol add behind them.
  func columns(_ columns: [String]) -> [String] {
    columns + RankTable.deeperColumns(settings.deeperLoci) + RankTable.unitColumns(settings.rules)
  }

  /// What a pair shows beside its counts.
  func pairFacts(_ donor: RankedDonor, _ patient: Person) -> PairFacts {
    PairFacts(
      patient: patient, donor: donor.typings, donorSex: donor.facts.sex, antibodies: antibodies(of: patient),
      cutOff: settings.rules.antibodyCutOff, collection: settings.collection, reference: reference.index)
  }
}

extension DonorSearch {
  /// The inputs and their hashes, patients first.
  public var inputs: [RunRecord.Input] { patients.inputs + pool.inputs }

  /// What was read, before any pair was judged.
  var counts: RunRecord.Counts {
    var counts = RunRecord.Counts()
    (counts.read, counts.rejected) = (pool.read, pool.rejected)
    (counts.patientsRead, counts.patientsRejected) = (patients.read, patients.rejected)
    return counts
  }

  /// What the search is made with, without inputs and counts: release, protocol, day.
  public var record: RunRecord {
    let (facts, rules) = (reference.facts, settings.rules)
    var record = RunRecord(
      program: ProgramVersion.text,
      reference: RunRecord.Reference(
        release: facts.release, sourceHash: facts.sourceHash, isExcerpt: facts.isExcerpt),
      protocol: RunRecord.ProtocolRecord(
        name: rules.name, version: rules.version, sha256: rules.hash,
        overrides: rules.overrides.map { ($0.rule.rawValue, $0.who, $0.why) }),
      date: settings.date.description,
      blankSecond: [
        "donors": rules.donorTyping.blankSecond.rawValue, "patients": rules.patientTyping.blankSecond.rawValue,
      ], top: settings.top)
    if !settings.deeperLoci.isEmpty { record.loci = settings.deeperLoci.map(\.name) }
    return record
  }

  /// The record of the search with its inputs and counts: the `run` part of JSON.
  ///
  /// - Parameter tallies: How the donors divide for each patient, as rankings tell.
  public func record(_ tallies: [RankingTally]) -> RunRecord {
    var counts = counts
    for tally in tallies { counts.add(tally) }
    return record(counts)
  }

  func record(_ counts: RunRecord.Counts) -> RunRecord {
    var record = self.record
    (record.inputs, record.counts) = (inputs, counts)
    return record
  }

  /// The page of a search whose inputs were read.
  var page: ReportPage { ReportPage(run: record(counts), rules: settings.rules, reference: reference.index) }
}

extension RunRecord.Counts {
  mutating func add(_ tally: RankingTally) {
    eligible += tally.eligible
    indeterminate += tally.indeterminate
    excluded += tally.excluded
    unavailable = tally.unavailable
    notInProtocol = tally.notInProtocol
    if tally.listed > 0 { listed = tally.listed }
    for (rule, count) in tally.excludedBy { excludedBy[rule.rawValue, default: 0] += count }
  }
}

/// The program's version.
public enum ProgramVersion {
  /// The number.
  public static let number = "0.1.0"
  /// Name and number.
  public static let text = "hlamatch \(number)"
}
