/// The models of NK alloreactivity, in the order of reports.
public enum NKModel: String, Hashable, Sendable, CaseIterable {
  /// Ruggeri: the donor has a ligand that the patient lacks.
  case ligandIncompatibility = "ligand_incompatibility"
  /// Leung: the donor has an inhibitory receptor whose ligand the patient lacks.
  case receptorLigand = "receptor_ligand"
  /// Hsu: the patient lacks a ligand, whatever the donor has.
  case missingLigand = "missing_ligand"
  /// Cooley: centromeric and telomeric B motifs of the donor.
  case bContent = "b_content"
  /// Venstrom: KIR2DS1 of a donor with C1, for a patient with C2.
  case kir2DS1 = "kir2ds1"
  /// Boudreau: subtypes of KIR3DL1 and of HLA-B.
  case kir3DL1Subtype = "kir3dl1_subtype"
  /// Krieger: counts of inhibitory and activating receptors with and without ligand.
  case receptorCounts = "receptor_counts"
  /// Boelen: weighted functional inhibitory receptors.
  case functionalScore = "functional_score"
}

/// Whose NK cells are meant to attack whom.
public enum NKDirection: String, Hashable, Sendable {
  /// Donor cells against the patient's.
  case gvh
  /// The patient's cells against the donor's.
  case hvg
}

/// What a verdict means under its model; never more than a hint.
public enum NKOutlook: String, Hashable, Sendable {
  /// The model expects alloreactivity, or a better course.
  case favourable
  /// The model expects less.
  case unfavourable
  /// The model expects neither.
  case neutral
  /// The typings do not settle it.
  case open
}

/// What a verdict rests on.
public enum NKBasis: String, Hashable, Sendable {
  /// A KIR typing shows the receptors.
  case confirmed
  /// HLA alone; the receptors are presumed.
  case presumed
  /// HLA alone, and a KIR typing shows that a receptor is missing.
  case unsupported
  /// Nothing: the verdict is open.
  case nothing
}

/// What one model says of a pair in one direction.
public struct NKFinding: Hashable, Sendable {
  /// The model.
  public let model: NKModel
  /// The verdict in the model's own word, as `incompatible` or `better`; `unknown` where it is open.
  public let verdict: String
  /// What that means.
  public let outlook: NKOutlook
  /// Whose cells against whose.
  public let direction: NKDirection
  /// What it rests on.
  public let basis: NKBasis
  /// Ligands, receptors and numbers behind it, each a few words.
  public let details: [String]
  /// The references for and against the model.
  public var evidence: NKEvidence { NKEvidence.of(model) }
}
