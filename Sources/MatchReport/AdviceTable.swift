import DonorSelection

/// The rows of `advise` as delimited text: what each locus can bring over the listed donors, then what it can bring to
/// each of them.
public struct AdviceTable {
  /// The columns. Counts are of donors, so 0 or 1 in the rows of one donor.
  public static let columns = [
    "patient_id", "scope", "person", "locus", "donor_id", "rank", "status", "donors", "settles", "may_settle",
    "may_admit", "may_exclude", "may_promote", "points", "points_min", "points_max", "best_rank",
  ]

  /// The text written so far.
  public var text: DelimitedText

  /// An empty table.
  public init(style: DelimitedText.Style) { text = DelimitedText(style: style) }

  /// The row of column names.
  public mutating func addHeader() {
    for column in AdviceTable.columns { text.plain(column) }
    text.endRow()
  }

  /// The rows of one patient.
  public mutating func add(_ advice: TypingAdvice) {
    let patient = advice.patient.id
    for target in advice.targets {
      begin(patient, "locus", target.target)
      blanks(3)
      counts([
        target.donors, target.settles, target.maySettle, target.mayAdmit, target.mayExclude, target.mayPromote,
      ])
      blanks(4)
      text.endRow()
    }
    if !advice.settlingSet.isEmpty {
      begin(patient, "set", AdviceTable.names(advice.settlingSet))
      blanks(3)
      counts([advice.indeterminate, advice.settled])
      blanks(8)
      text.endRow()
    }
    for donor in advice.donors { add(donor, patient) }
  }

  /// Targets as `donor:C;patient:A`.
  public static func names(_ targets: [TypingTarget]) -> String {
    targets.map { "\($0.person.rawValue):\($0.name)" }.joined(separator: ";")
  }

  private mutating func add(_ advice: DonorAdvice, _ patient: String) {
    for effect in advice.effects {
      begin(patient, "donor", effect.target)
      add(advice.donor)
      let flags = [effect.settles, effect.maySettle, effect.mayAdmit, effect.mayExclude, effect.mayPromote]
      counts([1] + flags.map { $0 ? 1 : 0 })
      text.number(advice.donor.points)
      text.number(effect.points?.lowerBound)
      text.number(effect.points?.upperBound)
      text.number(effect.bestRank)
      text.endRow()
    }
    guard advice.donor.status == .indeterminate, !(advice.effects.first?.settles ?? false) else { return }
    begin(patient, "donor_set", AdviceTable.names(advice.settlingSet ?? []))
    add(advice.donor)
    counts([1, advice.settlingSet == nil ? 0 : 1])
    blanks(4)
    text.number(advice.donor.points)
    blanks(3)
    text.endRow()
  }

  private mutating func begin(_ patient: String, _ scope: String, _ target: TypingTarget) {
    text.text(patient)
    text.plain(scope)
    text.plain(target.person.rawValue)
    text.plain(target.name)
  }

  private mutating func begin(_ patient: String, _ scope: String, _ loci: String) {
    text.text(patient)
    text.plain(scope)
    text.plain("")
    text.plain(loci)
  }

  private mutating func add(_ donor: RankedDonor) {
    text.text(donor.id)
    text.number(donor.rank)
    text.plain(donor.status.rawValue)
  }

  private mutating func counts(_ values: [Int]) {
    for value in values { text.number(value) }
  }

  private mutating func blanks(_ count: Int) {
    for _ in 0..<count { text.plain("") }
  }
}
