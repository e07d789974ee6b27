import HLANomenclature
import HLATyping
import MatchTestSupport
import Testing
import TransplantFacts

@Suite("Lists of antibodies")
struct AntibodyListTests {
  private func list(_ cell: String) -> AntibodyList { AntibodyList(cell, resolver: FactsFixture.resolver) }

  @Test("Antigens and alleles stand side by side, each with its strength where known")
  func items() {
    let found = list(" A2=5200; DRB1*04:01 = 900 ;DQ7;HLA-B*07:02=0.5;Cw7;DQA1*05:01;DPB1*04:01=10000;DR52;;")
    #expect(found.faults.isEmpty)
    #expect(
      found.antibodies.map(\.name) == [
        "A2", "DRB1*04:01", "DQ7", "B*07:02", "Cw7", "DQA1*05:01", "DPB1*04:01", "DR52",
      ])
    #expect(found.antibodies.map(\.strength) == [5200, 900, nil, 0.5, nil, nil, 10000, nil])
    #expect(found.antibodies.map(\.locus.name) == ["A", "DRB1", "DQB1", "B", "C", "DQA1", "DPB1", "DRB3"])
  }

  @Test(
    "What names no antigen or allele is told with its item, and the others stand",
    arguments: [
      "A99", "X2", "A", "2", "HLA", "A*99:99", "Q*01:01", "DP4", "A02", "A2x", "A*24:09N", "A*NEW", "DRB3*NNNN", "=500",
      "A-2", "B*", "*02:01",
    ])
  func unknown(item: String) {
    let found = list("A2;\(item);DQ7=100")
    #expect(found.antibodies.map(\.name) == ["A2", "DQ7"])
    #expect(found.faults.map(\.kind) == [.unknownAntibody] && found.faults.map(\.item) == [item])
    #expect(found.faults[0].message.contains("expected"))
  }

  @Test("Bw4 and Bw6 are told, since they are no antigens", arguments: ["Bw4", "Bw6=3000"])
  func epitopes(item: String) {
    let found = list(item)
    #expect(found.antibodies.isEmpty && found.faults.map(\.kind) == [.publicEpitope])
  }

  @Test(
    "A strength that is no number is told, and the antibody counts without one",
    arguments: ["A2=", "A2=strong", "A2=-5", "A2=1e5", "A2=nan", "A2=5=6", "A2=1000001", "A2=1.2.3", "A2=5 200"])
  func strengths(item: String) {
    let found = list(item)
    #expect(found.antibodies.map(\.name) == ["A2"] && found.antibodies.map(\.strength) == [nil])
    #expect(found.faults.map(\.kind) == [.badStrength])
  }

  @Test("A repeated antibody counts once, with its greatest strength, or without one where a repetition has none")
  func repeated() {
    let found = list("A2=20;Cw7=5;A2=300;C7=2;A2=70;DQ7=10;DQ7")
    #expect(found.antibodies.map(\.name) == ["A2", "Cw7", "DQ7"] && found.faults.isEmpty)
    #expect(found.antibodies.map(\.strength) == [300, 5, nil])
  }

  @Test("A cell of a mebibyte is read at once")
  func longCell() {
    let found = list(String(repeating: "A2=5;", count: 200_000))
    #expect(found.antibodies.map(\.name) == ["A2"])
  }

  @Test("An empty cell holds no antibodies", arguments: ["", " ", ";", " ; ;"])
  func empty(cell: String) { #expect(list(cell) == AntibodyList()) }
}

