import DonorPool
import HLAMatching
import HLANomenclature
import HLATyping
import MatchTestSupport
import Testing

@Suite("A patient against a pool")
struct PatientComparisonTests {
  private struct RandomPool {
    let patient: Person
    let pool: DonorPool

    init(seed: UInt64, count: Int = 120) throws {
      var generator = PersonGenerator(seed: seed)
      let patient = generator.patient("P1")
      let donors = (0..<count).map { generator.donor("D\($0)", of: patient) }
      self.patient = try TestPool.patient(patient)
      pool = try TestPool.pool(donors)
    }
  }

  @Test("Totals are sums of the loci, each counted as the plain matcher counts it", arguments: TestSeeds.all)
  func totalsAreSums(seed: UInt64) throws {
    let random = try RandomPool(seed: seed)
    let comparison = PatientComparison(patient: random.patient, pool: random.pool)
    var memory = PairMemory()
    for row in 0..<random.pool.count {
      let plain = Locus.ten.map { locus in
        PlainMatcher.counts(
          patient: random.patient.typing(locus).genotype(.ard), donor: random.pool.typing(row, locus).genotype(.ard))
      }
      let counts = comparison.counts(row)
      #expect(counts.loci == plain, "seed \(seed), row \(row)")
      #expect(comparison.counts(random.pool.tenKeys(row), &memory) == counts, "seed \(seed), row \(row)")
      let total = counts.total
      #expect(total.summary == PlainSums(plain).summary, "seed \(seed), row \(row)")
      #expect(total.typedLoci == plain.filter { $0.typedLoci == 1 }.count, "seed \(seed), row \(row)")
      #expect(total.unexpressedLoci == plain.filter { $0.unexpressedLoci == 1 }.count, "seed \(seed), row \(row)")
    }
  }

  @Test("At every level, known donors are counted as the plain matcher counts their typings", arguments: TestSeeds.all)
  func knownDonors(seed: UInt64) throws {
    let random = try RandomPool(seed: seed)
    let comparison = PatientComparison(patient: random.patient, pool: random.pool)
    for level in ResolutionLevel.allCases {
      var memory = OpenTypingMemory()
      // Twice, since what was met is remembered.
      for row in Array(0..<random.pool.count) + Array(0..<random.pool.count) {
        let plain = Locus.ten.map { locus in
          PlainMatcher.counts(
            patient: random.patient.typing(locus).genotype(level), donor: random.pool.typing(row, locus).genotype(level)
          )
        }
        let counts = comparison.counts(random.pool.known(row), level: level, &memory)
        #expect(counts.loci == plain, "seed \(seed), row \(row), \(level)")
        for locus in Locus.ten { #expect(counts.locus(locus) == plain[Int(locus.rawValue)]) }
      }
    }
  }

  @Test("A known donor is what its record says")
  func knownDonorsAreTheirRecords() throws {
    let random = try RandomPool(seed: 5)
    for row in 0..<random.pool.count {
      let donor = random.pool.known(row)
      #expect(donor.row == row)
      #expect(donor.id == random.pool.idText(row))
      #expect(donor.summary.facts == random.pool.facts(row))
      #expect(donor.typings.map(\.typing) == Locus.ten.map { random.pool.typing(row, $0) })
      let flags = donor.typings.reduce(into: TypingFlags()) { $0.formUnion($1.typing.flags) }
      #expect(donor.flags == flags)
      for (patient, isOnlyPatient) in [("P1", true), ("P1", false), ("P2", false)] {
        let related = random.pool.relatives(of: patient, isOnlyPatient: isOnlyPatient).first { $0.row == row }
        #expect(
          random.pool.relation(donor, to: patient, isOnlyPatient: isOnlyPatient) == related?.relation ?? .unrelated)
      }
    }
  }

