/// The codes that one position of a typing may have at one level of resolution (ARD identity, two-field protein, or
/// antigen).
public struct CodeSet: Hashable, Sendable {
  /// What the set admits beside its codes.
  public enum Extent: UInt8, Hashable, Sendable {
    /// Exactly the codes.
    case closed
    /// The codes and any other: an identity that is not known, or a set resolved against an excerpt.
    case open
    /// No code at all: a sequence that equals nothing typed (the `mismatch` policy for `NEW`).
    case foreign
  }

  /// The codes, ascending, each once.
  public let codes: [UInt32]
  /// What the set admits beside its codes.
  public let extent: Extent

  /// A set of codes in any order.
  public init(_ codes: some Sequence<UInt32>, extent: Extent = .closed) {
    let sorted = codes.sorted()
    var distinct: [UInt32] = []
    distinct.reserveCapacity(sorted.count)
    for code in sorted where distinct.last != code { distinct.append(code) }
    self.codes = distinct
    self.extent = extent
  }

  /// A position that may equal anything or nothing.
  public static let unknown = CodeSet([], extent: .open)
  /// A position that equals nothing on the other side.
  public static let foreign = CodeSet([], extent: .foreign)

  /// The only code that the set admits, if there is one.
  public var single: UInt32? { extent == .closed && codes.count == 1 ? codes[0] : nil }
}

/// Two positions of a locus that belong together: one genotype, or many where positions are ambiguous.
public struct CodePair: Hashable, Sendable {
  /// The first position.
  public let first: CodeSet
  /// The second position.
  public let second: CodeSet
  /// Both positions are one and the same member of ``first`` (presumed or functional homozygosity).
  public let isSame: Bool

  /// Two positions chosen independently.
  public init(_ first: CodeSet, _ second: CodeSet) {
    self.first = first
    self.second = second
    isSame = false
  }

  /// One allele twice.
  public init(twice code: CodeSet) {
    first = code
    second = code
    isSame = true
  }
}

/// All genotypes that a typing allows at a locus, at one level of resolution.
public enum LocusGenotype: Hashable, Sendable {
  /// Nothing is known: not typed.
  case untyped
  /// Typed, and nothing is expressed: two explicit nulls.
  case nothingExpressed
  /// One of these pairs; never empty.
  case pairs([CodePair])
  /// One of these pairs, or nothing is expressed: a genotype list in which some genotypes are two nulls; never empty.
  case partlyExpressed([CodePair])
  /// The person has no copy of the gene.
  case geneAbsent
}
