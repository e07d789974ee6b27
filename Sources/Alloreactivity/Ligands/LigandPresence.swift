import HLAReference
import HLATyping

/// Whether a person has a ligand, as far as the typing tells.
///
/// "The donor has" needs ``certain``, "the patient lacks" needs ``absent``. Source: DOMAIN 5.2.
public enum LigandPresence: String, Hashable, Sendable, CaseIterable {
  /// Every allele that one of the positions may be carries it.
  case certain
  /// Some genotype that the typing allows carries it, and some may not.
  case possible
  /// No genotype that the typing allows carries it.
  case absent

  /// The presence on one of two places, positions or loci.
  public func or(_ other: LigandPresence) -> LigandPresence {
    if self == .certain || other == .certain { return .certain }
    return self == .absent && other == .absent ? .absent : .possible
  }
}

extension LocusTyping {
  /// Whether a person carries something at a locus.
  ///
  /// An untyped locus may carry anything, a null nothing; a second position that is not known may carry it, one that
  /// was presumed homozygous is the first again. Of several genotypes all must agree.
  ///
  /// - Parameter carries: Whether an expressed allele carries it; nil where that is not known.
  public func presence(in reference: ReferenceIndex, where carries: (AlleleCode) -> Bool?) -> LigandPresence {
    switch self {
    case .untyped: return .possible
    case .absent: return .absent
    case .typed(let typed):
      var found: LigandPresence?
      for genotype in typed.genotypes {
        let own = genotype.presence(in: reference, where: carries)
        if let found, found != own { return .possible }
        found = own
      }
      return found ?? .possible
    }
  }
}

extension TypedGenotype {
  fileprivate func presence(in reference: ReferenceIndex, where carries: (AlleleCode) -> Bool?) -> LigandPresence {
    let one = first.presence(in: reference, where: carries)
    switch second {
    case .position(let position): return one.or(position.presence(in: reference, where: carries))
    case .unknown: return one.or(.possible)
    case .presumedHomozygous, .absent: return one
    }
  }
}

extension PositionTyping {
  fileprivate func presence(in reference: ReferenceIndex, where carries: (AlleleCode) -> Bool?) -> LigandPresence {
    guard isClosed else { return .possible }
    var found: Bool?
    for allele in expressedAlleles(in: reference) {
      guard let answer = carries(allele), answer == found ?? answer else { return .possible }
      found = answer
    }
    return found == true ? .certain : .absent
  }
}
