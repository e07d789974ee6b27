import HLAReference
import HLATyping

/// Whether a person carries something, as far as the typing tells.
public enum Carriage: String, Comparable, Sendable, CaseIterable {
  /// No genotype that the typing allows carries it.
  case absent
  /// Some do.
  case possible
  /// All do.
  case certain

  private var place: Int { self == .absent ? 0 : self == .possible ? 1 : 2 }

  /// From absent to certain.
  public static func < (left: Carriage, right: Carriage) -> Bool { left.place < right.place }

  /// What holds of one of several cases, of which it is not known which is true: what all agree on, otherwise possible.
  ///
  /// - Returns: ``possible`` where there is no case at all.
  static func ofOne<Cases: Sequence>(_ cases: Cases, _ carriage: (Cases.Element) -> Carriage) -> Carriage {
    var common: Carriage?
    for item in cases {
      let one = carriage(item)
      if one == .possible || common != nil && common != one { return .possible }
      common = one
    }
    return common ?? .possible
  }
}

extension PositionTyping {
  /// Whether the allele of this position carries something.
  ///
  /// Nulls inside a set are passed over, as in counting (DOMAIN 2.8); an explicit null carries nothing.
  ///
  /// - Parameter ofAllele: What an expressed allele carries.
  func carriage(_ reference: ReferenceIndex, _ ofAllele: (AlleleCode) -> Carriage) -> Carriage {
    if isNull { return .absent }
    let expressed = alleles.filter { reference.identity(of: $0) != .null }
    if isNew || expressed.isEmpty { return .possible }
    let listed = Carriage.ofOne(expressed, ofAllele)
    return mayBeAnother ? .possible : listed
  }

  /// Alleles that are not listed are possible too: the set was resolved against an excerpt.
  var mayBeAnother: Bool { notes.contains { if case .openInExcerpt = $0 { true } else { false } } }
}

extension LocusTyping {
  /// Whether a person of this typing carries an allele of a kind at one position or both.
  ///
  /// - Parameters:
  ///   - reference: The release of the typing.
  ///   - ofAllele: Whether an expressed allele is of the kind.
  /// - Returns: ``Carriage/possible`` where the locus is untyped.
  /// - Complexity: O(alleles that the typing allows).
  public func carriage(_ reference: ReferenceIndex, _ ofAllele: (AlleleCode) -> Carriage) -> Carriage {
    switch self {
    case .untyped: return .possible
    case .absent: return .absent
    case .typed(let typed):
      return Carriage.ofOne(typed.genotypes) { genotype in
        let first = genotype.first.carriage(reference, ofAllele)
        switch genotype.second {
        case .position(let second): return max(first, second.carriage(reference, ofAllele))
        case .presumedHomozygous, .absent: return first
        case .unknown: return max(first, .possible)
        }
      }
    }
  }
}