/// DOMAIN, sections 6 and 7: donor-specific antibodies.
@Suite("Donor-specific antibodies")
struct DonorSpecificAntibodyTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let cell: String
    var patient: [String: (String, String)] = ["A": ("01:01", "03:01")]
    let donor: [String: (String, String)]
    var cutOff = 0
    let flags: [String]
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "every allele of a position carries the antigen", cell: "A2", donor: ["A": ("02:01", "01:01")],
      flags: ["dsa:A2"]),
    Case(name: "no allele carries it", cell: "A2", donor: ["A": ("24:02", "01:01")], flags: []),
    Case(
      name: "two variants, both with the antigen", cell: "A2", donor: ["A": ("02:01/02:06", "01:01")], flags: ["dsa:A2"]
    ),
    Case(
      name: "one of two variants has it", cell: "A2", donor: ["A": ("02:01/24:02", "01:01")],
      flags: ["dsa_possible:A2"]),
    Case(
      name: "a broad antigen is carried by its splits", cell: "A9", donor: ["A": ("24:02", "01:01")], flags: ["dsa:A9"]),
    Case(
      name: "a split is not carried by its sibling", cell: "A23", donor: ["A": ("24:02", "01:01")], flags: []),
    Case(
      name: "the patient has the identity", cell: "A2", patient: ["A": ("02:01", "01:01")],
      donor: ["A": ("02:01", "03:01")], flags: []),
    Case(
      name: "the patient has another allele of the antigen", cell: "A2", patient: ["A": ("02:06", "01:01")],
      donor: ["A": ("02:01", "03:01")], flags: ["dsa:A2"]),
    Case(
      name: "the patient may have the identity", cell: "A2", patient: ["A": ("02:01/24:02", "01:01")],
      donor: ["A": ("02:01", "03:01")], flags: ["dsa_possible:A2"]),
    Case(
      name: "the patient is untyped", cell: "A2", patient: [:], donor: ["A": ("02:01", "03:01")],
      flags: ["dsa_possible:A2"]),
    Case(
      name: "the donor is untyped", cell: "DPB1*04:01", donor: ["A": ("02:01", "03:01")],
      flags: ["dsa_possible:DPB1*04:01"]),
    Case(name: "NEW may carry anything", cell: "A2", donor: ["A": ("NEW", "01:01")], flags: ["dsa_possible:A2"]),
    Case(name: "a null carries nothing", cell: "A2;A24", donor: ["A": ("24:09N", "01:01")], flags: []),
    Case(
      name: "an allele", cell: "DRB1*04:01", patient: ["DRB1": ("15:01", "")], donor: ["DRB1": ("04:01", "15:01")],
      flags: ["dsa:DRB1*04:01"]),
    Case(
      name: "another allele of the same antigen", cell: "DRB1*04:01", patient: ["DRB1": ("15:01", "")],
      donor: ["DRB1": ("04:04", "15:01")], flags: []),
    Case(
      name: "DPB1", cell: "DPB1*04:01=3000", patient: ["DPB1": ("02:01", "03:01")], donor: ["DPB1": ("04:01", "")],
      flags: ["dsa:DPB1*04:01"]),
    Case(
      name: "DQA1", cell: "DQA1*05:01", patient: ["DQA1": ("01:01", "01:02")], donor: ["DQA1": ("05:01", "01:01")],
      flags: ["dsa:DQA1*05:01"]),
    Case(
      name: "DQ7 is a split of DQ3", cell: "DQ7;DQ3", patient: ["DQB1": ("05:01", "06:02")],
      donor: ["DQB1": ("03:01", "05:01")], flags: ["dsa:DQ7", "dsa:DQ3"]),
    Case(
      name: "DR53 is every product of DRB4", cell: "DR53", patient: ["DRB4": ("NNNN", "")],
      donor: ["DRB4": ("01:03", "NNNN")], flags: ["dsa:DR53"]),
    Case(
      name: "a gene that the donor lacks", cell: "DR53", patient: ["DRB4": ("NNNN", "")], donor: ["DRB4": ("NNNN", "")],
      flags: []),
    Case(
      name: "below the cut-off", cell: "A2=999;A24=1000", donor: ["A": ("02:01", "24:02")], cutOff: 1000,
      flags: ["dsa:A24"]),
    Case(
      name: "without a strength there is no cut-off", cell: "A2", donor: ["A": ("02:01", "24:02")], cutOff: 1000,
      flags: ["dsa:A2"]),
    Case(
      name: "certain ones first, each once", cell: "B7;A2;A2=50;A2=20", patient: ["A": ("01:01", "")],
      donor: ["A": ("02:01", "01:01")], flags: ["dsa:A2", "dsa_possible:B7"]),
  ]

  @Test("An antibody hits what every allele of a donor position carries and the patient cannot have", arguments: cases)
  func hits(_ item: Case) throws {
    let list = AntibodyList(item.cell, resolver: FactsFixture.resolver)
    #expect(list.faults.isEmpty, "\(list.faults)")
    let comparison = AntibodyComparison(
      patient: try FactsFixture.typings(item.patient), antibodies: list, cutOff: item.cutOff,
      reference: FactsFixture.reference)
    let found = comparison.findings(donor: try FactsFixture.typings(item.donor))
    #expect(found.map(\.flag) == item.flags)
  }
}
