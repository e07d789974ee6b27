import Glibc
import HLATyping
import MatchTestSupport
import TestFixtures
import Testing

@testable import DonorPool

@Suite("Files of donor pools")
struct PoolFileTests {
  /// Parts of the test of flipped bytes, which run side by side.
  private static let flipParts = 4

  @Test("A pool with any byte changed is refused, tells of damage, or answers the same", arguments: 0..<flipParts)
  func flippedBytes(part: Int) throws {
    let fixture = try PoolFixture(seed: 5, count: 8)
    let answers = PoolFixture.answers(fixture.pool)
    var random = SeededGenerator(seed: 77)
    // Every byte of header and directory, and thousands of the others.
    var places = Array(0..<704)
    for _ in 0..<2000 { places.append(random.below(fixture.bytes.count)) }
    var (refused, damaged, same) = (0, 0, 0)
    for (number, place) in places.enumerated() {
      var bytes = fixture.bytes
      bytes[place] ^= UInt8(1 + random.below(255))
      if number % PoolFileTests.flipParts != part { continue }
      let pool: DonorPool
      do { pool = try PoolFixture.open(bytes) } catch {
        refused += 1
        continue
      }
      let changed = PoolFixture.answers(pool)
      if pool.damage != nil {
        damaged += 1
      } else {
        same += 1
        #expect(changed == answers, "byte \(place)")
      }
    }
    #expect(
      refused > 500 / PoolFileTests.flipParts && damaged > 100 / PoolFileTests.flipParts
        && same > 100 / PoolFileTests.flipParts, "\(refused) refused, \(damaged) damaged, \(same) same")
  }

  @Test("A pool cut short or extended is refused")
  func wrongLength() throws {
    let fixture = try PoolFixture(seed: 6, count: 30)
    let length = fixture.bytes.count
    for count in [0, 1, 8, 63, 64, 4095, 4096, length / 2, length - 1] {
      #expect(throws: DonorPoolError.self) { try PoolFixture.open(Array(fixture.bytes.prefix(count))) }
    }
    for extra in [1, 8, 4096] {
      #expect(throws: DonorPoolError.wrongLength(found: length + extra, expected: length)) {
        try PoolFixture.open(fixture.bytes + [UInt8](repeating: 0, count: extra))
      }
    }
  }

  @Test("Other files and other versions are told as such")
  func otherFiles() throws {
    var bytes = try PoolFixture(seed: 6, count: 3).bytes
    #expect(throws: DonorPoolError.notAPool) { try PoolFixture.open(Array("donor_id,A_1\n".utf8) + bytes) }
    bytes[8] = 9
    #expect(throws: DonorPoolError.otherVersion(found: 9, expected: 3)) { try PoolFixture.open(bytes) }
  }

  @Test("A reader keeps its answers while another pool takes the file's place")
  func replacedFile() throws {
    let folder = try ScratchFolder()
    let path = folder.path("donors.hlapool")
    let (one, other) = (try PoolFixture(seed: 7, count: 50), try PoolFixture(seed: 8, count: 70))
    _ = try folder.write(one.bytes, as: "donors.hlapool")
    let pool = try DonorPool(path: path, reference: TestPool.reference)
    #expect(rename(try folder.write(other.bytes, as: "new"), path) == 0)
    #expect(PoolFixture.answers(pool) == PoolFixture.answers(one.pool))
    let replaced = try DonorPool(path: path, reference: TestPool.reference)
    #expect(PoolFixture.answers(replaced) == PoolFixture.answers(other.pool))
    try pool.verify()
    try replaced.verify()
  }

  @Test("Verifying holds every plane against its record", arguments: [21, 22, 23] as [UInt64])
  func verifyingPlanes(seed: UInt64) throws {
    try PoolFixture(seed: seed, count: 900).pool.verify()
    // A pool whose sums agree and whose planes are another pool's.
    let (one, other) = (try PoolFixture(seed: seed, count: 40), try PoolFixture(seed: seed, count: 40, mending: true))
    #expect(throws: DonorPoolError.self) { try other.pool.verify() }
    try one.pool.verify()
  }

  @Test("Verifying finds a changed byte in every section")
  func verifying() throws {
    let fixture = try PoolFixture(seed: 9, count: 40)
    let folder = try ScratchFolder()
    for (section, place) in fixture.pool.storage.sections where place.length > 0 {
      var bytes = fixture.bytes
      bytes[place.offset + place.length / 2] ^= 0x10
      let path = try folder.write(bytes, as: "\(section)")
      #expect(throws: DonorPoolError.self, "\(section)") {
        try DonorPool(path: path, reference: TestPool.reference).verify()
      }
    }
  }

  @Test("Verifying finds a changed byte between sections, where nothing is read")
  func verifyingGaps() throws {
    let fixture = try PoolFixture(seed: 9, count: 40)
    let folder = try ScratchFolder()
    var end = fixture.pool.storage.manifest.head.count
    var gaps: [Range<Int>] = []
    for place in fixture.pool.storage.sections.values.sorted(by: { $0.offset < $1.offset }) where place.length > 0 {
      if end < place.offset { gaps.append(end..<place.offset) }
      end = place.offset + place.length
    }
    try #require(gaps.count > 5)
    for at in gaps.flatMap({ [$0.lowerBound, $0.upperBound - 1] }) {
      var bytes = fixture.bytes
      bytes[at] ^= 1
      let pool = try DonorPool(path: try folder.write(bytes, as: "gap"), reference: TestPool.reference)
      #expect(PoolFixture.answers(pool) == PoolFixture.answers(fixture.pool))
      #expect(throws: DonorPoolError.self, "byte \(at)") { try pool.verify() }
    }
  }
}
