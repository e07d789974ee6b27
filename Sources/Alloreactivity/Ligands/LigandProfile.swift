import HLANomenclature
import HLAReference
import HLATyping

/// Which KIR ligands a person has: certain, possible or absent, one by one.
///
/// Source: DOMAIN 5.1 and 5.2.
public struct LigandProfile: Hashable, Sendable {
  /// C1, of HLA-C or of HLA-B (B*46, B*73).
  public var c1 = LigandPresence.possible
  /// C1 of HLA-C alone.
  public var c1OfC = LigandPresence.possible
  /// C2.
  public var c2 = LigandPresence.possible
  /// Bw4 of HLA-A or -B, as far as it counts as a ligand of KIR3DL1 (``LigandPolicy``).
  public var bw4 = LigandPresence.possible
  /// Bw4 with isoleucine 80 of HLA-B, as far as it counts.
  public var bw4I80OfB = LigandPresence.possible
  /// Bw4 with threonine 80 of HLA-B, as far as it counts.
  public var bw4T80OfB = LigandPresence.possible
  /// A*03 or A*11, the ligands of KIR3DL2.
  public var a3A11 = LigandPresence.possible
  /// A*11 alone, a ligand of KIR2DS2 and KIR2DS4.
  public var a11 = LigandPresence.possible

  /// The profile of a person of whom nothing is typed.
  public init() {}

  /// The profile of a person.
  ///
  /// - Parameters:
  ///   - typing: The typing of HLA-A, -B and -C.
  ///   - reference: The release they were understood against.
  public init(reference: ReferenceIndex, policy: LigandPolicy = LigandPolicy(), typing: (Locus) -> LocusTyping) {
    func ligands(_ locus: Locus) -> LocusLigands {
      LocusLigands(typing(locus), locus: locus, reference: reference, policy: policy)
    }
    self.init(a: ligands(.a), b: ligands(.b), c: ligands(.c))
  }

  /// Whether the person has one of the three ligands.
  public subscript(ligand: NKLigand) -> LigandPresence {
    switch ligand {
    case .c1: c1
    case .c2: c2
    case .bw4: bw4
    }
  }

  /// The HLA-B that KIR3DL1 meets: any 80I makes 80I, else any 80T 80T, else Bw6; nil where the typing leaves it open.
  public var hlaB: HLABSubtype? {
    switch (bw4I80OfB, bw4T80OfB) {
    case (.certain, _): .bw4I80
    case (.absent, .certain): .bw4T80
    case (.absent, .absent): .bw6
    default: nil
    }
  }
}

/// The three ligands of the inhibitory KIR that the models of missing self turn on.
public enum NKLigand: String, Hashable, Sendable, CaseIterable {
  /// Ligand of KIR2DL2 and KIR2DL3.
  case c1 = "C1"
  /// Ligand of KIR2DL1.
  case c2 = "C2"
  /// Ligand of KIR3DL1.
  case bw4 = "Bw4"

  /// The inhibitory receptors of the ligand.
  public var receptors: [KIRGene] {
    switch self {
    case .c1: [.kir2DL2, .kir2DL3]
    case .c2: [.kir2DL1]
    case .bw4: [.kir3DL1]
    }
  }
}

/// What HLA-B offers KIR3DL1.
public enum HLABSubtype: String, Hashable, Sendable, CaseIterable {
  /// Bw4 with isoleucine 80.
  case bw4I80 = "Bw4-80I"
  /// Bw4 with threonine 80.
  case bw4T80 = "Bw4-80T"
  /// No Bw4 that counts.
  case bw6 = "Bw6"
}
