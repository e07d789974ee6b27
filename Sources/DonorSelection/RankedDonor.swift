import Alloreactivity
import DonorPool
import HLAMatching
import HLANomenclature
import HLATyping
import TransplantFacts

/// One donor judged and scored for one patient, with everything a report shows of the pair.
///
/// A class, since lists of donors are handed from hand to hand and each holds a dozen arrays.
public final class RankedDonor: Sendable {
  /// The place in the ranking, from 1; nil for an excluded donor.
  public let rank: Int?
  /// The status and what it rests on.
  public let assessment: PairAssessment
  /// The counts at the ARD level, which decide.
  public let counts: PairCounts
  /// What the protocol's rules for cord blood look at; nil where it has none.
  public let unit: UnitEvidence?
  /// The terms of the points.
  public let terms: [PointTerm]
  /// The relation to this patient.
  public let relation: Relation
  /// Complete years.
  public let age: Int?
  /// The reasons as codes; empty where eligible.
  public let reasons: [String]
  /// The flags as codes.
  public let flags: [String]
  /// The patient's antibodies that bind or may bind this donor.
  public let antibodies: [DonorSpecificAntibody]
  /// What the pool knows of the donor, whoever the patient is.
  public let known: KnownDonor
  let ranker: DonorRanker

  init(
    rank: Int?, assessment: PairAssessment, counts: PairCounts, unit: UnitEvidence?, terms: [PointTerm],
    relation: Relation, age: Int?, reasons: [String], flags: [String], antibodies: [DonorSpecificAntibody],
    known: KnownDonor, ranker: DonorRanker
  ) {
    (self.rank, self.assessment, self.counts) = (rank, assessment, counts)
    (self.unit, self.terms, self.relation, self.age) = (unit, terms, relation, age)
    (self.reasons, self.flags, self.antibodies) = (reasons, flags, antibodies)
    (self.known, self.ranker) = (known, ranker)
  }

  /// The donor's row in the pool.
  public var row: Int { known.row }
  /// The donor's id.
  public var id: String { known.id }
  /// The donor's facts.
  public var facts: PersonFacts { known.summary.facts }

  /// The donor's typings, one a locus of ``Locus/typed``; read when asked for, as most reports do not.
  public var typings: [LocusTyping] { Locus.typed.map { ranker.pool.typing(row, $0) } }
  /// The donor's typing at a locus of ``Locus/typed``, with what reports ask of it again and again.
  public func known(_ locus: Locus) -> KnownTyping {
    let index = Int(locus.rawValue)
    return index < known.typings.count
      ? known.typings[index] : ranker.pool.known(ranker.pool.key(row, locus), at: locus)
  }
  /// The counts of two-field proteins or of serological antigens, which a list of donors shows beside those that decide.
  ///
  /// - Parameter memory: The list's, for this patient.
  public func counts(_ level: ResolutionLevel, _ memory: inout OpenTypingMemory) -> PairCounts {
    ranker.comparison.counts(known, level: level, &memory)
  }
  /// The counts of two-field proteins, shown beside those that decide.
  public var twoFieldCounts: PairCounts { counts(.twoField) }
  /// The counts of serological antigens, shown beside those that decide.
  public var antigenCounts: PairCounts { counts(.antigen) }

  private func counts(_ level: ResolutionLevel) -> PairCounts {
    var memory = OpenTypingMemory()
    return counts(level, &memory)
  }
  /// The counts at the loci asked for beside the ten.
  public var deeperCounts: DeeperCounts { ranker.comparison.deeperCounts(row) }
  /// The points: the sum of the terms.
  public var points: Int { terms.reduce(0) { $0 + $1.points } }
  /// The status.
  public var status: DonorStatus { assessment.status }
}

/// What one thread remembers of the donors reported for one patient.
struct ReportMemory: Sendable {
  /// Of the six positions, which count at levels of their own.
  var six = PairMemory()
  /// Of what open typings say.
  var open = OpenTypingMemory()
  /// Of what NK models say: many donors have the same ligands and no KIR typing.
  private(set) var nk: [NKPerson: NKPoints] = [:]

