import HLANomenclature
import HLATyping
import MatchTestSupport
import TestFixtures
import Testing

@testable import DonorPool

@Suite("Building donor pools")
struct PoolBuildingTests {
  /// Ids that share long beginnings, are beginnings of each other, or hold any letters.
  private static func ids(_ random: inout SeededGenerator, count: Int) -> [String] {
    var ids: Set<String> = ["a", "ab", "abc", "DE-", "DE-1", "é", "Ω1", "zzzzzzzzzzzzzzzz", "zzzzzzzzzzzzzzzz1"]
    while ids.count < count {
      switch random.below(3) {
      case 0: ids.insert("DE-TUEB-\(random.below(1_000_000))")
      case 1: ids.insert("\(random.below(100))")
      default: ids.insert(String(repeating: "x", count: random.below(20)) + "\(random.below(40))")
      }
    }
    return Array(ids).sorted().shuffled(using: &random)
  }

  @Test(
    "Donors stand in the order of their ids' bytes, however little memory there is", arguments: [1, 2, 3] as [UInt64])
  func sortedByID(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var generator = PersonGenerator(seed: seed)
    let patient = generator.patient("P1")
    let donors = PoolBuildingTests.ids(&random, count: 700).map { generator.donor($0, of: patient) }
    let sorted = donors.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    let whole = try TestPool.pool(csv: WrittenPerson.csv(donors))
    #expect((0..<whole.count).map { whole.idText($0) } == sorted.map(\.id))
    for (position, donor) in donors.enumerated() {
      #expect(whole.idText(Int(whole.inputOrder![position])) == donor.id)
      #expect(whole.row(id: donor.id) == Int(whole.inputOrder![position]))
    }
    #expect(whole.row(id: "no donor") == nil)
    for memory in [1, 1000, 20_000] {
      let pieces = try TestPool.pool(csv: WrittenPerson.csv(donors), memory: memory)
      #expect(Array(pieces.storage.bytes) == Array(whole.storage.bytes), "\(memory) bytes")
    }
    let folder = try ScratchFolder()
    let filed = try TestPool.pool(csv: WrittenPerson.csv(donors), sink: PoolSink(folder: folder.url.path))
    #expect(Array(filed.storage.bytes) == Array(whole.storage.bytes))
  }

  @Test("Each donor's record says what its row said", arguments: [4, 5] as [UInt64])
  func recordsKeepRows(seed: UInt64) throws {
    let fixture = try PoolFixture(seed: seed, count: 5000)
    let csv = WrittenPerson.csv(fixture.donors)
    for (position, donor) in fixture.donors.enumerated().filter({ $0.offset % 37 == 0 }) {
      let row = Int(fixture.pool.inputOrder![position])
      let alone = try TestPool.pool(csv: WrittenPerson.csv([donor]))
      #expect(fixture.pool.facts(row) == alone.facts(0), "seed \(seed), \(donor.id)")
      for locus in Locus.typed {
        #expect(fixture.pool.typing(row, locus) == alone.typing(0, locus), "seed \(seed), \(donor.id) \(locus)")
      }
    }
    #expect(csv.utf8.count > 0 && fixture.pool.damage == nil)
  }

  @Test("Of rows with one id the first is kept, and the others are told by their places", arguments: [1, 100_000])
  func repeatedIDs(memory: Int) throws {
    let rows = ["b", "a", "b", "c", "a", "b"].map { WrittenPerson($0, letters: "ab ab ab ab ab") }
    var donors = rows
    donors[2].cells["abo"] = "A"
    let finished = try TestPool.finished(csv: WrittenPerson.csv(donors), memory: memory)
    #expect((0..<finished.pool.count).map { finished.pool.idText($0) } == ["a", "b", "c"])
    #expect(finished.pool.facts(1).abo == nil)
    #expect(finished.repeated.map(\.place.line) == [4, 6, 7])
    #expect(finished.repeated.allSatisfy { !$0.wasRejected })
    #expect(finished.pool.facts.rejected == 3)
  }

