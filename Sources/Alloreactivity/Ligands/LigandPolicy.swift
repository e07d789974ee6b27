import HLANomenclature
import HLAReference

/// Alleles that carry the Bw4 motif and are not counted as ligands of KIR3DL1 by default.
///
/// Source: DOMAIN 5.1 (policy): Stern 2008 and Foley 2008 for A*25, Foley 2008 for B*13.
public struct Bw4Exceptions: OptionSet, Hashable, Sendable {
  /// One bit an exception.
  public let rawValue: UInt8

  /// Exceptions from bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// All of A*25.
  public static let a25 = Bw4Exceptions(rawValue: 1)
  /// B*13:01 and B*13:02.
  public static let b13 = Bw4Exceptions(rawValue: 2)

  /// The exception that an allele belongs to; empty for all others.
  init(locus: Locus, fields: AlleleFields) {
    let first = fields.first
    if locus == .a, first == 25 {
      self = .a25
    } else if locus == .b, first == 13, fields.count > 1, (1...2).contains(fields.values[1]) {
      self = .b13
    } else {
      self = []
    }
  }
}

/// What no source settles about ligands.
public struct LigandPolicy: Hashable, Sendable {
  /// The exceptions whose Bw4 counts all the same.
  public var countedExceptions: Bw4Exceptions

  /// The default counts none of them.
  public init(countedExceptions: Bw4Exceptions = []) { self.countedExceptions = countedExceptions }

  /// The ligands of an expressed allele that count; nil where they are not known.
  func ligands(of code: AlleleCode, locus: Locus, in reference: ReferenceIndex) -> KIRLigands? {
    guard let carried = reference.kirLigands(of: code) else { return nil }
    guard !carried.isDisjoint(with: .bw4) else { return carried }
    let exception = Bw4Exceptions(locus: locus, fields: reference.fields(of: code))
    return countedExceptions.isSuperset(of: exception) ? carried : carried.subtracting(.bw4)
  }
}
