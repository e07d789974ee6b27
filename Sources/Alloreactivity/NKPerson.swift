import HLATyping

/// What the models of NK alloreactivity need of a donor or a patient.
public struct NKPerson: Hashable, Sendable {
  /// The ligands.
  public var ligands: LigandProfile
  /// The KIR genes and alleles; untested where none were typed.
  public var kir: KIRGenotype

  /// A person.
  public init(ligands: LigandProfile = LigandProfile(), kir: KIRGenotype = KIRGenotype()) {
    (self.ligands, self.kir) = (ligands, kir)
  }
}
