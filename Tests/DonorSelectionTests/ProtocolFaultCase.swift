import Testing

/// A change to the built-in file that makes it faulty, the text at which the fault stands, and words of the message.
struct ProtocolFaultCase: Sendable, CustomTestStringConvertible {
  let name: String
  let edit: TestProtocol.Edit
  /// The text that line and column of the refusal point to; nil where any place of the file serves.
  var at: String?
  let words: [String]
  var testDescription: String { name }

  static let unknownKeys = [
    ProtocolFaultCase(name: "top", edit: ("\npoints:", "\nweights: 3\npoints:"), at: "weights", words: ["weights"]),
    ProtocolFaultCase(
      name: "rule", edit: ("  six_locus_rule:", "  sex_locus_rule:"), at: "sex_locus_rule", words: ["sex_locus_rule"]),
    ProtocolFaultCase(
      name: "in a rule", edit: ("{exclude_at: 8,", "{exclude_from: 8,"), at: "exclude_from", words: ["exclude_from"]),
    ProtocolFaultCase(
      name: "policy", edit: ("  new_allele:", "  new_alleles:"), at: "new_alleles", words: ["new_alleles"]),
    ProtocolFaultCase(name: "points", edit: ("  hvg_mismatch:", "  hvg_match:"), at: "hvg_match", words: ["hvg_match"]),
    ProtocolFaultCase(name: "ABO", edit: ("minor: 0", "little: 0"), at: "little", words: ["little"]),
    ProtocolFaultCase(name: "age", edit: ("to: 30,", "until: 30,"), at: "until: 30", words: ["until"]),
    ProtocolFaultCase(
      name: "override", edit: ("allow: []", "allow: [{rule: match_count, who: me, why: so, when: now}]"), at: "when",
      words: ["when"]),
  ]

  static let missingKeys = [
    ProtocolFaultCase(name: "protocol", edit: ("\nprotocol: mst\n", "\n"), words: ["protocol"]),
    ProtocolFaultCase(name: "version", edit: ("\nversion: 1.0.0\n", "\n"), words: ["version"]),
    ProtocolFaultCase(name: "points", edit: ("\npoints:", "\n#oints:"), words: []),
    ProtocolFaultCase(
      name: "limit", edit: ("{exclude_at: 3, source", "{source"), at: "{source: Lei", words: ["exclude_at"]),
    ProtocolFaultCase(name: "use", edit: ("{use: true, at", "{at"), at: "{at_most: 4", words: ["use"]),
    ProtocolFaultCase(name: "end of ages", edit: ("from: 31, to: 45,", "from: 31,"), at: "{from: 31", words: ["to"]),
    ProtocolFaultCase(
      name: "why", edit: ("allow: []", "allow:\n  - {rule: match_count, who: me}"), at: "{rule: match_count, who: me}",
      words: ["why"]),
    ProtocolFaultCase(
      name: "who", edit: ("allow: []", "allow:\n  - {rule: match_count, why: so}"), at: "{rule: match_count, why: so}",
      words: ["who"]),
    ProtocolFaultCase(
      name: "rule", edit: ("allow: []", "allow:\n  - {who: me, why: so}"), at: "{who: me", words: ["rule"]),
  ]

  static let values = [
    ProtocolFaultCase(name: "11 of 10", edit: ("{exclude_at: 8,", "{exclude_at: 11,"), at: "11,", words: ["1", "10"]),
    ProtocolFaultCase(
      name: "0 of 10", edit: ("{exclude_at: 8,", "{exclude_at: 0,"), at: "0, source: Li 2025", words: ["1", "10"]),
    ProtocolFaultCase(
      name: "6 of 5 loci", edit: ("{exclude_at: 3,", "{exclude_at: 6,"), at: "6, source: Lei", words: ["1", "5"]),
    ProtocolFaultCase(name: "7 of 6", edit: ("at_most: 4,", "at_most: 7,"), at: "7, source: Lei", words: ["0", "6"]),
    ProtocolFaultCase(
      name: "a word", edit: ("{exclude_at: 8,", "{exclude_at: eight,"), at: "eight", words: ["whole number"]),
    ProtocolFaultCase(
      name: "a fraction", edit: ("{exclude_at: 8,", "{exclude_at: 7.5,"), at: "7.5", words: ["whole number"]),
    ProtocolFaultCase(
      name: "heavy points", edit: ("hvg_mismatch: 6 ", "hvg_mismatch: 100000 "), at: "100000", words: ["hvg_mismatch"]),
    ProtocolFaultCase(
      name: "policy", edit: ("new_allele: unknown", "new_allele: perhaps"), at: "perhaps",
      words: ["unknown", "mismatch"]),
    ProtocolFaultCase(
      name: "partial", edit: ("partial: indeterminate", "partial: maybe"), at: "maybe",
      words: ["indeterminate", "exclude"]),
    ProtocolFaultCase(name: "yes or no", edit: ("use: true", "use: 3"), at: "3, at_most", words: ["true", "false"]),
    ProtocolFaultCase(
      name: "donor type", edit: ("donor_types: [adult]", "donor_types: [adult, child]"), at: "child]",
      words: ["adult", "cord"]),
    ProtocolFaultCase(
      name: "source", edit: ("exclude_at: 8, source: Li 2025", "exclude_at: 8, source: Li 1925"), at: "Li 1925",
      words: ["Li 1925"]),
    ProtocolFaultCase(
      name: "ages overlap", edit: ("from: 31, to: 45", "from: 30, to: 45"), at: "{from: 30", words: ["overlap"]),
    ProtocolFaultCase(
      name: "ages within", edit: ("from: 31, to: 45", "from: 20, to: 22"), at: "{from: 20", words: ["overlap"]),
    ProtocolFaultCase(
      name: "no ages", edit: ("from: 31, to: 45", "from: 45, to: 31"), at: "{from: 45", words: ["from"]),
    ProtocolFaultCase(
      name: "no such rule", edit: ("allow: []", "allow: [{rule: all, who: me, why: so}]"), at: "all, who",
      words: ["match_count"]),
    ProtocolFaultCase(
      name: "override in words", edit: ("allow: []", "allow: [match_count]"), at: "match_count]", words: ["who", "why"]),
    ProtocolFaultCase(
      name: "empty why", edit: ("allow: []", "allow: [{rule: match_count, who: me, why: ''}]"), at: "''}",
      words: ["why"]),
    ProtocolFaultCase(
      name: "lifted twice",
      edit: ("allow: []", "allow:\n  - {rule: match_count, who: a, why: b}\n  - {rule: match_count, who: c, why: d}"),
      at: "{rule: match_count, who: c", words: ["match_count"]),
    ProtocolFaultCase(
      name: "rules in words", edit: ("match_count: {exclude_at: 8, source: Li 2025}", "match_count: eight"),
      at: "eight", words: ["match_count"]),
  ]

  static let syntax = [
    ProtocolFaultCase(name: "open bracket", edit: ("donor_types: [adult]", "donor_types: [adult"), words: ["YAML"]),
    ProtocolFaultCase(name: "tab", edit: ("  match_count:", "\tmatch_count:"), words: ["YAML"]),
    ProtocolFaultCase(name: "two documents", edit: ("\nrules:", "\n---\nrules:"), words: []),
    ProtocolFaultCase(
      name: "a key twice", edit: ("\nversion: 1.0.0\n", "\nversion: 1.0.0\nversion: 2.0.0\n"), words: ["version"]),
  ]
}
