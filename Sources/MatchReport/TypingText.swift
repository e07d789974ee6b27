import HLANomenclature
import HLAReference
import HLATyping

/// Typings in words, for people.
public enum TypingText {
  /// The positions of a locus, one or two, as short texts: `A*02:01P`, `A*24:09N (null)`, `3 identities`, `untyped`.
  public static func positions(_ typing: LocusTyping, _ locus: Locus, _ reference: ReferenceIndex) -> [String] {
    switch typing {
    case .untyped: return ["untyped"]
    case .absent: return ["absent"]
    case .typed(let typed):
      let genotypes = typed.genotypes
      let shown = genotypes.prefix(longestList).enumerated().flatMap { number, genotype in
        positions(genotype, locus, reference).map { number == 0 ? $0 : "or \($0)" }
      }
      return genotypes.count > longestList
        ? shown + ["or \(genotypes.count - longestList) more genotypes"] : shown
    }
  }

  /// Genotypes of a list that are shown.
  private static let longestList = 4

  private static func positions(
    _ genotype: TypedGenotype, _ locus: Locus, _ reference: ReferenceIndex
  ) -> [String] {
    let first = position(genotype.first, locus, reference)
    switch genotype.second {
    case .position(let second): return [first, position(second, locus, reference)]
    case .presumedHomozygous: return [first, "same (presumed)"]
    case .unknown: return [first, "unknown"]
    case .absent: return [first, "absent"]
    }
  }

  /// One position: the name where one allele is meant, otherwise the identities it may have.
  public static func position(_ position: PositionTyping, _ locus: Locus, _ reference: ReferenceIndex) -> String {
    if position.isNew { return "NEW" }
    if position.isNull { return "\(name(position, locus, reference)) (null)" }
    let identities = position.identities
    let names = identities.codes.prefix(3).map { reference.name(of: ARDCode(UInt16($0)), locus: locus) }
    var text = names.joined(separator: " or ")
    if identities.codes.count > 3 { text += " or \(identities.codes.count - 3) more" }
    if identities.extent == .open { text += text.isEmpty ? "unknown identity" : " or any other" }
    if position.alleles.count == 1 { return "\(name(position, locus, reference)) [\(text)]" }
    return text
  }

  private static func name(_ position: PositionTyping, _ locus: Locus, _ reference: ReferenceIndex) -> String {
    guard let first = position.alleles.first else { return "NEW" }
    let full = reference.name(of: first).description
    return position.alleles.count == 1 ? full : "\(full) and \(position.alleles.count - 1) more"
  }
}
