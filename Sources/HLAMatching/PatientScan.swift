import DonorPool
import HLANomenclature
import HLATyping

/// What one patient counts against one donor at the five loci, at the ARD level.
///
/// Five words in place: streams of pairs make one of these a pair.
public struct PairCounts: Hashable, Sendable {
  private let a: MatchCounts
  private let b: MatchCounts
  private let c: MatchCounts
  private let drb1: MatchCounts
  private let dqb1: MatchCounts

  /// Counts of the five loci.
  ///
  /// - Parameter loci: One value a locus of ``Locus/ten``.
  public init(loci: [MatchCounts]) {
    precondition(loci.count == Locus.ten.count, "one value a locus")
    self.init(loci[0], loci[1], loci[2], loci[3], loci[4])
  }

  init(_ a: MatchCounts, _ b: MatchCounts, _ c: MatchCounts, _ drb1: MatchCounts, _ dqb1: MatchCounts) {
    (self.a, self.b, self.c, self.drb1, self.dqb1) = (a, b, c, drb1, dqb1)
  }

  /// One value a locus of ``Locus/ten``.
  public var loci: [MatchCounts] { [a, b, c, drb1, dqb1] }

  /// The sum over the five loci: match, gvh and hvg 0...10, homozygous 0...5.
  public var total: MatchCounts { a + b + c + drb1 + dqb1 }

  /// Calls `body` with the counts of each locus of ``Locus/ten``, in its order.
  public func forEachLocus(_ body: (MatchCounts) -> Void) {
    body(a)
    body(b)
    body(c)
    body(drb1)
    body(dqb1)
  }

  /// The counts of one locus of ``Locus/ten``.
  public func locus(_ locus: Locus) -> MatchCounts { loci[Int(locus.rawValue)] }
}

/// One patient compared with every distinct typing of a pool, once; a pair is then five look-ups and four additions.
///
/// A pool of a million donors holds some ten thousand distinct typings a locus, so the comparison, however ambiguous
/// the typings, is paid a few times and the scan stays at the speed of the look-ups.
public final class PatientScan: Sendable {
  /// The patient's typings, in the order of ``Locus/typed``.
  public let patient: Person
  private let pool: DonorPool
  /// For each locus of ``Locus/ten``, the counts against each distinct typing.
  private let tables: [[MatchCounts]]
  /// The loci counted beside the ten, and the counts against each distinct typing.
  private let deeperLoci: [Locus]
  private let deeperTables: [[MatchCounts]]

  /// Compares the patient with every distinct typing of the pool.
  ///
  /// - Parameter deeperLoci: Loci of ``Locus/typed`` to count beside the ten.
  /// - Complexity: O(distinct typings of the loci).
  public init(patient: Person, pool: DonorPool, deeperLoci: [Locus] = []) {
    self.patient = patient
    self.pool = pool
    self.deeperLoci = deeperLoci
    func table(_ locus: Locus) -> [MatchCounts] {
      let own = patient.typing(locus).genotype(.ard)
      return pool.typings[Int(locus.rawValue)].map { LocusComparison.counts(patient: own, donor: $0.genotype(.ard)) }
    }
    tables = Locus.ten.map(table)
    deeperTables = deeperLoci.map(table)
  }

  /// The counts of a donor at the loci asked for beside the ten.
  public func deeperCounts(_ row: Int) -> DeeperCounts {
    if deeperLoci.isEmpty { return .none }
    return DeeperCounts(
      loci: deeperLoci,
      counts: zip(deeperLoci, deeperTables).map { $1[Int(pool.typingNumbers[Int($0.rawValue)][row])] })
  }

  /// The counts of the five loci of a donor.
  public func counts(_ row: Int) -> PairCounts {
    func locus(_ index: Int) -> MatchCounts { tables[index][Int(pool.typingNumbers[index][row])] }
    return PairCounts(locus(0), locus(1), locus(2), locus(3), locus(4))
  }

  /// Calls `body` with the row and the total over the five loci of each donor, in row order.
  ///
  /// - Parameters:
  ///   - rows: Row indices, half open, within `0..<pool.count`.
  ///   - body: Given the row and the total; no allocation is made between the calls.
  public func forEachTotal(in rows: Range<Int>, _ body: (Int, MatchCounts) -> Void) {
    let (tableA, tableB, tableC) = (tables[0], tables[1], tables[2])
    let (tableDRB1, tableDQB1) = (tables[3], tables[4])
    let (rowsA, rowsB, rowsC) = (pool.typingNumbers[0], pool.typingNumbers[1], pool.typingNumbers[2])
    let (rowsDRB1, rowsDQB1) = (pool.typingNumbers[3], pool.typingNumbers[4])
    let (a, b, c, drb1, dqb1) = (tableA.span, tableB.span, tableC.span, tableDRB1.span, tableDQB1.span)
    let (ofA, ofB, ofC, ofDRB1, ofDQB1) = (rowsA.span, rowsB.span, rowsC.span, rowsDRB1.span, rowsDQB1.span)
    for row in rows {
      let total =
        a[Int(ofA[row])].word &+ b[Int(ofB[row])].word &+ c[Int(ofC[row])].word &+ drb1[Int(ofDRB1[row])].word
        &+ dqb1[Int(ofDQB1[row])].word
      body(row, MatchCounts(word: total))
    }
  }

  /// The counts of one pair at another level of resolution, for reports.
  public func counts(_ row: Int, level: ResolutionLevel) -> PairCounts {
    PairCounts(
      loci: Locus.ten.map { locus in
        LocusComparison.counts(
          patient: patient.typing(locus).genotype(level), donor: pool.typing(row, locus).genotype(level))
      })
  }
}
