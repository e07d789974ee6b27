import TestFixtures

@testable import HLAReference

/// A copy of an ``XMLAllele`` that outlives the call of the sink.
struct AlleleRecord: Equatable, CustomStringConvertible {
  var accession: UInt32?
  var identifier: String
  var name: String
  var gGroup: String?
  var pGroup: String?
  var isDeleted: Bool
  var isConfirmed: Bool?
  var catalogued: CatalogueCategory
  var line: Int

  init(_ allele: XMLAllele) {
    func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
    accession = allele.accession
    identifier = text(allele.identifier)
    name = text(allele.name)
    gGroup = allele.gGroup.map(text)
    pGroup = allele.pGroup.map(text)
    isDeleted = allele.isDeleted
    isConfirmed = allele.isConfirmed
    catalogued = allele.catalogued
    line = allele.line
  }

  var description: String { "\(identifier) \(name) \(gGroup ?? "-") \(pGroup ?? "-") line \(line)" }
}

extension HLAXMLReader {
  /// Reads a whole file into records.
  func records(path: String) throws -> (alleles: [AlleleRecord], summary: XMLReleaseSummary) {
    var alleles: [AlleleRecord] = []
    let summary = try read(path: path) { alleles.append(AlleleRecord($0)) }
    return (alleles, summary)
  }

  /// Reads a document given as text.
  func records(of document: String) throws -> (alleles: [AlleleRecord], summary: XMLReleaseSummary) {
    let folder = try ScratchFolder()
    return try records(path: try folder.write(document, as: "hla.xml"))
  }
}

/// The error that reading a document ends with; nil where it ends well.
func sourceError(of document: String, with reader: HLAXMLReader = HLAXMLReader()) throws -> ReferenceSourceError? {
  do {
    _ = try reader.records(of: document)
    return nil
  } catch let error as ReferenceSourceError {
    return error
  }
}
