import HLANomenclature
import HLAReference

extension LocusTyping {
  /// Pairs of genotypes beyond which two statements of one locus are too ambiguous to be compared.
  private static let comparisonLimit = 4_000_000

  /// What two statements about one locus leave possible together: their sets of pairs intersected (INTERFACE, section 3).
  ///
  /// - Throws: ``TypingFault/contradictingSources`` where nothing is left.
  func intersected(
    with other: LocusTyping, locus: Locus, reference: ReferenceIndex
  ) throws(TypingFault) -> LocusTyping {
    switch (self, other) {
    case (.untyped, _): return other
    case (_, .untyped): return self
    case (.absent, .absent): return .absent
    case (.absent, .typed), (.typed, .absent): throw .contradictingSources
    case (.typed(let left), .typed(let right)):
      guard left.genotypes.count * right.genotypes.count <= LocusTyping.comparisonLimit else { throw .tooAmbiguous }
      let meeting = PositionMeeting(locus: locus, reference: reference)
      var genotypes: [TypedGenotype] = []
      var known: Set<GenotypeKey> = []
      for one in left.genotypes {
        for two in right.genotypes {
          for common in meeting.genotypes(one, two) where known.insert(GenotypeKey(common)).inserted {
            genotypes.append(common)
          }
        }
      }
      guard !genotypes.isEmpty else { throw .contradictingSources }
      return .typed(TypedLocus(genotypes, newAllele: left.newAllele))
    }
  }
}

/// What tells one genotype from another, whichever position is written first.
private struct GenotypeKey: Hashable {
  private let first: [AlleleCode]
  private let second: [AlleleCode]
  private let kind: Int

  init(_ genotype: TypedGenotype) {
    let alleles = genotype.first.alleles
    switch genotype.second {
    case .position(let other):
      let isTurned = other.alleles.lexicographicallyPrecedes(alleles)
      (first, second, kind) = isTurned ? (other.alleles, alleles, 0) : (alleles, other.alleles, 0)
    case .presumedHomozygous: (first, second, kind) = (alleles, [], 1)
    case .unknown: (first, second, kind) = (alleles, [], 2)
    case .absent: (first, second, kind) = (alleles, [], 3)
    }
  }
}

/// One position as far as it is told.
private enum Slot {
  case position(PositionTyping)
  case anything
  case absent
}

/// Finds what two typings of a locus have in common.
private struct PositionMeeting {
  let locus: Locus
  let reference: ReferenceIndex

  /// The genotypes that two allow together, whichever position is written first; none, one or two.
  func genotypes(_ left: TypedGenotype, _ right: TypedGenotype) -> [TypedGenotype] {
    if left.second == .presumedHomozygous, right.second == .presumedHomozygous {
      return position(left.first, right.first).map { [TypedGenotype(first: $0, second: .presumedHomozygous)] } ?? []
    }
    // What the one source leaves blank the other tells, so nothing is presumed (DOMAIN 2.7).
    let (one, two) = (left.withoutPresumption.slots, right.withoutPresumption.slots)
    return [
      TypedGenotype(slot(one.0, two.0), slot(one.1, two.1)), TypedGenotype(slot(one.0, two.1), slot(one.1, two.0)),
    ].compactMap { $0 }
  }

  private func slot(_ left: Slot, _ right: Slot) -> Slot? {
    switch (left, right) {
    case (.anything, _): right
    case (_, .anything): left
    case (.absent, .absent): .absent
    case (.absent, .position), (.position, .absent): nil
    case (.position(let one), .position(let two)): position(one, two).map { .position($0) }
    }
  }

  /// The alleles that both admit; nil where there are none. `NEW` and sets left open by the excerpt admit any.
  private func position(_ left: PositionTyping, _ right: PositionTyping) -> PositionTyping? {
    if left == right || right.isNew { return left }
    if left.isNew { return right }
    switch (left.isLeftOpen, right.isLeftOpen) {
    case (true, false): return right
    case (_, true): return left
    case (false, false): break
    }
    let members = Set(right.alleles)
    let common = left.alleles.filter(members.contains)
    guard let first = common.first else { return nil }
    if common.count == left.alleles.count { return left.adding(right.notes) }
    if common.count == right.alleles.count { return right.adding(left.notes) }
    return PositionTyping(
      kind: common.count == 1 ? .allele : .list, alleles: common, written: reference.name(of: first).description,
      locus: locus, reference: reference, notes: left.notes
    ).adding(right.notes)
  }
}

extension TypedGenotype {
  fileprivate init?(_ one: Slot?, _ two: Slot?) {
    switch (one, two) {
    case (.position(let first), .position(let second)): self.init(first: first, second: .position(second))
    case (.position(let first), .anything), (.anything, .position(let first)): self.init(first: first, second: .unknown)
    case (.position(let first), .absent), (.absent, .position(let first)): self.init(first: first, second: .absent)
    default: return nil
    }
  }

  fileprivate var slots: (Slot, Slot) {
    switch second {
    case .position(let other): (.position(first), .position(other))
    case .absent: (.position(first), .absent)
    case .unknown, .presumedHomozygous: (.position(first), .anything)
    }
  }
}

extension PositionTyping {
  /// The excerpt may leave out members.
  fileprivate var isLeftOpen: Bool { notes.contains { if case .openInExcerpt = $0 { true } else { false } } }

  fileprivate func adding(_ more: [TypingNote]) -> PositionTyping {
    more.reversed().reduce(self) { $0.notes.contains($1) ? $0 : $0.adding($1) }
  }
}
