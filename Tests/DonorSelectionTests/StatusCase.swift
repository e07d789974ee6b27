import MatchTestSupport
import Testing

/// A pair in letters (A, B, C, DRB1, DQB1), and its status, reasons and match bounds under a protocol.
struct StatusCase: Sendable, CustomTestStringConvertible {
  var patient = "ab ab ab ab ab"
  let donor: String
  var edits: [TestProtocol.Edit] = []
  let match: String
  let status: String
  var reasons: [String] = []
  var sixLocusRule: [String] = []

  var testDescription: String { "\(patient) / \(donor) \(edits.map(\.new).joined(separator: " "))" }
}

extension StatusCase {
  /// Rules 1 and 5: at least 8 of 10.
  static let matchCount = [
    StatusCase(donor: "cd cd cd cd cd", match: "0", status: "eligible"),
    StatusCase(donor: "ab ab ab ac cd", match: "7", status: "eligible"),
    StatusCase(donor: "ab ab ab ac ad", match: "8", status: "excluded", reasons: ["match_count"]),
    StatusCase(donor: "ab ab ab ab cd", match: "8", status: "excluded", reasons: ["match_count"]),
    StatusCase(donor: "ab ab ab ab ab", match: "10", status: "excluded", reasons: ["match_count"]),
    StatusCase(donor: "ab ab ac ac c,b/d", match: "6..7", status: "eligible"),
    StatusCase(
      donor: "ab ab ab ac c,b/d", match: "7..8", status: "indeterminate", reasons: ["match_count_possible:DQB1"]),
    StatusCase(donor: "ab ab ab ab c,b/d", match: "8..9", status: "excluded", reasons: ["match_count"]),
    StatusCase(
      donor: "ab c,b/d ab cd ab", match: "6..7", status: "eligible"),
    StatusCase(
      donor: "ab c,b/d ab c,a/d ab", match: "6..8", status: "indeterminate",
      reasons: ["match_count_possible:B", "match_count_possible:DRB1"]),
  ]

  /// Rules 2 and 5: at least 3 homozygous loci.
  static let homozygousLoci = [
    StatusCase(donor: "aa aa cd cd cd", match: "2", status: "eligible"),
    StatusCase(donor: "cc dd cd cd cd", match: "0", status: "eligible"),
    StatusCase(donor: "aa aa aa cd cd", match: "3", status: "excluded", reasons: ["homozygous_loci"]),
    StatusCase(donor: "cc dd cc cd cd", match: "0", status: "excluded", reasons: ["homozygous_loci"]),
    StatusCase(donor: "a- c- cd d- cd", match: "1", status: "excluded", reasons: ["homozygous_loci"]),
    StatusCase(donor: "a,n c- cd d- cd", match: "1", status: "excluded", reasons: ["homozygous_loci"]),
    StatusCase(
      donor: "aa aa a,a/c cd cd", match: "3", status: "indeterminate", reasons: ["homozygous_loci_possible:C"]),
    StatusCase(
      donor: "cc NN cd NN dd", match: "0..4", status: "indeterminate",
      reasons: ["homozygous_loci_possible:B", "homozygous_loci_possible:DRB1"]),
    StatusCase(donor: "aa cd a,a/c cd cd", match: "2", status: "eligible"),
    StatusCase(
      donor: "aa aa aa a,a/c cd", match: "4", status: "excluded", reasons: ["homozygous_loci"]),
  ]

