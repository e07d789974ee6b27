/// What every model says of a pair, side by side; models may disagree.
///
/// Hints, never exclusions. Source: DOMAIN 5.
public struct NKAssessment: Hashable, Sendable {
  /// Ligand incompatibility in GVH direction.
  public let ligandIncompatibility: LigandIncompatibility
  /// Ligand incompatibility in HVG direction.
  public let reverseIncompatibility: LigandIncompatibility
  /// Receptor-ligand.
  public let receptorLigand: ReceptorLigand
  /// Missing ligand.
  public let missingLigand: MissingLigand
  /// B content.
  public let bContent: BContent
  /// KIR2DS1.
  public let kir2DS1: KIR2DS1Model
  /// KIR3DL1 subtype and HLA-B.
  public let kir3DL1Subtype: KIR3DL1SubtypeModel
  /// Counts of receptors.
  public let receptorCounts: ReceptorCounts
  /// Functional inhibitory score, of KIR2DL alone.
  public let functionalScore: FunctionalScore

  /// Asks every model.
  public init(donor: NKPerson, patient: NKPerson) {
    ligandIncompatibility = LigandIncompatibility(donor: donor, patient: patient, direction: .gvh)
    reverseIncompatibility = LigandIncompatibility(donor: donor, patient: patient, direction: .hvg)
    receptorLigand = ReceptorLigand(donor: donor, patient: patient)
    missingLigand = MissingLigand(patient: patient)
    bContent = BContent(donor: donor.kir)
    kir2DS1 = KIR2DS1Model(donor: donor, patient: patient)
    kir3DL1Subtype = KIR3DL1SubtypeModel(donor: donor, patient: patient)
    receptorCounts = ReceptorCounts(donor: donor, patient: patient)
    functionalScore = FunctionalScore(donor: donor, patient: patient)
  }

  /// The findings, in the order of ``NKModel``; ligand incompatibility in both directions.
  public var findings: [NKFinding] {
    [
      ligandIncompatibility.finding, reverseIncompatibility.finding, receptorLigand.finding, missingLigand.finding,
      bContent.finding, kir2DS1.finding, kir3DL1Subtype.finding, receptorCounts.finding, functionalScore.finding,
    ]
  }
}
