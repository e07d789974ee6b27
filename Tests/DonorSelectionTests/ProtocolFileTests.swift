import Crypto
import DonorSelection
import Foundation
import HLATyping
import MatchTestSupport
import Testing

@Suite("Protocol files")
struct ProtocolFileTests {
  @Test("A key that is not known is refused where it stands", arguments: ProtocolFaultCase.unknownKeys)
  func unknownKey(_ fault: ProtocolFaultCase) throws { try check(fault) }

  @Test("A key that is missing is refused where it was expected", arguments: ProtocolFaultCase.missingKeys)
  func missingKey(_ fault: ProtocolFaultCase) throws { try check(fault) }

  @Test("A value that makes no sense is refused where it stands", arguments: ProtocolFaultCase.values)
  func faultyValue(_ fault: ProtocolFaultCase) throws { try check(fault) }

  @Test("A file that is not YAML is refused with line and column", arguments: ProtocolFaultCase.syntax)
  func notYAML(_ fault: ProtocolFaultCase) throws { try check(fault) }

  private func check(_ fault: ProtocolFaultCase) throws {
    let text = TestProtocol.text([fault.edit])
    let error = try #require(refusal(of: Array(text.utf8)), "the file was accepted")
    let line = try #require(error.line, "no line: \(error)")
    let column = try #require(error.column, "no column: \(error)")
    for word in fault.words { #expect(error.message.contains(word), "\(error)") }
    if let place = fault.at {
      let start = try #require(text.firstRange(of: place)?.lowerBound)
      let before = text[..<start].split(separator: "\n", omittingEmptySubsequences: false)
      #expect(line == before.count, "\(error)")
      #expect(column == before.last!.count + 1, "\(error)")
    } else {
      #expect((1...text.split(separator: "\n", omittingEmptySubsequences: false).count).contains(line) && column >= 1)
    }
    #expect(error.description.hasPrefix("\(line):\(column): "))
  }

  private func refusal(of bytes: [UInt8]) -> ProtocolFileError? {
    do throws(ProtocolFileError) {
      _ = try DonorProtocol(file: bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test("A file that is not UTF-8 is refused at the first faulty byte")
  func notUTF8() throws {
    let text = TestProtocol.mst.text
    let start = try #require(text.firstRange(of: "HLA-mismatched microtransplantation\n")?.lowerBound)
    let offset = text.utf8.distance(from: text.startIndex, to: start)
    var bytes = Array(text.utf8)
    bytes.insert(0xFC, at: offset)
    let error = try #require(refusal(of: bytes))
    #expect(error.message.contains("UTF-8"))
    let before = text[..<start].split(separator: "\n", omittingEmptySubsequences: false)
    #expect(error.line == before.count)
    #expect(error.column == before.last!.count + 1)
  }

  @Test("Sources that are not named one by one are refused")
  func sourcesInWords() throws {
    var lines = TestProtocol.mst.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    lines.removeAll { line in ["  Li 2025:", "  Lei 2025:", "  Liu 2022:"].contains { line.hasPrefix($0) } }
    var text = lines.joined(separator: "\n").replacing("\nsources:\n", with: "\nsources: these\n")
    for source in ["Li 2025", "Lei 2025", "Liu 2022"] { text = text.replacing(", source: \(source)", with: "") }
    let error = try #require(refusal(of: Array(text.utf8)), "the file was accepted")
    #expect(error.message.contains("sources") && error.line != nil)
  }

  @Test("A file with nothing in it is refused", arguments: ["", "\n", "# only a remark\n"])
  func emptyFile(_ text: String) throws {
    let error = try #require(refusal(of: Array(text.utf8)))
    #expect(error.line == 1 && error.column == 1)
  }

  @Test(
    "A file that holds something else is refused", arguments: ["5", "- a\n- b\n", "a: b\n", "donor_id,A_1\nD1,01:01\n"])
  func otherFile(_ text: String) { #expect(refusal(of: Array(text.utf8)) != nil) }

  @Test("The built-in protocol is the one of DOMAIN section 4")
  func builtInProtocol() throws {
    let mst = TestProtocol.mst
    #expect(mst.name == "mst" && !mst.version.isEmpty && !mst.title.isEmpty)
    #expect(mst.matchCountLimit == 8 && mst.homozygousLociLimit == 3 && mst.sixLocusLimit == 4)
    #expect(mst.oneWayMatchExcludes && mst.partialOneWay == .indeterminate)
    #expect(mst.donorTypes == [.adult] && mst.overrides.isEmpty)
    #expect(mst.donorTyping == TypingPolicy(blankSecond: .homozygous, newAllele: .unknown))
    #expect(mst.patientTyping == TypingPolicy(blankSecond: .homozygous, newAllele: .unknown))
    let points = mst.points
    #expect(points.hvgMismatch == 6 && points.gvhMismatch == 4 && points.cmvEqual == 1)
    #expect(points.ages.map { [$0.from, $0.to, $0.points] } == [[18, 30, 4], [31, 45, 2]])
    #expect(points.abo == [.compatible: 1, .minor: 0, .major: -1, .bidirectional: -1])
    #expect(points.donorSpecificAntibodies == -10)
    #expect(
      points.nk == [
        "ligand_incompatibility": 4, "receptor_ligand": 4, "b_content_better": 2, "b_content_best": 3, "kir2ds1": 1,
        "at_most": 10,
      ])
    #expect(Set(mst.ruleSources.keys) == ["match_count", "homozygous_loci", "one_way_match", "six_locus_rule"])
    #expect(DonorProtocol.builtInNames.contains("mst"))
    #expect(try DonorProtocol.builtIn("no such protocol") == nil)
  }

  @Test("The hash is the SHA-256 of the file's bytes, and the built-in file is the one of hla-data")
  func hashOfBytes() throws {
    let mst = TestProtocol.mst
    #expect(mst.hash == hexadecimal(Array(mst.text.utf8)))
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let bytes = try Array(Data(contentsOf: root.appending(path: "hla-data/protocols/mst.yaml")))
    #expect(mst.hash == hexadecimal(bytes))
    let edited = try DonorProtocol(file: bytes + Array("# a remark\n".utf8))
    #expect(edited.hash == hexadecimal(bytes + Array("# a remark\n".utf8)))
    #expect(edited.hash != mst.hash && edited.hash.utf8.count == 64)
  }

  private func hexadecimal(_ bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).map { String(Int($0) + 256, radix: 16).dropFirst() }.joined()
  }

  @Test("A file's policies reach donors and patients apart, NEW both")
  func policies() throws {
    let donors = try TestProtocol.edited([("\n  blank_second: homozygous ", "\n  blank_second: unknown ")])
    #expect(donors.donorTyping.blankSecond == .unknown && donors.patientTyping.blankSecond == .homozygous)
    let patients = try TestProtocol.edited([("patient_blank_second: homozygous", "patient_blank_second: unknown")])
    #expect(patients.donorTyping.blankSecond == .homozygous && patients.patientTyping.blankSecond == .unknown)
    let new = try TestProtocol.edited([("new_allele: unknown", "new_allele: mismatch")])
    #expect(new.donorTyping.newAllele == .mismatch && new.patientTyping.newAllele == .mismatch)
  }
}