  /// Rule 3: the patient cannot reject the donor.
  static let oneWayMatch = [
    StatusCase(
      donor: "aa aa aa aa aa", match: "5", status: "excluded", reasons: ["homozygous_loci", "one_way_match"]),
    StatusCase(
      donor: "ab ab aa aa aa", match: "7", status: "excluded", reasons: ["homozygous_loci", "one_way_match"]),
    StatusCase(donor: "ab ab ab aa aa", match: "8", status: "excluded", reasons: ["match_count", "one_way_match"]),
    StatusCase(
      patient: "aa aa aa ab ab", donor: "aa aa aa aa ab", match: "9", status: "excluded",
      reasons: ["match_count", "homozygous_loci", "one_way_match"]),
    StatusCase(
      patient: "aa aa aa ab ab", donor: "aa aa aa ab ab", match: "10", status: "excluded",
      reasons: ["match_count", "homozygous_loci"]),
    StatusCase(donor: "ac aa aa aa ab", match: "6", status: "excluded", reasons: ["homozygous_loci"]),
    StatusCase(patient: "aa aa aa aa aa", donor: "ab ab ab ab ab", match: "5", status: "eligible"),
    StatusCase(
      donor: "a,a/c aa aa ab ab", match: "7", status: "indeterminate",
      reasons: ["homozygous_loci_possible:A", "one_way_match_possible:A"]),
    StatusCase(
      donor: "aa aa .. ab ab", match: "6..8", status: "indeterminate",
      reasons: ["homozygous_loci_possible:C", "one_way_match_possible:C"], sixLocusRule: ["C"]),
    StatusCase(
      donor: "aa aa .. ab ab", edits: [TestProtocol.partialExcludes], match: "6..8", status: "excluded",
      reasons: ["one_way_match"]),
    StatusCase(
      patient: "ab ab .. ab ab", donor: "aa aa ab ab ab", edits: [TestProtocol.partialExcludes], match: "6..8",
      status: "excluded", reasons: ["one_way_match"]),
    StatusCase(
      donor: "aa a,a/c .. ab ab", edits: [TestProtocol.partialExcludes], match: "6..8", status: "indeterminate",
      reasons: [
        "homozygous_loci_possible:B", "homozygous_loci_possible:C", "one_way_match_possible:B",
        "one_way_match_possible:C",
      ], sixLocusRule: ["C"]),
    StatusCase(
      donor: "a,a/c aa aa ab ab", edits: [TestProtocol.partialExcludes], match: "7", status: "indeterminate",
      reasons: ["homozygous_loci_possible:A", "one_way_match_possible:A"]),
    StatusCase(
      donor: ".. ab ab ab aa", match: "7..9", status: "indeterminate", reasons: ["match_count_possible:A"]),
    StatusCase(
      donor: ".. ab ab ab aa", edits: [TestProtocol.partialExcludes], match: "7..9", status: "indeterminate",
      reasons: ["match_count_possible:A"]),
    StatusCase(
      patient: ".. ab ab ab ab", donor: "ab ab ab ab aa", match: "7..9", status: "indeterminate",
      reasons: ["match_count_possible:A"]),
    StatusCase(
      donor: "aa aa .. ab ab", edits: [("exclude: true", "exclude: false")], match: "6..8", status: "indeterminate",
      reasons: ["homozygous_loci_possible:C"], sixLocusRule: ["C"]),
  ]

  /// Rule 4: C or DQB1 untyped, at most 4 of 6.
  static let sixLocusRule = [
    StatusCase(donor: "ac ab .. ac ab", match: "6..8", status: "eligible", sixLocusRule: ["C"]),
    StatusCase(donor: "ac ab ab ac ..", match: "6..8", status: "eligible", sixLocusRule: ["DQB1"]),
    StatusCase(
      patient: "ab ab .. ab ab", donor: "ac ab ab ac ab", match: "6..8", status: "eligible", sixLocusRule: ["C"]),
    StatusCase(
      patient: "ab ab ab ab ..", donor: "ac ab ab ac ab", match: "6..8", status: "eligible", sixLocusRule: ["DQB1"]),
    StatusCase(
      patient: "ab ab .. ab ab", donor: "ac ab ab ac ..", match: "4..8", status: "eligible",
      sixLocusRule: ["C", "DQB1"]),
    StatusCase(donor: "ac ab .. ac ..", match: "4..8", status: "eligible", sixLocusRule: ["C", "DQB1"]),
    StatusCase(
      donor: "ab ab .. ac ac", match: "6..8", status: "indeterminate", reasons: ["match_count_possible:C"]),
    StatusCase(
      donor: "ab ab .. ac ..", match: "5..9", status: "indeterminate",
      reasons: ["match_count_possible:C", "match_count_possible:DQB1"]),
    StatusCase(
      donor: "ac ab .. a,b/c ab", match: "6..9", status: "indeterminate",
      reasons: ["match_count_possible:C", "match_count_possible:DRB1"]),
    StatusCase(donor: "ac cd .. a,b/c ab", match: "4..7", status: "eligible"),
    StatusCase(donor: "ac ab .. c,b/d ab", match: "5..8", status: "eligible", sixLocusRule: ["C"]),
    StatusCase(
      donor: "ac ab .. ac ab", edits: [TestProtocol.noSixLocusRule], match: "6..8", status: "indeterminate",
      reasons: ["match_count_possible:C"]),
    StatusCase(
      donor: "ac ab .. ac ab", edits: [("at_most: 4,", "at_most: 3,")], match: "6..8", status: "indeterminate",
      reasons: ["match_count_possible:C"]),
    StatusCase(
      donor: "ac ab 17:XX,17:XX ac ab", match: "6..8", status: "indeterminate", reasons: ["match_count_possible:C"]),
    StatusCase(
      donor: "ac ab NN ac ab", match: "6..8", status: "indeterminate", reasons: ["match_count_possible:C"]),
    StatusCase(donor: "cd ab .. ac ab", match: "5..7", status: "eligible"),
    StatusCase(
      donor: ".. ac .. ac ab", match: "4..8", status: "indeterminate",
      reasons: ["match_count_possible:A", "match_count_possible:C"]),
    StatusCase(
      patient: "ab ab ab .. ab", donor: "ac ac .. ab ab", match: "4..8", status: "indeterminate",
      reasons: ["match_count_possible:C", "match_count_possible:DRB1"]),
    StatusCase(
      donor: "ab ab .. ab ab", match: "8..10", status: "excluded", reasons: ["match_count"]),
    StatusCase(
      donor: "ac .. .. ab ab", match: "5..9", status: "indeterminate",
      reasons: ["match_count_possible:B", "match_count_possible:C"]),
  ]

