import Foundation
import Testing

@testable import HLAReference

/// Indexes of the official releases beside the repository, each built once for all tests.
enum Releases {
  static let folder358 = SharedSamples.folder.appendingPathComponent("imgt-3.58.0").path
  static let folder331 = SharedSamples.folder.appendingPathComponent("imgt-3.31.0").path
  static let has358 = FileManager.default.isReadableFile(atPath: folder358 + "/Allelelist.txt")
  static let has331 = SharedSamples.hasArchive

  private static let built358 = Result { try ReferenceIndex.build(sources: [folder358]) }
  private static let built331 = Result { try ReferenceIndex.build(sources: [folder331]) }
  private static let builtXML331 = Result { try ReferenceIndex.build(sources: [SharedSamples.archive331]) }
  private static let builtText331 = Result { try ReferenceIndex.build(sources: textFiles331) }
  private static let builtExcerpt = Result { try ReferenceIndex.embedded() }

  /// 3.58.0 from its text files.
  static var full: ReferenceIndex { get throws { try built358.get() } }
  /// 3.31.0 from hla.xml and the text files.
  static var both331: ReferenceIndex { get throws { try built331.get() } }
  /// 3.31.0 from hla.xml alone.
  static var xml331: ReferenceIndex { get throws { try builtXML331.get() } }
  /// 3.31.0 from the text files alone.
  static var text331: ReferenceIndex { get throws { try builtText331.get() } }
  /// The embedded excerpt.
  static var excerpt: ReferenceIndex { get throws { try builtExcerpt.get() } }

  private static var textFiles331: [String] {
    [
      "Allelelist.txt", "Deleted_alleles.txt", "wmda/hla_nom.txt", "wmda/hla_nom_g.txt", "wmda/hla_nom_p.txt",
      "wmda/rel_dna_ser.txt", "wmda/rel_ser_ser.txt",
    ].map { folder331 + "/" + $0 }
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips what needs the official files of 3.58.0 where they are absent.
  static var needs358: Self { .enabled(if: Releases.has358, "needs the files of 3.58.0 in ../shared") }
  /// Skips what needs the official files of 3.31.0 where they are absent.
  static var needs331: Self { .enabled(if: Releases.has331, "needs the files of 3.31.0 in ../shared") }
}

/// The rows of the official text files, cut at their separators and not interpreted: what the index is held against.
enum PlainFiles {
  /// The lines that are no comments, cut into fields.
  static func rows(_ path: String, separator: Character = ";") throws -> [[String]] {
    try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
      .filter { !$0.hasPrefix("#") }
      .map { line in line.split(separator: separator, omittingEmptySubsequences: false).map(String.init) }
  }

  /// Allele to group of hla_nom_g.txt or hla_nom_p.txt; an empty group for an allele alone on its line.
  static func groups(_ path: String) throws -> [String: String] {
    var groups: [String: String] = [:]
    for row in try rows(path) {
      for member in row[1].split(separator: "/") { groups[row[0] + member] = row[2].isEmpty ? "" : row[0] + row[2] }
    }
    return groups
  }

  /// The names of Allelelist.txt, in either of its layouts.
  static func names(_ folder: String) throws -> [String] {
    try rows(folder + "/Allelelist.txt", separator: ",").compactMap { row in
      let words = row.count == 1 ? row[0].split(separator: " ").map(String.init) : row
      return words.count == 2 && words[0].hasPrefix("HLA") ? words[1] : nil
    }
  }

  /// The deleted alleles of hla_nom.txt: name with its locus, and successor as the file gives it.
  static func deleted(_ folder: String) throws -> [(locus: String, name: String, successor: String)] {
    try rows(folder + "/wmda/hla_nom.txt").filter { $0[0].hasSuffix("*") && !$0[3].isEmpty }
      .map { (String($0[0].dropLast()), $0[1], $0[4]) }
  }

  /// The rows of Nomenclature_2009.txt: old name and name as of April 2010.
  static func formerNames(_ folder: String) throws -> [(old: String, new: String)] {
    try rows(folder + "/Nomenclature_2009.txt", separator: " ").compactMap { row in
      let words = row.filter { !$0.isEmpty }
      return words.count == 2 && words[0].contains("*") ? (words[0], words[1]) : nil
    }
  }

  /// The first two fields of a name as they stand: a suffix stays only where there is no third field.
  static func twoFields(_ name: String) -> String {
    name.split(separator: ":").prefix(2).joined(separator: ":")
  }
}
