import Alloreactivity
import DonorPool
import HLAMatching
import HLANomenclature
import HLATyping

/// Weighs NK alloreactivity of many donors for one patient: by the planes of the pool for the order, by the typings for the
/// report; both say the same.
struct NKScreen: Sendable {
  let weights: NKWeights
  private let patient: NKPerson
  /// What a scan needs.
  let scanPoints: NKScanPoints

  /// - Returns: nil where the protocol weighs no NK model.
  init?(patient: Person, pool: DonorPool, rules: DonorProtocol) {
    weights = NKWeights(rules.points.nk)
    guard weights.weighsAny else { return nil }
    self.patient = NKPerson(typings: patient.typings, kir: patient.facts.kir, reference: pool.reference)
    let target = NKTarget(self.patient.ligands)
    scanPoints = NKScanPoints(outcomes: weights.outcomes, lacking: target.lacking, hasC2: target.hasC2)
  }

  /// The points of a donor, with their terms, from its typings.
  ///
  /// - Parameter memory: The thread's, for this patient.
  func points(_ donor: KnownDonor, _ memory: inout ReportMemory) -> NKPoints {
    let donor = donor.nk
    if let known = memory.nk[donor] { return known }
    let found = NKPoints(donor: donor, patient: patient, weights: weights)
    memory.remember(found, of: donor)
    return found
  }
}

extension DonorRanker {
  /// The NK points of a donor, by the planes of the pool.
  func nkPoints(_ row: Int) -> Int { nk?.scanPoints.points(pool.nkFacts(row).bits) ?? 0 }
}
