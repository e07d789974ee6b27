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
    return ["NK models, hints that exclude nobody and that this version does not weigh:"]
      + [("patient", patient), ("donor", donor)].map { "  \($0.0) has \(ligands($0.1.ligands))" } + table.lines
      + ["Evidence on them:"] + evidence
  }

  private func ligands(_ profile: LigandProfile) -> String {
    NKLigand.allCases.map { ligand in
      switch profile[ligand] {
      case .certain: ligand.rawValue
      case .possible: "perhaps \(ligand.rawValue)"
      case .absent: "no \(ligand.rawValue)"
      }
    }.joined(separator: ", ")
  }
}

extension NKBasis {
  /// For people.
  fileprivate var words: String {
    switch self {
    case .confirmed: "KIR typing"
    case .presumed: "HLA alone"
    case .unsupported: "HLA against KIR"
    case .nothing: "nothing, open"
    }
  }
}
