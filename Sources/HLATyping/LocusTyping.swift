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

/// A locus with at least its first position typed.
public struct TypedLocus: Equatable, Sendable {
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
  /// What `NEW` means here.
  public let newAllele: NewAllelePolicy
  /// A serological typing of the same locus says something else (DOMAIN 2.6).
  public var contradictsSerology = false

  /// The typed positions, one or two.
  public var positions: [PositionTyping] {
    if case .position(let second) = second { return [first, second] }
    return [first]
  }

  /// All notes of its positions.
  public var notes: [TypingNote] { positions.flatMap(\.notes) }
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
      let other: TypedLocus.Second =
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
  ) -> TypedLocus.Second {
    if first.isNew { return .position(.new) }
    if first.isNull || first.kind == .serology || Locus.absentable.contains(locus) { return .unknown }
    return policy.blankSecond == .homozygous ? .presumedHomozygous : .unknown
  }

  /// The genotypes that the typing allows at a level, nulls taken out (DOMAIN 2.5 to 2.8).
  public func genotype(_ level: ResolutionLevel) -> LocusGenotype {
    guard case .typed(let typed) = self else { return .untyped }
    let first = typed.codes(typed.first, level)
    switch typed.second {
    case .presumedHomozygous: return .pairs([CodePair(twice: first)])
    case .absent: return typed.first.isNull ? .nothingExpressed : .pairs([CodePair(twice: first)])
    case .unknown:
      return .pairs([typed.first.isNull ? CodePair(.unknown, .unknown) : CodePair(first, .unknown)])
    case .position(let other):
      let second = typed.codes(other, level)
      switch (typed.first.isNull, other.isNull) {
      case (true, true): return .nothingExpressed
      case (true, false): return .pairs([typed.functionallyHomozygous(other, second)])
      case (false, true): return .pairs([typed.functionallyHomozygous(typed.first, first)])
      case (false, false):
        let isOneAllele = typed.first.kind == .allele && other.kind == .allele && typed.first.alleles == other.alleles
        return .pairs([isOneAllele ? CodePair(twice: first) : CodePair(first, second)])
      }
    }
  }
}

extension TypedLocus {
  func codes(_ position: PositionTyping, _ level: ResolutionLevel) -> CodeSet {
    if position.isNew, newAllele == .mismatch { return .foreign }
    return level.codes(position)
  }

  /// Beside a null the other allele stands alone; `NEW` beside a null stays two unknown positions (DOMAIN 2.5).
  func functionallyHomozygous(_ position: PositionTyping, _ codes: CodeSet) -> CodePair {
    position.isNew ? CodePair(codes, codes) : CodePair(twice: codes)
  }
}
