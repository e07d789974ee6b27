import Foundation
import HLANomenclature
import TestFixtures
import Testing

@testable import HLAReference

@Suite("The index file")
struct IndexFileTests {
  private func bytes(_ index: ReferenceIndex) -> [UInt8] { Array(index.bytes) }

  @Test("An index written to a file and mapped back gives the same answers", .needs358)
  func roundTrip() throws {
    let index = try Releases.full
    let folder = try ScratchFolder()
    let mapped = try ReferenceIndex(path: folder.write(bytes(index), as: "full.hlaref"))
    #expect(mapped.facts == index.facts)
    #expect(mapped.alleleCount == index.alleleCount)
    let different = index.allCodes.filter { index.answer($0) != mapped.answer($0) }
    #expect(different == [])
    for (locus, text) in [
      (.a, "9201"), (.a, "23:19Q"), (.dpb1, "1702"), (.c, "0422"), (.a, "02:100"), (.b, "15:01"),
    ] as [(Locus, String)] {
      #expect(mapped.whereabouts(locus, text) == index.whereabouts(locus, text))
    }
    #expect(
      mapped.gGroup(of: .a, fields: AlleleFields([1, 1, 1])) == index.gGroup(of: .a, fields: AlleleFields([1, 1, 1])))
    #expect(Array(mapped.antigenRelations) == Array(index.antigenRelations))
  }

  @Test("A mapped index outlives the name of its file, and facts with notes come back")
  func unlinked() throws {
    var release = TinyRelease()
    release.gGroups.append("A*;02:10:01;02:10:01GG")
    let index = try release.build()
    let folder = try ScratchFolder()
    let path = try folder.write(bytes(index), as: "tiny.hlaref")
    let mapped = try ReferenceIndex(path: path)
    try FileManager.default.removeItem(atPath: path)
    #expect(mapped.facts == index.facts && mapped.facts.notes.count == 1)
    #expect(mapped.allCodes.map(mapped.answer) == index.allCodes.map(index.answer))
  }

  @Test("The same sources give the same bytes")
  func reproducible() throws {
    let (first, second) = (try TinyRelease().build(), try TinyRelease().build())
    #expect(bytes(first) == bytes(second))
  }

  @Test("Another format version is named")
  func otherVersion() throws {
    var file = bytes(try TinyRelease().build())
    file[8] = UInt8(IndexLayout.version) + 1
    #expect(throws: ReferenceIndexError.otherVersion(found: IndexLayout.version + 1, expected: IndexLayout.version)) {
      try ReferenceIndex(bytes: file)
    }
  }

  @Test("A file that was cut short says so", arguments: [64, 65, 100, 1_000])
  func truncated(length: Int) throws {
    let file = bytes(try TinyRelease().build())
    let folder = try ScratchFolder()
    let path = try folder.write(Array(file.prefix(length)), as: "cut.hlaref")
    #expect(throws: ReferenceIndexError.wrongLength(found: length, expected: file.count)) {
      try ReferenceIndex(path: path)
    }
  }

  @Test("A file with bytes added says so")
  func lengthened() throws {
    let file = bytes(try TinyRelease().build())
    #expect(throws: ReferenceIndexError.wrongLength(found: file.count + 1, expected: file.count)) {
      try ReferenceIndex(bytes: file + [0])
    }
  }

  @Test(
    "Something else is no index", arguments: ["", "HLAREF", "donor_id,A_1,A_2\n", String(repeating: "x", count: 5_000)])
  func notAnIndex(text: String) throws {
    let folder = try ScratchFolder()
    let path = try folder.write(text, as: "other.hlaref")
    #expect(throws: ReferenceIndexError.notAnIndex) { try ReferenceIndex(path: path) }
    #expect(throws: ReferenceIndexError.notAnIndex) { try ReferenceIndex(bytes: Array(text.utf8)) }
    #expect(throws: ReferenceIndexError.notAnIndex) { try ReferenceIndex(path: folder.url.path) }
  }

  @Test("A missing file is unreadable, with the system's reason")
  func missing() throws {
    let folder = try ScratchFolder()
    let error = #expect(throws: ReferenceIndexError.self) { try ReferenceIndex(path: folder.url.path + "/none.hlaref") }
    guard case .unreadable(let reason)? = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(!reason.isEmpty)
  }

  @Test("Every flipped bit of the header is noticed")
  func headerBits() throws {
    let file = bytes(try TinyRelease().build())
    var unnoticed: [Int] = []
    for bit in 0..<(IndexLayout.headerLength * 8) {
      var damaged = file
      damaged[bit / 8] ^= 1 << (bit % 8)
      do throws(ReferenceIndexError) {
        _ = try ReferenceIndex(bytes: damaged)
        unnoticed.append(bit / 8)
      } catch {
        #expect(error == expectedError(byte: bit / 8, error), "bit \(bit): \(error)")
      }
    }
    #expect(Set(unnoticed).sorted() == [], "bytes of the header whose change goes unnoticed")
  }

  /// Magic, version, section count, length, reserved, digest.
  private func expectedError(byte: Int, _ found: ReferenceIndexError) -> ReferenceIndexError {
    switch (byte, found) {
    case (0..<8, _): .notAnIndex
    case (8..<12, .otherVersion(_, IndexLayout.version)), (16..<24, .wrongLength): found
    default: .damaged
    }
  }

  @Test("A flipped bit anywhere after the header is damage")
  func flippedBits() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    let file = bytes(try TinyRelease().build())
    for _ in 0..<2_000 {
      let at = Int.random(in: IndexLayout.headerLength..<file.count, using: &random)
      var damaged = file
      damaged[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      #expect(throws: ReferenceIndexError.damaged, "seed \(seed): byte \(at)") { try ReferenceIndex(bytes: damaged) }
    }
  }

  @Test("A flipped bit of a whole release on disk is damage", .needs358)
  func flippedBitsOfRelease() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    let folder = try ScratchFolder()
    let file = bytes(try Releases.full)
    for _ in 0..<12 {
      let at = Int.random(in: IndexLayout.headerLength..<file.count, using: &random)
      var damaged = file
      damaged[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      let path = try folder.write(damaged, as: "damaged.hlaref")
      #expect(throws: ReferenceIndexError.damaged, "seed \(seed): byte \(at)") { try ReferenceIndex(path: path) }
    }
  }
}
