import HLANomenclature
import HLAReference

/// What a blank second value beside a filled first one means (DOMAIN 2.7).
public enum BlankSecond: String, Sendable, CaseIterable {
  /// The same allele twice, by registry convention.
  case homozygous
  /// Not known.
  case unknown
}

/// What `NEW` means (DOMAIN 2.5).
public enum NewAllelePolicy: String, Sendable, CaseIterable {
  /// It may equal anything or nothing.
  case unknown
  /// It equals nothing.
  case mismatch
}

/// The choices that the sources leave open and a protocol settles.
public struct TypingPolicy: Hashable, Sendable {
  /// Blank second values.
  public var blankSecond: BlankSecond
  /// `NEW`.
  public var newAllele: NewAllelePolicy

  /// The choices of the `mst` protocol by default.
  public init(blankSecond: BlankSecond = .homozygous, newAllele: NewAllelePolicy = .unknown) {
    self.blankSecond = blankSecond
    self.newAllele = newAllele
  }
}

/// One person's typing of one locus: untyped, gene absent, or typed; never conflated.
public enum LocusTyping: Equatable, Sendable {
  /// Both values blank, `UUUU` or `XXXX`.
  case untyped
  /// `NNNN` for both copies; only DRB3, DRB4 and DRB5.
  case absent
  /// Typed.
  case typed(TypedLocus)
}

/// One genotype of a locus: its first position, typed, and what is known of the second.
public struct TypedGenotype: Equatable, Sendable {
  /// What stands at the second position.
  public enum Second: Equatable, Sendable {
    /// A typed position.
    case position(PositionTyping)
    /// Blank, and presumed to be the same allele again.
    case presumedHomozygous
    /// Not known.
    case unknown
    /// The gene is absent from the second copy.
    case absent
  }

  /// The first position.
  public let first: PositionTyping
  /// The second position.
  public let second: Second

  /// A genotype.
  public init(first: PositionTyping, second: Second) { (self.first, self.second) = (first, second) }

  /// The typed positions, one or two.
  public var positions: [PositionTyping] {
    if case .position(let second) = second { return [first, second] }
    return [first]
  }
}

/// A locus of which at least one position is typed: one genotype, or several where a genotype list gives them.
public struct TypedLocus: Equatable, Sendable {
  /// The genotypes, of which one holds; never empty, and exactly one unless a GL String gave a list.
  public let genotypes: [TypedGenotype]
  /// What `NEW` means here.
  public let newAllele: NewAllelePolicy
  /// A serological typing of the same locus says something else (DOMAIN 2.6).
  public var contradictsSerology = false

  /// A typing of these genotypes.
  public init(_ genotypes: [TypedGenotype], newAllele: NewAllelePolicy, contradictsSerology: Bool = false) {
    precondition(!genotypes.isEmpty, "a typed locus has a genotype")
    (self.genotypes, self.newAllele, self.contradictsSerology) = (genotypes, newAllele, contradictsSerology)
  }

  /// A typing of one genotype.
  public init(first: PositionTyping, second: TypedGenotype.Second, newAllele: NewAllelePolicy) {
    self.init([TypedGenotype(first: first, second: second)], newAllele: newAllele)
  }

  /// The typed positions of all genotypes: one or two for each.
  public var positions: [PositionTyping] { genotypes.flatMap(\.positions) }

  /// All notes of its positions, each once.
  public var notes: [TypingNote] {
    var notes: [TypingNote] = []
    var known: Set<TypingNote> = []
    for note in positions.lazy.flatMap(\.notes) where known.insert(note).inserted { notes.append(note) }
    return notes
  }

  /// Whether a blank second value was presumed to be the same allele again.
  public var isPresumedHomozygous: Bool { genotypes.contains { $0.second == .presumedHomozygous } }
}

/// The levels at which matches are counted: the ARD decides, the others are shown beside it.
public enum ResolutionLevel: String, Sendable, CaseIterable {
  /// Antigen recognition domain: P group or lone protein.
  case ard
  /// The first two fields: the protein.
  case twoField = "two_field"
  /// The serological antigen.
  case antigen

