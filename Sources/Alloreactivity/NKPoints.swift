/// The weights that a protocol gives to NK models, in points; 0 where it names none.
public struct NKWeights: Hashable, Sendable {
  /// At least one KIR ligand of the donor that the patient lacks.
  public var ligandIncompatibility = 0
  /// At least one inhibitory KIR of the donor whose ligand the patient lacks.
  public var receptorLigand = 0
  /// B content better.
  public var bContentBetter = 0
  /// B content best.
  public var bContentBest = 0
  /// KIR2DS1 of a donor with C1, patient with C2.
  public var kir2DS1 = 0
  /// The most that all NK terms together may earn; nil for no limit.
  public var atMost: Int?

  /// Weights of 0.
  public init() {}

  /// The weights of a protocol's `points`, by their names without `nk_`, as `ligand_incompatibility` and `at_most`.
  public init(_ named: [String: Int]) {
    ligandIncompatibility = named["ligand_incompatibility"] ?? 0
    receptorLigand = named["receptor_ligand"] ?? 0
    bContentBetter = named["b_content_better"] ?? 0
    bContentBest = named["b_content_best"] ?? 0
    kir2DS1 = named["kir2ds1"] ?? 0
    atMost = named["at_most"]
  }
}

/// One term of the NK points.
public struct NKTerm: Hashable, Sendable {
  /// The term, as the protocol file names it; `nk_at_most` for what the cap takes away.
  public let code: String
  /// How often it counts: once.
  public let count: Int
  /// What it earns, negative for the cap.
  public let points: Int
}

/// The NK points of a pair under a protocol: only from what is certain, and never more than the protocol's cap.
///
/// Source: DOMAIN 4.
public struct NKPoints: Hashable, Sendable {
  /// The terms that earn something; their points add up to ``sum``.
  public let terms: [NKTerm]
  /// Codes of weighed terms that the typings leave open; such a term earns nothing.
  public let open: [String]
  /// The points altogether.
  public var sum: Int { terms.reduce(0) { $0 + $1.points } }
  /// Whether the points stand for something: a term earns points, or the typings settle that none does.
  public var isAssessed: Bool { !terms.isEmpty || open.isEmpty }
  /// Whether every weighed term is settled.
  public var isSettled: Bool { open.isEmpty }

  /// Weighs a pair by those models of ``NKAssessment`` that may earn points, and asks no others.
  public init(donor: NKPerson, patient: NKPerson, weights: NKWeights) {
    var terms: [NKTerm] = []
    var open: [String] = []
    func add(_ code: String, _ isEarned: Bool?, _ points: Int) {
      guard points != 0 else { return }
      if isEarned == true { terms.append(NKTerm(code: code, count: 1, points: points)) }
      if isEarned == nil { open.append(code) }
    }
    let ligandIncompatibility = LigandIncompatibility(donor: donor, patient: patient, direction: .gvh)
    add("nk_ligand_incompatibility", ligandIncompatibility.isIncompatible, weights.ligandIncompatibility)
    let receptorLigand = ReceptorLigand(donor: donor, patient: patient)
    add("nk_receptor_ligand", receptorLigand.isMismatched, weights.receptorLigand)
    let group = BContent(donor: donor.kir).group
    add("nk_b_content_better", group.map { $0 == .better }, weights.bContentBetter)
    add("nk_b_content_best", group.map { $0 == .best }, weights.bContentBest)
    let verdict = KIR2DS1Model(donor: donor, patient: patient).verdict
    add("nk_kir2ds1", verdict == .unknown ? nil : verdict == .favourable, weights.kir2DS1)
    let sum = terms.reduce(0) { $0 + $1.points }
    if let atMost = weights.atMost, case let limit = max(atMost, 0), sum > limit {
      terms.append(NKTerm(code: "nk_at_most", count: 1, points: limit - sum))
    }
    (self.terms, self.open) = (terms, open)
  }
}
