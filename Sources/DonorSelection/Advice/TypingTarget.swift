import HLANomenclature

/// Whose typing it would be.
public enum TypedPerson: String, Sendable, CaseIterable {
  /// A donor's.
  case donor
  /// The patient's: one typing, which tells something about every donor.
  case patient
}

/// What further typing is about: one locus of one person, or the KIR genes of a donor.
public struct TypingTarget: Hashable, Comparable, Sendable {
  /// Whose typing it would be.
  public let person: TypedPerson
  /// The locus of the ten; nil for KIR.
  public let locus: Locus?

  /// A target.
  public init(_ person: TypedPerson, _ locus: Locus?) { (self.person, self.locus) = (person, locus) }

  /// The KIR genes of a donor.
  public static let kir = TypingTarget(.donor, nil)
  /// Every target: the donor's loci, its KIR genes, the patient's loci.
  public static let all: [TypingTarget] =
    Locus.ten.map { TypingTarget(.donor, $0) } + [kir] + Locus.ten.map { TypingTarget(.patient, $0) }

  /// `A` to `DQB1`, or `KIR`.
  public var name: String { locus?.name ?? "KIR" }

  private var place: Int {
    let own = locus.map { Int($0.rawValue) } ?? Locus.ten.count
    return person == .donor ? own : own + 100
  }

  /// The order of reports: that of ``all``.
  public static func < (left: TypingTarget, right: TypingTarget) -> Bool { left.place < right.place }
}
