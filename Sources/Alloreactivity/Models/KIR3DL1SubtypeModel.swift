import HLATyping

/// KIR3DL1 subtype and HLA-B: how strongly the donor's KIR3DL1 is held back by the patient's HLA-B.
///
/// High with 80I and low with 80T inhibit strongly, high with 80T and low with 80I weakly; a patient with Bw6 alone
/// has no ligand, and a donor without KIR3DL1 on the surface is not inhibited. Needs alleles of KIR3DL1. Source:
/// DOMAIN 5.2; Boudreau 2017.
public struct KIR3DL1SubtypeModel: Hashable, Sendable {
  /// What the model says.
  public enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// Strong inhibition.
    case strong = "strong_inhibition"
    /// Weak inhibition.
    case weak = "weak_inhibition"
    /// The patient has no Bw4 of HLA-B.
    case missingLigand = "missing_ligand"
    /// The donor shows no KIR3DL1, the patient has Bw4.
    case uninhibited
    /// The alleles of KIR3DL1 or HLA-B do not settle it.
    case unknown
  }

  /// The class of the donor's KIR3DL1; nil where it is not known.
  public let donor: KIR3DL1Class?
  /// The patient's HLA-B; nil where it is not known.
  public let patient: HLABSubtype?

  /// Holds two people against each other.
  public init(donor: NKPerson, patient: NKPerson) {
    self.donor = donor.kir.kir3DL1Class
    self.patient = patient.ligands.hlaB
  }

  /// What the model says of the pair.
  public var verdict: Verdict {
    switch (donor, patient) {
    case (nil, _), (_, nil): .unknown
    case (_, .bw6): .missingLigand
    case (.null, _): .uninhibited
    case (.high, .bw4I80), (.low, .bw4T80): .strong
    case (.high, .bw4T80), (.low, .bw4I80): .weak
    }
  }

  /// The verdict.
  public var finding: NKFinding {
    let outlook: NKOutlook =
      switch verdict {
      case .strong: .unfavourable
      case .weak, .missingLigand, .uninhibited: .favourable
      case .unknown: .open
      }
    return NKFinding(
      model: .kir3DL1Subtype, verdict: verdict.rawValue, outlook: outlook, direction: .gvh,
      basis: verdict == .unknown ? .nothing : .confirmed,
      details: ["donor KIR3DL1 \(donor?.rawValue ?? "unknown")", "patient HLA-B \(patient?.rawValue ?? "unknown")"])
  }
}
