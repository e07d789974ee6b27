/// The KIR ligands that one allele of HLA-A, -B or -C carries; empty for an allele that carries none.
///
/// Epitopes, not effects: A*25 and B*13:01 carry Bw4 here, although models do not count them by default.
///
/// Source: DOMAIN 5.1.
public struct KIRLigands: OptionSet, Hashable, Sendable {
  /// One bit a ligand.
  public let rawValue: UInt8

  /// Ligands from bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// C1: asparagine at residue 80 of HLA-C; also valine 76 with asparagine 80 in HLA-B (nearly all B*46 and B*73).
  public static let c1 = KIRLigands(rawValue: 1)
  /// C2: lysine at residue 80 of HLA-C.
  public static let c2 = KIRLigands(rawValue: 2)
  /// Bw4 with isoleucine at residue 80, of HLA-A or -B.
  public static let bw4I80 = KIRLigands(rawValue: 4)
  /// Bw4 with threonine at residue 80, of HLA-A or -B.
  public static let bw4T80 = KIRLigands(rawValue: 8)
  /// Bw6, of HLA-B: no ligand of a KIR, but what stands there instead of Bw4.
  public static let bw6 = KIRLigands(rawValue: 16)
  /// A*03 or A*11, ligands of KIR3DL2 on low evidence.
  public static let a3A11 = KIRLigands(rawValue: 32)

  /// Either Bw4.
  public static let bw4: KIRLigands = [.bw4I80, .bw4T80]

  private static let names: [(KIRLigands, String)] = [
    (.c1, "C1"), (.c2, "C2"), (.bw4I80, "Bw4-80I"), (.bw4T80, "Bw4-80T"), (.bw6, "Bw6"), (.a3A11, "A3/A11"),
  ]

  /// The names, as INTERFACE section 4 gives them, in its order.
  public var names: [String] { KIRLigands.names.filter { contains($0.0) }.map(\.1) }

  /// The ligand of a name as `Bw4-80I`; nil for any other text.
  public init?(name: String) {
    guard let known = KIRLigands.names.first(where: { $0.1 == name }) else { return nil }
    self = known.0
  }
}

/// Residue 4 of the precursor of an HLA-B allele, in the peptide that HLA-E presents: methionine or threonine.
///
/// Source: DOMAIN 6.
public enum HLABLeader: UInt8, Hashable, Sendable, CaseIterable {
  /// Methionine.
  case methionine = 77
  /// Threonine.
  case threonine = 84

  /// `M` or `T`.
  public var letter: String { String(UnicodeScalar(rawValue)) }
}

extension ReferenceIndex {
  /// The KIR ligands of an allele: none for a null allele and at loci without ligands; nil where the residues are not
  /// known, or fit no pattern that DOMAIN 5.1 gives.
  public func kirLigands(of code: AlleleCode) -> KIRLigands? {
    let byte = alleleLigands[Int(code.rawValue)]
    return byte & ProteinFacts.knownBit == 0 ? nil : KIRLigands(rawValue: byte & ~ProteinFacts.knownBit)
  }

  /// The leader of an HLA-B allele; nil where it is not known, and at other loci.
  public func leader(of code: AlleleCode) -> HLABLeader? { HLABLeader(rawValue: alleleLeader[Int(code.rawValue)]) }
}
