import HLANomenclature
import HLAReference

extension LocusTyping {
  /// Joins the serological typing of the same locus: DNA decides, a contradiction is flagged, and a second antigen
  /// forbids to presume that the DNA typing is homozygous (DOMAIN 2.6, 2.7).
  func joined(withSerology serology: LocusTyping) -> LocusTyping {
    guard case .typed(let antigens) = serology else { return self }
    guard case .typed(let typed) = self else { return self == .absent ? self : serology }
    let hasSecondAntigen = antigens.genotypes[0].positions.count == 2
    let genotypes = typed.genotypes.map { hasSecondAntigen ? $0.withoutPresumption : $0 }
    let agrees = typed.genotypes.contains { $0.agrees(with: antigens.genotypes[0]) }
    return .typed(TypedLocus(genotypes, newAllele: typed.newAllele, contradictsSerology: !agrees))
  }
}

extension TypedGenotype {
  /// The same with an unknown second position where it was presumed.
  var withoutPresumption: TypedGenotype {
    second == .presumedHomozygous ? TypedGenotype(first: first, second: .unknown) : self
  }

  /// Whether each antigen can be carried by a DNA position, two antigens by two different ones.
  ///
  /// Nulls carry no antigen and positions that are not known may carry any.
  fileprivate func agrees(with antigens: TypedGenotype) -> Bool {
    let carriers = antigens.positions.map { antigen in
      allPositions.indices.filter { allPositions[$0].canCarry(antigen) }
    }
    switch carriers.count {
    case 1: return !carriers[0].isEmpty
    default: return carriers[0].contains { first in carriers[1].contains { $0 != first } }
    }
  }

  /// Both copies: the second may be the first again, or unknown.
  private var allPositions: [PositionTyping] {
    switch second {
    case .position(let other): [first, other]
    case .presumedHomozygous: [first, first]
    case .unknown, .absent: [first, .new]
    }
  }
}

extension PositionTyping {
  /// Some member is among the alleles of an antigen.
  fileprivate func canCarry(_ antigen: PositionTyping) -> Bool {
    if isNew || identities.extent == .open { return true }
    let members = Set(antigen.alleles)
    return alleles.contains { members.contains($0) }
  }
}
