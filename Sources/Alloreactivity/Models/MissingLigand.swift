/// Missing ligand: the patient lacks at least one of C1, C2 and Bw4, whatever the donor has.
///
/// Source: DOMAIN 5.2; Hsu 2005.
public struct MissingLigand: Hashable, Sendable {
  /// Ligands that the patient certainly lacks.
  public let certain: [NKLigand]
  /// Ligands that the patient may lack.
  public let open: [NKLigand]

  /// Looks at a patient.
  public init(patient: NKPerson) {
    certain = NKLigand.allCases.filter { patient.ligands[$0] == .absent }
    open = NKLigand.allCases.filter { patient.ligands[$0] == .possible }
  }

  /// Whether one is missing; nil where the typing leaves it open.
  public var isMissing: Bool? { !certain.isEmpty ? true : open.isEmpty ? false : nil }

  /// The verdict.
  public var finding: NKFinding {
    NKFinding(
      model: .missingLigand, verdict: isMissing.map { $0 ? "missing" : "complete" } ?? "unknown",
      outlook: isMissing.map { $0 ? .favourable : .neutral } ?? .open, direction: .gvh,
      basis: isMissing == nil ? .nothing : .presumed,
      details: certain.map { "patient lacks \($0.rawValue)" } + open.map { "\($0.rawValue) open" })
  }
}
