import DonorPool
import HLANomenclature
import HLATyping

/// One patient compared with single donors of a pool, exactly: phase, genotype lists and nulls included.
///
/// What a scan cannot settle comes here, and what reports show of a pair.
public final class PatientComparison: Sendable {
  /// The patient.
  public let patient: Person
  private let pool: DonorPool
  /// The patient's genotypes at the loci of the ten, at the ARD level.
  private let genotypes: [LocusGenotype]
  /// The same at the levels that reports show beside it.
  private let reported: (twoField: [LocusGenotype], antigen: [LocusGenotype])
  private let flags: [TypingFlags]
  private let deeperLoci: [Locus]
  private let sixLevels: SixLocusLevels?
  /// The patient's genotypes at the loci of the six, each at its level; empty where they are not counted.
  private let sixGenotypes: [LocusGenotype]

  /// A comparison of a patient with donors of a pool.
  ///
  /// - Parameters:
  ///   - deeperLoci: Loci of ``Locus/typed`` to count beside the ten.
  ///   - sixLevels: How A, B and DRB1 count for cord blood, where ``sixLocusMatch(_:_:)`` is asked for.
  public init(patient: Person, pool: DonorPool, deeperLoci: [Locus] = [], sixLevels: SixLocusLevels? = nil) {
    self.sixLevels = sixLevels
    sixGenotypes = sixLevels.map { zip(Locus.six, $0.levels).map { patient.typing($0).genotype($1) } } ?? []
    (self.patient, self.pool, self.deeperLoci) = (patient, pool, deeperLoci)
    func genotypes(_ level: ResolutionLevel) -> [LocusGenotype] {
      Locus.ten.map { patient.typing($0).genotype(level) }
    }
    (self.genotypes, reported) = (genotypes(.ard), (genotypes(.twoField), genotypes(.antigen)))
    flags = Locus.ten.map { patient.typing($0).flags }
  }

  /// The counts of the five loci of a donor.
  public func counts(_ row: Int) -> PairCounts {
    var memory = PairMemory()
    return counts(pool.tenKeys(row), &memory)
  }

  /// The counts of the five loci of a donor with these typings.
  ///
  /// - Parameter memory: What typings met lately say; kept by one thread for one patient.
  public func counts(_ keys: DonorPool.TenKeys, _ memory: inout PairMemory) -> PairCounts {
    PairCounts(
      counts(keys.a, 0, &memory), counts(keys.b, 1, &memory), counts(keys.c, 2, &memory),
      counts(keys.drb1, 3, &memory), counts(keys.dqb1, 4, &memory))
  }

  /// The flags of both sides at each locus of the ten.
  ///
  /// - Parameter donor: The donor's typings at the ten.
  public func flags(_ donor: [KnownTyping]) -> [TypingFlags] {
    zip(flags, donor).map { $0.union($1.flags) }
  }

  private func counts(_ key: TypingKey, _ index: Int, _ memory: inout PairMemory) -> MatchCounts {
    memory.counts(key, index) {
      LocusComparison.counts(
        patient: genotypes[index], donor: pool.typing(key, at: Locus.ten[index]).genotype(.ard))
    }
  }

  /// The matches of A, B and DRB1 at the levels of cord blood; nil where no levels were given.
  ///
  /// - Parameter memory: A memory of its own, kept by one thread for one patient.
  public func sixLocusMatch(_ keys: DonorPool.TenKeys, _ memory: inout PairMemory) -> SixLocusMatch? {
    guard let levels = sixLevels?.levels else { return nil }
    let matches = zip([keys.a, keys.b, keys.drb1], Locus.six).enumerated().map { index, donor in
      memory.counts(donor.0, Int(donor.1.rawValue)) {
        let genotype = pool.typing(donor.0, at: donor.1).genotype(levels[index])
        return LocusComparison.counts(patient: sixGenotypes[index], donor: genotype)
      }.match
    }
    return SixLocusMatch(a: matches[0], b: matches[1], drb1: matches[2])
  }

