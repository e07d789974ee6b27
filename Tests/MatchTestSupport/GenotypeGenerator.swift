import HLATyping

/// Makes random genotypes of one locus, in every form that a typing can take.
public struct GenotypeGenerator {
  /// The source of chance.
  public var random: SeededGenerator
  /// Codes are `0..<codeCount`; few, so that sides meet often.
  private let codeCount = 5

  /// A generator at the beginning of a seed's sequence.
  public init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// A genotype of any form: exact, sets, open, foreign, one value twice, lists of pairs, nothing or only partly
  /// expressed, the gene absent, untyped.
  public mutating func genotype() -> LocusGenotype {
    switch random.below(20) {
    case 0: return .untyped
    case 1: return .nothingExpressed
    case 2: return random.chance(50) ? .geneAbsent : .partlyExpressed((0..<1 + random.below(2)).map { _ in pair() })
    case 3..<6: return .pairs((0..<2 + random.below(2)).map { _ in pair() })
    default: return .pairs([pair()])
    }
  }

  /// A genotype with one code at each position.
  public mutating func exact() -> LocusGenotype { .pairs([CodePair(single(), single())]) }

  /// A pair of any form.
  public mutating func pair() -> CodePair {
    switch random.below(10) {
    case 0..<3: CodePair(single(), single())
    case 3..<5: CodePair(twice: set())
    default: CodePair(set(), set())
    }
  }

  private mutating func single() -> CodeSet { CodeSet([UInt32(random.below(codeCount))]) }

  private mutating func set() -> CodeSet {
    switch random.below(10) {
    case 0..<3: return single()
    case 3..<8:
      let codes = (0..<2 + random.below(3)).map { _ in UInt32(random.below(codeCount)) }
      return CodeSet(codes, extent: random.chance(15) ? .open : .closed)
    case 8: return .unknown
    default: return .foreign
    }
  }

  /// One exact genotype that a typing allows, such as further typing may bring to light.
  ///
  /// - Parameter foreignCode: The first of two codes that stand for this side's new sequences and for no other's.
  /// - Returns: An exact genotype; ``LocusGenotype/nothingExpressed`` for itself.
  public mutating func resolution(of genotype: LocusGenotype, foreignCode: UInt32) -> LocusGenotype {
    switch genotype {
    case .nothingExpressed, .geneAbsent: return genotype
    case .partlyExpressed(let pairs):
      return random.chance(30) ? .nothingExpressed : resolution(of: .pairs(pairs), foreignCode: foreignCode)
    case .untyped:
      return .pairs([CodePair(resolved(.unknown, foreignCode), resolved(.unknown, foreignCode))])
    case .pairs(let pairs):
      let pair = random.pick(pairs)
      let first = resolved(pair.first, foreignCode)
      return .pairs([CodePair(first, pair.isSame ? first : resolved(pair.second, foreignCode))])
    }
  }

  private mutating func resolved(_ set: CodeSet, _ foreignCode: UInt32) -> CodeSet {
    let own = foreignCode + UInt32(random.below(2))
    switch set.extent {
    case .closed: return CodeSet([random.pick(set.codes)])
    case .foreign: return CodeSet([own])
    case .open:
      let unlisted = UInt32(50 + random.below(3))
      return CodeSet([random.pick([UInt32(random.below(codeCount)), UInt32(random.below(codeCount)), unlisted, own])])
    }
  }
}

extension LocusGenotype {
  /// The same genotypes with the positions of every pair written the other way round.
  public var reversed: LocusGenotype {
    let turned = { (pairs: [CodePair]) in pairs.map { $0.isSame ? $0 : CodePair($0.second, $0.first) } }
    switch self {
    case .pairs(let pairs): return .pairs(turned(pairs))
    case .partlyExpressed(let pairs): return .partlyExpressed(turned(pairs))
    case .untyped, .nothingExpressed, .geneAbsent: return self
    }
  }
}
