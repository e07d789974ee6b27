import HLANomenclature
import HLAReference
import TestFixtures
import Testing

@testable import HLATyping

@Suite("Keys of typings")
struct TypingKeyTests {
  /// A table of one locus that is asked with texts.
  private struct Asked {
    var table: LocusTypingTable

    init(_ locus: Locus, _ policy: TypingPolicy = TypingPolicy()) throws {
      table = LocusTypingTable(locus: locus, resolver: try References.excerpt, policy: policy)
    }

    /// - Parameter cells: Two DNA cells, then two of serology, then a GL String, as far as there are any.
    mutating func key(_ cells: String...) throws(LocusFault) -> TypingKey {
      let texts = (cells + Array(repeating: "", count: 5 - cells.count)).map { Array($0.utf8) }
      let bytes = texts.flatMap { $0 }
      let ends = texts.reduce(into: [0]) { $0.append($0.last! + $1.count) }
      let result: Result<TypingKey, LocusFault> = bytes.withUnsafeBufferPointer { all in
        let cells = (0..<5).map { LocusCells.Cell(rebasing: all[ends[$0]..<ends[$0 + 1]]) }
        let asked = LocusCells(dna: (cells[0], cells[1]), serology: (cells[2], cells[3]), genotypes: cells[4])
        do throws(LocusFault) { return .success(try table.key(asked)) } catch { return .failure(error) }
      }
      return try result.get()
    }

    mutating func typing(_ first: String, _ second: String) throws(LocusFault) -> LocusTyping {
      let key = try key(first, second)
      return table.typing(key)
    }

    func seconds(_ key: TypingKey) -> [TypedGenotype.Second] {
      guard case .typed(let typed) = table.typing(key) else { return [] }
      return typed.genotypes.map(\.second)
    }
  }

  @Test("A blank or untyped first cell beside a filled second one is a fault", arguments: ["", "-", "UUUU", "XXXX"])
  func firstBlank(first: String) throws {
    var asked = try Asked(.a)
    for second in ["01:06", "NEW", "24:09"] {
      let fault = #expect(throws: LocusFault.self) { try asked.key(first, second) }
      #expect(fault == LocusFault(source: .dna, position: 1, fault: .firstBlank))
    }
    #expect(asked.table.dnaCells.count == (first.isEmpty ? 4 : 5) && asked.table.jointTypings.isEmpty)
  }

  @Test("XXXX alone is untyped, but its key is kept, since something is to be said of it")
  func notExpressible() throws {
    var asked = try Asked(.a)
    let key = try asked.key("XXXX", "")
    #expect(key != .untyped && asked.table.typing(key) == .untyped && asked.table.hasNotes(key))
    #expect(asked.table.notes(of: key) == [CellNote(source: .dna, position: 1, note: .notExpressible)])
  }

  @Test("A blank second value is presumed homozygous or unknown, by the policy", arguments: BlankSecond.allCases)
  func blankSecond(blank: BlankSecond) throws {
    var asked = try Asked(.a, TypingPolicy(blankSecond: blank))
    let key = try asked.key("01:06", "")
    #expect(key == TypingKey(first: 1, second: 0) && key.joint == nil)
    #expect(asked.seconds(key) == [blank == .homozygous ? .presumedHomozygous : .unknown])
  }