  /// The counts of a donor at the loci asked for beside the ten.
  public func deeperCounts(_ row: Int) -> DeeperCounts {
    if deeperLoci.isEmpty { return .none }
    return DeeperCounts(loci: deeperLoci, counts: deeperLoci.map { deeperCounts(row, $0) })
  }

  /// The counts of the five loci of a donor at any level of resolution, for reports.
  ///
  /// - Parameter donor: The donor's typings at the ten.
  public func counts(_ donor: [KnownTyping], level: ResolutionLevel) -> PairCounts {
    switch level {
    case .ard: counts(genotypes, donor) { $0.ard }
    case .twoField: counts(reported.twoField, donor) { $0.shown.twoField }
    case .antigen: counts(reported.antigen, donor) { $0.shown.antigen }
    }
  }

  /// The counts of two-field proteins and of antigens of the five loci of a donor.
  ///
  /// - Parameters:
  ///   - donor: The donor's typings at the ten, which must live as long as the memory.
  ///   - memory: That of one list, for this patient.
  public func shownCounts(
    _ donor: [KnownTyping], _ memory: inout ShownCountsMemory
  ) -> (twoField: PairCounts, antigen: PairCounts) {
    let found = donor.indices.map { index in
      let typing = donor[index]
      if let known = memory.counts[ObjectIdentifier(typing)] { return known }
      let shown = typing.shown
      let counts = (
        LocusComparison.counts(patient: reported.twoField[index], donor: shown.twoField),
        LocusComparison.counts(patient: reported.antigen[index], donor: shown.antigen)
      )
      memory.counts[ObjectIdentifier(typing)] = counts
      return counts
    }
    return (PairCounts(loci: found.map(\.0)), PairCounts(loci: found.map(\.1)))
  }

  @inline(__always) private func counts(
    _ patient: [LocusGenotype], _ donor: [KnownTyping], _ genotype: (KnownTyping) -> LocusGenotype
  ) -> PairCounts {
    func counts(_ index: Int) -> MatchCounts {
      LocusComparison.counts(patient: patient[index], donor: genotype(donor[index]))
    }
    return PairCounts(counts(0), counts(1), counts(2), counts(3), counts(4))
  }

  private func deeperCounts(_ row: Int, _ locus: Locus) -> MatchCounts {
    LocusComparison.counts(
      patient: patient.typing(locus).genotype(.ard), donor: pool.typing(row, locus).genotype(.ard))
  }
}

/// What the typings of one list say beside its patient at the levels that reports show: they repeat within a list too.
///
/// Must not outlive the typings.
public struct ShownCountsMemory {
  fileprivate var counts: [ObjectIdentifier: (MatchCounts, MatchCounts)] = [:]

  /// A memory of nothing.
  public init() {}
}

/// What typings met lately say beside one patient: pools repeat their typings.
public struct PairMemory: Sendable {
  private struct Slot {
    var key = TypingKey.untyped
    var isUsed = false
    var counts = MatchCounts.zero
  }

  private static let slotsOfLocus = 512
  private var slots: [Slot] = []

  /// A memory of nothing.
  public init() {}

  mutating func counts(_ key: TypingKey, _ index: Int, _ make: () -> MatchCounts) -> MatchCounts {
    if slots.isEmpty { slots = Array(repeating: Slot(), count: PairMemory.slotsOfLocus * Locus.ten.count) }
    let hash = (UInt64(key.first) << 32 | UInt64(key.second)) &* 0x9E37_79B9_7F4A_7C15
    let slot = index * PairMemory.slotsOfLocus + Int(hash >> 55)
    if slots[slot].isUsed, slots[slot].key == key { return slots[slot].counts }
    let counts = make()
    slots[slot] = Slot(key: key, isUsed: true, counts: counts)
    return counts
  }
}
