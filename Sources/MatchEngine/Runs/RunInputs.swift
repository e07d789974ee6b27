import DonorPool
import DonorSelection
import HLAReference
import HLATyping
import MatchReport
import RegistryFormats
import TransplantFacts

/// Everything that a run of the command line read: reference, protocol, patients, donors, and what was wrong with them.
public final class RunInputs {
  /// The options.
  public let options: RunOptions
  /// What was read, ready to be searched.
  public let search: DonorSearch
  let reading: InputReading

  /// Reads all inputs.
  ///
  /// - Parameters:
  ///   - options: Which inputs, and how.
  ///   - progress: Called now and then while donors are read.
  /// - Throws: ``EngineError``; rejected rows do not throw, they are counted.
  public init(_ options: RunOptions, progress: @escaping (ReadingProgress) -> Void = { _ in }) throws(EngineError) {
    self.options = options
    let rules = try options.loadProtocol()
    let reference = try MatchReference(opening: options.reference, codes: options.codes)
    reading = try InputReading(options.reading, progress: progress)
    // A pool that does not fit is told before patients are read.
    let snapshot = try options.snapshot().map { path throws(EngineError) in
      try MatchPool(opening: path, reference, policy: rules.donorTyping)
    }
    let patients = try PatientReading(
      reading: reading, reference: reference, policy: rules.patientTyping, date: options.date
    ).list(of: .file(options.patients))
    let pool: MatchPool
    if let snapshot {
      pool = snapshot
    } else {
      pool = try RunInputs.donors(options, reading, reference, rules, patients: patients.read)
    }
    try reading.requireOverridesUsed([options.patients] + options.donors)
    search = DonorSearch(checked: patients, pool, options.search(rules))
  }

  private static func donors(
    _ options: RunOptions, _ reading: InputReading, _ reference: MatchReference, _ rules: DonorProtocol, patients: Int
  ) throws(EngineError) -> MatchPool {
    var donors = DonorReading(reading: reading, reference: reference, policy: rules.donorTyping, date: options.date)
    donors.kir = options.kir.map { .file($0) }
    donors.kirFiles = RegistryFile.Options(csv: options.reading.files.csv)
    donors.patients = patients
    donors.folder = options.scratchFolder
    donors.watchedDonor = options.watchedDonor
    return try donors.pool(of: options.donors.map { .file($0) }, keepsOrder: true)
  }
}

extension RunInputs {
  /// The reference.
  public var reference: ReferenceIndex { search.reference.index }
  /// The protocol, with the options' policies.
  public var rules: DonorProtocol { search.settings.rules }
  /// The patients, in file order.
  public var patients: [Person] { search.patients.patients }
  /// The antibodies of patients who have any, by patient id.
  public var antibodies: [String: AntibodyList] { search.patients.antibodies }
  /// The donors, in file order.
  public var pool: DonorPool { search.pool.donors }
  /// Rejected rows.
  public var rejects: IssueLog { reading.rejects }
  /// Warnings.
  public var warnings: IssueLog { reading.warnings }
  /// Rows read and rejected.
  public var counts: RunRecord.Counts { search.counts }
  /// The run's patients, rejected ones included, are exactly one: then `relation` holds without `related_to`.
  public var hasOnePatient: Bool { search.patients.hasOnePatient }

  /// A ranker of the pool for a patient.
  func ranker(_ patient: Person) -> DonorRanker { search.ranker(patient) }

  /// Ends a run whose pool turned out to be damaged: what was made of it must not get out.
  func requireIntact() throws(EngineError) { try search.pool.requireIntact() }
}

extension RunOptions {
  /// What the run's search is asked for.
  func search(_ rules: DonorProtocol) -> SearchSettings {
    var settings = SearchSettings(rules: rules, date: date)
    (settings.top, settings.threads, settings.kernel) = (top, threads, kernel)
    (settings.keepsExcluded, settings.deeperLoci, settings.collection) = (excluded != nil, deeperLoci, collection)
    return settings
  }
}
