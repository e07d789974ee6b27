import Foundation
import TestFixtures
import Testing

@testable import HLAReference

@Suite("The official archive", .enabled(if: SharedSamples.hasArchive, "needs the official files in ../shared"))
struct OfficialArchiveTests {
  @Test("hla.xml of 3.31.0 has 17 602 live and 102 deleted alleles")
  func counts() throws {
    let (alleles, summary) = try HLAXMLReader().records(path: SharedSamples.archive331)
    #expect(summary == XMLReleaseSummary(version: "3.31.0", liveCount: 17_602, deletedCount: 102))
    #expect(alleles.count == 17_704)
    #expect(alleles.allSatisfy { $0.accession != nil && !$0.name.isEmpty && !$0.name.hasPrefix("HLA-") })
    let locusA = alleles.filter { $0.name.hasPrefix("A*") && !$0.isDeleted }
    #expect(locusA.count == 4_080)
    #expect(locusA.count { $0.gGroup == nil } == 3_561)
    #expect(locusA.count { $0.pGroup == nil } == 2_675)
    #expect(zip(alleles, alleles.dropFirst()).allSatisfy { $0.line < $1.line })
  }

  @Test("An archive that was cut in the middle has lost its directory")
  func truncated() throws {
    let folder = try ScratchFolder()
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: SharedSamples.archive331)))
    let path = try folder.write(Array(bytes.prefix(bytes.count / 2)), as: "hla.xml.zip")
    #expect(throws: ReferenceSourceError.zipTruncated) { try HLAXMLReader().records(path: path) }
  }

  @Test("One changed bit of the content is noticed", arguments: [0.001, 0.3, 0.6, 0.999])
  func changedBit(at place: Double) throws {
    let folder = try ScratchFolder()
    var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: SharedSamples.archive331)))
    bytes[Int(Double(bytes.count) * place)] ^= 0x04
    let path = try folder.write(bytes, as: "hla.xml.zip")
    #expect(throws: ReferenceSourceError.self) { try HLAXMLReader().records(path: path) }
  }
}

@Suite("Generated stand-ins", .enabled(if: SharedSamples.hasGenerator, "needs the generator in ../shared"))
struct GeneratedReleaseTests {
  private let folder: ScratchFolder
  /// The stand-in in the shape of 3.58.0, made once.
  private static let reference = Result {
    let folder = try ScratchFolder()
    return try HLAXMLReader().records(path: try SharedSamples.makeSmall(in: folder, options: ["--shape", "status"]))
  }

  init() throws { folder = try ScratchFolder() }

  /// What every shape must agree on; catalogues and lines differ between the shapes.
  private func essence(_ alleles: [AlleleRecord]) -> [AlleleRecord] {
    alleles.map { allele in
      var allele = allele
      (allele.catalogued, allele.line) = (.none, 0)
      return allele
    }
  }

  @Test("Every shape gives the same alleles and groups", arguments: ["name", "flat", "old"])
  func shapes(shape: String) throws {
    let status = try Self.reference.get()
    let other = try HLAXMLReader().records(
      path: try SharedSamples.makeSmall(in: folder, options: ["--shape", shape]))
    #expect(status.summary == XMLReleaseSummary(version: "3.58.0", liveCount: 1_153, deletedCount: 161))
    #expect(other.summary == status.summary)
    #expect(essence(other.alleles) == essence(status.alleles))
    if shape != "old" { #expect(other.alleles.map(\.catalogued) == status.alleles.map(\.catalogued)) }
    #expect(status.alleles.contains { $0.gGroup != nil } && status.alleles.contains { $0.pGroup != nil })
    #expect(Set(status.alleles.map(\.catalogued)) == [.none, .wellDocumented, .intermediate, .common])
  }

  @Test("The zipped and the gzipped file give the same as the plain one")
  func wrappings() throws {
    let plain = try SharedSamples.makeSmall(in: folder, options: [])
    let expected = try Self.reference.get()
    let zip = try SharedSamples.makeSmall(in: folder, name: "hla.xml.zip", options: [])
    #expect(try HLAXMLReader().records(path: zip).alleles == expected.alleles)
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: plain)))
    let gzip = try folder.write(ArchiveFixtures.gzipped(bytes), as: "hla.xml.gz")
    #expect(try HLAXMLReader().records(path: gzip).alleles == expected.alleles)
  }

  @Test("The faults of official releases are read to the end", arguments: ["status", "name", "old"])
  func defects(shape: String) throws {
    let path = try SharedSamples.makeSmall(in: folder, options: ["--shape", shape, "--defects"])
    let (alleles, summary) = try HLAXMLReader().records(path: path)
    #expect(summary.liveCount == 1_164)
    #expect(alleles.count { $0.accession == 1 } == 3)
    #expect(alleles.contains { $0.gGroup == "A*01:01:01GG" } && alleles.contains { $0.pGroup == "A*01:9004QP" })
    #expect(alleles.contains { $0.name == "A*019002" })
  }

  @Test("The vertical tab of 3.41.0 stops with a line, and passes with the repair")
  func controlCharacter() throws {
    let path = try SharedSamples.makeSmall(in: folder, options: ["--defects", "--control-character"])
    let text = try Data(contentsOf: URL(fileURLWithPath: path))
    let place = try #require(text.firstIndex(of: 0x0B))
    let line = 1 + text[..<place].count { $0 == 10 }
    #expect(throws: ReferenceSourceError.controlCharacter(line: line)) { try HLAXMLReader().records(path: path) }
    let (alleles, summary) = try HLAXMLReader(controlCharacters: .repair).records(path: path)
    #expect(summary.droppedControlCharacters == 1)
    #expect(alleles.last?.name == "A*01:9010")
  }
}