  @Test("An id that a rejected row had is taken")
  func rejectedRowsTakeTheirIDs() throws {
    var builder = DonorPoolBuilder(reference: TestPool.reference, policy: TypingPolicy(), memory: 1)
    let csv = WrittenPerson.csv([WrittenPerson("a", letters: "ab ab ab ab ab")])
    let row = try TestPool.rows(csv, &builder.tables)[0]
    try builder.refuse(Array("a".utf8), at: DonorPlace(file: 0, line: 2, column: 1, order: 1))
    try builder.append(row, at: DonorPlace(file: 0, line: 3, column: 1, order: 2))
    try builder.refuse(Array("a".utf8), at: DonorPlace(file: 0, line: 4, column: 1, order: 3))
    let finished = try builder.finish(into: PoolSink())
    #expect(finished.pool.count == 0)
    #expect(finished.repeated.map(\.place.line) == [3, 4])
    #expect(finished.repeated.map(\.wasRejected) == [false, true])
  }
}

@Suite("Planes of donor pools")
struct PoolPlaneTests {
  @Test(
    "A donor's classes admit its genotypes, and are sharp only where they admit no other",
    arguments: [11, 12] as [UInt64])
  func classesAdmitGenotypes(seed: UInt64) throws {
    let pool = try PoolFixture(seed: seed, count: 1000).pool
    var exact = 0
    for row in 0..<pool.count {
      let planes = pool.planes(ofBlock: row / DonorPool.rowsInBlock)!
      var isExact = true
      for (index, locus) in Locus.ten.enumerated() {
        let width = pool.layout.widths[index]
        let code = { (position: Int) in
          (0..<width).reduce(0) { sum, bit in
            let plane = pool.layout.planes[index] + position * width + bit
            return sum | Int(planes[plane * BlockLayout.words + row / 64] >> UInt64(row % 64) & 1) << bit
          }
        }
        let classes = [0, 1].map { pool.classes[index].classes[code($0)] }
        isExact = isExact && classes.allSatisfy { $0.identity != nil }
        guard case .pairs(let pairs) = pool.typing(row, locus).genotype(.ard) else { continue }
        for pair in pairs {
          for (set, own) in zip(classes, [pair.first, pair.second]) {
            let isHeld =
              set.set.extent == .open || own.extent == .foreign
              || own.extent == .closed && own.codes.allSatisfy { set.set.contains($0) }
            #expect(isHeld, "seed \(seed), \(pool.idText(row)) \(locus)")
            if set.isSharp, own.extent != .open {
              #expect(set.set == own, "seed \(seed), \(pool.idText(row)) \(locus)")
            }
          }
        }
        let isJoined = pairs.count > 1 || pairs[0].isSame && pairs[0].first.single == nil
        if isJoined { #expect(!(classes[0].isSharp && classes[1].isSharp)) }
      }
      exact += isExact ? 1 : 0
    }
    #expect(exact > 0 && exact < pool.count)
  }

  @Test("Rare sets share classes where codes are narrow, and still admit their identities")
  func narrowCodes() {
    var random = SeededGenerator(seed: 3)
    var weights: [CodeSet: Int] = [:]
    for code in 0..<200 { weights[CodeSet([UInt32(code)])] = 1 + random.below(50) }
    for _ in 0..<300 { weights[CodeSet((0..<3).map { _ in UInt32(random.below(200)) })] = 1 + random.below(50) }
    let builder = ClassBuilder(weights: weights, joined: [CodeSet([5, 900])], width: 6)
    #expect(builder.classes.width <= 6)
    for set in weights.keys {
      for code in [builder.code(set), builder.sharedCode(set)] {
        let own = builder.classes.classes[Int(code)]
        #expect(own.set.extent == .open || set.codes.allSatisfy { own.set.contains($0) })
        if own.isSharp { #expect(own.set == set) }
      }
      #expect(!builder.classes.classes[Int(builder.sharedCode(set))].isSharp)
    }
  }

  @Test(
    "Births that planes cannot hold make a donor irregular", arguments: [(1899, 1), (1900, 0), (2154, 0), (2155, 1)])
  func irregularBirths(year: Int, expected: UInt64) throws {
    let donor = WrittenPerson("a", letters: "ab ab ab ab ab", facts: ["birth_year": "\(year)"])
    let pool = try TestPool.pool([donor])
    let plane = pool.layout.factPlane + 14
    #expect(pool.planes(ofBlock: 0)![plane * BlockLayout.words] & 1 == (pool.facts(0).birth == .unknown ? 0 : expected))
  }
}
