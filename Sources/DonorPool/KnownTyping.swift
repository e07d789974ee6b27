import Alloreactivity
import HLANomenclature
import HLATyping

/// A typing of a pool with what reports ask of it again and again.
///
/// Registries repeat their typings, and the best donors of one patient are often those of the next.
public struct KnownTyping: Sendable {
  /// The typing.
  public let typing: LocusTyping
  /// Its genotypes of two-field proteins.
  public let twoField: LocusGenotype
  /// Its genotypes of serological antigens.
  public let antigen: LocusGenotype
  /// The KIR ligands that it carries; none at loci that carry none.
  public let ligands: LocusLigands

  init(_ typing: LocusTyping, _ locus: Locus, _ pool: DonorPool) {
    self.typing = typing
    (twoField, antigen) = (typing.genotype(.twoField), typing.genotype(.antigen))
    ligands = LocusLigands(typing, locus: locus, reference: pool.reference)
  }

  /// Alleles named, as a measure of the memory it takes.
  fileprivate var alleles: Int {
    guard case .typed(let typed) = typing else { return 0 }
    return typed.positions.reduce(0) { $0 + $1.alleles.count }
  }
}

extension DonorPool {
  /// The typing that a key stands for at a locus of ``Locus/typed``, with what reports ask of it; remembered with the
  /// pool, up to a limit.
  public func known(_ key: TypingKey, at locus: Locus) -> KnownTyping {
    let place = PoolTyping(locus: locus, key: key)
    if let known = memory[place] { return known }
    let found = KnownTyping(typing(key, at: locus), locus, self)
    memory.add(found, place, weight: KnownTyping.weight + found.alleles)
    return found
  }
}

extension KnownTyping {
  /// What a typing of few alleles takes, counted as alleles.
  fileprivate static let weight = 64
}
