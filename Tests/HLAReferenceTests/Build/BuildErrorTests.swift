import Foundation
import HLANomenclature
import TestFixtures
import Testing

@testable import HLAReference

@Suite("Sources from which no index can be made")
struct BuildErrorTests {
  @Test("Without hla.xml the text files need hla_nom_p.txt")
  func missingPGroups() throws {
    var release = TinyRelease()
    release.leavingOut = ["wmda/hla_nom_p.txt"]
    let folder = try release.write()
    #expect(throws: ReferenceBuildError.missingFile("wmda/hla_nom_p.txt")) {
      try ReferenceIndex.build(sources: [folder.url.path])
    }
  }

  @Test("Without hla.xml the text files need Allelelist.txt")
  func missingList() throws {
    var release = TinyRelease()
    release.leavingOut = ["Allelelist.txt"]
    let folder = try release.write()
    #expect(throws: ReferenceBuildError.missingFile("Allelelist.txt")) {
      try ReferenceIndex.build(sources: [folder.url.path])
    }
  }

  @Test("hla.xml serves without hla_nom_p.txt, since it names the groups itself")
  func xmlNeedsNoText() throws {
    var release = TinyRelease()
    release.leavingOut = ["wmda/hla_nom_p.txt"]
    release.xml = TinyRelease.document([
      TinyRelease.element(1, "A*01:01:01", g: "A*01:01:01G"), TinyRelease.element(3, "A*02:01", p: "A*02:01P"),
      TinyRelease.element(4, "A*02:02", p: "A*02:01P"),
    ])
    let index = try release.build()
    #expect(index.code("A*02:02").map(index.identityName) == "A*02:01P")
  }

  @Test("A folder without any official file is refused")
  func emptyFolder() throws {
    let folder = try ScratchFolder()
    #expect(throws: ReferenceBuildError.noSources(folder: folder.url.path)) {
      try ReferenceIndex.build(sources: [folder.url.path])
    }
  }

  @Test("A path that does not exist is refused with its name")
  func missingPath() throws {
    let folder = try ScratchFolder()
    let path = folder.url.path + "/nowhere"
    let error = #expect(throws: ReferenceBuildError.self) { try ReferenceIndex.build(sources: [path]) }
    guard case .unreadable(let file, let reason)? = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(file == path && !reason.isEmpty)
  }

  @Test("hla.xml of one release and text files of another are refused")
  func mixedXMLAndText() throws {
    var release = TinyRelease()
    release.xml = TinyRelease.document([TinyRelease.element(1, "A*01:01:01")], version: "3.98.0")
    let folder = try release.write()
    #expect(throws: ReferenceBuildError.mixedReleases("3.98.0", "3.99.0")) {
      try ReferenceIndex.build(sources: [folder.url.path])
    }
  }

  @Test("Text files of two releases are refused")
  func mixedTexts() throws {
    let first = try TinyRelease().write()
    var release = TinyRelease()
    release.version = "3.98.0"
    let second = try release.write()
    let sources = [first.url.path + "/Allelelist.txt", second.url.path + "/wmda/hla_nom_p.txt"]
    #expect(throws: ReferenceBuildError.mixedReleases("3.99.0", "3.98.0")) {
      try ReferenceIndex.build(sources: sources)
    }
  }

  @Test("The official folders of two releases are refused", .needs358, .needs331)
  func mixedOfficial() throws {
    let sources = [Releases.folder358 + "/Allelelist.txt", Releases.folder331 + "/wmda/hla_nom_p.txt"]
    #expect(throws: ReferenceBuildError.mixedReleases("3.58.0", "3.31.0")) {
      try ReferenceIndex.build(sources: sources)
    }
  }

  @Test("Text files that do not say their release are refused")
  func noRelease() throws {
    let folder = try ScratchFolder()
    let list = try folder.write("HLA00001 A*01:01\n", as: "Allelelist.txt")
    let groups = try folder.write("A*;01:01;\n", as: "hla_nom_p.txt")
    #expect(throws: ReferenceBuildError.noRelease) { try ReferenceIndex.build(sources: [list, groups]) }
  }

  @Test("A file that is not what its name says is refused with its name")
  func wrongContent() throws {
    let folder = try TinyRelease().write()
    let path = try folder.write(
      "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", as: "wmda/hla_nom_g.txt")
    #expect(throws: ReferenceBuildError.source(file: path, .gitLFSPointer)) {
      try ReferenceIndex.build(sources: [folder.url.path])
    }
  }

  @Test("Every error says what is wrong and what was expected, in one line")
  func messages() {
    let errors: [ReferenceBuildError] = [
      .unreadable(file: "F", reason: "R"), .source(file: "F", .empty), .noSources(folder: "F"), .missingFile("F"),
      .mixedReleases("1", "2"), .noRelease, .tooLarge("F"), .excerpt(line: 3), .unusable(.damaged),
    ]
    for error in errors { #expect(!error.description.contains("\n") && error.description.count > 20) }
  }
}
