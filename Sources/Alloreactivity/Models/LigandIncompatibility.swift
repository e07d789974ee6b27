import HLATyping

/// Ligand incompatibility: one side has C1, C2 or Bw4 and the other lacks it.
///
/// In GVH direction the donor has it, in HVG direction the patient. It is confirmed where the KIR typing of the side
/// that has the ligand shows its receptor. Source: DOMAIN 5.2; Ruggeri 2002.
public struct LigandIncompatibility: Hashable, Sendable {
  /// One ligand that one side has and the other lacks.
  public struct Mismatch: Hashable, Sendable {
    /// The ligand.
    public let ligand: NKLigand
    /// Whether the attacking side has a receptor of it.
    public let receptor: KIRGenotype.Presence
  }

  /// Whose cells against whose.
  public let direction: NKDirection
  /// The ligands that are certainly there on one side and certainly not on the other.
  public let certain: [Mismatch]
  /// The ligands for which the typings leave that open.
  public let open: [NKLigand]

  /// Holds two people against each other.
  public init(donor: NKPerson, patient: NKPerson, direction: NKDirection) {
    let (attacker, target) = direction == .gvh ? (donor, patient) : (patient, donor)
    self.direction = direction
    var certain: [Mismatch] = []
    var open: [NKLigand] = []
    for ligand in NKLigand.allCases {
      let (own, other) = (attacker.ligands[ligand], target.ligands[ligand])
      if own == .certain, other == .absent {
        certain.append(Mismatch(ligand: ligand, receptor: attacker.kir.any(of: ligand.receptors)))
      } else if own != .absent, other != .certain {
        open.append(ligand)
      }
    }
    (self.certain, self.open) = (certain, open)
  }

  /// Whether there is an incompatibility; nil where the typings leave it open.
  public var isIncompatible: Bool? { !certain.isEmpty ? true : open.isEmpty ? false : nil }

  /// The verdict.
  public var finding: NKFinding {
    let side = direction == .gvh ? "donor" : "patient"
    let other = direction == .gvh ? "patient" : "donor"
    let told = certain.map { mismatch in
      let receptors = mismatch.ligand.receptors.map { "KIR\($0)" }.joined(separator: " or ")
      let typed =
        switch mismatch.receptor {
        case .present: "\(receptors) typed"
        case .absent: "\(receptors) absent"
        case .untested: "\(receptors) presumed"
        }
      return "\(side) has \(mismatch.ligand.rawValue), \(other) lacks it; \(typed)"
    }
    return NKFinding(
      model: .ligandIncompatibility,
      verdict: isIncompatible.map { $0 ? "incompatible" : "compatible" } ?? "unknown",
      outlook: isIncompatible.map { $0 ? .favourable : .neutral } ?? .open, direction: direction, basis: basis,
      details: told + open.map { "\($0.rawValue) open" })
  }

  private var basis: NKBasis {
    guard let isIncompatible else { return .nothing }
    guard isIncompatible else { return .presumed }
    if certain.contains(where: { $0.receptor == .present }) { return .confirmed }
    return certain.contains { $0.receptor == .untested } ? .presumed : .unsupported
  }
}
