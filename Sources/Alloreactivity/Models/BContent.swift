import HLATyping

/// B content: how many centromeric and telomeric B motifs the donor's KIR haplotypes have.
///
/// Source: DOMAIN 5.2; Cooley 2010.
public struct BContent: Hashable, Sendable {
  /// The two halves of a haplotype pair.
  public enum Motif: String, Hashable, Sendable, CaseIterable {
    /// Two A motifs.
    case aa = "A/A"
    /// One of each.
    case ab = "A/B"
    /// Two B motifs.
    case bb = "B/B"

    /// Number of B motifs, 0 to 2.
    public var bCount: Int {
      switch self {
      case .aa: 0
      case .ab: 1
      case .bb: 2
      }
    }
  }

  /// The three groups of donors.
  public enum Group: String, Hashable, Sendable, CaseIterable {
    /// At most one B motif.
    case neutral
    /// Two B motifs or more.
    case better
    /// The same with B motifs on both centromeric halves.
    case best
  }

  /// The centromeric half; nil where a gene that it needs was not tested.
  public let centromeric: Motif?
  /// The telomeric half; nil where a gene that it needs was not tested.
  public let telomeric: Motif?

  /// Reads the motifs of a donor.
  public init(donor: KIRGenotype) {
    centromeric = BContent.centromeric(donor)
    telomeric = BContent.telomeric(donor)
  }

  /// A/A: 2DL3, neither 2DS2 nor 2DL2; A/B: 2DL3 and one of these; B/B: one of these without 2DL3.
  private static func centromeric(_ donor: KIRGenotype) -> Motif? {
    switch (donor[.kir2DL3], donor.any(of: [.kir2DS2, .kir2DL2])) {
    case (.present, .absent): .aa
    case (.present, .present): .ab
    case (.absent, .present): .bb
    default: nil
    }
  }

  /// A/A: 3DL1 and 2DS4, neither 3DS1 nor 2DS1; A/B: the first two and one of these; B/B: 3DL1 or 2DS4 absent. A
  /// deleted variant of 2DS4 is the gene present.
  private static func telomeric(_ donor: KIRGenotype) -> Motif? {
    if donor[.kir3DL1] == .absent || donor[.kir2DS4] == .absent { return .bb }
    guard donor[.kir3DL1] == .present, donor[.kir2DS4] == .present else { return nil }
    switch donor.any(of: [.kir3DS1, .kir2DS1]) {
    case .absent: return .aa
    case .present: return .ab
    case .untested: return nil
    }
  }

  /// The number of B motifs, 0 to 4; nil where a half is not known.
  public var score: Int? {
    guard let centromeric, let telomeric else { return nil }
    return centromeric.bCount + telomeric.bCount
  }

  /// The group; nil where a gene that decides it was not tested. Two centromeric B motifs decide it alone.
  public var group: Group? {
    if centromeric == .bb { return .best }
    return score.map { $0 >= 2 ? .better : .neutral }
  }

  /// The verdict.
  public var finding: NKFinding {
    let parts = [
      "Cen \(centromeric?.rawValue ?? "unknown")", "Tel \(telomeric?.rawValue ?? "unknown")",
      "B motifs \(score.map(String.init) ?? "unknown")",
    ]
    return NKFinding(
      model: .bContent, verdict: group?.rawValue ?? "unknown",
      outlook: group.map { $0 == .neutral ? .neutral : .favourable } ?? .open, direction: .gvh,
      basis: group == nil ? .nothing : .confirmed, details: parts)
  }
}
