import CMatchKernels
import DonorPool

/// How the sets of one locus are tested on a tile: single codes by comparison, a few sets by decision diagrams, many by
/// tables of 64 at once.
struct LocusPrograms: Sendable {
  /// From this many sets on, tables cost less: a table's cost is that of some 1 100 steps of diagrams, and a set with
  /// ambiguous classes takes some 200 (AVX2, 4096 donors, measured).
  static let fewestForTables = 6

  /// A test by comparison with one code.
  struct Single: Sendable {
    let set: Int
    let code: UInt32
  }

  /// A test by a diagram.
  struct Diagram: Sendable {
    let set: Int
    let program: MembershipProgram
  }

  /// Tests of up to 64 sets: bit s of an entry says whether set s has the code.
  struct Table: Sendable {
    let sets: [Int]
    let entries: [UInt64]
  }

  let width: Int
  let setCount: Int
  private(set) var singles: [Single] = []
  private(set) var diagrams: [Diagram] = []
  private(set) var tables: [Table] = []

  init(_ tests: LocusTests) {
    (width, setCount) = (tests.width, tests.sets.count)
    var others: [Int] = []
    for (number, set) in tests.sets.enumerated() {
      if let code = set.single {
        singles.append(Single(set: number, code: UInt32(code)))
      } else if set.constant(all: false) || set.constant(all: true) {
        diagrams.append(Diagram(set: number, program: MembershipProgram(set)))
      } else {
        others.append(number)
      }
    }
    if others.count < LocusPrograms.fewestForTables {
      diagrams += others.map { Diagram(set: $0, program: MembershipProgram(tests.sets[$0])) }
      return
    }
    for start in stride(from: 0, to: others.count, by: 64) {
      let numbers = Array(others[start..<min(start + 64, others.count)])
      var entries = [UInt64](repeating: 0, count: 1 << width)
      for (bit, number) in numbers.enumerated() {
        tests.sets[number].forEach { entries[$0] |= 1 << UInt64(bit) }
      }
      tables.append(Table(sets: numbers, entries: entries))
    }
  }

  /// Steps of the longest diagram.
  var mostSteps: Int { diagrams.map(\.program.nodes.count).max() ?? 0 }
}