  @Test("Two-field and antigen counts stand beside those of the ARD", arguments: SharedGroupCase.all)
  func levelsStandBeside(_ group: SharedGroupCase) throws {
    let cells = { (first: String, second: String) in ["\(group.locus)_1": first, "\(group.locus)_2": second] }
    let patient = try TestPool.patient(WrittenPerson("P1", cells: cells(group.one, group.third)))
    let pool = try TestPool.pool([WrittenPerson("D1", cells: cells(group.one, group.other))])
    let scan = PatientComparison(patient: patient, pool: pool)
    #expect(scan.counts(0).locus(group.locus).summary == "1 1 0 1")
    let donor = pool.known(0)
    var memory = OpenTypingMemory()
    #expect(scan.counts(donor, level: .ard, &memory) == scan.counts(0))
    #expect(scan.counts(donor, level: .twoField, &memory).locus(group.locus).summary == "1 1 1 0")
    #expect(scan.counts(donor, level: .antigen, &memory).locus(group.locus).match.max >= 1)
  }

  @Test("Splits of one broad antigen do not match at the antigen level")
  func antigenLevel() throws {
    // A*23:01 is A23 and A*24:02 is A24; B*07:02 and B*07:05 are both B7.
    let splits = LocusPair(locus: .a, patient: "23:01,02:01", donor: "24:02,02:01")
    #expect(try splits.counts(.antigen).match == CountBounds(1, 1))
    let oneAntigen = LocusPair(locus: .b, patient: "07:02,08:01", donor: "07:05,08:01")
    #expect(try oneAntigen.counts(.antigen).match == CountBounds(2, 2))
    #expect(try oneAntigen.counts().match == CountBounds(1, 1))
  }
}

@Suite("Counts packed into one word")
struct MatchCountsTests {
  /// Bounds that fill or empty every byte.
  static let extremes: [MatchCounts] = {
    var all: [MatchCounts] = []
    for bounds in [CountBounds(0, 0), CountBounds(0, 2), CountBounds(2, 2)] {
      for homozygous in [CountBounds(0, 0), CountBounds(0, 1), CountBounds(1, 1)] {
        for isTyped in [false, true] {
          for isUnexpressed in [false, true] {
            all.append(
              MatchCounts(
                match: bounds, gvh: bounds, hvg: bounds, homozygous: homozygous, isTyped: isTyped,
                isUnexpressed: isUnexpressed))
          }
        }
      }
    }
    return all
  }()

  @Test("Five times the same extreme locus keeps every bound apart", arguments: extremes)
  func fiveTimesTheSame(_ counts: MatchCounts) {
    let total = PairCounts(loci: Array(repeating: counts, count: 5)).total
    let five = { (bounds: CountBounds) in CountBounds(bounds.min * 5, bounds.max * 5) }
    #expect(total.match == five(counts.match))
    #expect(total.gvh == five(counts.gvh))
    #expect(total.hvg == five(counts.hvg))
    #expect(total.homozygous == five(counts.homozygous))
    #expect(total.typedLoci == counts.typedLoci * 5)
    #expect(total.unexpressedLoci == counts.unexpressedLoci * 5)
  }

  @Test("Any five loci add up as plain integers do", arguments: TestSeeds.all)
  func anyFive(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let loci = (0..<5).map { _ in random.pick(MatchCountsTests.extremes) }
      let total = loci.reduce(.zero, +)
      #expect(total.summary == PlainSums(loci).summary, "seed \(seed)")
      #expect(total.typedLoci == loci.reduce(0) { $0 + $1.typedLoci }, "seed \(seed)")
      #expect(total.unexpressedLoci == loci.reduce(0) { $0 + $1.unexpressedLoci }, "seed \(seed)")
    }
  }

  @Test(
    "A bound reads as one number, or as two with dots between",
    arguments: [("1", 1, 1), ("0..2", 0, 2), ("7..10", 7, 10)])
  func boundsRead(text: String, least: UInt8, greatest: UInt8) {
    #expect(CountBounds(least, greatest).description == text)
    #expect(CountBounds(least, greatest).isOpen == (least != greatest))
  }

  @Test("Five untyped loci may count anything from nothing to all")
  func allUntyped() {
    let locus = LocusComparison.counts(patient: .untyped, donor: .untyped)
    #expect(PairCounts(loci: Array(repeating: locus, count: 5)).total.summary == "0..10 0..10 0..10 0..5")
  }
}

extension PlainSums {
  /// As ``MatchCounts/summary``.
  var summary: String {
    [match, gvh, hvg, homozygous].map { $0.min == $0.max ? "\($0.min)" : "\($0.min)..\($0.max)" }.joined(separator: " ")
  }
}
