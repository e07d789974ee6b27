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
      said(keys.a, 0, &memory).counts, said(keys.b, 1, &memory).counts, said(keys.c, 2, &memory).counts,
      said(keys.drb1, 3, &memory).counts, said(keys.dqb1, 4, &memory).counts)
  }

  /// The flags of both sides at each locus of the ten.
  ///
  /// - Parameter memory: As for ``counts(_:_:)``.
  public func flags(_ keys: DonorPool.TenKeys, _ memory: inout PairMemory) -> [TypingFlags] {
    [keys.a, keys.b, keys.c, keys.drb1, keys.dqb1].enumerated().map { index, key in
      flags[index].union(said(key, index, &memory).flags)
    }
  }

  private func said(_ key: TypingKey, _ index: Int, _ memory: inout PairMemory) -> PairMemory.Entry {
    memory.entry(key, index) {
      let typing = pool.typing(key, at: Locus.ten[index])
      return PairMemory.Entry(
        counts: LocusComparison.counts(patient: genotypes[index], donor: typing.genotype(.ard)), flags: typing.flags)
    }
  }

  /// The matches of A, B and DRB1 at the levels of cord blood; nil where no levels were given.
  ///
  /// - Parameter memory: A memory of its own, kept by one thread for one patient.
  public func sixLocusMatch(_ keys: DonorPool.TenKeys, _ memory: inout PairMemory) -> SixLocusMatch? {
    guard let levels = sixLevels?.levels else { return nil }
    let matches = zip([keys.a, keys.b, keys.drb1], Locus.six).enumerated().map { index, donor in
      memory.entry(donor.0, Int(donor.1.rawValue)) {
        let genotype = pool.typing(donor.0, at: donor.1).genotype(levels[index])
        return PairMemory.Entry(counts: LocusComparison.counts(patient: sixGenotypes[index], donor: genotype))
      }.counts.match
    }
    return SixLocusMatch(a: matches[0], b: matches[1], drb1: matches[2])
  }

  /// The counts of a donor at the loci asked for beside the ten.
  public func deeperCounts(_ row: Int) -> DeeperCounts {
    if deeperLoci.isEmpty { return .none }
    return DeeperCounts(loci: deeperLoci, counts: deeperLoci.map { deeperCounts(row, $0) })
  }

  /// The counts of the five loci of a donor with these typings at any level of resolution, for reports.
  public func counts(_ keys: DonorPool.TenKeys, level: ResolutionLevel) -> PairCounts {
    let known = zip(Locus.ten, [keys.a, keys.b, keys.c, keys.drb1, keys.dqb1]).map { pool.known($1, at: $0) }
    switch level {
    case .ard: return counts(genotypes, known.map { $0.typing.genotype(.ard) })
    case .twoField: return counts(reported.twoField, known.map(\.twoField))
    case .antigen: return counts(reported.antigen, known.map(\.antigen))
    }
  }

  private func counts(_ patient: [LocusGenotype], _ donor: [LocusGenotype]) -> PairCounts {
    PairCounts(loci: zip(patient, donor).map { LocusComparison.counts(patient: $0, donor: $1) })
  }

  private func deeperCounts(_ row: Int, _ locus: Locus) -> MatchCounts {
    LocusComparison.counts(
      patient: patient.typing(locus).genotype(.ard), donor: pool.typing(row, locus).genotype(.ard))
  }
}

/// What typings met lately say beside one patient: pools repeat their typings.
public struct PairMemory: Sendable {
  struct Entry {
    var counts = MatchCounts.zero
    /// The donor's flags.
    var flags: TypingFlags = []
  }

  private struct Slot {
    var key = TypingKey.untyped
    var isUsed = false
    var entry = Entry()
  }

  private static let slotsOfLocus = 512
  private var slots: [Slot] = []

  /// A memory of nothing.
  public init() {}

  mutating func entry(_ key: TypingKey, _ index: Int, _ make: () -> Entry) -> Entry {
    if slots.isEmpty { slots = Array(repeating: Slot(), count: PairMemory.slotsOfLocus * Locus.ten.count) }
    let hash = (UInt64(key.first) << 32 | UInt64(key.second)) &* 0x9E37_79B9_7F4A_7C15
    let slot = index * PairMemory.slotsOfLocus + Int(hash >> 55)
    if slots[slot].isUsed, slots[slot].key == key { return slots[slot].entry }
    let entry = make()
    slots[slot] = Slot(key: key, isUsed: true, entry: entry)
    return entry
  }
}
