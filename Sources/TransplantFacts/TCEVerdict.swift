/// The T-cell epitope group of one DPB1 position.
public enum TCEPosition: Hashable, Sendable {
  /// Group 1, 2 or 3, of falling immunogenicity; predicted where it was not measured.
  case group(Int, isPredicted: Bool)
  /// No group is assigned, or the typing leaves it open.
  case unknown
  /// A null allele, which is not expressed.
  case null
}

/// What the T-cell epitope groups of a pair say of its DPB1 mismatch.
public enum TCEVerdict: String, Sendable, CaseIterable {
  /// The same DPB1 on both sides.
  case match
  /// The lowest groups are equal: a mismatch that T cells tolerate.
  case permissive
  /// The patient's lowest group is lower: not permissive in GVH direction.
  case gvhNonPermissive = "gvh_non_permissive"
  /// The donor's lowest group is lower: not permissive in HVG direction.
  case hvgNonPermissive = "hvg_non_permissive"
  /// A group is not known, or nothing is expressed.
  case unknown
}

/// The DPB1 T-cell epitope groups of a patient and a donor compared.
///
/// Source: DOMAIN section 6 (version 2 groups).
public struct TCEComparison: Hashable, Sendable {
  /// What the groups say.
  public let verdict: TCEVerdict
  /// A group that the verdict rests on was predicted, not measured.
  public let isPredicted: Bool
  /// The patient's lowest group, 1...3; nil where one is not known.
  public let patientGroup: Int?
  /// The donor's lowest group, 1...3; nil where one is not known.
  public let donorGroup: Int?

  /// Compares two positions of each side.
  ///
  /// A null beside an expressed allele is that allele twice; two nulls have no group.
  ///
  /// - Parameter areIdentical: Both sides certainly have the same DPB1.
  public init(
    patient: (TCEPosition, TCEPosition), donor: (TCEPosition, TCEPosition), areIdentical: Bool = false
  ) {
    let own = TCEComparison.lowest(patient)
    let other = TCEComparison.lowest(donor)
    (patientGroup, donorGroup) = (own?.group, other?.group)
    if areIdentical {
      (verdict, isPredicted) = (.match, false)
    } else if let own, let other {
      isPredicted = own.isPredicted || other.isPredicted
      verdict =
        own.group == other.group ? .permissive : own.group < other.group ? .gvhNonPermissive : .hvgNonPermissive
    } else {
      (verdict, isPredicted) = (.unknown, false)
    }
  }

  /// A comparison of which nothing can be said.
  init(unknownBeside patientGroup: Int? = nil, _ donorGroup: Int? = nil) {
    (verdict, isPredicted) = (.unknown, false)
    (self.patientGroup, self.donorGroup) = (patientGroup, donorGroup)
  }

  private static func lowest(_ pair: (TCEPosition, TCEPosition)) -> (group: Int, isPredicted: Bool)? {
    switch pair {
    case (.unknown, _), (_, .unknown), (.null, .null): return nil
    case (.group(let group, let isPredicted), .null), (.null, .group(let group, let isPredicted)):
      return (group, isPredicted)
    case (.group(let one, let isOnePredicted), .group(let two, let isTwoPredicted)):
      return (min(one, two), isOnePredicted || isTwoPredicted)
    }
  }
}
