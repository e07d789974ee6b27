import HLANomenclature
import HLAReference
import HLATyping

/// The ligands that a person certainly has, as far as one locus tells.
public struct CertainLigands: OptionSet, Hashable, Sendable {
  /// Bits in the order of ``NKLigand``, then C1 of HLA-C alone.
  public let rawValue: UInt8

  /// Ligands from bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// C1, of HLA-C or of HLA-B.
  public static let c1 = CertainLigands(rawValue: 1)
  /// C2.
  public static let c2 = CertainLigands(rawValue: 2)
  /// Bw4 that counts.
  public static let bw4 = CertainLigands(rawValue: 4)
  /// C1 of HLA-C.
  public static let c1OfC = CertainLigands(rawValue: 8)

  /// What a typing of HLA-A, -B or -C makes certain; nothing at other loci.
  ///
  /// A ligand is certain in a person if it is at one locus (``LigandProfile``), so that the loci's sets are joined.
  public init(_ typing: LocusTyping, locus: Locus, reference: ReferenceIndex, policy: LigandPolicy = LigandPolicy()) {
    let own = LocusLigands(typing, locus: locus, reference: reference, policy: policy)
    self = []
    if own.c1 == .certain { insert(locus == .c ? [.c1, .c1OfC] : .c1) }
    if own.c2 == .certain { insert(.c2) }
    if own.bw4 == .certain { insert(.bw4) }
  }
}

/// All that the weighed NK models ask of a donor, in nine bits: what is certain, and nothing else earns points.
///
/// Bits 0 to 2: has C1, C2, Bw4. Bits 3 to 5: has a receptor of C1, C2, Bw4. Bits 6 and 7: B content, 1 better, 2 best.
/// Bit 8: KIR2DS1, and C1 of HLA-C. Pools keep them as planes.
public struct NKDonorFacts: Hashable, Sendable {
  /// Bits of ``bits``.
  public static let width = 9
  /// The bits.
  public let bits: UInt16

  /// Facts from bits.
  public init(bits: UInt16) { self.bits = bits }

  /// Facts of a donor.
  ///
  /// - Parameter kir: The bits of ``receptors(_:)``, which many donors share.
  public init(_ ligands: CertainLigands, kir: UInt16) {
    bits = UInt16(ligands.rawValue & 7) | (ligands.contains(.c1OfC) ? kir : kir & 0xFF)
  }

  /// Facts of a donor.
  public init(_ ligands: CertainLigands, _ kir: KIRGenotype) {
    self.init(ligands, kir: NKDonorFacts.receptors(kir))
  }

  /// What KIR genes alone tell: the bits of a donor with C1 of HLA-C and no other ligand, but for the ligand itself.
  public static func receptors(_ kir: KIRGenotype) -> UInt16 {
    var bits: UInt16 = 0
    for (index, ligand) in NKLigand.allCases.enumerated() where kir.any(of: ligand.receptors) == .present {
      bits |= 8 << UInt16(index)
    }
    switch BContent(donor: kir).group {
    case .better: bits |= 1 << 6
    case .best: bits |= 2 << 6
    case .neutral, nil: break
    }
    if kir[.kir2DS1] == .present { bits |= 1 << 8 }
    return bits
  }
}

/// All that the weighed NK models ask of a patient.
public struct NKTarget: Hashable, Sendable {
  /// One bit for each ligand that the patient certainly lacks, in the order of ``NKLigand``.
  public let lacking: UInt8
  /// C2 is certain.
  public let hasC2: Bool

  /// The targets of a patient.
  public init(_ ligands: LigandProfile) {
    var lacking: UInt8 = 0
    for (index, ligand) in NKLigand.allCases.enumerated() where ligands[ligand] == .absent {
      lacking |= 1 << UInt8(index)
    }
    (self.lacking, hasC2) = (lacking, ligands.c2 == .certain)
  }
}

extension NKWeights {
  /// Whether any model earns points.
  public var weighsAny: Bool {
    [ligandIncompatibility, receptorLigand, bContentBetter, bContentBest, kir2DS1].contains { $0 != 0 }
  }

  /// The points of each outcome that the models may have together.
  ///
  /// Bit 0 of an index: ligand incompatibility; bit 1: receptor-ligand; bits 2 and 3: B content, 1 better, 2 best; bit 4:
  /// KIR2DS1. The same sums as ``NKPoints``, cap included.
  public var outcomes: [Int] {
    (0..<32).map { outcome in
      var sum = (outcome & 1) * ligandIncompatibility + (outcome >> 1 & 1) * receptorLigand
      sum += [0, bContentBetter, bContentBest, 0][outcome >> 2 & 3] + (outcome >> 4) * kir2DS1
      return atMost.map { min(sum, max($0, 0)) } ?? sum
    }
  }
}
