import DonorPool
import DonorSelection
import HLANomenclature
import HLAReference
import HLATyping
import MatchReport

/// `pool build`: donor files made into a pool that is mapped, not read, when patients come.
public struct PoolBuildRun {
  /// What to build, and how.
  public struct Options: Sendable {
    /// The reference; nil for the embedded excerpt.
    public var reference: String?
    /// The table of multiple allele codes; nil for none.
    public var codes: String?
    /// The files of donors; `-` is standard input.
    public var donors: [String] = []
    /// How the files are to be read, and what receives rejected rows and warnings.
    public var reading = InputReading.Settings()
    /// The protocol whose policies typings are read under.
    public var protocolName = "mst"
    /// What a blank second value means; nil: what the protocol says.
    public var blankSecond: BlankSecond?
    /// A table of KIR typings by donor id; nil for none.
    public var kir: String?
    /// No pool where a row was rejected.
    public var isStrict = false
    /// The day on which ages are checked.
    public var date: CalendarDate
    /// Where temporary files may stand.
    public var scratchFolder = "/tmp"
    /// The pool file.
    public var output = ""

    /// Options of a run on a day.
    public init(date: CalendarDate) { self.date = date }
  }

  /// Rejected rows.
  public var rejects: IssueLog { reading.rejects }
  /// Warnings.
  public var warnings: IssueLog { reading.warnings }
  /// The reference.
  public let reference: ReferenceIndex
  /// What the pool was made from.
  public let facts: PoolFacts
  private let reading: InputReading

  /// Builds the pool; the file appears whole or not at all.
  ///
  /// - Throws: ``EngineError`` where a file as a whole cannot be used, no donor could be read, the pool cannot be
  ///   written, or a row was rejected and none may be.
  public init(_ options: Options, progress: @escaping (ReadingProgress) -> Void = { _ in }) throws(EngineError) {
    var rules = try DonorProtocol.load(options.protocolName)
    if let blankSecond = options.blankSecond { rules.donorTyping.blankSecond = blankSecond }
    let reference = try MatchReference(opening: options.reference, codes: options.codes)
    self.reference = reference.index
    reading = try InputReading(options.reading, progress: progress)
    let output = try OutputFile(path: options.output)
    guard let descriptor = output.fileDescriptor else {
      throw .cannotCreate("\(options.output): a pool is written at offsets; a regular file was expected")
    }
    var donors = DonorReading(reading: reading, reference: reference, policy: rules.donorTyping, date: options.date)
    (donors.kir, donors.folder) = (options.kir.map { .file($0) }, options.scratchFolder)
    donors.kirFiles.csv = options.reading.files.csv
    let sink = PoolSink(descriptor: descriptor)
    facts = try donors.pool(of: options.donors.map { .file($0) }, into: sink, keepsOrder: false).donors.facts
    try reading.requireOverridesUsed(options.donors)
    if options.isStrict, facts.rejected > 0 {
      try reading.commitIssues()
      throw .data("\(facts.rejected) rows were rejected and --strict asks for none; no pool was written")
    }
    try OutputFile.commit([output] + reading.issueFiles)
  }
}

/// What a pool file holds, in words.
public enum PoolReport {
  /// The lines of `pool info`.
  ///
  /// - Throws: ``EngineError`` where the file is no pool.
  public static func lines(_ path: String) throws(EngineError) -> [String] {
    // What a pool says of itself needs no release.
    let pool = try open(path, ReferenceIndex.open(nil))
    let facts = pool.facts
    var lines = ["\(ReferenceReport.grouped(facts.donors)) donors; \(RunRecord.purpose)"]
    lines.append("IPD-IMGT/HLA \(facts.release)\(facts.isExcerpt ? ", embedded excerpt: not a full release" : "")")
    lines.append("reference source hash: \(facts.sourceHash)")
    lines.append("blank second values: \(facts.policy.blankSecond.rawValue); NEW: \(facts.policy.newAllele.rawValue)")
    lines.append(
      "rows read: \(ReferenceReport.grouped(facts.read)), rejected: \(ReferenceReport.grouped(facts.rejected))")
    for input in facts.inputs { lines.append("  from \(input.file), SHA-256 \(input.sha256)") }
    let classes = zip(Locus.ten, pool.classes).map { "\($0) \($1.classes.count) in \($1.width) bits" }
    lines.append("typing classes: \(classes.joined(separator: ", "))")
    for section in pool.sectionLengths {
      lines.append("  \(section.name): \(ReferenceReport.grouped(section.bytes)) bytes")
    }
    lines.append("manifest SHA-256: \(pool.manifestHash)")
    return lines
  }

  /// Computes everything of a pool anew that can be computed.
  ///
  /// - Parameters:
  ///   - path: The pool.
  ///   - reference: The release that the pool was built from, as for a run; what its donors' typings mean cannot be told by
  ///     another. nil: the embedded excerpt.
  /// - Throws: ``EngineError/data(_:)`` for the first part that does not agree, and for another release.
  public static func verify(_ path: String, reference: String? = nil) throws(EngineError) {
    let release = try ReferenceIndex.open(reference)
    let pool = try open(path, release)
    if let difference = DonorPool.difference(pool.facts, release, nil) {
      throw .data("\(path): \(difference); the pool's own was expected as --reference")
    }
    do throws(DonorPoolError) { try pool.verify() } catch { throw EngineError(error, file: path) }
  }

  private static func open(_ path: String, _ reference: ReferenceIndex) throws(EngineError) -> DonorPool {
    do throws(DonorPoolError) { return try DonorPool(path: path, reference: reference) } catch {
      throw EngineError(error, file: path)
    }
  }
}
