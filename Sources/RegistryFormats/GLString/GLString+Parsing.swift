extension GLString {
  /// Reads a genotype list string.
  ///
  /// - Parameter text: ASCII; blanks at both ends are taken off.
  /// - Throws: ``GLStringFault``.
  public init(parsing text: some StringProtocol) throws(GLStringFault) {
    try self.init(parsing: GLStringBytes(Array(text.utf8)).trimmed)
  }

  init(parsing part: GLStringBytes) throws(GLStringFault) {
    self.init(blocks: [])
    for block in part.split("^") {
      var locations: [GenotypeList] = []
      for location in block.split("?") { locations.append(try GenotypeList(parsing: location)) }
      blocks.append(Block(locations: locations))
    }
  }
}

extension GLString.GenotypeList {
  init(parsing part: GLStringBytes) throws(GLStringFault) {
    genotypes = []
    for genotype in part.split("|") { genotypes.append(try GLString.Genotype(parsing: genotype)) }
    let genes = Set(genotypes[0].copies.flatMap { $0.genes.map(\.gene) })
    for genotype in genotypes.dropFirst() {
      for gene in genotype.copies.flatMap({ $0.genes.map(\.gene) })
      where !genes.contains(gene) && !GLString.mayBeMissing(gene) {
        throw GLStringFault(
          .mixedGenes(String(genotypes[0].copies[0].genes[0].gene), String(gene)), offset: part.offset)
      }
    }
  }
}

extension GLString.Genotype {
  init(parsing part: GLStringBytes) throws(GLStringFault) {
    copies = []
    var counts: [Substring: Int] = [:]
    for copy in part.split("+") {
      let haplotype = try GLString.Haplotype(parsing: copy)
      for list in haplotype.genes { counts[list.gene, default: 0] += 1 }
      if let many = haplotype.genes.first(where: { counts[$0.gene]! > 2 && !$0.gene.hasPrefix("KIR") }) {
        throw GLStringFault(.threeCopies(String(many.gene)), offset: copy.offset)
      }
      copies.append(haplotype)
    }
    try requireOneGene(part)
  }

  /// Without phase the copies are of one gene; DRB3, DRB4 and DRB5 count as one, and so do KIR3DL1 and KIR3DS1 and the
  /// like, which share a place.
  private func requireOneGene(_ part: GLStringBytes) throws(GLStringFault) {
    guard copies.allSatisfy({ $0.genes.count == 1 }) else { return }
    let first = copies[0].genes[0].gene
    for copy in copies.dropFirst() where copy.genes[0].gene != first {
      let second = copy.genes[0].gene
      if !GLString.mayShareAPlace(first, second) {
        throw GLStringFault(.mixedGenes(String(first), String(second)), offset: part.offset)
      }
    }
  }
}

extension GLString.Haplotype {
  init(parsing part: GLStringBytes) throws(GLStringFault) {
    genes = []
    for list in part.split("~") { genes.append(try GLString.AlleleList(parsing: list)) }
  }
}

extension GLString.AlleleList {
  init(parsing part: GLStringBytes) throws(GLStringFault) {
    names = []
    for name in part.split("/") {
      let text = name.text
      if text.isEmpty { throw GLStringFault(.emptyPart, offset: name.offset) }
      guard name.isName(hasGene: names.isEmpty) else { throw GLStringFault(.notAName(text), offset: name.offset) }
      let gene = GLString.gene(of: text)
      if !names.isEmpty, text.utf8.contains(UInt8(ascii: "*")), gene != self.gene {
        throw GLStringFault(.mixedGenes(String(self.gene), String(gene)), offset: name.offset)
      }
      names.append(text)
    }
  }
}

extension GLString {
  /// Whether a haplotype may lack the gene.
  static func mayBeMissing(_ gene: Substring) -> Bool { isSharedDRB(gene) || gene.hasPrefix("KIR") }

  /// Whether one haplotype may have the one gene where another has the other: DRB3, DRB4 and DRB5; KIR3DL1 and KIR3DS1
  /// and the like.
  static func mayShareAPlace(_ one: Substring, _ other: Substring) -> Bool {
    isSharedDRB(one) && isSharedDRB(other) || one.hasPrefix("KIR") && other.hasPrefix("KIR")
  }

  private static func isSharedDRB(_ gene: Substring) -> Bool { gene == "DRB3" || gene == "DRB4" || gene == "DRB5" }
}

/// A part of a genotype list string with its place.
struct GLStringBytes {
  private let bytes: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

  private init(slice: ArraySlice<UInt8>) { bytes = slice }

  var offset: Int { bytes.startIndex }
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Without blanks at both ends.
  var trimmed: GLStringBytes {
    var rest = bytes.drop { $0 == 32 || (9...13).contains($0) }
    while let last = rest.last, last == 32 || (9...13).contains(last) { rest.removeLast() }
    return GLStringBytes(slice: rest)
  }

  /// The parts between an operator; at least one, which may be empty.
  func split(_ operation: Unicode.Scalar) -> [GLStringBytes] {
    bytes.split(separator: UInt8(ascii: operation), omittingEmptySubsequences: false).map(GLStringBytes.init(slice:))
  }

  /// Whether the part is a name: a gene, `*` and what follows; in a list, later names may leave the gene out.
  func isName(hasGene: Bool) -> Bool {
    let parts = bytes.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 1 && !hasGene, parts.allSatisfy({ !$0.isEmpty }) else { return false }
    if parts.count == 2, !parts[0].allSatisfy({ GLStringBytes.isWord($0) || $0 == UInt8(ascii: "-") }) { return false }
    return parts.last!.allSatisfy { GLStringBytes.isWord($0) || $0 == UInt8(ascii: ":") }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte &- 48 < 10 || byte &- 65 < 26 || byte &- 97 < 26
  }
}
