import Foundation

/// The text files of one release on strings and dictionaries, without any of the code under test.
struct PlainRelease: Sendable {
  /// The living names, in the order of Allelelist.txt.
  let living: [String]
  /// Accession to living name.
  let livingByAccession: [String: String]
  /// Every name that a living name begins with, and itself, with and without its suffix, to the living names it means:
  /// `A*01`, `A*01N`, `A*01:01`, `A*01:01N` and so on (DOMAIN 2.3).
  let members: [String: [String]]
  /// Deleted name of hla_nom.txt to successor, both with their locus; empty where the file names none.
  let successors: [String: String]
  /// Former name to name as of April 2010, or `None`, of Nomenclature_2009.txt.
  let formerNames: [String: String]
  /// Deleted name to accession, of Deleted_alleles.txt.
  let deletedAccessions: [String: String]
  /// Allele to G group of hla_nom_g.txt; empty for an allele alone on its line.
  let gGroups: [String: String]
  /// Allele to P group of hla_nom_p.txt; empty for an allele alone on its line.
  let pGroups: [String: String]

  init(folder: String) throws {
    var living: [String] = []
    var byAccession: [String: String] = [:]
    for row in try Self.rows(folder + "/Allelelist.txt", separator: ",") where row[0].hasPrefix("HLA") {
      living.append(row[1])
      byAccession[row[0]] = row[1]
    }
    (self.living, livingByAccession) = (living, byAccession)
    members = Self.members(living)
    successors = try Self.successors(folder)
    var formerNames: [String: String] = [:]
    for row in try Self.rows(folder + "/Nomenclature_2009.txt", separator: " ") {
      let words = row.filter { !$0.isEmpty }
      if words.count == 2, words[0].contains("*") { formerNames[words[0]] = words[1] }
    }
    self.formerNames = formerNames
    var accessions: [String: String] = [:]
    for row in try Self.rows(folder + "/Deleted_alleles.txt", separator: ",") where row[0].hasPrefix("HLA") {
      accessions[row[1]] = row[0]
    }
    deletedAccessions = accessions
    gGroups = try Self.groups(folder + "/wmda/hla_nom_g.txt")
    pGroups = try Self.groups(folder + "/wmda/hla_nom_p.txt")
  }

  /// The lines that are no comments, cut into fields.
  static func rows(_ path: String, separator: Character = ";") throws -> [[String]] {
    try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
      .filter { !$0.hasPrefix("#") }
      .map { line in line.split(separator: separator, omittingEmptySubsequences: false).map(String.init) }
  }

  private static func members(_ living: [String]) -> [String: [String]] {
    var members: [String: [String]] = [:]
    for name in living {
      let suffix = name.last!.isLetter ? String(name.last!) : ""
      let fields = name.dropLast(suffix.count).split(separator: ":")
      for count in 1...fields.count {
        let stem = fields.prefix(count).joined(separator: ":")
        members[stem, default: []].append(name)
        if !suffix.isEmpty { members[stem + suffix, default: []].append(name) }
      }
    }
    return members
  }

  /// A successor stands without its locus; that of a Cw name is a C name where it has colons.
  private static func successors(_ folder: String) throws -> [String: String] {
    var successors: [String: String] = [:]
    for row in try rows(folder + "/wmda/hla_nom.txt") where row[0].hasSuffix("*") && !row[3].isEmpty {
      let locus = row[0] == "Cw*" && row[4].contains(":") ? "C*" : row[0]
      successors[row[0] + row[1]] = row[4].isEmpty ? "" : locus + row[4]
    }
    return successors
  }

  private static func groups(_ path: String) throws -> [String: String] {
    var groups: [String: String] = [:]
    for row in try rows(path) {
      for member in row[1].split(separator: "/") { groups[row[0] + member] = row[2].isEmpty ? "" : row[0] + row[2] }
    }
    return groups
  }
}

extension PlainRelease {
  /// The gene of a name.
  static func gene(_ name: String) -> String { String(name.prefix { $0 != "*" }) }

  /// What stands after the asterisk.
  static func afterStar(_ name: String) -> String { String(name.drop { $0 != "*" }.dropFirst()) }

  /// Nothing is expressed under a name with N.
  static func isNull(_ name: String) -> Bool { name.hasSuffix("N") }

  /// The living alleles of each group, for one of ``gGroups`` and ``pGroups``.
  static func groupMembers(_ groups: [String: String]) -> [String: [String]] {
    var members: [String: [String]] = [:]
    for (name, group) in groups where !group.isEmpty { members[group, default: []].append(name) }
    return members
  }

  /// The ARD identity (DOMAIN 3): the P group, or alone on its line the first two fields as they stand; nil for a null.
  func identity(_ name: String) -> String? {
    if Self.isNull(name) { return nil }
    guard let group = pGroups[name] else { return "not in hla_nom_p.txt" }
    return group.isEmpty ? name.split(separator: ":").prefix(2).joined(separator: ":") : group
  }
}
