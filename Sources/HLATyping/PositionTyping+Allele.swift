import HLANomenclature
import HLAReference

extension PositionTyping {
  /// The position of a person of whom this allele is known, as a full typing gives it.
  ///
  /// - Parameters:
  ///   - allele: A living allele.
  ///   - reference: The release that the allele is of.
  public init(_ allele: AlleleCode, in reference: ReferenceIndex) {
    let name = reference.name(of: allele)
    self.init(
      kind: .allele, alleles: [allele], written: name.description, locus: name.locus, reference: reference)
  }
}
