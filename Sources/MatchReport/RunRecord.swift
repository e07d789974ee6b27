/// What a run was made with and what it read: the `run` part of JSON, and the file beside a CSV.
///
/// Holds no clock time, thread count or absolute path, so that the same inputs give the same bytes.
public struct RunRecord: Codable, Equatable, Sendable {
  /// Said in every output.
  public static let purpose = "decision support, not a treatment decision"

  /// One input file.
  public struct Input: Codable, Equatable, Sendable {
    /// `donors` or `patients`.
    public var role: String
    /// The file's name, without folders; `-` for standard input.
    public var file: String
    /// SHA-256 of its bytes, lower-case hexadecimal.
    public var sha256: String

    /// An input.
    public init(role: String, file: String, sha256: String) {
      (self.role, self.file, self.sha256) = (role, file, sha256)
    }
  }

  /// The reference that typings were resolved against.
  public struct Reference: Codable, Equatable, Sendable {
    /// The release, as `3.58.0`.
    public var release: String
    /// SHA-256 over its sources.
    public var sourceHash: String
    /// True for the embedded excerpt.
    public var isExcerpt: Bool

    /// A reference.
    public init(release: String, sourceHash: String, isExcerpt: Bool) {
      (self.release, self.sourceHash, self.isExcerpt) = (release, sourceHash, isExcerpt)
    }
  }

  /// The protocol that donors were judged by.
  public struct ProtocolRecord: Codable, Equatable, Sendable {
    /// A lifted rule.
    public struct Override: Codable, Equatable, Sendable {
      /// The rule's name.
      public var rule: String
      /// Who decided it.
      public var who: String
      /// Why.
      public var why: String
    }
    /// The name.
    public var name: String
    /// The author's version.
    public var version: String
    /// SHA-256 of the file.
    public var sha256: String
    /// Rules lifted by name; printed in every output.
    public var overrides: [Override]

    /// A protocol.
    public init(name: String, version: String, sha256: String, overrides: [(rule: String, who: String, why: String)]) {
      (self.name, self.version, self.sha256) = (name, version, sha256)
      self.overrides = overrides.map { Override(rule: $0.rule, who: $0.who, why: $0.why) }
    }
  }

  /// How the donors of the run divide, and how the pairs do over all patients.
  public struct Counts: Codable, Equatable, Sendable {
    /// Rows of donor files.
    public var read = 0
    /// Of these, rejected.
    public var rejected = 0
    /// Donors who cannot be asked.
    public var unavailable = 0
    /// Donors of a type outside the protocol.
    public var notInProtocol = 0
    /// Donors that the protocol lists without rank; nil where there are none.
    public var listed: Int?
    /// Rows of patient files.
    public var patientsRead = 0
    /// Of these, rejected.
    public var patientsRejected = 0
    /// Excluded donors, summed over patients.
    public var excluded = 0
    /// Excluded donors by rule, summed over patients; a donor counts under each of its rules.
    public var excludedBy: [String: Int] = [:]
    /// Eligible donors, summed over patients.
    public var eligible = 0
    /// Indeterminate donors, summed over patients.
    public var indeterminate = 0

    /// Nothing counted.
    public init() {}
  }

  /// `hlamatch` and its version.
  public var program: String
  /// ``purpose``.
  public var note = RunRecord.purpose
  /// The reference.
  public var reference: Reference
  /// The protocol.
  public var `protocol`: ProtocolRecord
  /// The day on which ages were counted, `YYYY-MM-DD`.
  public var date: String
  /// How blank second values were read: of donors, of patients.
  public var blankSecond: [String: String]
  /// Donors kept for each patient; 0: all.
  public var top: Int
  /// Loci counted beside the ten; nil where none were asked for.
  public var loci: [String]?
  /// The input files; nil in the first line of JSON lines, which is written before they are read to their end.
  public var inputs: [Input]?
  /// The counts; nil as ``inputs``.
  public var counts: Counts?

  /// A record without inputs and counts.
  public init(
    program: String, reference: Reference, protocol: ProtocolRecord, date: String, blankSecond: [String: String],
    top: Int
  ) {
    (self.program, self.reference, self.protocol) = (program, reference, `protocol`)
    (self.date, self.blankSecond, self.top) = (date, blankSecond, top)
  }

  enum CodingKeys: String, CodingKey {
    case program, note, reference, `protocol`, date, top, loci, inputs, counts
    case blankSecond = "blank_second"
  }
}

extension RunRecord.Reference {
  enum CodingKeys: String, CodingKey {
    case release
    case sourceHash = "source_hash"
    case isExcerpt = "excerpt"
  }
}

extension RunRecord.Counts {
  enum CodingKeys: String, CodingKey {
    case read, rejected, unavailable, excluded, eligible, indeterminate, listed
    case notInProtocol = "not_in_protocol"
    case patientsRead = "patients_read"
    case patientsRejected = "patients_rejected"
    case excludedBy = "excluded_by"
  }
}
