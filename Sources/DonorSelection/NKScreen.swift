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
  func points(_ keys: DonorPool.TenKeys, kir: KIRGenotype, _ pool: DonorPool) -> NKPoints {
    let ligands = LigandProfile(
      a: pool.known(keys.a, at: .a).ligands, b: pool.known(keys.b, at: .b).ligands,
      c: pool.known(keys.c, at: .c).ligands)
    return NKPoints(NKAssessment(donor: NKPerson(ligands: ligands, kir: kir), patient: patient), weights: weights)
  }
}

extension DonorRanker {
  /// The NK points of a donor, by the planes of the pool.
  func nkPoints(_ row: Int) -> Int { nk?.scanPoints.points(pool.nkFacts(row).bits) ?? 0 }
}
