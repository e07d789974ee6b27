import HLANomenclature
import HLAReference

/// The alleles that an untyped position may turn out to be.
public struct AlleleUniverse: Sendable {
  private let alleles: [Locus: [AlleleCode]]

  /// Alleles by locus.
  public init(_ alleles: [Locus: [AlleleCode]]) { self.alleles = alleles }

  /// All expressed alleles of a release whose identity it gives, at the five loci of the ten.
  public init(_ reference: ReferenceIndex) {
    var alleles: [Locus: [AlleleCode]] = [:]
    for locus in Locus.ten {
      alleles[locus] = reference.alleles(of: locus).map { AlleleCode($0) }.filter {
        if case .known = reference.identity(of: $0) { true } else { false }
      }
    }
    self.alleles = alleles
  }

  /// The alleles of a locus, none for a locus that the universe does not have.
  public subscript(locus: Locus) -> [AlleleCode] { alleles[locus] ?? [] }
}
