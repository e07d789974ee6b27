import DonorSelection

/// The advice of `advise` as text for a terminal.
public struct AdviceText {
  private let advice: TypingAdvice

  /// Text for one patient.
  public init(_ advice: TypingAdvice) { self.advice = advice }

  /// The tally, what each locus can bring over the listed donors, and what it can bring to each.
  public var lines: [String] {
    let tally = advice.tally
    var lines = [
      "", "Patient \(advice.patient.id.printable)",
      "\(tally.eligible) eligible, \(tally.indeterminate) indeterminate, \(tally.excluded) excluded; "
        + "looked at: the best \(advice.listed), \(advice.indeterminate) of them indeterminate",
    ]
    guard !advice.targets.isEmpty else {
      return lines + ["No further typing of the ten loci or of KIR changes a status, points or a place."]
        + advice.donors.compactMap(AdviceText.unsettled)
    }
    lines += targetTable.lines
    if !advice.settlingSet.isEmpty {
      lines.append(
        "Together \(AdviceText.names(advice.settlingSet)): settles \(advice.settled) of \(advice.indeterminate) "
          + "indeterminate, whatever it shows.")
    }
    return lines + [""] + donorTable.lines + advice.donors.compactMap(AdviceText.unsettled)
  }

  private var targetTable: TerminalTable {
    var table = TerminalTable([
      ("type", .left), ("donors", .right), ("settles", .right), ("may settle", .right), ("may admit", .right),
      ("may exclude", .right), ("may promote", .right),
    ])
    for target in advice.targets {
      let counts = [
        target.donors, target.settles, target.maySettle, target.mayAdmit, target.mayExclude, target.mayPromote,
      ]
      table.add([AdviceText.name(target.target)] + counts.map(String.init))
    }
    return table
  }

  private var donorTable: TerminalTable {
    var table = TerminalTable([
      ("rank", .right), ("donor", .left), ("status", .left), ("points", .right), ("type", .left),
      ("status then", .left),
      ("points then", .right), ("best rank", .right),
    ])
    for donor in advice.donors {
      for (index, effect) in donor.effects.enumerated() {
        let own = [
          donor.donor.rank.map(String.init) ?? "", donor.donor.id.printable, donor.donor.status.rawValue,
          String(donor.donor.points),
        ]
        table.add(
          (index == 0 ? own : ["", "", "", ""]) + [
            AdviceText.name(effect.target), AdviceText.statuses(effect), AdviceText.points(effect),
            effect.bestRank.map(String.init) ?? "",
          ])
      }
    }
    return table
  }

  /// What settles an indeterminate donor whom no single locus settles.
  private static func unsettled(_ advice: DonorAdvice) -> String? {
    guard advice.donor.status == .indeterminate, !(advice.effects.first?.settles ?? false) else { return nil }
    let donor = "Donor \(advice.donor.id.printable)"
    guard let set = advice.settlingSet else { return "\(donor): no typing of the ten loci settles it in every case." }
    return "\(donor): settled by \(names(set)) together."
  }

  private static func statuses(_ effect: TypingEffect) -> String {
    DonorStatus.allCases.filter(effect.statuses.contains).map(\.rawValue).joined(separator: " or ")
  }

  private static func points(_ effect: TypingEffect) -> String {
    guard let points = effect.points else { return "" }
    return points.count == 1 ? String(points.lowerBound) : "\(points.lowerBound)..\(points.upperBound)"
  }

  private static func name(_ target: TypingTarget) -> String { "\(target.person.rawValue) \(target.name)" }

  private static func names(_ targets: [TypingTarget]) -> String { targets.map(name).joined(separator: ", ") }

  /// How to read the columns, once below all patients.
  public static let legend = [
    "",
    "settles: indeterminate donors whose status is settled whatever the typing shows. may settle: in some case. may admit, "
      + "may exclude: in some case.",
    "may promote: donors that may pass another one. Each line types one locus of one person fully, all else unchanged.",
  ]
}