  @Test("An absent gene is absent twice, or once beside a typed copy")
  func absent() throws {
    var asked = try Asked(.drb4)
    for second in ["", "NNNN", "UUUU"] { #expect(try asked.typing("NNNN", second) == .absent) }
    let key = try asked.key("NEW", "NNNN")
    #expect(key != .untyped && asked.seconds(key) == [.absent])
    let turned = try asked.key("NNNN", "NEW")
    #expect(asked.seconds(turned) == [.absent])
  }

  @Test("Typings in which serology or a GL String speaks have joint numbers, each once, and their own notes")
  func joint() throws {
    var asked = try Asked(.a)
    let serology = try asked.key("01:06", "", "1", "2")
    #expect(serology == TypingKey(first: 1 << 31, second: 0) && serology.joint == 0)
    #expect(asked.seconds(serology) == [.unknown])
    let text = try asked.key("", "", "", "", "A*01:06+A*02:01|A*01:06+A*24:09N")
    #expect(text.joint == 1 && asked.seconds(text).count == 2)
    #expect(try asked.key("01:06", "", "1", "2") == serology)
    #expect(try asked.key("", "", "", "", "UUUU") == .untyped)
    #expect(try asked.key("", "", "-", "") == .untyped)
    let noted = try asked.key("24:09", "", "1", "")
    #expect(noted.joint == 2 && asked.table.hasNotes(noted) && !asked.table.hasNotes(text))
    // An antigen may have members that the excerpt leaves out.
    let notes = asked.table.notes(of: noted)
    #expect(notes.map(\.note.code) == ["null_without_suffix", "reference_excerpt"])
    #expect(notes.map(\.source) == [.dna, .serology])
    #expect(asked.table.jointTypings.count == 3)
  }

  @Test("A key stands for what its two cells make together, and a plain key is the key", arguments: Locus.typed)
  func random(locus: Locus) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    let policy = TypingPolicy(
      blankSecond: Bool.random(using: &random) ? .homozygous : .unknown,
      newAllele: Bool.random(using: &random) ? .unknown : .mismatch)
    var asked = try Asked(locus, policy)
    let resolver = try References.excerpt
    let alleles = Array(resolver.reference.alleles(of: locus)).shuffled(using: &random).prefix(30)
    let names = alleles.map { resolver.reference.name(of: AlleleCode($0)).description }
    let texts =
      names + ["", "", "-", "UUUU", "XXXX", "NEW", "NNNN", "?", "99:99", names.prefix(4).joined(separator: "/")]
    for _ in 0..<600 {
      let (first, second) = (texts.randomElement(using: &random)!, texts.randomElement(using: &random)!)
      let cells = [first, second].map { text in
        Result { () throws(TypingFault) in try resolver.cell(text, locus: locus) }
      }
      let expected = Result { try LocusTyping(cells[0].get(), cells[1].get(), locus: locus, policy: policy) }
      let key = Result { () throws(LocusFault) in try asked.key(first, second) }
      switch (expected, key) {
      case (.success(let typing), .success(let key)):
        #expect(asked.table.typing(key) == typing, "seed \(seed): \(first) \(second)")
        let plain = Array(first.utf8).withUnsafeBufferPointer { first in
          Array(second.utf8).withUnsafeBufferPointer { asked.table.plainKey(first, $0) }
        }
        #expect(plain == nil || plain == key, "seed \(seed): \(first) \(second)")
        #expect(!asked.table.hasNotes(key) || plain == nil, "seed \(seed): \(first) \(second)")
      case (.failure(let fault), .failure(let found)): #expect(fault as? TypingFault == found.fault, "seed \(seed)")
      default: Issue.record("seed \(seed): \(first) \(second)")
      }
    }
  }

  @Test("Short cells are told apart by every byte and by their length")
  func shortCells() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    var cells = ShortCells()
    var entries: [[UInt8]: UInt32] = [:]
    for number in 0..<20_000 {
      let bytes = (0..<Int.random(in: 1...15, using: &random)).map { _ in UInt8.random(in: 0...2, using: &random) }
      let words = bytes.withUnsafeBufferPointer { ShortCells.Words($0) }
      #expect(cells.entry(of: words) == entries[bytes], "seed \(seed): \(bytes)")
      guard entries[bytes] == nil else { continue }
      entries[bytes] = UInt32(number)
      cells.add(words, entry: UInt32(number))
    }
  }

  @Test("Cells of 1 to 15 bytes are short, the blank and longer ones are not")
  func shortLengths() {
    let bytes = [UInt8](repeating: 65, count: 17)
    let short = bytes.withUnsafeBufferPointer { all in
      (0...17).filter { ShortCells.holds(UnsafeBufferPointer(rebasing: all[..<$0])) }
    }
    #expect(short == Array(1...15))
  }
}
