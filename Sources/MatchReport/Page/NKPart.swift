import Alloreactivity

/// The models of NK alloreactivity of a pair side by side, and the evidence on them.
enum NKPart {
  /// The models of one pair.
  static func html(donor: NKPerson, patient: NKPerson) -> String {
    var table = HTMLTable(
      "NK models side by side: hints that exclude nobody; they may disagree", style: "nk",
      [
        ("model", .name), ("direction", .text), ("verdict", .text), ("means", .text), ("rests on", .text),
        ("because", .text), ("for it", .text),
      ])
    let findings = NKAssessment(donor: donor, patient: patient).findings
    for finding in findings {
      table.add([
        finding.model.rawValue.spaced, finding.direction.rawValue.uppercased(),
        "<span class=\"verdict\">\(finding.verdict.spaced)</span>", finding.outlook.rawValue, finding.basis.words,
        finding.details.joined(separator: "; ").escaped,
        short(finding.evidence.supporting).escaped,
      ])
    }
    let open = NKModelsText.openModels(findings, donor).map { " Further typing: \($0.spaced)." } ?? ""
    return "<div class=\"keep\">\(table.html)<p>KIR ligands: the patient has \(patient.ligands.words); the donor has "
      + "\(donor.ligands.words).\(open) The evidence against stands under <a href=\"#evidence\">Evidence on NK models</a>.</p>"
      + "</div>\n"
  }

  /// References by author and year: `Ruggeri 2002, 2007`.
  private static func short(_ references: [String]) -> String {
    var authors: [String] = []
    return references.map { reference in
      let words = reference.split(separator: " ").prefix(2).map(String.init)
      guard words.count == 2, authors.contains(words[0]) else {
        authors += words.prefix(1)
        return words.joined(separator: " ")
      }
      return words[1]
    }.joined(separator: ", ")
  }

  /// The evidence on every model, once a page.
  static var evidence: String {
    var table = HTMLTable(
      "For and against each model", style: "evidence",
      [("model", .name), ("for", .text), ("against, on donor KIR at large", .text), ("remark", .text)])
    for model in NKModel.allCases {
      let evidence = NKEvidence.of(model)
      table.add([
        model.rawValue.spaced, evidence.supporting.joined(separator: ", ").escaped,
        evidence.opposing.joined(separator: ", ").escaped, evidence.remark.escaped,
      ])
    }
    return "<h2 id=\"evidence\">Evidence on NK models</h2>\n" + table.html
  }
}

extension String {
  /// A code with blanks in place of its underscores.
  var spaced: String { replacing("_", with: " ") }
}
