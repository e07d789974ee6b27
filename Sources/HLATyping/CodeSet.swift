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
    self.codes = CodeSet.distinct(Array(codes))
    self.extent = extent
  }

  /// The codes in ascending order, each once. Identities and antigens are small numbers, so that many of them are
  /// marked in a table of bits rather than sorted.
  private static func distinct(_ codes: [UInt32]) -> [UInt32] {
    guard codes.count > 32, let largest = codes.max(), largest < 1 << 16 else { return codes.ascending() }
    var marks = [UInt64](repeating: 0, count: Int(largest) / 64 + 1)
    for code in codes { marks[Int(code) / 64] |= 1 << UInt64(code % 64) }
    var distinct: [UInt32] = []
    distinct.reserveCapacity(codes.count)
    for (index, word) in marks.enumerated() {
      var rest = word
      while rest != 0 {
        distinct.append(UInt32(index * 64 + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
    return distinct
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

extension Array where Element: Comparable {
  /// The elements in ascending order, each once; the array itself where it is so already, as it mostly is.
  func ascending() -> [Element] {
    var isAscending = true
    for index in indices.dropFirst() where self[index - 1] >= self[index] {
      isAscending = false
      break
    }
    if isAscending { return self }
    var distinct: [Element] = []
    distinct.reserveCapacity(count)
    for element in sorted() where distinct.last != element { distinct.append(element) }
    return distinct
  }
}
