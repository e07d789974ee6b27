import Alloreactivity
import HLANomenclature
import HLAReference
import HLATyping
import Synchronization

/// A typing of a pool with what reports ask of it again and again; each is worked out when it is first asked for.
///
/// Registries repeat their typings, and the best donors of one patient are often those of the next.
public final class KnownTyping: Sendable {
  /// The typing.
  public let typing: LocusTyping
  /// Its flags.
  public let flags: TypingFlags
  /// Its genotypes at the ARD level.
  public let ard: LocusGenotype
  private let madeShown = AtomicLazyReference<ShownGenotypes>()
  private let madeLigands = AtomicLazyReference<Made<LocusLigands>>()
  private let madeWords = AtomicLazyReference<Made<[UInt8]>>()
  private let locus: Locus
  private let reference: ReferenceIndex

  init(_ typing: LocusTyping, _ locus: Locus, _ reference: ReferenceIndex) {
    (self.typing, self.locus, self.reference) = (typing, locus, reference)
    (flags, ard) = (typing.flags, typing.genotype(.ard))
  }

  /// Its genotypes at the levels that reports show beside the one that decides.
  public final class ShownGenotypes: Sendable {
    /// Of two-field proteins.
    public let twoField: LocusGenotype
    /// Of serological antigens.
    public let antigen: LocusGenotype

    fileprivate init(_ typing: LocusTyping) {
      (twoField, antigen) = (typing.genotype(.twoField), typing.genotype(.antigen))
    }
  }

  /// Its genotypes of two-field proteins and of antigens.
  public var shown: ShownGenotypes { madeShown.load() ?? madeShown.storeIfNil(ShownGenotypes(typing)) }

  /// The KIR ligands that it carries; none at loci that carry none.
  public var ligands: LocusLigands {
    if let made = madeLigands.load() { return made.value }
    return madeLigands.storeIfNil(Made(LocusLigands(typing, locus: locus, reference: reference))).value
  }

  /// The words that reports have for it.
  ///
  /// - Parameter make: Finds the words; the same wherever this is asked of a typing, since only the first are kept.
  public func words(_ make: (LocusTyping, Locus) -> [UInt8]) -> [UInt8] {
    if let made = madeWords.load() { return made.value }
    return madeWords.storeIfNil(Made(make(typing, locus))).value
  }

  /// Alleles named, as a measure of the memory it takes.
  var alleles: Int {
    guard case .typed(let typed) = typing else { return 0 }
    return typed.genotypes.reduce(0) { sum, genotype in
      if case .position(let second) = genotype.second {
        return sum + genotype.first.alleles.count + second.alleles.count
      }
      return sum + genotype.first.alleles.count
    }
  }
}

extension DonorPool {
  /// The typing that a key stands for at a locus of ``Locus/typed``, with what reports ask of it; remembered with the
  /// pool, up to a limit.
  public func known(_ key: TypingKey, at locus: Locus) -> KnownTyping {
    let place = PoolTyping(locus: locus, key: key)
    if let known = typingsMet[place] { return known }
    let found = KnownTyping(typing(key, at: locus), locus, reference)
    typingsMet.add(found, place, weight: KnownTyping.weight + found.alleles)
    return found
  }
}

extension KnownTyping {
  /// What a typing of few alleles takes, counted as alleles.
  fileprivate static let weight = 64
}
