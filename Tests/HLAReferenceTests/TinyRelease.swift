import Foundation
import TestFixtures

@testable import HLAReference

/// A release of a few alleles, written by hand into a scratch folder in the layout of the official files.
struct TinyRelease {
  /// `A*01:01:01` and so on; accessions are numbered from 1 in this order.
  var alleles = ["A*01:01:01", "A*01:01:02N", "A*02:01", "A*02:02", "B*07:02:01"]
  var gGroups = ["A*;01:01:01/01:01:02N;01:01:01G", "A*;02:01;", "A*;02:02;", "B*;07:02:01;"]
  var pGroups = ["A*;01:01:01;", "A*;02:01/02:02;02:01P", "B*;07:02:01;"]
  /// `hla_nom.txt`: `locus;name;assigned;deleted;identical to;reason`.
  var nomenclature: [String] = []
  /// `HLA00099,A*01:99,reason`.
  var deletedAlleles: [String] = []
  /// `A*0101  A*01:01`.
  var formerNames: [String] = []
  var serology: [String] = []
  /// The text of hla.xml; nil for none.
  var xml: String?
  var version = "3.99.0"
  /// Files that are not to be written.
  var leavingOut: Set<String> = []

  /// Writes the files.
  func write() throws -> ScratchFolder {
    let folder = try ScratchFolder()
    for name in ["wmda", "xml"] {
      try FileManager.default.createDirectory(
        at: folder.url.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    let list = alleles.enumerated().map { "\(TinyRelease.accession($0.offset + 1)),\($0.element)" }
    var files = [
      "Allelelist.txt": ["AlleleID,Allele"] + list, "wmda/hla_nom_g.txt": gGroups, "wmda/hla_nom_p.txt": pGroups,
      "wmda/hla_nom.txt": nomenclature, "Deleted_alleles.txt": ["AlleleID,Allele,Description"] + deletedAlleles,
      "wmda/rel_dna_ser.txt": serology,
    ]
    if !formerNames.isEmpty {
      files["Nomenclature_2009.txt"] = ["Current Name        Name as of April 2010"] + formerNames
    }
    for (name, lines) in files where !leavingOut.contains(name) {
      let head = name == "Nomenclature_2009.txt" ? [] : ["# version: IPD-IMGT/HLA \(version)"]
      _ = try folder.write((head + lines).map { $0 + "\n" }.joined(), as: name)
    }
    if let xml { _ = try folder.write(xml, as: "xml/hla.xml") }
    return folder
  }

  /// Writes the files and builds their index.
  func build() throws -> ReferenceIndex {
    let folder = try write()
    return try ReferenceIndex.build(sources: [folder.url.path])
  }

  /// `HLA00001`.
  static func accession(_ number: Int) -> String { "HLA" + String(String(100_000 + number).dropFirst()) }

  /// One `allele` element in the shape of 3.56 and later; groups as in the attribute `status`.
  static func element(_ number: Int, _ name: String, g: String = "None", p: String = "None") -> String {
    """
    <allele id="\(accession(number))" name="HLA-\(name)" dateassigned="2000-01-01">
    <releaseversions firstreleased="1.0.0" currentrelease="3.99.0" releasestatus="Public" confirmed="Confirmed"/>
    <locus genesystem="HLA" locusname="HLA-A" hugogenename="HLA-A" class="I" />
    <hla_g_group status="\(g)"/><hla_p_group status="\(p)"/></allele>

    """
  }

  /// A whole hla.xml.
  static func document(_ elements: [String], version: String = "3.99.0") -> String {
    """
    <?xml version="1.0" encoding="ISO-8859-1" ?>
    <release version="\(version)" date="2025-01-01"><alleles xmlns="http://hla.alleles.org/xml">
    \(elements.joined())</alleles></release>

    """
  }
}