  /// Remembers what NK models say of a donor; beyond a limit, all are forgotten.
  mutating func remember(_ points: NKPoints, of donor: NKPerson) {
    if nk.count >= 1 << 14 { nk.removeAll(keepingCapacity: true) }
    nk[donor] = points
  }
}

extension DonorRanker {
  /// Everything about one donor of the pool.
  ///
  /// - Parameters:
  ///   - row: The donor's row.
  ///   - rank: Its place, where it has one.
  public func donor(_ row: Int, rank: Int?) -> RankedDonor {
    var memory = ReportMemory()
    return donor(row, rank: rank, &memory)
  }

  /// - Parameter memory: The thread's memory for this patient.
  func donor(_ row: Int, rank: Int?, _ memory: inout ReportMemory) -> RankedDonor {
    let donor = pool.known(row)
    let counts = comparison.counts(donor, level: .ard, &memory.open)
    let unit = comparison.unitEvidence(donor.summary, &memory.six)
    let assessment = PairAssessment(total: counts.total, unit: unit, rules: statusRules) { counts }
    let facts = donor.summary.facts
    let relation = pool.relation(donor, to: comparison.patient.id, isOnlyPatient: settings.isOnlyPatient)
    let age = facts.birth.age(on: settings.date)
    let scale = PointScale(points: settings.rules.points, patient: comparison.patient.facts)
    let antibodies = screen?.findings(row, pool) ?? []
    let nkPoints = nk?.points(donor, &memory)
    let nkTerms = nkPoints?.terms.map { PointTerm(code: $0.code, count: $0.count, points: $0.points) } ?? []
    var terms = scale.terms(
      counts.total, six: unit?.six, facts, age: age, isRelated: relation != .unrelated, nk: nkTerms)
    if antibodies.contains(where: \.isCertain), settings.rules.points.donorSpecificAntibodies != 0 {
      let points = settings.rules.points.donorSpecificAntibodies
      terms.append(PointTerm(code: "donor_specific_antibodies", count: 1, points: points))
    }
    return RankedDonor(
      rank: rank, assessment: assessment, counts: counts, unit: unit, terms: terms, relation: relation, age: age,
      reasons: assessment.reasons(counts, unit: statusRules.with(unit)),
      flags: flags(comparison.flags(donor), counts, assessment, antibodies, nkPoints, age: age, facts),
      antibodies: antibodies, known: donor, ranker: self)
  }

  /// The flags of a pair, of both sides locus by locus, in the order of DOMAIN section 4; flags never change a status.
  private func flags(
    _ ofLocus: [TypingFlags], _ counts: PairCounts, _ assessment: PairAssessment,
    _ antibodies: [DonorSpecificAntibody], _ nkPoints: NKPoints?, age: Int?, _ facts: PersonFacts
  ) -> [String] {
    var flags: [String] = []
    if assessment.usesSixLocusRule {
      flags += Locus.ten.filter { counts.locus($0).typedLoci == 0 }.map { "six_locus_rule:\($0)" }
    }
    if !ofLocus.isEmpty {
      for (flag, code) in TypingFlags.codes {
        for (locus, own) in zip(Locus.ten, ofLocus) where own.contains(flag) { flags.append("\(code):\(locus)") }
      }
    }
    if ofLocus.contains(where: { $0.contains(.referenceExcerpt) }) { flags.append("reference_excerpt") }
    if counts.total.gvh.max == 0 { flags.append("gvh_none") }
    flags += antibodies.map(\.flag)
    if nkPoints?.isAssessed == false { flags.append("nk_not_assessed") }
    if let age, facts.donorType == .adult, !(18...60).contains(age) { flags.append("age_outside_18_60") }
    return flags
  }
}

extension RankedDonor {
  /// Points of the NK terms; the flag `nk_not_assessed` says that there are none for want of typings.
  public var nkPoints: Int { terms.filter { $0.code.hasPrefix("nk_") }.reduce(0) { $0 + $1.points } }
}
