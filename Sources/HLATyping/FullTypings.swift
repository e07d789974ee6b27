import HLANomenclature
import HLAReference

/// The full typings that the present typing of a locus allows, one for each way in which they differ in effect.
///
/// A full typing names one allele a position. However many alleles a position may be, those that have the same effect
/// serve alike, so that one or two of each effect stand for all. As in counting, nulls within a set are passed over,
/// explicit nulls stay, and a position that was presumed homozygous stays the first again (DOMAIN 2.5 to 2.8).
///
/// `Effect` is all that matters of an allele beside whether both positions have one identity.
public struct FullTypings<Effect: Hashable> {
  private typealias Grouped = [(effect: Effect, members: [UInt32: AlleleCode])]

  private let reference: ReferenceIndex
  private let universe: [AlleleCode]
  private let effect: (AlleleCode, UInt32) -> Effect

  /// Typings of a locus.
  ///
  /// - Parameters:
  ///   - universe: What a position may be of which nothing is known.
  ///   - effect: The effect of an expressed allele, given its identity.
  public init(
    _ reference: ReferenceIndex, universe: [AlleleCode], effect: @escaping (AlleleCode, UInt32) -> Effect
  ) {
    (self.reference, self.universe, self.effect) = (reference, universe, effect)
  }

  /// One full typing for each distinct effect, the present typing itself where it says all that typing can.
  ///
  /// - Complexity: O(genotypes x (alleles + effects x effects)).
  public func representatives(of typing: LocusTyping) -> [LocusTyping] {
    switch typing {
    case .absent: return [typing]
    case .untyped: return both(universe, universe).map { .typed(TypedLocus([$0], newAllele: .unknown)) }
    case .typed(let typed):
      return typed.genotypes.flatMap { genotype in
        representatives(genotype, typed.newAllele).map { .typed(TypedLocus([$0], newAllele: typed.newAllele)) }
      }
    }
  }

  private func representatives(_ genotype: TypedGenotype, _ newAllele: NewAllelePolicy) -> [TypedGenotype] {
    let first = alleles(genotype.first, newAllele)
    switch genotype.second {
    case .presumedHomozygous, .absent:
      guard let first else { return [genotype] }
      return one(of: first).map { TypedGenotype(first: $0, second: genotype.second) }
    case .unknown:
      if let first { return both(first, universe) }
      // A lone null tells nothing of either position.
      if genotype.first.isNull { return both(universe, universe) }
      return one(of: universe).map { TypedGenotype(first: genotype.first, second: .position($0)) }
    case .position(let other):
      switch (first, alleles(other, newAllele)) {
      case (nil, nil): return [genotype]
      case (let first?, let second?): return both(first, second)
      case (let first?, nil):
        if other.isNull, genotype.first.isNew { return both(universe, universe) }
        return one(of: first).map { TypedGenotype(first: $0, second: genotype.second) }
      case (nil, let second?):
        if genotype.first.isNull, other.isNew { return both(universe, universe) }
        return one(of: second).map { TypedGenotype(first: genotype.first, second: .position($0)) }
      }
    }
  }

  /// The expressed alleles that a position may be; nil where typing can say no more of it than that it is a null, or new.
  private func alleles(_ position: PositionTyping, _ newAllele: NewAllelePolicy) -> [AlleleCode]? {
    if position.isNull || position.isNew && newAllele == .mismatch { return nil }
    if !position.isClosed { return universe }
    let known = position.alleles.filter { identity($0) != nil }
    return known.isEmpty ? nil : known
  }

  private func identity(_ allele: AlleleCode) -> UInt32? {
    if case .known(let identity) = reference.identity(of: allele) { UInt32(identity.rawValue) } else { nil }
  }

  private func one(of alleles: [AlleleCode]) -> [PositionTyping] {
    grouped(alleles).compactMap { $0.members.min { $0.key < $1.key } }.map { PositionTyping($0.value, in: reference) }
  }

  /// Genotypes of two alleles chosen independently: of each two effects one with two identities and one with the same
  /// twice, as far as there are such.
  private func both(_ first: [AlleleCode], _ second: [AlleleCode]) -> [TypedGenotype] {
    let (left, right) = (grouped(first), grouped(second))
    var found: [TypedGenotype] = []
    func add(_ one: AlleleCode, _ other: AlleleCode) {
      found.append(
        TypedGenotype(
          first: PositionTyping(one, in: reference), second: .position(PositionTyping(other, in: reference))))
    }
    for one in left {
      for other in right {
        let (own, theirs) = (one.members, other.members)
        if let shared = own.keys.filter({ theirs[$0] != nil }).min() { add(own[shared]!, theirs[shared]!) }
        guard let identity = own.keys.min() else { continue }
        if let different = theirs.keys.filter({ $0 != identity }).min() {
          add(own[identity]!, theirs[different]!)
        } else if let another = own.keys.filter({ theirs[$0] == nil }).min(), let only = theirs.first {
          add(own[another]!, only.value)
        }
      }
    }
    return found
  }

  private func grouped(_ alleles: [AlleleCode]) -> Grouped {
    var places: [Effect: Int] = [:]
    var groups: Grouped = []
    for allele in alleles {
      guard let identity = identity(allele) else { continue }
      let effect = effect(allele, identity)
      if let place = places[effect] {
        if groups[place].members[identity] == nil { groups[place].members[identity] = allele }
      } else {
        places[effect] = groups.count
        groups.append((effect, [identity: allele]))
      }
    }
    return groups
  }
}
