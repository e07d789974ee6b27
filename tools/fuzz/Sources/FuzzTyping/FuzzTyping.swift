import FuzzSupport
import MatchEngine

/// Typing cells: the first byte is the locus, the second the policy; the rest, line by line, are two DNA cells and two
/// serology cells.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  FuzzInput.run(start, count) { input in
    let locus = input.choice(Locus.typed)
    let policy = input.choice([
      TypingPolicy(), TypingPolicy(blankSecond: .unknown), TypingPolicy(newAllele: .mismatch),
    ])
    let lines = input.rest.split(separator: 10, maxSplits: 3, omittingEmptySubsequences: false)
    let cells = (0..<4).map { $0 < lines.count ? trimmed(lines[$0]) : [] }
    let dna = (0..<2).map { CellOutcome(cells[$0], locus, .dna) }
    let serology = (2..<4).map { CellOutcome(cells[$0], locus, .serology) }
    for outcome in dna + serology { outcome.check(locus) }
    TableCheck(locus: locus, policy: policy, cells: cells).check(dna: dna, serology: serology)
  }
}

/// The excerpt, and codes of our own making.
private let resolver = TypingResolver(reference: TinyRelease.excerpt(), codes: TinyRelease.table())

private func trimmed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
  let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
  return Array(Array(bytes.drop(while: isBlank).reversed()).drop(while: isBlank).reversed())
}

/// What one cell says, or why it says nothing.
private struct CellOutcome {
  let result: Result<CellTyping, TypingFault>

  init(_ bytes: [UInt8], _ locus: Locus, _ source: TypingSource) {
    let text = String(decoding: bytes, as: UTF8.self)
    result = Result { () throws(TypingFault) in
      try source == .dna ? resolver.cell(text, locus: locus) : resolver.serologyCell(text, locus: locus)
    }
  }

  func check(_ locus: Locus) {
    switch result {
    case .failure(let fault): demand(!fault.code.isEmpty && !fault.message.isEmpty, "a fault has a code and a message")
    case .success(.position(let position)) where position.isNew:
      demand(position.alleles.isEmpty, "a new allele is none of the release")
    case .success(.position(let position)): check(position, locus)
    case .success: break
    }
  }

  private func check(_ position: PositionTyping, _ locus: Locus) {
    let reference = resolver.reference
    let alleles = position.alleles
    demand(!alleles.isEmpty, "a typed position has an allele")
    demand(zip(alleles, alleles.dropFirst()).allSatisfy { $0 < $1 }, "alleles ascend")
    demand(alleles.allSatisfy { reference.alleles(of: locus).contains($0.rawValue) }, "alleles are of the locus")
    let expressed = alleles.filter { reference.identity(of: $0) != .null }
    let expression: TypingExpression =
      expressed.isEmpty ? .null : expressed.count == alleles.count ? .expressed : .mixed
    demand(position.expression == expression, "nulls decide what is expressed")
    var identities = Set<UInt32>()
    for code in expressed {
      if case .known(let known) = reference.identity(of: code) { identities.insert(UInt32(known.rawValue)) }
    }
    demand(position.identities.codes == identities.sorted(), "identities are those of the expressed members")
    demand(position.notes.allSatisfy { !$0.code.isEmpty && !$0.message.isEmpty }, "a note has a code and a message")
    for code in [alleles[0], alleles[alleles.count - 1]] {
      let name = reference.name(of: code)
      demand(AlleleName(name.description) == name, "a printed name is read as itself")
      let afterStar = String(name.description.drop { $0 != "*" }.dropFirst())
      let found = try? reference.resolve(locus: locus, name: afterStar)
      demand(found?.alleles.contains(code) ?? false, "a living name stands for its allele")
    }
  }
}

/// The same cells through the table that remembers them.
private struct TableCheck {
  let locus: Locus
  let policy: TypingPolicy
  let cells: [[UInt8]]

  func check(dna: [CellOutcome], serology: [CellOutcome]) {
    var table = LocusTypingTable(locus: locus, resolver: resolver, policy: policy)
    let first = key(&table)
    let again = key(&table)
    demand(first == again, "a repeated typing has the same key, or the same fault")
    switch first {
    case .success(let key):
      demand(key.joint.map { $0 < table.jointTypings.count } ?? true, "a key has a typing")
      let typing = table.typing(key)
      if cells[2].isEmpty, cells[3].isEmpty {
        demand(typing == plain(dna), "the table joins two cells")
      }
      for note in table.notes(of: key) { demand(!note.note.message.isEmpty, "a note has a message") }
    case .failure(let fault):
      let faults = withCells { table.faults($0) }
      demand(faults.contains(fault), "the first fault is among all")
      demand(key(&table) == first, "asking for the faults changes nothing")
    }
  }

  /// What the cells mean without a table; empty cells are blank.
  private func plain(_ dna: [CellOutcome]) -> LocusTyping? {
    let meanings = zip(dna, cells).map { $1.isEmpty ? CellTyping.blank : try? $0.result.get() }
    guard let first = meanings[0], let second = meanings[1] else { return nil }
    return try? LocusTyping(first, second, locus: locus, policy: policy)
  }

  private func key(_ table: inout LocusTypingTable) -> Result<TypingKey, LocusFault> {
    withCells { cells in Result { () throws(LocusFault) in try table.key(cells) } }
  }

  private func withCells<Value>(_ body: (LocusCells) -> Value) -> Value {
    cells[0].withUnsafeBufferPointer { first in
      cells[1].withUnsafeBufferPointer { second in
        cells[2].withUnsafeBufferPointer { third in
          cells[3].withUnsafeBufferPointer { body(LocusCells(dna: (first, second), serology: (third, $0))) }
        }
      }
    }
  }
}
