import HLATyping

/// Receptor-ligand: inhibitory KIR of the donor whose ligand the patient lacks.
///
/// Counted by ligand, 0 to 3: KIR2DL1 for C2, KIR2DL2 or KIR2DL3 for C1, KIR3DL1 for Bw4; KIR3DL2 does not count.
/// Source: DOMAIN 5.2; Leung 2004.
public struct ReceptorLigand: Hashable, Sendable {
  /// Ligands that the patient certainly lacks and whose receptor the donor certainly has.
  public let certain: [NKLigand]
  /// Ligands for which the typings leave that open.
  public let open: [NKLigand]
  /// Whether any KIR of the donor was tested.
  public let isTyped: Bool

  /// Holds two people against each other.
  public init(donor: NKPerson, patient: NKPerson) {
    isTyped = !donor.kir.isUntested
    var certain: [NKLigand] = []
    var open: [NKLigand] = []
    for ligand in NKLigand.allCases {
      let receptor = donor.kir.any(of: ligand.receptors)
      if receptor == .present, patient.ligands[ligand] == .absent {
        certain.append(ligand)
      } else if receptor != .absent, patient.ligands[ligand] != .certain {
        open.append(ligand)
      }
    }
    (self.certain, self.open) = (certain, open)
  }

  /// The least and the greatest count, 0 to 3.
  public var count: ClosedRange<Int> { certain.count...(certain.count + open.count) }

  /// Whether there is a receptor without its ligand; nil where the typings leave it open.
  public var isMismatched: Bool? { !certain.isEmpty ? true : open.isEmpty ? false : nil }

  /// The verdict.
  public var finding: NKFinding {
    let told = certain.map { ligand in
      "donor has \(ligand.receptors.map { "KIR\($0)" }.joined(separator: " or ")), patient lacks \(ligand.rawValue)"
    }
    let number =
      count.lowerBound == count.upperBound ? "\(count.lowerBound)" : "\(count.lowerBound)..\(count.upperBound)"
    return NKFinding(
      model: .receptorLigand, verdict: isMismatched.map { $0 ? "mismatched" : "matched" } ?? "unknown",
      outlook: isMismatched.map { $0 ? .favourable : .neutral } ?? .open, direction: .gvh, basis: basis,
      details: ["count \(number)"] + told + open.map { "\($0.rawValue) open" })
  }

  private var basis: NKBasis {
    if isMismatched == nil { return .nothing }
    return isTyped ? .confirmed : .presumed
  }
}
