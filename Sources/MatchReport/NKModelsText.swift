import Alloreactivity

/// The models of NK alloreactivity side by side, in words.
struct NKModelsText {
  private let donor: NKPerson
  private let patient: NKPerson

  /// The models of a pair.
  init(donor: NKPerson, patient: NKPerson) { (self.donor, self.patient) = (donor, patient) }

  /// The ligands of both, a table of the verdicts, and the evidence on each model.
  var lines: [String] {
    let findings = NKAssessment(donor: donor, patient: patient).findings
    var table = TerminalTable([
      ("  model", .left), ("direction", .left), ("verdict", .left), ("rests on", .left), ("because", .left),
    ])
    for finding in findings {
      table.add([
        "  \(finding.model.rawValue)", finding.direction.rawValue, finding.verdict, finding.basis.words,
        finding.details.joined(separator: "; "),
      ])
    }
    let evidence = NKModel.allCases.map { "  \($0.rawValue): \(NKEvidence.of($0).note)" }
    return ["NK models, hints that exclude nobody; what the protocol weighs of them stands among the points:"]
      + [("patient", patient), ("donor", donor)].map { "  \($0.0) has \($0.1.ligands.words)" } + table.lines
      + (NKModelsText.openModels(findings, donor).map { ["  \($0)"] } ?? []) + ["Evidence on them:"] + evidence
  }
}

extension NKModelsText {
  /// Which models stay open, and whether typing KIR could change that; nil where none does.
  static func openModels(_ findings: [NKFinding], _ donor: NKPerson) -> String? {
    let open = findings.filter { $0.outlook == .open }.map {
      $0.model.rawValue + ($0.direction == .hvg ? " (hvg)" : "")
    }
    guard !open.isEmpty else { return nil }
    return "open models: \(open.joined(separator: ", "))"
      + (donor.kir.isUntested ? "; the donor's KIR is not typed, and typing it may settle them" : "")
  }
}

extension LigandProfile {
  /// The ligands for people, as `C1, no C2, perhaps Bw4`.
  var words: String {
    NKLigand.allCases.map { ligand in
      switch self[ligand] {
      case .certain: ligand.rawValue
      case .possible: "perhaps \(ligand.rawValue)"
      case .absent: "no \(ligand.rawValue)"
      }
    }.joined(separator: ", ")
  }
}

extension NKBasis {
  /// For people.
  var words: String {
    switch self {
    case .confirmed: "KIR typing"
    case .presumed: "HLA alone"
    case .unsupported: "HLA against KIR"
    case .nothing: "nothing, open"
    }
  }
}
