import HLANomenclature
import RegistryFormats

/// Splits a GL String into what it says of each locus, as text of that locus alone; reused from row to row.
///
/// Most strings hold one block a locus, which is then a stretch of the string itself. Only phase (`~`), places (`?`) and
/// loci that stand in several blocks need the string to be taken apart; their texts are then kept in ``own``.
struct GenotypeText: Sendable {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  /// Where the text of a locus lies; empty where the string says nothing of it.
  struct Stretch: Sendable {
    var start = 0
    var end = 0
    var isOwn = false

    /// The text, in the string that was split or in ``GenotypeText/own``.
    func bytes(in cell: Bytes, own: Bytes) -> Bytes { Bytes(rebasing: (isOwn ? own : cell)[start..<end]) }
  }

  /// One stretch a locus of ``Locus/typed``.
  private(set) var loci = Array(repeating: Stretch(), count: Locus.typed.count)
  /// Texts that are no stretch of the string itself.
  private(set) var own: [UInt8] = []
  /// Loci in blocks with `?`, whose place is open, so that they count as not told.
  private(set) var openPlaces: [Locus] = []
  /// The blocks of KIR genes, joined with `^`.
  private(set) var kir: [UInt8] = []

  /// Forgets the last string.
  mutating func clear() {
    for index in loci.indices { loci[index] = Stretch() }
    if !own.isEmpty { own.removeAll(keepingCapacity: true) }
    if !openPlaces.isEmpty { openPlaces.removeAll() }
    if !kir.isEmpty { kir.removeAll() }
  }

  /// Splits a string.
  ///
  /// - Parameter cell: The string without its namespace and version.
  /// - Throws: ``GLStringFault``. Faults within the text of one locus show only when it is resolved.
  mutating func split(_ cell: Bytes) throws(GLStringFault) {
    clear()
    if splitBlocks(cell) { return }
    clear()
    try splitTree(GLString(parsing: String(decoding: cell, as: UTF8.self)))
  }

  /// Splits at `^` alone; false where that does not do.
  private mutating func splitBlocks(_ cell: Bytes) -> Bool {
    var start = 0
    while start <= cell.count {
      var end = start
      while end < cell.count, cell[end] != UInt8(ascii: "^") { end += 1 }
      let block = Bytes(rebasing: cell[start..<end])
      // Anything but names and the operators within one locus is left to the parser, which says what is wrong.
      guard GenotypeText.isPlain(block) else { return false }
      guard let locus = GenotypeText.locus(of: block), Locus.typed.contains(locus), !Locus.absentable.contains(locus),
        loci[Int(locus.rawValue)].end == 0
      else { return false }
      loci[Int(locus.rawValue)] = Stretch(start: start, end: end)
      start = end + 1
    }
    return true
  }

  /// Whether a block holds nothing but names, `HLA-` and the operators within a locus.
  private static func isPlain(_ block: Bytes) -> Bool {
    for index in block.indices {
      switch block[index] {
      case UInt8(ascii: "0")...UInt8(ascii: ":"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "/"),
        UInt8(ascii: "|"):
        continue
      case UInt8(ascii: "-"):
        guard index >= 3, block[(index - 3)..<index].elementsEqual("HLA".utf8) else { return false }
      default: return false
      }
    }
    return true
  }

  /// The locus of the first name.
  private static func locus(of block: Bytes) -> Locus? {
    let prefix = block.starts(with: "HLA-".utf8) ? 4 : 0
    guard let star = block.firstIndex(of: UInt8(ascii: "*")), star > prefix, star - prefix <= 5 else { return nil }
    return Locus(name: String(decoding: block[prefix..<star], as: UTF8.self))
  }

  private mutating func splitTree(_ string: GLString) throws(GLStringFault) {
    var texts: [Locus: [String]] = [:]
    for block in string.blocks {
      let genes = block.genes
      if genes.contains(where: { $0.hasPrefix("KIR") }) {
        if !kir.isEmpty { kir.append(UInt8(ascii: "^")) }
        kir += GLString(blocks: [block]).description.utf8
        continue
      }
      let known = genes.compactMap { Locus(name: $0) }
      guard known.count == genes.count else {
        let strange = genes.first { Locus(name: $0) == nil } ?? ""
        throw GLStringFault(.notAName(String(strange) + "*"), offset: 0)
      }
      if block.locations.count > 1 {
        openPlaces += known.filter(Locus.typed.contains).sorted()
      } else {
        for locus in known where Locus.typed.contains(locus) {
          texts[locus, default: []].append(block.locations[0].text(of: locus))
        }
      }
    }
    for (locus, statements) in texts where !openPlaces.contains(locus) {
      loci[Int(locus.rawValue)] = keep(statements.joined(separator: "^"))
    }
  }

  private mutating func keep(_ text: String) -> Stretch {
    let start = own.count
    own += text.utf8
    return Stretch(start: start, end: own.count, isOwn: true)
  }
}

extension GLString.Block {
  /// The genes of the block, each once.
  fileprivate var genes: Set<Substring> {
    Set(locations.flatMap { $0.genotypes.flatMap { $0.copies.flatMap { $0.genes.map(\.gene) } } })
  }
}

extension GLString.GenotypeList {
  /// What the list says of one locus: a genotype that lacks the locus leaves its copies empty.
  fileprivate func text(of locus: Locus) -> String {
    var known: Set<String> = []
    var texts: [String] = []
    for genotype in genotypes {
      let copies = genotype.copies.flatMap { copy in copy.genes.filter { Locus(name: $0.gene) == locus } }
      let text = copies.map { $0.names.joined(separator: "/") }.joined(separator: "+")
      if known.insert(text).inserted { texts.append(text) }
    }
    return texts.map { $0.isEmpty ? "UUUU" : $0 }.joined(separator: "|")
  }
}
