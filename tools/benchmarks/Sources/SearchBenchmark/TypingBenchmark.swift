import MatchEngine

/// How fast typings are understood: cold, by notation and mixed, and through the table that remembers them.
struct TypingBenchmark {
  private let resolver: TypingResolver
  private let count: Int
  private let seed: UInt64
  private let letters: [String]

  /// - Parameters:
  ///   - index: A compiled release.
  ///   - codes: alpha.v3, numer.v3 or a compiled table.
  ///   - count: Typings of the mixture.
  init(index: String, codes: String, count: Int, seed: UInt64) throws {
    (self.count, self.seed) = (count, seed)
    let table = try MultipleAlleleCodes.open(codes)
    resolver = TypingResolver(reference: try ReferenceIndex(path: index), codes: table)
    // All codes of two and three letters that the table has, and as many of four as there is room for.
    letters = (InventedCodes.first..<20_000).compactMap { value in
      let letters = InventedCodes.Letters(value)
      guard let code = CodeLetters(letters), table.members(code) != nil else { return nil }
      return String(decoding: letters, as: UTF8.self)
    }
  }

  func run() {
    let shares = InventedTypings.shares
    var invented = InventedTypings(resolver: resolver, letters: letters, seed: seed)
    let sets = shares.indices.map { invented.cells($0, count: count * shares[$0].percent / 100) }
    var mixture = sets.flatMap(\.cells)
    var numbers = SeededNumbers(seed: seed)
    mixture.shuffle(using: &numbers)
    let distinct = sets.reduce(0) { $0 + $1.distinct }
    let text = shares.map { "\($0.name) \($0.percent) %" }.joined(separator: ", ")
    print(
      "typings of \(resolver.reference.facts.release), seed \(seed), \(mixture.count) cells, \(distinct) distinct: \(text)"
    )
    for (share, set) in zip(shares, sets) {
      report(
        "\(share.name), cold, \(set.cells.count) cells, \(set.distinct) distinct", set.cells.count, cold(set.cells))
    }
    report("mixture, cold", mixture.count, cold(mixture))
    remembered(mixture)
  }

  /// Every cell is resolved anew: nothing is remembered between cells.
  private func cold(_ cells: [(locus: Locus, text: String)]) -> Stopwatch.Times {
    Stopwatch.processorSeconds(runs: 5) {
      var alleles = 0
      for cell in cells {
        guard case .position(let position) = try? resolver.cell(cell.text, locus: cell.locus) else { continue }
        alleles += position.alleles.count
      }
      precondition(alleles >= cells.count, "every cell has an allele")
    }
  }

  /// Ten thousand typings of A that come back at random, as in a pool, a huge list among them: the table forgets
  /// nothing, whatever one expansion costs.
  private func remembered(_ mixture: [(locus: Locus, text: String)]) {
    var known = Set<String>()
    var cells = mixture.filter { $0.locus == .a && known.insert($0.text).inserted }.prefix(9_999).map {
      Array($0.text.utf8)
    }
    cells.append(Array(hugeList().utf8))
    var numbers = SeededNumbers(seed: seed)
    let stream = (0..<4_000_000).map { _ in Int.random(in: 0..<cells.count, using: &numbers) }
    var table = LocusTypingTable(locus: .a, resolver: resolver, policy: TypingPolicy())
    for cell in cells { precondition(isTyped(cell, &table), "every cell has a meaning") }
    let held = table.dnaCells.count
    let times = Stopwatch.processorSeconds(runs: 5) { for index in stream { _ = isTyped(cells[index], &table) } }
    precondition(table.dnaCells.count == held, "a repeated cell is never resolved again")
    report("stream of \(cells.count) typings through the table", stream.count, times)
  }

  private func isTyped(_ cell: [UInt8], _ table: inout LocusTypingTable) -> Bool {
    cell.withUnsafeBufferPointer { (try? table.key($0, LocusCells.Cell(start: nil, count: 0))) ?? .untyped != .untyped }
  }

  /// All first fields of A in one cell: the largest expansion that there is.
  private func hugeList() -> String {
    let reference = resolver.reference
    let firsts = Set(reference.alleles(of: .a).map { reference.fields(of: AlleleCode($0)).prefix(1) }).sorted()
    return firsts.map { $0.text(locus: .a) + ":XX" }.joined(separator: "/")
  }

  private func report(_ what: String, _ count: Int, _ times: Stopwatch.Times) {
    print(
      "\(what): \(Stopwatch.rounded(Double(count) / times.median)) typings a second of processor time, one thread (median of \(times.count) runs)"
    )
  }
}
