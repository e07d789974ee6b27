import Alloreactivity
import HLANomenclature
import HLAReference
import HLATyping

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
  private let made = Guarded(Made())
  private let locus: Locus
  private let reference: ReferenceIndex

  init(_ typing: LocusTyping, _ locus: Locus, _ reference: ReferenceIndex) {
    (self.typing, self.locus, self.reference) = (typing, locus, reference)
    (flags, ard) = (typing.flags, typing.genotype(.ard))
  }

  /// What was asked for so far.
  private struct Made {
    var shown: ShownGenotypes?
    var ligands: LocusLigands?
    var words: [UInt8]?
  }

  /// Its genotypes at the levels that reports show beside the one that decides.
  public struct ShownGenotypes: Sendable {
    /// Of two-field proteins.
    public let twoField: LocusGenotype
    /// Of serological antigens.
    public let antigen: LocusGenotype
  }

  /// Its genotypes of two-field proteins and of antigens.
  public var shown: ShownGenotypes {
    value({ $0.shown }) {
      ShownGenotypes(twoField: typing.genotype(.twoField), antigen: typing.genotype(.antigen))
    } keep: {
      $0.shown = $1
    }
  }
  /// The KIR ligands that it carries; none at loci that carry none.
  public var ligands: LocusLigands {
    value({ $0.ligands }) {
      LocusLigands(typing, locus: locus, reference: reference)
    } keep: {
      $0.ligands = $1
    }
  }

  /// The words that reports have for it.
  ///
  /// - Parameter make: Finds the words; the same wherever this is asked of a typing, since only the first are kept.
  public func words(_ make: (LocusTyping, Locus) -> [UInt8]) -> [UInt8] {
    value({ $0.words }) {
      make(typing, locus)
    } keep: {
      $0.words = $1
    }
  }

  /// Made outside the lock, by two threads at once perhaps twice.
  @inline(__always) private func value<Value>(
    _ known: (Made) -> Value?, _ make: () -> Value, keep: (inout Made, Value) -> Void
  ) -> Value {
    if let known = made.withLock({ known($0) }) { return known }
    let found = make()
    made.withLock { keep(&$0, found) }
    return found
  }

  /// Alleles named, as a measure of the memory it takes.
  fileprivate var alleles: Int {
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
    if let known = memory[place] { return known }
    let found = KnownTyping(typing(key, at: locus), locus, reference)
    memory.add(found, place, weight: KnownTyping.weight + found.alleles)
    return found
  }
}

extension DonorPool {
  /// The typings of a donor at the loci of the ten.
  public func known(_ keys: TenKeys) -> [KnownTyping] {
    [
      known(keys.a, at: .a), known(keys.b, at: .b), known(keys.c, at: .c), known(keys.drb1, at: .drb1),
      known(keys.dqb1, at: .dqb1),
    ]
  }
}

extension KnownTyping {
  /// What a typing of few alleles takes, counted as alleles.
  fileprivate static let weight = 64
}
