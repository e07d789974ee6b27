import RegistryFormats

/// Why a KIR cell says nothing.
public struct KIRFault: Error, Equatable, Sendable {
  /// What is wrong; what was expected.
  public let message: String
}

extension KIRGenotype {
  /// Reads a `kir` cell: the genes present, all others being absent (`2DL1,2DL3,3DL1`); what is told of single genes, the
  /// others being untested (`2DL1=POS,2DL2=NEG`); or a GL String.
  ///
  /// - Throws: ``KIRFault``.
  ///
  /// Source: INTERFACE, section 3; FORMATS, section 4.6.
  public init(cell: String) throws(KIRFault) {
    let text = cell.hasPrefix("gl:") ? String(cell.dropFirst(3)) : cell
    if text.contains("*") {
      try self.init(glString: text)
      return
    }
    if text.contains("=") {
      try self.init(answers: text)
      return
    }
    self.init()
    for gene in KIRGene.all { self[gene] = .absent }
    for name in text.split(whereSeparator: { ",;|/ \t".contains($0) }) {
      self[try KIRGenotype.gene(name)] = .present
    }
  }

  private init(answers text: String) throws(KIRFault) {
    var answers: [(name: String, presence: Presence)] = []
    for answer in text.split(separator: ",") {
      let sides = answer.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      _ = try KIRGenotype.gene(sides[0])
      let word = sides.count == 2 ? String(sides[1]) : ""
      let presence = try Array(word.utf8).withUnsafeBufferPointer { bytes throws(KIRFault) in
        try KIRGenotype.presence(bytes)
      }
      answers.append((String(sides[0]), presence))
    }
    self.init(answers)
  }

  /// What was told of genes by their names: 2DL5A and 2DL5B are one gene, present if either is and absent only if both are.
  init(_ answers: [(name: String, presence: Presence)]) {
    self.init()
    var absentParts: Set<String> = []
    for (name, presence) in answers {
      guard let gene = KIRGene(name: name) else { continue }
      switch presence {
      case .present: self[gene] = .present
      case .absent where name.hasSuffix("2DL5A") || name.hasSuffix("2DL5B"): absentParts.insert(String(name.suffix(1)))
      case .absent: if self[gene] == .untested { self[gene] = .absent }
      case .untested: break
      }
    }
    if absentParts.count == 2, let gene = KIRGene(name: "2DL5"), self[gene] == .untested { self[gene] = .absent }
  }

  private static func gene(_ name: Substring) throws(KIRFault) -> KIRGene {
    guard let gene = KIRGene(name: name) else {
      throw KIRFault(message: "\(name) is no KIR gene; names such as 2DL1 or KIR3DS1 were expected")
    }
    return gene
  }

  /// Reads a GL String of KIR genes: those it names are present, or absent where it says `NNNN`; the others untested.
  ///
  /// - Throws: ``KIRFault``.
  public init(glString text: String) throws(KIRFault) {
    self.init()
    do throws(GLStringFault) {
      let code = try GLStringCode(parsing: text)
      let string = try GLString(parsing: code.string)
      for block in string.blocks { try add(block, of: text) }
      alleles = string.description
    } catch {
      throw KIRFault(message: "\(error)")
    }
  }

  /// A gene is present where every genotype of its block has a copy of it; between places (`?`) and between genotypes
  /// that differ in it, nothing is known.
  private mutating func add(_ block: GLString.Block, of text: String) throws(GLStringFault) {
    let alternatives = block.locations.flatMap(\.genotypes).map { genotype in
      genotype.copies.flatMap(\.genes).flatMap(\.names)
    }
    let carried = try alternatives.map { names throws(GLStringFault) in try KIRGenotype.genes(of: names) }
    for gene in Set(carried.flatMap(\.keys)) {
      let told = carried.map { $0[gene] }
      if told.allSatisfy({ $0 == true }) {
        self[gene] = .present
      } else if told.allSatisfy({ $0 == false }) {
        self[gene] = .absent
      }
    }
  }

  /// Whether each gene named is there.
  private static func genes(of names: [String]) throws(GLStringFault) -> [KIRGene: Bool] {
    var genes: [KIRGene: Bool] = [:]
    for name in names {
      guard let star = name.firstIndex(of: "*"), let gene = KIRGene(name: name[..<star]) else {
        throw GLStringFault(.notAName(name), offset: 0)
      }
      let isThere = name[star...] != "*NNNN" && name[star...] != "*NEG"
      genes[gene] = genes[gene, default: false] || isThere
    }
    return genes
  }

  /// Reads the cell of one gene's column: POS or NEG, P or A, 1 or 0, + or -, copies 0 to 4, yes or no; 2DS4 also as
  /// `FULL`, `DEL` or `1D`, of which the deleted variants count as the gene present (DOMAIN 5.2).
  ///
  /// - Throws: ``KIRFault``.
  public static func presence(_ cell: UnsafeBufferPointer<UInt8>) throws(KIRFault) -> Presence {
    switch cell.folded {
    case "", "u", "nt", "unknown", "untested": .untested
    case "pos", "positive", "p", "present", "+", "yes", "y", "true", "1", "2", "3", "4", "full", "del", "1d": .present
    case "neg", "negative", "a", "absent", "-", "no", "n", "false", "0": .absent
    default:
      throw KIRFault(
        message: "this is no answer to whether a gene is there; POS, NEG or a number of copies was expected")
    }
  }
}
