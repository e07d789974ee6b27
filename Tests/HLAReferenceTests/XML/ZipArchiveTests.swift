import TestFixtures
import Testing

@testable import HLAReference

@Suite struct ZipArchiveTests {
  typealias Fixtures = ArchiveFixtures
  typealias Member = ArchiveFixtures.Member

  private static let document = Array(#"<alleles><allele id="HLA1" name="A*01"></allele></alleles>"#.utf8)
  private static let folderless = Member(name: "hla.xml", content: document)

  /// The error that streaming the archive ends with; nil where it ends well.
  private func sourceError(_ bytes: [UInt8]) throws -> ReferenceSourceError? {
    let folder = try ScratchFolder()
    do {
      try ReleaseFile(path: try folder.write(bytes, as: "hla.xml.zip"), content: .xml).stream { _ in }
      return nil
    } catch let error as ReferenceSourceError {
      return error
    }
  }

  @Test("An archive without one certain member lists what it holds")
  func members() throws {
    let other = Member(name: "hla\u{7}2.xml", content: Self.document)
    let text = Member(name: "readme.txt", content: [65])
    let none = try sourceError(Fixtures.zipped([text]))
    #expect(none == .zipMember(candidates: [], names: ["readme.txt"], suffixes: [".xml"]))
    let several = try sourceError(Fixtures.zipped([Self.folderless, other, text]))
    #expect(
      several
        == .zipMember(
          candidates: ["hla.xml", "hla?2.xml"], names: ["hla.xml", "hla?2.xml", "readme.txt"], suffixes: [".xml"]))
    #expect(several?.description.contains("'hla?2.xml'") == true)
    #expect(try sourceError(Fixtures.zipped([])) == .zipMember(candidates: [], names: [], suffixes: [".xml"]))
  }

  @Test("Encryption, zip64 and other methods than stored and deflate are named")
  func unsupported() throws {
    var member = Self.folderless
    member.flags = 1
    #expect(try sourceError(Fixtures.zipped([member])) == .zipUnsupported(feature: "encryption"))
    member = Self.folderless
    member.size = 0xFFFF_FFFF
    #expect(try sourceError(Fixtures.zipped([member])) == .zipUnsupported(feature: "zip64"))
    member = Self.folderless
    member.method = 12
    #expect(try sourceError(Fixtures.zipped([member])) == .zipUnsupported(feature: "compression method 12"))
  }

  @Test("A wrong check sum or length of a member is damage", arguments: [true, false])
  func seal(isDeflated: Bool) throws {
    var member = Self.folderless
    member.isDeflated = isDeflated
    member.checkSum = 1
    #expect(try sourceError(Fixtures.zipped([member])) == .zipDamaged(fault: "the check sum differs"))
    member.checkSum = nil
    for size in [UInt32(Self.document.count - 1), UInt32(Self.document.count + 1)] {
      member.size = size
      guard case .zipDamaged? = try sourceError(Fixtures.zipped([member])) else {
        Issue.record("length \(size) was accepted")
        continue
      }
    }
  }

  @Test("An archive cut anywhere is refused")
  func truncation() throws {
    let whole = Fixtures.zipped([Self.folderless])
    for length in 4..<whole.count {
      #expect(try sourceError(Array(whole.prefix(length))) == .zipTruncated, "\(length) bytes")
    }
    #expect(try sourceError(whole) == nil)
  }

  @Test("An archive with any one bit of its structure changed is read right or refused, never trusted blindly")
  func flippedBits() throws {
    let whole = Fixtures.zipped([Self.folderless])
    for index in whole.indices.dropFirst(4) {
      for bit in [0, 3, 7] {
        var bytes = whole
        bytes[index] ^= 1 << UInt8(bit)
        _ = try sourceError(bytes)
      }
    }
  }
}
