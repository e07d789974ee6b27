import DonorSelection
import HLATyping
import MatchReport
import TransplantFacts

/// `rank`: the donors for each patient in the order of the protocol.
public struct RankRun {
  /// Patients that share a pass over the pool.
  private static let patientsAtOnce = 256
  private let inputs: RunInputs
  private let format: ResultFormat

  /// A run over inputs that were read.
  public init(_ inputs: RunInputs, format: ResultFormat) {
    (self.inputs, self.format) = (inputs, format)
  }

  /// Ranks all patients in file order and writes the result.
  ///
  /// - Parameter progress: Called with the number of patients done.
  /// - Throws: ``EngineError``; nothing appears in a regular file unless everything was written.
  public func run(progress: (Int) -> Void = { _ in }) async throws(EngineError) {
    let output = try OutputFile(path: inputs.options.output)
    let excluded = try inputs.options.excluded.map { path throws(EngineError) in
      try ExcludedList(path, inputs.columns(RankTable.excludedColumns))
    }
    var writer = RankWriter(inputs: inputs, format: format, output: output)
    try writer.begin()
    var counts = inputs.counts
    for start in stride(from: 0, to: inputs.patients.count, by: RankRun.patientsAtOnce) {
      let patients = inputs.patients[start..<min(start + RankRun.patientsAtOnce, inputs.patients.count)]
      let rankings = await DonorRanker.rank(patients.map { inputs.ranker($0, keepsExcluded: excluded != nil) })
      // Nothing gets out that was made of damaged donors.
      try inputs.requireIntact()
      for (index, ranking) in rankings.enumerated() {
        counts.add(ranking.tally)
        try writer.add(ranking)
        try excluded?.add(ranking)
        progress(start + index + 1)
      }
    }
    try inputs.requireIntact()
    try writer.end(counts)
    try inputs.publish([output, excluded?.output].compactMap { $0 }, format, counts)
  }
}

/// The file of excluded donors.
private struct ExcludedList {
  let output: OutputFile

  init(_ path: String, _ columns: [String]) throws(EngineError) {
    output = try OutputFile(path: path)
    var table = RankTable(style: .delimited(44))
    table.addHeader(columns)
    try output.write(table.text.bytes)
  }

  func add(_ ranking: DonorRanking) throws(EngineError) {
    for donor in ranking.excluded {
      var table = RankTable(style: .delimited(44))
      table.addRanked(donor, patient: ranking.patient.id)
      try output.write(table.text.bytes)
    }
  }
}

extension RunInputs {
  /// Columns with those that the options and the protocol add behind them.
  func columns(_ columns: [String]) -> [String] {
    columns + RankTable.deeperColumns(options.deeperLoci) + RankTable.unitColumns(rules)
  }

  /// A ranker of the pool for a patient.
  func ranker(_ patient: Person, keepsExcluded: Bool = false, top: Int? = nil) -> DonorRanker {
    var settings = RankingSettings(
      rules: rules, date: options.date, top: top ?? options.top, threads: options.threads,
      isOnlyPatient: hasOnePatient, keepsExcluded: keepsExcluded, deeperLoci: options.deeperLoci)
    settings.kernel = options.kernel
    return DonorRanker(
      patient: patient, pool: pool, settings: settings, antibodies: antibodies[patient.id] ?? AntibodyList())
  }

  /// The rejects and warnings files.
  var issueFiles: [OutputFile] { reading.issueFiles }

  /// Puts the rejects and warnings files in their places.
  public func commitIssues() throws(EngineError) { try reading.commitIssues() }

  /// The record of the run, with inputs and counts.
  func record(_ counts: RunRecord.Counts) -> RunRecord {
    var record = self.record
    (record.inputs, record.counts) = (files, counts)
    return record
  }

  /// The page of the run; all inputs were read.
  var page: ReportPage { ReportPage(run: record(counts), rules: rules, reference: reference) }

  /// What a pair shows beside its counts.
  func pairFacts(_ donor: RankedDonor, _ patient: Person) -> PairFacts {
    PairFacts(
      patient: patient, donor: donor.typings, donorSex: donor.facts.sex,
      antibodies: antibodies[patient.id] ?? AntibodyList(), cutOff: rules.antibodyCutOff,
      collection: options.collection, reference: reference)
  }

  /// Puts all outputs of a finished run in their places, the first with the record of the run beside it.
  func publish(_ outputs: [OutputFile], _ format: ResultFormat, _ counts: RunRecord.Counts) throws(EngineError) {
    let record = try runRecordFile(beside: outputs[0], format: format, counts)
    try OutputFile.commit(outputs + [record].compactMap { $0 } + issueFiles)
  }

  /// The run record that stands beside a CSV or TSV file, written and not yet in its place; nil for other outputs.
  private func runRecordFile(
    beside output: OutputFile, format: ResultFormat, _ counts: RunRecord.Counts
  ) throws(EngineError) -> OutputFile? {
    guard output.isRegularFile, format == .csv || format == .tsv, let path = options.output else { return nil }
    let file = try OutputFile(path: path + ".run.json")
    try file.writeLine(JSONText.line(["run": record(counts)]))
    return file
  }

  /// The record of the run, without inputs and counts.
  public var record: RunRecord {
    var record = RunRecord(
      program: ProgramVersion.text,
      reference: RunRecord.Reference(
        release: reference.facts.release, sourceHash: reference.facts.sourceHash, isExcerpt: reference.facts.isExcerpt),
      protocol: RunRecord.ProtocolRecord(
        name: rules.name, version: rules.version, sha256: rules.hash,
        overrides: rules.overrides.map { ($0.rule.rawValue, $0.who, $0.why) }),
      date: options.date.description,
      blankSecond: [
        "donors": rules.donorTyping.blankSecond.rawValue, "patients": rules.patientTyping.blankSecond.rawValue,
      ], top: options.top)
    if !options.deeperLoci.isEmpty { record.loci = options.deeperLoci.map(\.name) }
    return record
  }
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
