import Foundation
import TestFixtures
import Testing

@testable import HLAReference

@Suite struct ReleaseFileTests {
  typealias Fixtures = ArchiveFixtures

  private static let allele = "<allele id=\"HLA1\" name=\"A*01\"></allele>\n"
  private static let document = Array(("<alleles>" + String(repeating: allele, count: 20_000) + "</alleles>").utf8)
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// Streams a file made of `bytes`.
  private func content(
    _ bytes: [UInt8], content: ExpectedContent = .xml, limit: Int = 2 << 30
  ) throws -> (content: [UInt8], stored: [UInt8]) {
    let path = try folder.write(bytes, as: "file")
    var result: (content: [UInt8], stored: [UInt8]) = ([], [])
    try ReleaseFile(path: path, content: content, limit: limit).stream(
      observing: { result.stored += $0 }, into: { result.content += $0 })
    return result
  }

  static let wrappings: [(name: String, bytes: [UInt8])] = [
    ("plain", document),
    ("gzip", Fixtures.gzipped(document)),
    (
      "gzip in two members",
      Fixtures.gzipped(Array(document[..<70_000])) + Fixtures.gzipped(Array(document[70_000...]))
    ),
    ("gzip with zero padding", Fixtures.gzipped(document) + [UInt8](repeating: 0, count: 512)),
    ("zip, deflated", Fixtures.zipped([.init(name: "hla.xml", content: document)])),
    ("zip, stored", Fixtures.zipped([.init(name: "hla.xml", content: document, isDeflated: false)])),
    ("zip with a comment", Fixtures.zipped([.init(name: "hla.xml", content: document)], comment: "PK of a release")),
    (
      "zip with companions",
      Fixtures.zipped([
        .init(name: "xml/", content: [], isDeflated: false), .init(name: "xml/hla_3150.XML", content: document),
        .init(name: "__MACOSX/xml/._hla_3150.xml", content: [0, 5, 22, 7]), .init(name: "readme.txt", content: [65]),
      ])
    ),
  ]

  @Test("Every wrapping gives the same content, and the observer the file as stored", arguments: wrappings.indices)
  func wrapping(index: Int) throws {
    let result = try content(Self.wrappings[index].bytes)
    #expect(result.content == Self.document, "\(Self.wrappings[index].name)")
    #expect(result.stored == Self.wrappings[index].bytes, "\(Self.wrappings[index].name)")
  }

  @Test(
    "What is no file of a release is named",
    arguments: [
      ("", .empty), (" \n", .empty),
      ("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 5291762\n", .gitLFSPointer),
      ("<!DOCTYPE HTML><html><body>404</body></html>", .webPage), ("\n<HTML>", .webPage),
      ("unzip:  cannot find zipfile directory", .unexpectedContent(found: "the text of a zip error", expected: xml)),
      ("{\"message\": \"Not Found\"}", .unexpectedContent(found: "JSON text", expected: xml)),
      ("id,A,B\n7,01:01,08:01\n", .unexpectedContent(found: "text that is not XML", expected: xml)),
      ("%PDF-1.7", .unexpectedContent(found: "a PDF document", expected: xml)),
      ("\u{7F}ELF\u{1}\u{0}", .unexpectedContent(found: "binary content of an unknown kind", expected: xml)),
    ] as [(String, ReferenceSourceError)])
  func foreign(text: String, expected: ReferenceSourceError) throws {
    #expect(throws: expected) { try content(Array(text.utf8)) }
    guard !text.isEmpty else { return }
    #expect(throws: expected) { try content(Fixtures.gzipped(Array(text.utf8))) }
    #expect(throws: expected) { try content(Fixtures.zipped([.init(name: "hla.xml", content: Array(text.utf8))])) }
  }
  private static let xml = "the XML of a release"

  @Test("A text file is streamed too, from a zip by its own ending")
  func textFile() throws {
    let text = Array("A*;01:01:01:01;19890801\n".utf8)
    #expect(try content(text, content: .text).content == text)
    let zip = Fixtures.zipped([.init(name: "hla.xml", content: [60]), .init(name: "hla_nom.txt", content: text)])
    #expect(try content(zip, content: .text).content == text)
    #expect(throws: ReferenceSourceError.gitLFSPointer) {
      try content(Array("version https://git-lfs.github.com/spec/v1\n".utf8), content: .text)
    }
  }

  @Test("A folder or a missing file is unreadable")
  func unreadable() throws {
    for path in [folder.url.path, folder.url.path + "/absent.xml"] {
      #expect {
        try ReleaseFile(path: path, content: .xml).stream { _ in }
      } throws: { error in
        guard case .unreadable? = error as? ReferenceSourceError else { return false }
        return true
      }
    }
  }

  @Test("A compressed file that inflates beyond the limit is refused")
  func limit() throws {
    for index in Self.wrappings.indices.dropFirst() {
      #expect(throws: ReferenceSourceError.tooLarge(limit: 600_000)) {
        try content(Self.wrappings[index].bytes, limit: 600_000)
      }
    }
  }

  @Test("A gzip file that is cut, changed or followed by other bytes is damaged")
  func damagedGzip() throws {
    let whole = Fixtures.gzipped(Self.document)
    var changed = whole
    changed[whole.count / 2] ^= 0x10
    let cut = [Array(whole.dropLast(1)), Array(whole.prefix(100_000)), Array(whole.prefix(3))]
    for bytes in cut + [changed, whole + [7, 7]] {
      #expect {
        try content(bytes)
      } throws: { error in
        guard case .gzipDamaged? = error as? ReferenceSourceError else { return false }
        return true
      }
    }
  }
}
