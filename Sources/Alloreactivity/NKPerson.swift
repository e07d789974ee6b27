import HLANomenclature
import HLAReference
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

  /// A person as read from a file or a pool.
  ///
  /// - Parameters:
  ///   - typings: One a locus of `Locus.typed`, in its order.
  ///   - reference: The release they were understood against.
  public init(
    typings: [LocusTyping], kir: KIRGenotype, reference: ReferenceIndex, policy: LigandPolicy = LigandPolicy()
  ) {
    self.init(
      ligands: LigandProfile(reference: reference, policy: policy) { typings[Int($0.rawValue)] }, kir: kir)
  }
}
