import DonorPool
import DonorSelection
import HLATyping
import MatchTestSupport
import Testing

/// Searches of one pool for several patients, under two protocols and for lists of several lengths.
private struct Searches {
  let pool: DonorPool
  let rankers: [DonorRanker]

  /// - Parameter repeats: Copies of every donor, to make passes longer.
  init(seed: UInt64, patients: Int, donors: Int, repeats: Int = 1) throws {
    var generator = PersonGenerator(seed: seed, patients: ["P0", "P1"])
    let written = (0..<patients).map { generator.patient("P\($0)") }
    let people = (0..<donors).map { generator.donor("D\($0)", of: written[$0 % patients]) }
    let copies = (0..<repeats).flatMap { copy in
      people.map { person in
        var person = person
        person.id += "-\(copy)"
        return person
      }
    }
    let pool = try TestPool.pool(copies)
    self.pool = pool
    let lifted = try TestProtocol.edited([TestProtocol.lifting(.matchCount)])
    rankers = try written.enumerated().map { number, patient in
      var settings = TestRun.settings(number % 3 == 2 ? lifted : TestProtocol.mst, isOnlyPatient: number % 4 == 1)
      (settings.top, settings.keepsExcluded) = (number * 7 % 30, number % 5 == 4)
      return DonorRanker(patient: try TestPool.patient(patient), pool: pool, settings: settings)
    }
  }
}

@Suite("Searches that share passes over a pool")
struct SharedPassTests {
  @Test("Each is told what it is told alone", arguments: TestSeeds.all)
  func sameAsAlone(seed: UInt64) async throws {
    let searches = try Searches(seed: seed, patients: 40, donors: 120)
    var alone: [RankedRows] = []
    for ranker in searches.rankers { alone += await DonorRanker.rows([ranker]) }
    let passes = SharedPasses(threads: 1 + Int(seed % 3))
    let together = await withTaskGroup(of: (Int, [RankedRows]).self) { group in
      for first in stride(from: 0, to: 40, by: 2) {
        group.addTask {
          // Two patients of one search where they go together, which needs one protocol.
          if first % 3 == 0, first % 5 < 3 {
            return (first, await passes.rows(Array(searches.rankers[first...first + 1])))
          }
          async let second = passes.rows([searches.rankers[first + 1]])
          return (first, await passes.rows([searches.rankers[first]]) + (await second))
        }
      }
      var found = [RankedRows?](repeating: nil, count: 40)
      for await (first, rows) in group { (found[first], found[first + 1]) = (rows[0], rows[1]) }
      return found
    }
    for index in alone.indices {
      let place = "seed \(seed), patient \(index)"
      #expect(together[index]?.best == alone[index].best, "\(place)")
      #expect(together[index]?.excluded == alone[index].excluded, "\(place)")
      #expect(together[index]?.listed == alone[index].listed, "\(place)")
      #expect(together[index]?.tally == alone[index].tally, "\(place)")
    }
    #expect(passes.load == SharedPasses.Load())
  }

  @Test("Who waits while a pass goes on takes part in the next, together with the others")
  func waitersGoTogether() async throws {
    let searches = try Searches(seed: 7, patients: 12, donors: 100, repeats: 300)
    let passes = SharedPasses(threads: 1)
    await withTaskGroup(of: Void.self) { group in
      for ranker in searches.rankers { group.addTask { _ = await passes.rows([ranker]) } }
    }
    // Rankers of two protocols, and such as list the excluded and do not, cannot all go together, but need no pass each.
    #expect(passes.passesMade < searches.rankers.count)
    #expect(passes.passesMade >= 3)
  }

  @Test("Who gives up is answered soon, and the others as if nothing had been")
  func givenUp() async throws {
    let searches = try Searches(seed: 11, patients: 16, donors: 100, repeats: 100)
    let passes = SharedPasses(threads: 1)
    var alone: [RankedRows] = []
    for ranker in searches.rankers { alone += await DonorRanker.rows([ranker]) }
    for round in 0..<20 {
      let tasks = searches.rankers.map { ranker in Task { await passes.rows([ranker]) } }
      for (number, task) in tasks.enumerated() where (number + round) % 3 == 0 {
        if round % 2 == 0 { await Task.yield() }
        task.cancel()
      }
      for (number, task) in tasks.enumerated() {
        let rows = await task.value
        #expect(rows.count == 1)
        if (number + round) % 3 != 0 {
          #expect(rows[0].best == alone[number].best, "round \(round), patient \(number)")
          #expect(rows[0].tally == alone[number].tally, "round \(round), patient \(number)")
        }
      }
      #expect(passes.load == SharedPasses.Load(), "round \(round)")
    }
    // All of them at once, before any pass can have begun.
    let tasks = searches.rankers.map { ranker in
      Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return await passes.rows([ranker])
      }
    }
    for task in tasks { #expect(await task.value[0].best.isEmpty) }
    #expect(passes.load == SharedPasses.Load())
  }
}