  func codes(_ position: PositionTyping) -> CodeSet {
    switch self {
    case .ard: position.identities
    case .twoField: position.proteins
    case .antigen: position.antigens
    }
  }
}

extension LocusTyping {
  /// Joins the two cells of a locus.
  ///
  /// - Throws: ``TypingFault/firstBlank`` where the first is blank and the second is not.
  public init(_ first: CellTyping, _ second: CellTyping, locus: Locus, policy: TypingPolicy) throws(TypingFault) {
    switch (first, second) {
    case (.blank, .blank), (.untyped, .blank), (.untyped, .untyped), (.blank, .untyped): self = .untyped
    case (.absent, .absent), (.absent, .blank), (.absent, .untyped): self = .absent
    case (.blank, _), (.untyped, _): throw .firstBlank
    case (.absent, .position(let position)):
      self = .typed(TypedLocus(first: position, second: .absent, newAllele: policy.newAllele))
    case (.position(let position), let second):
      let other: TypedGenotype.Second =
        switch second {
        case .position(let typed): .position(typed)
        case .absent: .absent
        case .untyped: .unknown
        case .blank: LocusTyping.blankSecond(beside: position, locus, policy)
        }
      self = .typed(TypedLocus(first: position, second: other, newAllele: policy.newAllele))
    }
  }

  /// A blank is never a second copy beside a lone null, an antigen, or at a locus whose gene may be absent; beside `NEW` it is a
  /// second `NEW`, which need not be the same sequence (DOMAIN 2.5).
  private static func blankSecond(
    beside first: PositionTyping, _ locus: Locus, _ policy: TypingPolicy
  ) -> TypedGenotype.Second {
    if first.isNew { return .position(.new) }
    if first.isNull || first.kind == .serology || Locus.absentable.contains(locus) { return .unknown }
    return policy.blankSecond == .homozygous ? .presumedHomozygous : .unknown
  }

  /// The genotypes that the typing allows at a level, nulls taken out (DOMAIN 2.5 to 2.8).
  public func genotype(_ level: ResolutionLevel) -> LocusGenotype {
    switch self {
    case .untyped: return .untyped
    case .absent: return .geneAbsent
    case .typed(let typed):
      var pairs: [CodePair] = []
      var known: Set<CodePair> = []
      var canBeUnexpressed = false
      for genotype in typed.genotypes {
        if let pair = typed.pair(genotype, level) {
          if known.insert(pair).inserted { pairs.append(pair) }
        } else {
          canBeUnexpressed = true
        }
      }
      if pairs.isEmpty { return .nothingExpressed }
      return canBeUnexpressed ? .partlyExpressed(pairs) : .pairs(pairs)
    }
  }
}

extension TypedLocus {
  /// The pair of code sets of one genotype; nil where nothing is expressed.
  fileprivate func pair(_ genotype: TypedGenotype, _ level: ResolutionLevel) -> CodePair? {
    let first = codes(genotype.first, level)
    switch genotype.second {
    case .presumedHomozygous: return CodePair(twice: first)
    case .absent: return genotype.first.isNull ? nil : CodePair(twice: first)
    case .unknown: return genotype.first.isNull ? CodePair(.unknown, .unknown) : CodePair(first, .unknown)
    case .position(let other):
      let second = codes(other, level)
      switch (genotype.first.isNull, other.isNull) {
      case (true, true): return nil
      case (true, false): return functionallyHomozygous(other, second)
      case (false, true): return functionallyHomozygous(genotype.first, first)
      case (false, false):
        let isOneAllele =
          genotype.first.kind == .allele && other.kind == .allele && genotype.first.alleles == other.alleles
        return isOneAllele ? CodePair(twice: first) : CodePair(first, second)
      }
    }
  }

  private func codes(_ position: PositionTyping, _ level: ResolutionLevel) -> CodeSet {
    if position.isNew, newAllele == .mismatch { return .foreign }
    return level.codes(position)
  }

  /// Beside a null the other allele stands alone; `NEW` beside a null stays two unknown positions (DOMAIN 2.5).
  private func functionallyHomozygous(_ position: PositionTyping, _ codes: CodeSet) -> CodePair {
    position.isNew ? CodePair(codes, codes) : CodePair(twice: codes)
  }
}
