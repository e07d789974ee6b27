import HLAReference

extension ByteWriter {
  /// What a cell says.
  public mutating func cell(_ cell: CellTyping) {
    switch cell {
    case .blank: number(0)
    case .absent: number(1)
    case .untyped(let notes):
      number(2)
      self.notes(notes)
    case .position(let position):
      number(3)
      self.position(position)
    }
  }

  /// The typing of a locus.
  public mutating func typing(_ typing: LocusTyping) {
    switch typing {
    case .untyped: number(0)
    case .absent: number(1)
    case .typed(let typed):
      number(2)
      number(typed.newAllele == .unknown ? 0 : 1)
      number(typed.contradictsSerology ? 1 : 0)
      number(typed.genotypes.count)
      for genotype in typed.genotypes {
        position(genotype.first)
        second(genotype.second)
      }
    }
  }

  private mutating func second(_ second: TypedGenotype.Second) {
    switch second {
    case .presumedHomozygous: number(0)
    case .unknown: number(1)
    case .absent: number(2)
    case .position(let position):
      number(3)
      self.position(position)
    }
  }

  private mutating func position(_ position: PositionTyping) {
    text(position.kind.rawValue)
    ascending(position.alleles.map(\.rawValue))
    text(position.expression.rawValue)
    for set in [position.identities, position.proteins, position.antigens] { codes(set) }
    notes(position.notes)
  }

  /// A set of codes.
  public mutating func codes(_ set: CodeSet) {
    number(Int(set.extent.rawValue))
    ascending(set.codes)
  }

  private mutating func notes(_ notes: [TypingNote]) {
    number(notes.count)
    for note in notes {
      let (kind, texts) = note.coded
      number(kind)
      number(texts.count)
      for text in texts { self.text(text) }
    }
  }
}

extension ByteReader {
  /// What a cell says.
  public mutating func cell() throws(CodingFault) -> CellTyping {
    switch try number() {
    case 0: return .blank
    case 1: return .absent
    case 2: return .untyped(try notes())
    case 3: return .position(try typedPosition())
    default: throw CodingFault()
    }
  }

  /// The typing of a locus.
  public mutating func typing() throws(CodingFault) -> LocusTyping {
    switch try number() {
    case 0: return .untyped
    case 1: return .absent
    case 2:
      let new: NewAllelePolicy = try number() == 0 ? .unknown : .mismatch
      let contradicts = try number() == 1
      var genotypes: [TypedGenotype] = []
      for _ in 0..<(try count()) { genotypes.append(TypedGenotype(first: try typedPosition(), second: try second())) }
      if genotypes.isEmpty { throw CodingFault() }
      return .typed(TypedLocus(genotypes, newAllele: new, contradictsSerology: contradicts))
    default: throw CodingFault()
    }
  }

  private mutating func second() throws(CodingFault) -> TypedGenotype.Second {
    switch try number() {
    case 0: return .presumedHomozygous
    case 1: return .unknown
    case 2: return .absent
    case 3: return .position(try typedPosition())
    default: throw CodingFault()
    }
  }

  private mutating func typedPosition() throws(CodingFault) -> PositionTyping {
    guard let kind = TypingKind(rawValue: try text()) else { throw CodingFault() }
    let alleles = try ascending().map { AlleleCode($0) }
    guard let expression = TypingExpression(rawValue: try text()) else { throw CodingFault() }
    return PositionTyping(
      kind: kind, alleles: alleles, expression: expression, identities: try codes(), proteins: try codes(),
      antigens: try codes(), notes: try notes())
  }

  /// A set of codes.
  public mutating func codes() throws(CodingFault) -> CodeSet {
    guard let extent = CodeSet.Extent(rawValue: UInt8(try number(below: 256))) else { throw CodingFault() }
    return CodeSet(try ascending(), extent: extent)
  }

  private mutating func notes() throws(CodingFault) -> [TypingNote] {
    var notes: [TypingNote] = []
    for _ in 0..<(try count()) {
      let kind = try number(below: 256)
      var texts: [String] = []
      for _ in 0..<(try count()) { texts.append(try text()) }
      guard let note = TypingNote(kind: kind, texts: texts) else { throw CodingFault() }
      notes.append(note)
    }
    return notes
  }
}

extension TypingNote {
  /// A number for the case, never reused, and its texts.
  fileprivate var coded: (kind: Int, texts: [String]) {
    switch self {
    case .nameLifted(let from, let to, let isGuess): (isGuess ? 1 : 0, [from, to])
    case .onlyNulls(let name): (2, [name])
    case .notExpressible: (3, [])
    case .openInExcerpt(let name): (4, [name])
    case .identityUnknown(let name): (5, [name])
    case .alteredExpression(let name): (6, [name])
    case .repaired(let from, let to): (7, [from, to])
    case .codeMembersDropped(let code, let names): (8, [code] + names)
    case .publicEpitope(let name): (9, [name])
    case .otherGene(let name): (10, [name])
    }
  }

  fileprivate init?(kind: Int, texts: [String]) {
    switch (kind, texts.count) {
    case (0, 2), (1, 2): self = .nameLifted(from: texts[0], to: texts[1], isGuess: kind == 1)
    case (2, 1): self = .onlyNulls(texts[0])
    case (3, 0): self = .notExpressible
    case (4, 1): self = .openInExcerpt(texts[0])
    case (5, 1): self = .identityUnknown(texts[0])
    case (6, 1): self = .alteredExpression(texts[0])
    case (7, 2): self = .repaired(from: texts[0], to: texts[1])
    case (8, 2...): self = .codeMembersDropped(texts[0], Array(texts[1...]))
    case (9, 1): self = .publicEpitope(texts[0])
    case (10, 1): self = .otherGene(texts[0])
    default: return nil
    }
  }
}

extension ByteWriter {
  /// A KIR genotype.
  public mutating func genotype(_ genotype: KIRGenotype) {
    for presence in [KIRGenotype.Presence.present, .absent] {
      ascending(genotype.genes(presence).map { UInt32($0.rawValue) })
    }
    text(genotype.alleles)
  }
}

extension ByteReader {
  /// A KIR genotype.
  public mutating func genotype() throws(CodingFault) -> KIRGenotype {
    var genotype = KIRGenotype()
    for presence in [KIRGenotype.Presence.present, .absent] {
      for number in try ascending() {
        guard number < 256, let gene = KIRGene(rawValue: UInt8(number)) else { throw CodingFault() }
        genotype[gene] = presence
      }
    }
    genotype.alleles = try text()
    return genotype
  }
}
