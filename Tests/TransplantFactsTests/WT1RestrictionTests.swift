import HLANomenclature
import HLATyping
import Testing
import TransplantFacts

/// DOMAIN section 6, WT1 monitoring: A*02:01 or A*24:02 of the patient only, the donor only, or both.
@Suite("WT1 restriction")
struct WT1RestrictionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let patient: (String, String)
    let donor: (String, String)
    /// A*02:01, then A*24:02; `?` where only possible.
    let verdicts: [String]
    var testDescription: String { "\(patient) \(donor)" }
  }

  static let cases = [
    Case(patient: ("02:01", "01:01"), donor: ("03:01", "11:01"), verdicts: ["patient", "neither"]),
    Case(patient: ("01:01", "03:01"), donor: ("02:01", "24:02"), verdicts: ["donor", "donor"]),
    Case(patient: ("02:01", "24:02"), donor: ("02:01", "11:01"), verdicts: ["both", "patient"]),
    Case(patient: ("02:01", ""), donor: ("24:02:01:02L", "01:01"), verdicts: ["patient", "donor"]),
    Case(patient: ("02:06", "24:03"), donor: ("02:03", "01:01"), verdicts: ["neither", "neither"]),
    Case(patient: ("02:01/02:06", "01:01"), donor: ("03:01", "11:01"), verdicts: ["patient?", "neither"]),
    Case(patient: ("02:01:01:01/02:01:01:02L", "01:01"), donor: ("03:01", ""), verdicts: ["patient", "neither"]),
    Case(patient: ("NEW", "01:01"), donor: ("03:01", "11:01"), verdicts: ["patient?", "patient?"]),
    Case(patient: ("", ""), donor: ("02:01", "11:01"), verdicts: ["both?", "patient?"]),
    // A null is not expressed.
    Case(patient: ("24:09N", "01:01"), donor: ("24:09N", "03:01"), verdicts: ["neither", "neither"]),
  ]

  @Test("Who carries the element, certainly or possibly", arguments: cases)
  func carriers(_ item: Case) throws {
    let found = WT1Restriction.all(
      patient: try FactsFixture.typing(.a, item.patient.0, item.patient.1),
      donor: try FactsFixture.typing(.a, item.donor.0, item.donor.1), reference: FactsFixture.reference)
    #expect(found.map(\.allele) == ["A*02:01", "A*24:02"])
    #expect(found.map { $0.carrier.rawValue + ($0.isCertain ? "" : "?") } == item.verdicts)
  }
}
