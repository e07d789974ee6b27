import HLATyping

/// KIR2DS1: an activating receptor of C2, schooled where the donor has C1 at HLA-C, silent in a donor with C2 alone.
///
/// C1 of HLA-B (B*46, B*73) does not count here. Source: DOMAIN 5.2; Venstrom 2012.
public struct KIR2DS1Model: Hashable, Sendable {
  /// What the model says.
  public enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// Donor with KIR2DS1 and C1, patient with C2.
    case favourable
    /// Donor with KIR2DS1 and C2 alone.
    case hyporesponsive
    /// The patient has no C2.
    case noTarget = "no_target"
    /// The donor has no KIR2DS1.
    case noReceptor = "no_receptor"
    /// The typings do not settle it.
    case unknown
  }

  /// What the model says of the pair.
  public let verdict: Verdict
  private let isTyped: Bool

  /// Holds two people against each other.
  public init(donor: NKPerson, patient: NKPerson) {
    isTyped = donor.kir[.kir2DS1] != .untested
    verdict = KIR2DS1Model.verdict(donor.kir[.kir2DS1], donor.ligands, patient.ligands)
  }

  private static func verdict(
    _ receptor: KIRGenotype.Presence, _ donor: LigandProfile, _ patient: LigandProfile
  ) -> Verdict {
    if receptor == .absent { return .noReceptor }
    if patient.c2 == .absent { return .noTarget }
    guard receptor == .present else { return .unknown }
    if donor.c1OfC == .absent, donor.c2 == .certain { return .hyporesponsive }
    return donor.c1OfC == .certain && patient.c2 == .certain ? .favourable : .unknown
  }

  /// The verdict.
  public var finding: NKFinding {
    let outlook: NKOutlook =
      switch verdict {
      case .favourable: .favourable
      case .hyporesponsive: .unfavourable
      case .noTarget, .noReceptor: .neutral
      case .unknown: .open
      }
    let basis: NKBasis = verdict == .unknown ? .nothing : isTyped ? .confirmed : .presumed
    return NKFinding(
      model: .kir2DS1, verdict: verdict.rawValue, outlook: outlook, direction: .gvh, basis: basis, details: details)
  }

  private var details: [String] {
    switch verdict {
    case .favourable: ["donor has KIR2DS1 and C1, patient has C2"]
    case .hyporesponsive: ["donor has KIR2DS1 and C2 alone"]
    case .noTarget: ["patient lacks C2"]
    case .noReceptor: ["donor lacks KIR2DS1"]
    case .unknown: []
    }
  }
}
