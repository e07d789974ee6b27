import CMatchKernels
import DonorPool

/// How the sets of one locus are tested on a tile: single codes by comparison, a few sets by decision diagrams, many by
/// tables of 64 at once.
struct LocusPrograms: Sendable {
  /// A table costs as much as this many steps of diagrams (190 to 202 with AVX2, 4096 donors, 13 bits), whatever its sets are.
  static let stepsOfTable = 200

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
      } else if let constant = MembershipProgram(set, mostSteps: 0) {
        diagrams.append(Diagram(set: number, program: constant))
      } else {
        others.append(number)
      }
    }
    if let small = LocusPrograms.diagrams(others, tests) {
      diagrams += small
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

  /// Diagrams of all these sets; nil where they cost more than a table.
  private static func diagrams(_ numbers: [Int], _ tests: LocusTests) -> [Diagram]? {
    var diagrams: [Diagram] = []
    var left = stepsOfTable
    for number in numbers {
      guard let program = MembershipProgram(tests.sets[number], mostSteps: left) else { return nil }
      left -= program.nodes.count
      diagrams.append(Diagram(set: number, program: program))
    }
    return diagrams
  }

  /// Steps of the longest diagram.
  var mostSteps: Int { diagrams.map(\.program.nodes.count).max() ?? 0 }
}
