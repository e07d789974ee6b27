import DonorSelection
import HLATyping
import TransplantFacts

/// The facts of a pair beside its counts, in words.
public struct PairFactsText {
  private let facts: PairFacts
  private let donor: RankedDonor
  private let patient: Person

  /// The facts of one pair.
  public init(_ facts: PairFacts, _ donor: RankedDonor, _ patient: Person) {
    (self.facts, self.donor, self.patient) = (facts, donor, patient)
  }

  /// The lines of the section.
  public var lines: [String] {
    ["", "Further facts; none of them excludes a donor:"]
      + entries.map { "\($0.isPart ? "    " : "  ")\($0.name): \($0.text)" }
  }

  /// One fact, or a part of the one before it.
  struct Entry {
    let name: String
    let text: String
    var isPart = false
  }

  /// The facts one by one.
  var entries: [Entry] {
    [tceEntry] + facts.wt1.map(wt1Entry) + [markerEntry, sexEntry, antibodyEntry, aboEntry] + doseEntries
  }

  private var tceEntry: Entry {
    let groups = { (group: Int?) in group.map(String.init) ?? "unknown" }
    let meaning =
      switch facts.tce.verdict {
      case .match: "the same DPB1"
      case .permissive: "permissive"
      case .gvhNonPermissive: "not permissive in GVH direction"
      case .hvgNonPermissive: "not permissive in HVG direction"
      case .unknown: "unknown"
      }
    return Entry(
      name: "DPB1 T-cell epitopes",
      text: "\(meaning) (lowest group of the patient \(groups(facts.tce.patientGroup)), of the donor "
        + "\(groups(facts.tce.donorGroup))\(facts.tce.isPredicted ? ", predicted" : ""))")
  }

  private func wt1Entry(_ restriction: WT1Restriction) -> Entry {
    let possible = restriction.isCertain ? "" : " (possible, the typings leave it open)"
    let meaning =
      switch restriction.carrier {
      case .patient: "the patient only: WT1-specific cells that it restricts are the patient's (RVL)"
      case .donor: "the donor only: WT1-specific cells that it restricts are the donor's (GVL)"
      case .both: "both: WT1-specific cells that it restricts may be of either"
      case .neither: "neither"
      }
    return Entry(name: "WT1 by \(restriction.allele)", text: meaning + possible)
  }

  private var markerEntry: Entry {
    let names = facts.markers.flatMap(\.identities).joined(separator: " ")
    return Entry(name: "Chimerism markers, of the donor and not the patient", text: names.isEmpty ? "none" : names)
  }

  private var sexEntry: Entry {
    let meaning =
      switch facts.sexDifference {
      case .maleInFemale: "male cells in a female patient, which can be followed"
      case .femaleInMale: "female cells in a male patient, which can be followed"
      case .none: "none"
      case .unknown: "unknown"
      }
    return Entry(name: "Sex difference", text: meaning)
  }

  private var antibodyEntry: Entry {
    guard facts.antibodiesCounted > 0 else {
      return Entry(name: "Donor-specific antibodies", text: "no antibody of the patient to compare")
    }
    let names = { (isCertain: Bool) in
      let own = facts.antibodies.filter { $0.isCertain == isCertain }.map(\.antibody.name)
      return own.isEmpty ? "none" : own.joined(separator: " ")
    }
    return Entry(
      name: "Donor-specific antibodies, of \(facts.antibodiesCounted) compared",
      text: "\(names(true)); possible: \(names(false))")
  }

  private var aboEntry: Entry {
    guard let own = donor.facts.abo, let other = patient.facts.abo else {
      return Entry(name: "ABO", text: "unknown")
    }
    let meaning =
      switch ABOCompatibility(donor: own, patient: other) {
      case .compatible: "compatible"
      case .minor: "minor, donor plasma against patient cells"
      case .major: "major, patient plasma against donor cells"
      case .bidirectional: "bidirectional, plasma of each against cells of the other"
      }
    return Entry(name: "ABO", text: "\(own.name) to \(other.name), \(meaning)")
  }

  private var doseEntries: [Entry] {
    guard let plan = facts.doses else {
      return [
        Entry(name: "Dose plan", text: "none, \(facts.doseFault?.description ?? "the patient's weight is not known")")
      ]
    }
    var entries = [Entry(name: "Dose plan for \(PairFactsText.number(plan.weight)) kg", text: "cells a course:")]
    let names: [CellProduct: String] = [.mnc: "MNC", .cd3: "CD3+", .imak: "IMAK"]
    for dose in plan.doses {
      var text = "\(PairFactsText.cells(dose.cells.least)) to "
      text += "\(PairFactsText.cells(dose.cells.most)), usually \(PairFactsText.cells(dose.cells.usual))"
      if let collected = dose.collected, let courses = dose.courses, let most = dose.coursesOfLeast {
        text += "; \(PairFactsText.cells(collected)) collected cover \(courses) courses"
        text += most == courses ? "" : ", \(most) of the least dose"
      }
      entries.append(Entry(name: names[dose.product] ?? "", text: text, isPart: true))
    }
    if let cd34 = plan.cd34PerKilogram {
      entries.append(Entry(name: "CD34+ collected", text: "\(PairFactsText.cells(cd34)) per kg", isPart: true))
    }
    return entries
  }

  /// A number of cells as `1.6e10`, three digits at most.
  static func cells(_ count: Double) -> String {
    var (mantissa, exponent) = (count, 0)
    while mantissa >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    var hundredths = Int((mantissa * 100).rounded())
    if hundredths >= 1000 { (hundredths, exponent) = (hundredths / 10, exponent + 1) }
    return "\(number(Double(hundredths) / 100))e\(exponent)"
  }

  /// A number without a needless `.0`.
  static func number(_ value: Double) -> String {
    let text = String(value)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
