import DonorPool
import HLANomenclature
import HLAReference
import HLATyping
import MatchReport
import RegistryFormats

/// `pool check`: what donor files hold and what is wrong with them.
public struct PoolCheckRun {
  /// What to check, and how.
  public struct Options: Sendable {
    /// The reference; nil for the embedded excerpt.
    public var reference: String?
    /// The table of multiple allele codes; nil for none.
    public var codes: String?
    /// The files of donors; `-` is standard input.
    public var donors: [String] = []
    /// How the files are to be read, and what receives rejected rows and warnings.
    public var reading = InputReading.Settings()
    /// What a blank second value means.
    public var blankSecond = BlankSecond.homozygous
    /// Receives the report; nil: standard output.
    public var output: String?

    /// Options to be filled in.
    public init() {}
  }

  /// The report.
  public let report: QualityReport
  /// The reference.
  public let reference: ReferenceIndex
  private let options: Options
  private let reading: InputReading

  /// Reads all files.
  ///
  /// - Throws: ``EngineError`` where a file as a whole cannot be used, or where no row could be taken apart.
  public init(_ options: Options, progress: @escaping (ReadingProgress) -> Void = { _ in }) throws(EngineError) {
    try self.init(options, heldTypings: 400_000, progress: progress)
  }

  /// - Parameter heldTypings: Distinct cells and joint typings held at a time, and distinct pairs of cells.
  init(
    _ options: Options, heldTypings: Int, progress: @escaping (ReadingProgress) -> Void = { _ in }
  ) throws(EngineError) {
    self.options = options
    let reference = try ReferenceIndex.open(options.reference)
    self.reference = reference
    let codes = try options.codes.map { path throws(EngineError) in try MultipleAlleleCodes.load(path) }
    reading = try InputReading(options.reading, progress: progress)
    let policy = TypingPolicy(blankSecond: options.blankSecond)
    var keeper = RowTables(reference: reference, policy: policy, codes: codes)
    var tally = QualityTally(
      QualityReport(
        program: ProgramVersion.text,
        reference: RunRecord.Reference(
          release: reference.facts.release, sourceHash: reference.facts.sourceHash,
          isExcerpt: reference.facts.isExcerpt), blankSecond: options.blankSecond.rawValue))
    for path in options.donors {
      let file = try reading.read(
        .file(path), role: .donors, &keeper, inspect: { tally.inspect($0, file: path) },
        accept: { row, _, keeper in
          tally.accept(row)
          // A file of ever new typings must not hold them all in memory.
          if tally.heldKeys > heldTypings { tally.fold(keeper.tables) }
          if keeper.tables.typingCount > heldTypings {
            tally.fold(keeper.tables)
            keeper.tables = TypingTables(reference: reference, policy: policy, codes: codes)
          }
        })
      tally.end(file, reading.inputs[reading.inputs.count - 1])
    }
    tally.fold(keeper.tables)
    report = tally.report()
    try reading.requireOverridesUsed(options.donors)
  }

  /// Writes the report.
  ///
  /// - Throws: ``EngineError``; nothing appears in a regular file unless everything was written.
  public func write(format: QualityFormat) throws(EngineError) {
    let output = try OutputFile(path: options.output)
    switch format {
    case .csv: try output.write(report.delimited(.delimited(44)))
    case .tsv: try output.write(report.delimited(.delimited(9)))
    case .json: try output.writeLine(JSONText.line(report))
    case .table: for line in report.lines { try output.writeLine(line) }
    case .html: try output.write(report.page.utf8)
    }
    try OutputFile.commit([output] + reading.issueFiles)
  }
}

/// Counts rows while files are read, with memory for the distinct typings and codes alone.
private struct QualityTally {
  private struct Tally {
    var rows = 0
    var first = ""
    var example = ""
  }

  private var quality: QualityReport
  private var rejected: [String: Tally] = [:]
  private var warned: [String: Tally] = [:]
  /// For each locus, how many donors have each typing of the tables.
  private var donors: [[TypingKey: Int]] = Array(repeating: [:], count: Locus.typed.count)
  /// Distinct typings of all loci in `donors`.
  private(set) var heldKeys = 0

  init(_ quality: QualityReport) {
    self.quality = quality
    self.quality.loci = Locus.typed.map { LocusQuality(locus: $0) }
  }

  mutating func inspect(_ inspection: InputReading.Inspection, file: String) {
    let codes = QualityTally.count(inspection.faults, file, &rejected)
    let warnings = QualityTally.count(inspection.warnings, file, &warned)
    let tooNew: Set = ["newer_than_release", "newer_release"]
    if !tooNew.isDisjoint(with: codes) || !tooNew.isDisjoint(with: warnings) { quality.tooNew += 1 }
  }

  /// Counts a row once under each of its codes.
  private static func count(_ issues: [RowIssue], _ file: String, _ tallies: inout [String: Tally]) -> Set<String> {
    if issues.isEmpty { return [] }
    var codes: Set<String> = []
    for issue in issues where codes.insert(issue.code).inserted {
      if tallies[issue.code] == nil {
        let place = "\(baseName(file)):\(issue.line):\(max(issue.column, 1))"
        tallies[issue.code] = Tally(first: place, example: issue.message)
      }
      tallies[issue.code]!.rows += 1
    }
    return codes
  }

  mutating func accept(_ row: PersonRow) {
    quality.accepted += 1
    if row.facts.availability == .unavailable { quality.unavailable += 1 }
    for (index, key) in row.typings.enumerated() {
      let former = donors[index].count
      donors[index][key, default: 0] += 1
      heldKeys += donors[index].count - former
    }
  }

  mutating func end(_ tally: InputReading.Tally, _ input: RunRecord.Input) {
    quality.files.append(
      QualityReport.File(
        file: input.file, sha256: input.sha256, format: tally.format.rawValue, rows: tally.read,
        rejected: tally.rejected))
    quality.rows += tally.read
    quality.rejected += tally.rejected
  }

  /// Turns the counts by typing into counts by kind, and forgets the typings.
  mutating func fold(_ tables: TypingTables) {
    for index in donors.indices {
      for (key, count) in donors[index] { quality.loci[index].add(tables.loci[index].typing(key), donors: count) }
      donors[index].removeAll()
    }
    heldKeys = 0
  }

  func report() -> QualityReport {
    var report = quality
    report.rejectedBy = QualityTally.findings(rejected)
    report.warnings = QualityTally.findings(warned)
    return report
  }

  private static func findings(_ tallies: [String: Tally]) -> [QualityReport.Finding] {
    tallies.sorted { ($1.value.rows, $0.key) < ($0.value.rows, $1.key) }.map {
      QualityReport.Finding(code: $0.key, rows: $0.value.rows, first: $0.value.first, example: $0.value.example)
    }
  }
}
