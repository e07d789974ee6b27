import Alloreactivity
import DonorPool
import HLAMatching
import HLANomenclature
import HLATyping

/// Weighs NK alloreactivity of many donors for one patient: by the planes of the pool for the order, by the typings for the
/// report; both say the same.
struct NKScreen: Sendable {
  /// Typings remembered; beyond, all are forgotten.
  private static let mostRemembered = 1 << 16
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
  func points(_ row: Int, kir: KIRGenotype, _ pool: DonorPool, _ memory: inout JudgeMemory) -> NKPoints {
    let keys = pool.tenKeys(row)
    let ligands = LigandProfile(
      a: part(keys.a, .a, pool, &memory), b: part(keys.b, .b, pool, &memory), c: part(keys.c, .c, pool, &memory))
    return NKPoints(NKAssessment(donor: NKPerson(ligands: ligands, kir: kir), patient: patient), weights: weights)
  }

  private func part(_ key: TypingKey, _ locus: Locus, _ pool: DonorPool, _ memory: inout JudgeMemory) -> LocusLigands {
    let typing = PoolTyping(locus: locus, key: key)
    if let known = memory.ligands[typing] { return known }
    if memory.ligands.count >= NKScreen.mostRemembered { memory.ligands.removeAll(keepingCapacity: true) }
    let found = LocusLigands(pool.typing(key, at: locus), locus: locus, reference: pool.reference)
    memory.ligands[typing] = found
    return found
  }
}

extension DonorRanker {
  /// The NK points of a donor, by the planes of the pool.
  func nkPoints(_ row: Int) -> Int { nk?.scanPoints.points(pool.nkFacts(row).bits) ?? 0 }
}
