/// The expression suffix of an allele name.
public enum ExpressionSuffix: UInt8, Hashable, Sendable, CaseIterable {
  /// No suffix: normally expressed as far as known.
  case none = 0
  /// `N`: null, not expressed.
  case null = 78
  /// `L`: low expression.
  case low = 76
  /// `S`: secreted only.
  case secreted = 83
  /// `C`: in the cytoplasm only.
  case cytoplasm = 67
  /// `A`: aberrant, doubtful expression.
  case aberrant = 65
  /// `Q`: questionable expression.
  case questionable = 81

  /// The letter, empty for ``none``.
  public var letter: String { self == .none ? "" : String(UnicodeScalar(rawValue)) }

  /// Expressed for matching, but worth a flag: L, S, C, A and Q (DOMAIN 2.8).
  public var isAltered: Bool { self != .none && self != .null }
}

/// The name of one allele, or of all alleles that begin with its fields: locus, fields and suffix.
public struct AlleleName: Hashable, Comparable, Sendable {
  /// The gene.
  public let locus: Locus
  /// One to four fields.
  public let fields: AlleleFields
  /// The expression suffix that the name carries.
  public let suffix: ExpressionSuffix

  /// Puts a name together.
  public init(locus: Locus, fields: AlleleFields, suffix: ExpressionSuffix = .none) {
    self.locus = locus
    self.fields = fields
    self.suffix = suffix
  }

  /// Reads a whole name such as `A*01:01:01:02N`, with or without `HLA-`; nothing may follow.
  public init?(_ text: some StringProtocol) {
    var text = Substring(text)
    if text.hasPrefix("HLA-") { text = text.dropFirst(4) }
    guard let star = text.firstIndex(of: "*"), let locus = Locus(name: text[..<star]) else { return nil }
    self.init(locus: locus, afterStar: text[text.index(after: star)...])
  }

  /// Reads what stands after the asterisk, as `01:01:01:02N`.
  public init?(locus: Locus, afterStar text: some StringProtocol) {
    let bytes = Array(text.utf8)
    self.init(locus: locus, afterStar: bytes.span)
  }

  /// Reads what stands after the asterisk, as `01:01:01:02N`, from bytes.
  public init?(locus: Locus, afterStar bytes: Span<UInt8>) {
    guard let (fields, end) = AlleleFields.scan(bytes, from: 0, locus: locus) else { return nil }
    var suffix = ExpressionSuffix.none
    if end < bytes.count {
      guard end + 1 == bytes.count, let letter = ExpressionSuffix(rawValue: bytes[end]), letter != .none
      else { return nil }
      suffix = letter
    }
    self.init(locus: locus, fields: fields, suffix: suffix)
  }

  /// Whether one allele can have this name: two fields or more, or one at MICA, MICB and HFE. A pre-2010 name such as
  /// `A*2402` would otherwise be read as a single field.
  public var canBeOfAllele: Bool { fields.count > 1 || locus.firstFieldWidth == 3 }

  /// Order of locus, fields, suffix.
  public static func < (left: AlleleName, right: AlleleName) -> Bool {
    (left.locus.rawValue, left.fields.packed, left.suffix.rawValue)
      < (right.locus.rawValue, right.fields.packed, right.suffix.rawValue)
  }
}

extension AlleleName: CustomStringConvertible {
  /// The name as the nomenclature writes it, without `HLA-`.
  public var description: String { "\(locus.name)*\(fields.text(locus: locus))\(suffix.letter)" }
}

/// Which of the two official groupings a group name belongs to.
public enum AlleleGroupKind: UInt8, Sendable {
  /// `G`: identical nucleotide sequence of the antigen recognition domain.
  case g = 71
  /// `P`: identical protein sequence of the antigen recognition domain, null alleles left out.
  case p = 80

  /// Fields that a group name of this kind always has (FORMATS 1.7).
  public var fieldCount: Int { self == .g ? 3 : 2 }
}

/// The name of a G or P group, as `A*01:01:01G` or `A*01:01P`.
public struct AlleleGroupName: Hashable, Sendable, CustomStringConvertible {
  /// The gene.
  public let locus: Locus
  /// Three fields for G, two for P.
  public let fields: AlleleFields
  /// G or P.
  public let kind: AlleleGroupKind

  /// Puts a group name together.
  public init(locus: Locus, fields: AlleleFields, kind: AlleleGroupKind) {
    self.locus = locus
    self.fields = fields
    self.kind = kind
  }

  /// Reads what stands after the asterisk, as `01:01:01G`.
  ///
  /// - Returns: nil unless the letter and its number of fields agree, which the faulty group names of some releases
  ///   fail (FORMATS 1.5).
  public init?(locus: Locus, afterStar bytes: Span<UInt8>) {
    guard let (fields, end) = AlleleFields.scan(bytes, from: 0, locus: locus), end + 1 == bytes.count,
      let kind = AlleleGroupKind(rawValue: bytes[end]), fields.count == kind.fieldCount
    else { return nil }
    self.init(locus: locus, fields: fields, kind: kind)
  }

  /// The name as published, without `HLA-`.
  public var description: String {
    "\(locus.name)*\(fields.text(locus: locus))\(kind == .g ? "G" : "P")"
  }
}
