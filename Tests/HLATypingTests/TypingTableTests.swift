import HLANomenclature
import HLAReference
import TestFixtures
import Testing

@testable import HLATyping

@Suite("The table of distinct typings")
struct TypingTableTests {
  /// What two cells mean, by the table or by the resolver itself.
  private enum Meaning: Equatable {
    case typing(LocusTyping, [CellNote])
    case faults([LocusFault])
  }

  private static let cells = [
    "", "", "-", "UUUU", "XXXX", "NEW", "01:01", "02:01", "01:06", "01:06/01:07", "24:09N", "24:09", "01:147Q", "02:XX",
    "A*02:01:01G", "02:01P", "01:01g", "A*0201", "A*01:34N", "HLA-A*03:01", "99:01", "B*07:02", "2", "A2", "15:NEW",
    "NNNN",
    "1/2", "é", "02:01:00", "A*9201",
  ]

  private func byTable(_ table: inout LocusTypingTable, _ first: String, _ second: String) -> Meaning {
    let (first, second) = (Array(first.utf8), Array(second.utf8))
    return first.withUnsafeBufferPointer { first in
      second.withUnsafeBufferPointer { second in
        do throws(LocusFault) {
          let key = try table.key(first, second)
          return .typing(table.typing(key), table.notes(of: key))
        } catch {
          let none = LocusCells.Cell(start: nil, count: 0)
          return .faults(table.faults(LocusCells(dna: (first, second), serology: (none, none))))
        }
      }
    }
  }

  private func byResolver(_ resolver: TypingResolver, _ policy: TypingPolicy, _ first: String, _ second: String)
    -> Meaning
  {
    var typings: [CellTyping] = []
    var faults: [LocusFault] = []
    for (position, text) in [(1, first), (2, second)] {
      do throws(TypingFault) {
        typings.append(try resolver.cell(text, locus: .a))
      } catch {
        faults.append(LocusFault(source: .dna, position: position, fault: error))
      }
    }
    guard faults.isEmpty else { return .faults(faults) }
    do throws(TypingFault) {
      return .typing(
        try LocusTyping(typings[0], typings[1], locus: .a, policy: policy), notes(typings[0], 1) + notes(typings[1], 2))
    } catch {
      return .faults([LocusFault(source: .dna, position: 1, fault: error)])
    }
  }

  private func notes(_ cell: CellTyping, _ position: Int) -> [CellNote] {
    let notes: [TypingNote] =
      switch cell {
      case .blank, .absent: []
      case .untyped(let notes): notes
      case .position(let typed): typed.notes
      }
    return notes.map { CellNote(source: .dna, position: position, note: $0) }
  }

  @Test("Repeated and random cells give what the resolver gives", arguments: BlankSecond.allCases)
  func againstResolver(blank: BlankSecond) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    let resolver = try References.excerpt
    let policy = TypingPolicy(blankSecond: blank)
    var table = LocusTypingTable(locus: .a, resolver: resolver, policy: policy)
    let names = resolver.reference.alleles(of: .a).map { resolver.reference.name(of: AlleleCode($0)).description }
    for _ in 0..<4_000 {
      let pair = (0..<2).map { _ in
        Bool.random(using: &random)
          ? Self.cells.randomElement(using: &random)! : names.randomElement(using: &random)!
      }
      let found = byTable(&table, pair[0], pair[1])
      #expect(found == byResolver(resolver, policy, pair[0], pair[1]), "seed \(seed): \(pair)")
    }
  }

  @Test("The same cells have the same key, untyped is 0, and numbers of cells are given in the order first met")
  func keys() throws {
    var table = LocusTypingTable(locus: .a, resolver: try References.excerpt, policy: TypingPolicy())
    func key(_ first: String, _ second: String) throws -> TypingKey {
      let (first, second) = (Array(first.utf8), Array(second.utf8))
      return try first.withUnsafeBufferPointer { first in
        try second.withUnsafeBufferPointer { try table.key(first, $0) }
      }
    }
    #expect(try key("", "") == .untyped)
    #expect(try key("-", "x") == .untyped && key("UUUU", "") == .untyped)
    #expect(table.dnaCells == [.blank, .blank, .blank, .untyped([])] && table.jointTypings.isEmpty)
    let first = try key("01:06", "02:01")
    #expect(first == TypingKey(first: 4, second: 5))
    #expect(try key("02:01", "01:06") == TypingKey(first: 5, second: 4))
    for _ in 0..<3 { #expect(try key("01:06", "02:01") == first) }
    #expect(table.dnaCells.count == 6 && table.jointTypings.isEmpty)
    #expect(!table.hasNotes(first) && !table.hasNotes(.untyped))
    let noted = try key("24:09", "02:01")
    #expect(table.hasNotes(noted) && table.notes(of: noted).map(\.note.code) == ["null_without_suffix"])
  }

  @Test("Many distinct faulty cells leave the table bounded, and good cells right")
  func bounded() throws {
    let resolver = try References.excerpt
    var table = LocusTypingTable(locus: .a, resolver: resolver, policy: TypingPolicy())
    for number in 0..<70_000 {
      let found = byTable(&table, "?\(number)", "")
      if number % 7_000 == 0 {
        #expect(
          found == .faults([LocusFault(source: .dna, position: 1, fault: .malformed("A*?\(number)"))])
            || isMalformed(found))
      }
    }
    #expect((65_000...66_000).contains(table.heldCells), "\(table.heldCells)")
    for pair in [("01:06", "02:01"), ("24:09", ""), ("?1", ""), ("?69999", "2"), ("", "02:01"), ("NEW", "")] {
      #expect(byTable(&table, pair.0, pair.1) == byResolver(resolver, TypingPolicy(), pair.0, pair.1), "\(pair)")
    }
  }

  private func isMalformed(_ meaning: Meaning) -> Bool {
    guard case .faults(let faults) = meaning else { return false }
    return faults.map(\.fault.code) == ["malformed_typing"] && faults.map(\.position) == [1]
  }

  @Test("Both faulty cells of a locus are reported, with their positions")
  func bothFaults() throws {
    var table = LocusTypingTable(locus: .a, resolver: try References.excerpt, policy: TypingPolicy())
    guard case .faults(let faults) = byTable(&table, "B*07:02", "99:01") else {
      Issue.record("no fault")
      return
    }
    #expect(faults.map(\.position) == [1, 2])
    #expect(faults.map(\.fault.code) == ["wrong_locus", "not_in_excerpt"])
  }

  @Test("Distinct byte strings have distinct numbers in the order first met, and come back as they were")
  func interner() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    var interner = ByteInterner()
    var numbers: [[UInt8]: Int] = [:]
    for _ in 0..<5_000 {
      let bytes = (0..<Int.random(in: 0...17, using: &random)).map { _ in UInt8.random(in: 0...2, using: &random) }
      let (number, isNew) = bytes.withUnsafeBufferPointer { interner.intern($0) }
      #expect(isNew == (numbers[bytes] == nil), "seed \(seed)")
      #expect(number == numbers[bytes] ?? numbers.count, "seed \(seed)")
      numbers[bytes] = number
      #expect(Array(interner.bytes(number)) == bytes, "seed \(seed)")
    }
    #expect(interner.count == numbers.count)
  }
}
