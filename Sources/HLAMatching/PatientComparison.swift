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
  /// The single ones among all these.
  private let singles: (ard: TenSingles, twoField: TenSingles, antigen: TenSingles)
  private let flags: [TypingFlags]
  private let hasFlags: Bool
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
    singles = (TenSingles(self.genotypes), TenSingles(reported.twoField), TenSingles(reported.antigen))
    flags = Locus.ten.map { patient.typing($0).flags }
    hasFlags = flags.contains { !$0.isEmpty }
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
  /// - Returns: One value a locus of ``Locus/ten``; none where there is no flag at all.
  public func flags(_ donor: KnownDonor) -> [TypingFlags] {
    if !hasFlags, donor.flags.isEmpty { return [] }
    return zip(flags, donor.typings).map { $0.union($1.flags) }
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
  /// - Parameters:
  ///   - donor: The donor, of the pool.
  ///   - memory: What open typings said at this level; of one list for this patient.
  public func counts(
    _ donor: KnownDonor, level: ResolutionLevel, _ memory: inout OpenTypingMemory
  ) -> PairCounts {
    switch level {
    case .ard: counts(singles.ard, donor.ard, genotypes, donor, level, &memory) { $0.ard }
    case .twoField:
      counts(singles.twoField, donor.twoField, reported.twoField, donor, level, &memory) { $0.shown.twoField }
    case .antigen:
      counts(singles.antigen, donor.antigen, reported.antigen, donor, level, &memory) { $0.shown.antigen }
    }
  }

  /// Most typings of a pool leave nothing open; the others are compared by all their genotypes.
  @inline(__always) private func counts(
    _ single: TenSingles, _ other: TenSingles, _ genotypes: [LocusGenotype], _ donor: KnownDonor,
    _ level: ResolutionLevel, _ memory: inout OpenTypingMemory, _ genotype: (KnownTyping) -> LocusGenotype
  ) -> PairCounts {
    func counts(_ one: SingleGenotype?, _ two: SingleGenotype?, _ index: Int) -> MatchCounts {
      if let one, let two { return LocusComparison.counts(one, two) }
      return memory.counts(donor.typings[index], level) {
        LocusComparison.counts(patient: genotypes[index], donor: genotype($0))
      }
    }
    return PairCounts(
      counts(single.a, other.a, 0), counts(single.b, other.b, 1), counts(single.c, other.c, 2),
      counts(single.drb1, other.drb1, 3), counts(single.dqb1, other.dqb1, 4))
  }

  private func deeperCounts(_ row: Int, _ locus: Locus) -> MatchCounts {
    LocusComparison.counts(
      patient: patient.typing(locus).genotype(.ard), donor: pool.typing(row, locus).genotype(.ard))
  }
}

/// What typings that leave something open say beside one patient: they repeat within a list of donors.
public struct OpenTypingMemory: Sendable {
  private struct Place: Hashable {
    let typing: ObjectIdentifier
    let level: ResolutionLevel
  }

  private struct Entry {
    /// Held, so that nothing else takes its identity.
    let typing: KnownTyping
    let counts: MatchCounts
  }

  private static let most = 1 << 14
  private var entries: [Place: Entry] = [:]

  /// A memory of nothing.
  public init() {}

  /// - Parameter make: Compares the typing at the level with the patient.
  fileprivate mutating func counts(
    _ typing: KnownTyping, _ level: ResolutionLevel, _ make: (KnownTyping) -> MatchCounts
  ) -> MatchCounts {
    let place = Place(typing: ObjectIdentifier(typing), level: level)
    if let known = entries[place] { return known.counts }
    let counts = make(typing)
    if entries.count >= OpenTypingMemory.most { entries.removeAll(keepingCapacity: true) }
    entries[place] = Entry(typing: typing, counts: counts)
    return counts
  }
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