  /// Rule 5: nothing expressed, and everything open at once.
  static let openQuestions = [
    StatusCase(donor: "nm ac ac ac cd", match: "3", status: "indeterminate", reasons: ["no_expressed_allele:A"]),
    StatusCase(
      patient: "nm ab ab ab ab", donor: "ac ac ac ac cd", match: "3", status: "indeterminate",
      reasons: ["no_expressed_allele:A"]),
    StatusCase(donor: "nm aa aa aa cd", match: "3", status: "excluded", reasons: ["homozygous_loci"]),
    StatusCase(
      donor: "nm aa aa ac cd", match: "3", status: "indeterminate",
      reasons: ["homozygous_loci_possible:A", "no_expressed_allele:A"]),
    StatusCase(
      donor: "ab ab a,b/c a,b/c a,b/c", match: "7..10", status: "indeterminate",
      reasons: [
        "match_count_possible:C", "match_count_possible:DRB1", "match_count_possible:DQB1",
        "one_way_match_possible:C", "one_way_match_possible:DRB1", "one_way_match_possible:DQB1",
      ]),
    StatusCase(
      donor: "NN NN NN NN NN", match: "0..10", status: "indeterminate",
      reasons: ["match_count_possible", "homozygous_loci_possible", "one_way_match_possible"].flatMap { code in
        ["A", "B", "C", "DRB1", "DQB1"].map { "\(code):\($0)" }
      }),
    StatusCase(
      donor: "nm a,a/b a,a/b ab ab", match: "6..8", status: "indeterminate",
      reasons: [
        "match_count_possible:B", "match_count_possible:C", "homozygous_loci_possible:A",
        "homozygous_loci_possible:B", "homozygous_loci_possible:C", "one_way_match_possible:A",
        "one_way_match_possible:B", "one_way_match_possible:C", "no_expressed_allele:A",
      ]),
  ]

  /// Overrides in the protocol file lift a rule, both its exclusion and its question.
  static let overrides = [
    StatusCase(
      donor: "aa aa aa cd cd", edits: [TestProtocol.lifting(.homozygousLoci)], match: "3", status: "eligible"),
    StatusCase(
      donor: "aa aa a,a/c cd cd", edits: [TestProtocol.lifting(.homozygousLoci)], match: "3", status: "eligible"),
    StatusCase(
      donor: "ab ab aa aa aa", edits: [TestProtocol.lifting(.homozygousLoci)], match: "7", status: "excluded",
      reasons: ["one_way_match"]),
    StatusCase(
      donor: "ab ab aa aa aa", edits: [TestProtocol.lifting(.oneWayMatch)], match: "7", status: "excluded",
      reasons: ["homozygous_loci"]),
    StatusCase(
      donor: "ab ab ab ab cd", edits: [TestProtocol.lifting(.matchCount)], match: "8", status: "eligible"),
    StatusCase(
      donor: "ab ab .. ac ac", edits: [TestProtocol.lifting(.matchCount)], match: "6..8", status: "eligible"),
    StatusCase(
      donor: "ac ab .. ac ab", edits: [TestProtocol.lifting(.matchCount)], match: "6..8", status: "eligible"),
    StatusCase(
      donor: "aa aa .. ab ab", edits: [TestProtocol.lifting(.oneWayMatch)], match: "6..8", status: "indeterminate",
      reasons: ["homozygous_loci_possible:C"], sixLocusRule: ["C"]),
    StatusCase(
      donor: "nm ab ab ab cd", edits: [TestProtocol.lifting(.matchCount)], match: "6", status: "indeterminate",
      reasons: ["no_expressed_allele:A"]),
  ]
}
