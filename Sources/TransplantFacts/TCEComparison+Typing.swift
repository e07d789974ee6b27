import HLAReference
import HLATyping

extension TCEComparison {
  /// Compares the DPB1 typings of a pair.
  ///
  /// An ambiguous position has a group where all its expressed alleles have the same; of several genotypes, all must lead
  /// to one verdict.
  ///
  /// - Parameters:
  ///   - patient: The patient's DPB1.
  ///   - donor: The donor's DPB1.
  ///   - groups: The group of an allele, such as `reference.tceGroup(of:)`; nil where it has none.
  public init(
    patient: LocusTyping, donor: LocusTyping, reference: ReferenceIndex, groups: (AlleleCode) -> TCEGroup?
  ) {
    let areIdentical = patient.isCertainlyIdentical(to: donor)
    let found = patient.tcePairs(reference, groups).flatMap { own in
      donor.tcePairs(reference, groups).map { TCEComparison(patient: own, donor: $0, areIdentical: areIdentical) }
    }
    guard let first = found.first else {
      self.init()
      return
    }
    let isOne = found.allSatisfy { $0.verdict == first.verdict }
    let own = found.allSatisfy { $0.patientGroup == first.patientGroup } ? first.patientGroup : nil
    let other = found.allSatisfy { $0.donorGroup == first.donorGroup } ? first.donorGroup : nil
    guard isOne else {
      self.init(unknownBeside: own, other)
      return
    }
    self.init(
      verdict: first.verdict, isPredicted: found.contains(where: \.isPredicted), patientGroup: own, donorGroup: other)
  }

  private init(verdict: TCEVerdict, isPredicted: Bool, patientGroup: Int?, donorGroup: Int?) {
    (self.verdict, self.isPredicted, self.patientGroup, self.donorGroup) =
      (verdict, isPredicted, patientGroup, donorGroup)
  }
}

extension LocusTyping {
  /// The groups of both positions, one pair a genotype; none where the locus is not typed.
  fileprivate func tcePairs(
    _ reference: ReferenceIndex, _ groups: (AlleleCode) -> TCEGroup?
  ) -> [(TCEPosition, TCEPosition)] {
    guard case .typed(let typed) = self else { return [] }
    return typed.genotypes.map { genotype in
      let first = genotype.first.tcePosition(reference, groups)
      switch genotype.second {
      case .position(let second): return (first, second.tcePosition(reference, groups))
      case .presumedHomozygous, .absent: return (first, first)
      case .unknown: return (first, .unknown)
      }
    }
  }

  /// One genotype of two known identities, the same on both sides.
  fileprivate func isCertainlyIdentical(to other: LocusTyping) -> Bool {
    guard let own = onlyIdentities, let theirs = other.onlyIdentities else { return false }
    return own == theirs
  }

  private var onlyIdentities: [UInt32]? {
    guard case .pairs(let pairs) = genotype(.ard), pairs.count == 1, let first = pairs[0].first.single,
      let second = pairs[0].second.single
    else { return nil }
    return [min(first, second), max(first, second)]
  }
}

extension PositionTyping {
  fileprivate func tcePosition(_ reference: ReferenceIndex, _ groups: (AlleleCode) -> TCEGroup?) -> TCEPosition {
    if isNull { return .null }
    let expressed = alleles.filter { reference.identity(of: $0) != .null }
    guard !isNew, !mayBeAnother, let first = expressed.first, let group = groups(first) else { return .unknown }
    var isPredicted = group.isPredicted
    for allele in expressed.dropFirst() {
      guard let other = groups(allele), other.group == group.group else { return .unknown }
      isPredicted = isPredicted || other.isPredicted
    }
    return .group(Int(group.group), isPredicted: isPredicted)
  }
}
