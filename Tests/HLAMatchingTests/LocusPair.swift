import HLAMatching
import HLANomenclature
import HLATyping
import MatchTestSupport

/// The cells of one locus of a patient and a donor, written as `first,second`, and what they count.
struct LocusPair {
  let locus: Locus
  let patient: String
  let donor: String
  var patientPolicy = TypingPolicy()
  var donorPolicy = TypingPolicy()

  func counts(_ level: ResolutionLevel = .ard) throws -> MatchCounts {
    LocusComparison.counts(
      patient: try LocusPair.typing(locus, patient, patientPolicy).genotype(level),
      donor: try LocusPair.typing(locus, donor, donorPolicy).genotype(level))
  }

  static func typing(_ locus: Locus, _ cells: String, _ policy: TypingPolicy = TypingPolicy()) throws -> LocusTyping {
    let cells = cells.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    return try TestPool.typing(locus, cells[0], cells[1], policy: policy)
  }
}
