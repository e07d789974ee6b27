import HLAMatching
import HLANomenclature
import HLATyping

/// A locus of the ten at which the typings of a pair leave a count open: what typing it further could settle.
public struct OpenLocus: Hashable, Sendable {
  /// The locus.
  public let locus: Locus
  /// Its counts.
  public let counts: MatchCounts
  /// The questions of the status that it helps to leave open; empty where the status is settled.
  public let questions: [OpenQuestion]
  /// The six-locus rule settles the match count in place of this locus; its typing may undo that.
  public let isReplacedBySixLoci: Bool
  /// Whether the patient's typing of the locus has more than one identity at a position, or none that is known.
  public let isOpenInPatient: Bool
  /// The same of the donor's.
  public let isOpenInDonor: Bool
  /// The least and the most by which the points of mismatches can change; 0 lies within.
  public let pointChange: ClosedRange<Int>
}

extension RankedDonor {
  /// The loci of the ten that are open, in report order.
  ///
  /// - Parameter points: The weights of the protocol.
  public func openLoci(_ points: ProtocolPoints) -> [OpenLocus] {
    let patient = ranker.comparison.patient
    return Locus.ten.compactMap { locus in
      let counts = counts.locus(locus)
      let six = unit?.six.locus(locus)
      let isOpenOfSix = six?.isOpen ?? false
      let questions = assessment.questions.filter {
        $0 == .sixLocusMatch ? isOpenOfSix : PairAssessment.isOpen($0, counts)
      }
      let isOpen =
        counts.match.isOpen || counts.gvh.isOpen || counts.hvg.isOpen || counts.homozygous.isOpen || isOpenOfSix
      guard isOpen || !questions.isEmpty else { return nil }
      return OpenLocus(
        locus: locus, counts: counts, questions: questions,
        isReplacedBySixLoci: assessment.usesSixLocusRule && counts.typedLoci == 0,
        isOpenInPatient: !patient.typing(locus).genotype(.ard).isSettled,
        isOpenInDonor: !ranker.pool.typing(row, locus).genotype(.ard).isSettled,
        pointChange: points.change(of: counts, six: six))
    }
  }
}

extension ProtocolPoints {
  /// Points rest on the least mismatches and on the greatest match; typing further can only raise the one and lower the
  /// other.
  ///
  /// - Parameter six: What the locus counts among the six positions of cord blood.
  fileprivate func change(of counts: MatchCounts, six: CountBounds?) -> ClosedRange<Int> {
    let width = { (bounds: CountBounds) in Int(bounds.max - bounds.min) }
    let changes = [
      width(counts.hvg) * hvgMismatch, width(counts.gvh) * gvhMismatch, width(counts.match) * mismatch,
      (six.map(width) ?? 0) * sixLocusMatch,
    ]
    return changes.reduce(0) { $0 + min($1, 0) }...changes.reduce(0) { $0 + max($1, 0) }
  }
}

extension LocusGenotype {
  /// One genotype with one identity a position, or no copy of the gene.
  fileprivate var isSettled: Bool {
    switch self {
    case .geneAbsent: true
    case .pairs(let pairs): pairs.count == 1 && pairs[0].first.single != nil && pairs[0].second.single != nil
    case .untyped, .nothingExpressed, .partlyExpressed: false
    }
  }
}
