import HLANomenclature
import HLATyping

/// What the files of a pool hold and what is wrong with them, so that a registry can mend them.
public struct QualityReport: Encodable, Sendable {
  /// One file.
  public struct File: Encodable, Sendable {
    /// The file's name, without folders.
    public var file: String
    /// SHA-256 of its bytes, lower-case hexadecimal.
    public var sha256: String
    /// Its format.
    public var format: String
    /// Rows read.
    public var rows: Int
    /// Of these, rejected.
    public var rejected: Int

    /// A file.
    public init(file: String, sha256: String, format: String, rows: Int, rejected: Int) {
      (self.file, self.sha256, self.format, self.rows, self.rejected) = (file, sha256, format, rows, rejected)
    }
  }

  /// One kind of fault or warning.
  public struct Finding: Encodable, Sendable {
    /// The code, as in rejects and warnings files.
    public var code: String
    /// Rows that have it.
    public var rows: Int
    /// The first place: file, line and column.
    public var first: String
    /// What is wrong there and what was expected.
    public var example: String

    /// A finding.
    public init(code: String, rows: Int, first: String, example: String) {
      (self.code, self.rows, self.first, self.example) = (code, rows, first, example)
    }
  }

  /// `hlamatch` and its version.
  public var program: String
  /// ``RunRecord/purpose``.
  public var note = RunRecord.purpose
  /// The reference.
  public var reference: RunRecord.Reference
  /// What a blank second value means.
  public var blankSecond: String
  /// The files.
  public var files: [File] = []
  /// Rows read.
  public var rows = 0
  /// Rows without a fault.
  public var accepted = 0
  /// Rows with a fault in one of the five loci or of structure.
  public var rejected = 0
  /// Accepted donors who cannot be asked.
  public var unavailable = 0
  /// Rows with a name beyond the release, or written in a newer one.
  public var tooNew = 0
  /// Why rows were rejected, most frequent first.
  public var rejectedBy: [Finding] = []
  /// What else was noticed, most frequent first.
  public var warnings: [Finding] = []
  /// The accepted donors' typings, one a locus of ``Locus/typed``.
  public var loci: [LocusQuality] = []

  /// A report on nothing yet.
  public init(program: String, reference: RunRecord.Reference, blankSecond: String) {
    (self.program, self.reference, self.blankSecond) = (program, reference, blankSecond)
  }

  /// The sentence on names that the release does not reach; nil where there are none.
  public var releaseVerdict: String? {
    tooNew == 0 ? nil : "release \(reference.release) is too old for \(tooNew) donors"
  }

  private enum CodingKeys: String, CodingKey {
    case program, note, reference, files, rows, accepted, rejected, unavailable, warnings, loci
    case blankSecond = "blank_second"
    case tooNew = "too_new_for_release"
    case rejectedBy = "rejected_by"
  }
}

/// The accepted donors' typings of one locus.
public struct LocusQuality: Encodable, Sendable {
  /// The locus.
  public let locus: Locus
  /// Donors with a typing.
  public var typed = 0
  /// Donors without.
  public var untyped = 0
  /// Donors who lack the gene.
  public var absent = 0
  /// Positions by notation, from names of one allele to antigens.
  public var positions: [TypingKind: Int] = [:]
  /// Donors whose genotype is a list of several.
  public var genotypeLists = 0
  /// Donors with a typing that is one allele identity at each position.
  public var unambiguous = 0
  /// Donors whose blank second value counts as the same allele again.
  public var presumedHomozygous = 0
  /// Donors with an explicit null allele.
  public var nulls = 0
  /// Donors with a sequence not yet named.
  public var newAlleles = 0
  /// Donors with a name that was replaced by the current one.
  public var lifted = 0
  /// Donors whose DNA and serology contradict each other.
  public var contradictions = 0

  /// The notations in the order of reports.
  public static let kinds: [TypingKind] = [
    .allele, .prefix, .gGroup, .pGroup, .list, .mac, .xx, .serology, .new,
  ]

  /// Nothing counted.
  public init(locus: Locus) { self.locus = locus }

  /// Counts the donors of one typing.
  public mutating func add(_ typing: LocusTyping, donors: Int) {
    switch typing {
    case .untyped: untyped += donors
    case .absent: absent += donors
    case .typed(let locus):
      typed += donors
      // A genotype list repeats its positions; its first genotype stands for it.
      for position in locus.genotypes[0].positions { positions[position.kind, default: 0] += donors }
      if locus.genotypes.count > 1 { genotypeLists += donors }
      if LocusQuality.isUnambiguous(typing) { unambiguous += donors }
      addFlags(typing.flags, donors)
    }
  }

  private mutating func addFlags(_ flags: TypingFlags, _ donors: Int) {
    if flags.contains(.presumedHomozygous) { presumedHomozygous += donors }
    if flags.contains(.nullAllele) { nulls += donors }
    if flags.contains(.newAllele) { newAlleles += donors }
    if flags.contains(.nameLifted) { lifted += donors }
    if flags.contains(.serologyContradiction) { contradictions += donors }
  }

  private static func isUnambiguous(_ typing: LocusTyping) -> Bool {
    guard case .pairs(let pairs) = typing.genotype(.ard), pairs.count == 1 else { return false }
    return pairs[0].first.single != nil && pairs[0].second.single != nil
  }

  /// The counts by name, in the order of reports.
  public var counts: [(name: String, count: Int)] {
    [("typed", typed), ("untyped", untyped), ("absent", absent), ("unambiguous", unambiguous)]
      + LocusQuality.kinds.map { ("positions_\($0.rawValue)", positions[$0, default: 0]) }
      + [
        ("genotype_lists", genotypeLists), ("presumed_homozygous", presumedHomozygous), ("null_alleles", nulls),
        ("new_alleles", newAlleles), ("names_lifted", lifted), ("dna_serology", contradictions),
      ]
  }

  /// Writes the locus and its counts.
  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: NamedKey.self)
    try members.encode(locus.name, forKey: NamedKey("locus"))
    for (name, count) in counts { try members.encode(count, forKey: NamedKey(name)) }
  }
}
