import HLANomenclature

/// A living allele of one release: its position in the release's sorted allele table.
public struct AlleleCode: Hashable, Comparable, Sendable {
  /// Index into the allele table, 0-based.
  public let rawValue: UInt32

  /// Wraps a table index.
  public init(_ rawValue: UInt32) { self.rawValue = rawValue }

  /// Order of the allele table: locus, fields, suffix.
  public static func < (left: AlleleCode, right: AlleleCode) -> Bool { left.rawValue < right.rawValue }
}

/// The identity of an antigen recognition domain at one locus of one release: a P group, or a protein alone on its
/// line of hla_nom_p.txt (DOMAIN, Counting).
///
/// Codes of different loci or releases must not be compared.
public struct ARDCode: Hashable, Comparable, Sendable {
  /// Index into the locus's identity table, 0-based.
  public let rawValue: UInt16

  /// Wraps a table index.
  public init(_ rawValue: UInt16) { self.rawValue = rawValue }

  /// Order of the identity table: fields, then suffix.
  public static func < (left: ARDCode, right: ARDCode) -> Bool { left.rawValue < right.rawValue }
}

/// What an allele contributes to matching.
public enum AlleleIdentity: Hashable, Sendable {
  /// Expressed, with a known antigen recognition domain.
  case known(ARDCode)
  /// Expressed, but the release does not say which identity it has.
  case unknown
  /// A null allele: nothing is expressed.
  case null
}

/// A WHO serological antigen: the locus whose product carries it, and its number, as A2, A2403, B5102, DR1403.
public struct Antigen: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// A, B, C, DRB1 or DQB1.
  public let locus: Locus
  /// The number of the antigen, 1 and up.
  public let number: UInt16

  /// Puts an antigen together.
  public init(locus: Locus, number: UInt16) {
    self.locus = locus
    self.number = number
  }

  /// The locus letters of the official serology files, as `Cw`, `DR`, `DQ`; nil for Dw, DPw and Bw.
  public static func gene(ofLetters letters: some StringProtocol) -> Locus? {
    switch letters {
    case "A": .a
    case "B": .b
    case "C", "Cw": .c
    case "DR", "DRB1": .drb1
    case "DQ", "DQB1": .dqb1
    default: nil
    }
  }

  /// The antigen as the WHO writes it, as `A2`, `Cw7`, `DR15`, `DQ6`.
  public var description: String {
    let letters: String =
      switch locus {
      case .c: "Cw"
      case .drb1: "DR"
      case .dqb1: "DQ"
      default: locus.name
      }
    return letters + String(number)
  }

  /// Order of locus and number.
  public static func < (left: Antigen, right: Antigen) -> Bool {
    (left.locus, left.number) < (right.locus, right.number)
  }
}

/// The four columns of rel_dna_ser.txt for one allele.
public struct SerologyAssignment: Hashable, Sendable {
  /// Defined unambiguously by serology.
  public var unambiguous: [UInt16] = []
  /// Possible where several have been reported.
  public var possible: [UInt16] = []
  /// Assumed from the name.
  public var assumed: [UInt16] = []
  /// Assigned by experts as exceptions in registries.
  public var expert: [UInt16] = []

  /// An assignment without any antigen.
  public init() {}

  /// All antigens of the four columns, ascending, each once; `0` and `?` never appear (DOMAIN 2.4).
  public var all: [UInt16] { Set(unambiguous + possible + assumed + expert).sorted() }
}

/// How well an allele is known, from Allele_status.txt and from the catalogues in hla.xml.
public struct AlleleStatus: OptionSet, Hashable, Sendable {
  /// One bit a statement.
  public let rawValue: UInt8

  /// A status from bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The sequence was confirmed.
  public static let confirmed = AlleleStatus(rawValue: 1)
  /// Only part of the coding sequence is known.
  public static let partial = AlleleStatus(rawValue: 2)
  /// Catalogued as common.
  public static let common = AlleleStatus(rawValue: 4)
  /// Catalogued as intermediate or well documented.
  public static let wellDocumented = AlleleStatus(rawValue: 8)
}

/// T-cell epitope group of a DPB1 allele, version 2 (DOMAIN 6).
public struct TCEGroup: Hashable, Sendable {
  /// 1, 2 or 3.
  public let group: UInt8
  /// The group was predicted, not measured (`$` in dpb_tce.csv).
  public let isPredicted: Bool

  /// Puts a group together.
  public init(group: UInt8, isPredicted: Bool) {
    self.group = group
    self.isPredicted = isPredicted
  }
}
