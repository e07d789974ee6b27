import DonorPool
import HLANomenclature
import HLATyping

/// Which further typing would settle most among the best donors of a patient.
///
/// Each donor of the ranking is judged again for every full typing of one locus, its own or the patient's, that the
/// present typing allows, and for every outcome of a KIR typing, all else unchanged. So counts and statuses are those of the
/// protocol itself; nothing is estimated, and no outcome is called more likely than another.
public struct TypingAdvice: Sendable {
  /// The patient.
  public let patient: Person
  /// The donors whom typing can tell something about, or who are indeterminate, in the order of the ranking.
  public let donors: [DonorAdvice]
  /// The targets that can change anything, the most useful first.
  public let targets: [TargetAdvice]
  /// Few targets that settle every donor of ``settled`` together: none of them can be left out. Empty where ``settled`` is.
  public let settlingSet: [TypingTarget]
  /// Indeterminate donors of the ranking that typing can settle whatever it shows.
  public let settled: Int
  /// Indeterminate donors of the ranking.
  public let indeterminate: Int
  /// Donors of the ranking.
  public let listed: Int
  /// How all donors divide.
  public let tally: RankingTally

  /// Advice for a ranking.
  ///
  /// - Parameters:
  ///   - ranking: The best donors; the others' places are counted among these. The protocol must have no rules for cord
  ///     blood, whose six positions advice does not weigh.
  ///   - universe: What an untyped position may be.
  /// - Complexity: O(ranked donors x outcomes of their open loci); equal typings are looked at once.
  public init(_ ranking: DonorRanking, universe: AlleleUniverse) {
    (patient, tally, listed) = (ranking.patient, ranking.tally, ranking.donors.count)
    indeterminate = ranking.donors.count { $0.status == .indeterminate }
    guard let ranker = ranking.donors.first?.ranker else {
      (donors, targets, settlingSet, settled) = ([], [], [], 0)
      return
    }
    precondition(ranker.settings.rules.cordBlood == nil, "advice does not weigh the six positions of cord blood")
    let adviser = TypingAdviser(ranking, ranker, universe)
    (donors, targets) = adviser.advise()
    settlingSet = adviser.commonSet(donors, targets)
    settled = donors.count { $0.donor.status == .indeterminate && $0.settlingSet != nil }
  }
}
