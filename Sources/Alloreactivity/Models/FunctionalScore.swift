import HLATyping

/// Functional inhibitory score: the donor's inhibitory KIR weighted by how well the patient's ligands engage them;
/// shown, with weight 0.
///
/// 2DL1 with C2: 1; 2DL2 with C1: 1, else with C2: 0.5; 2DL3 with C1: 0.75; and as an option 3DL1 with Bw4: 1. C1 of
/// B*46 and B*73 counts. Source: DOMAIN 5.2; Boelen 2018.
public struct FunctionalScore: Hashable, Sendable {
  /// Which receptors count.
  public enum Receptors: String, Hashable, Sendable, CaseIterable {
    /// KIR2DL1, KIR2DL2 and KIR2DL3.
    case ofC = "2DL"
    /// KIR3DL1 too.
    case ofCAndBw4 = "2DL and 3DL1"
  }

  /// Which receptors were counted.
  public let receptors: Receptors
  /// The score, 0 to 3.75.
  public let score: ScoreBounds
  private let isTyped: Bool

  /// Scores a pair.
  public init(donor: NKPerson, patient: NKPerson, receptors: Receptors = .ofC) {
    self.receptors = receptors
    isTyped = !donor.kir.isUntested
    let sums = LigandWorld.all(patient.ligands).map { FunctionalScore.bounds(donor.kir, $0, receptors) }
    score = ScoreBounds(min: sums.map(\.min).min() ?? 0, max: sums.map(\.max).max() ?? 0)
  }

  private static func bounds(_ kir: KIRGenotype, _ world: LigandWorld, _ receptors: Receptors) -> ScoreBounds {
    var parts: [(gene: KIRGene, value: Int)] = [
      (.kir2DL1, world.c2 ? 100 : 0), (.kir2DL2, world.c1 ? 100 : world.c2 ? 50 : 0), (.kir2DL3, world.c1 ? 75 : 0),
    ]
    if receptors == .ofCAndBw4 { parts.append((.kir3DL1, world.bw4 ? 100 : 0)) }
    let certain = parts.reduce(0) { $0 + (kir[$1.gene] == .present ? $1.value : 0) }
    let open = parts.reduce(0) { $0 + (kir[$1.gene] == .untested ? $1.value : 0) }
    return ScoreBounds(min: certain, max: certain + open)
  }

  /// The verdict: the score, from which the model draws no class.
  public var finding: NKFinding {
    let isSettled = isTyped && score.isSettled
    return NKFinding(
      model: .functionalScore, verdict: isSettled ? "scored" : "unknown", outlook: isSettled ? .neutral : .open,
      direction: .gvh, basis: isSettled ? .confirmed : .nothing, details: ["score \(score) (\(receptors.rawValue))"])
  }
}
