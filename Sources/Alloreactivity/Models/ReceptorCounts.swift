import HLATyping

/// Counts of the donor's receptors with and without ligand in the patient; shown, with weight 0.
///
/// i: inhibitory KIR with ligand; m: inhibitory KIR without; a: activating KIR with ligand. Source: DOMAIN 5.2;
/// Krieger 2020.
public struct ReceptorCounts: Hashable, Sendable {
  /// Inhibitory KIR with ligand, 0 to 5.
  public let inhibitory: ScoreBounds
  /// Inhibitory KIR without ligand, 0 to 5.
  public let missing: ScoreBounds
  /// Activating KIR with ligand, 0 to 4.
  public let activating: ScoreBounds
  /// The KIR-ligand score, -i + m + a.
  public let ligandScore: ScoreBounds
  /// The inhibitory-missing score, i + m.
  public let inhibitoryMissing: ScoreBounds
  /// The weighted score, 0.80 i + 0.14 a + 0.99 m.
  public let weighted: ScoreBounds
  private let isTyped: Bool

  private static let inhibitors: [(gene: KIRGene, meets: @Sendable (LigandWorld) -> Bool)] = [
    (.kir2DL1, { $0.c2 }), (.kir2DL2, { $0.c1 }), (.kir2DL3, { $0.c1 }), (.kir3DL1, { $0.bw4 }),
    (.kir3DL2, { $0.a3A11 }),
  ]
  private static let activators: [(gene: KIRGene, meets: @Sendable (LigandWorld) -> Bool)] = [
    (.kir2DS1, { $0.c2 }), (.kir2DS2, { $0.a11 }), (.kir2DS4, { $0.a11 }), (.kir2DS5, { $0.c2 }),
  ]

  /// Weights of i, m and a, in hundredths.
  private struct Weights {
    let inhibitory: Int
    let missing: Int
    let activating: Int
  }

  /// Counts the receptors of a pair.
  public init(donor: NKPerson, patient: NKPerson) {
    isTyped = !donor.kir.isUntested
    let worlds = LigandWorld.all(patient.ligands)
    func bounds(_ inhibitory: Int, _ missing: Int, _ activating: Int) -> ScoreBounds {
      let weights = Weights(inhibitory: inhibitory, missing: missing, activating: activating)
      let sums = worlds.map { ReceptorCounts.bounds(donor.kir, $0, weights) }
      return ScoreBounds(min: sums.map(\.min).min() ?? 0, max: sums.map(\.max).max() ?? 0)
    }
    self.inhibitory = bounds(100, 0, 0)
    self.missing = bounds(0, 100, 0)
    self.activating = bounds(0, 0, 100)
    ligandScore = bounds(-100, 100, 100)
    inhibitoryMissing = bounds(100, 100, 0)
    weighted = bounds(80, 99, 14)
  }

  /// The bounds over the receptors that were not tested, with all ligands known.
  private static func bounds(_ kir: KIRGenotype, _ world: LigandWorld, _ weights: Weights) -> ScoreBounds {
    var (min, max) = (0, 0)
    func add(_ presence: KIRGenotype.Presence, _ value: Int) {
      switch presence {
      case .present: (min, max) = (min + value, max + value)
      case .untested: (min, max) = (min + Swift.min(value, 0), max + Swift.max(value, 0))
      case .absent: break
      }
    }
    for receptor in inhibitors { add(kir[receptor.gene], receptor.meets(world) ? weights.inhibitory : weights.missing) }
    for receptor in activators where receptor.meets(world) { add(kir[receptor.gene], weights.activating) }
    return ScoreBounds(min: min, max: max)
  }

  /// The verdict: the scores, from which the model draws no class.
  public var finding: NKFinding {
    let isSettled = isTyped && ligandScore.isSettled && inhibitoryMissing.isSettled && weighted.isSettled
    return NKFinding(
      model: .receptorCounts, verdict: isSettled ? "scored" : "unknown", outlook: isSettled ? .neutral : .open,
      direction: .gvh, basis: isSettled ? .confirmed : .nothing,
      details: [
        "inhibitory with ligand \(inhibitory)", "inhibitory without \(missing)", "activating with ligand \(activating)",
        "KIR-ligand score \(ligandScore)", "inhibitory-missing \(inhibitoryMissing)", "weighted \(weighted)",
      ])
  }
}
