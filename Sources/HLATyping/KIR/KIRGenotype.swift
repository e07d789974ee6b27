/// A gene of the KIR complex.
///
/// 2DL5A and 2DL5B, which typings tell apart only at times, count as one gene.
public struct KIRGene: Hashable, Comparable, Sendable, RawRepresentable, CustomStringConvertible {
  /// Index into ``names``.
  public let rawValue: UInt8

  /// The gene with this index; nil outside `0..<KIRGene.names.count`.
  public init?(rawValue: UInt8) {
    guard Int(rawValue) < KIRGene.names.count else { return nil }
    self.rawValue = rawValue
  }

  /// The sixteen genes, in report order. Append only: pool files store positions in this list.
  public static let names = [
    "2DL1", "2DL2", "2DL3", "2DL4", "2DL5", "2DS1", "2DS2", "2DS3", "2DS4", "2DS5", "2DP1", "3DL1", "3DL2", "3DL3",
    "3DP1", "3DS1",
  ]

  /// Every gene, in report order.
  public static let all: [KIRGene] = names.indices.map { KIRGene(rawValue: UInt8($0))! }

  /// The gene of a name with or without `KIR`, in any case: `KIR2DL1`, `2dl5a`.
  public init?(name: some StringProtocol) {
    var bare = name.uppercased()[...]
    if bare.hasPrefix("KIR") { bare = bare.dropFirst(3) }
    if bare == "2DL5A" || bare == "2DL5B" { bare = bare.dropLast() }
    guard let index = KIRGene.names.firstIndex(where: { $0 == bare }) else { return nil }
    rawValue = UInt8(index)
  }

  /// The name without `KIR`.
  public var description: String { KIRGene.names[Int(rawValue)] }

  /// Report order.
  public static func < (left: KIRGene, right: KIRGene) -> Bool { left.rawValue < right.rawValue }
}

/// Which KIR genes a person has; a gene that was not tested is neither present nor absent.
public struct KIRGenotype: Hashable, Sendable {
  /// What is known of one gene.
  public enum Presence: Sendable {
    /// The gene is there, as whole gene or as a deleted variant.
    case present
    /// The gene is not there.
    case absent
    /// Nothing is known.
    case untested
  }

  private var presentBits: UInt16 = 0
  private var absentBits: UInt16 = 0
  /// The alleles, as the GL String of the source gave them; empty where only presence is known.
  public var alleles = ""

  /// Nothing tested.
  public init() {}

  /// What is known of a gene.
  public subscript(gene: KIRGene) -> Presence {
    get {
      let bit = UInt16(1) << gene.rawValue
      return presentBits & bit != 0 ? .present : absentBits & bit != 0 ? .absent : .untested
    }
    set {
      let bit = UInt16(1) << gene.rawValue
      presentBits = newValue == .present ? presentBits | bit : presentBits & ~bit
      absentBits = newValue == .absent ? absentBits | bit : absentBits & ~bit
    }
  }

  /// Whether no gene was tested.
  public var isUntested: Bool { presentBits | absentBits == 0 }

  /// The genes of which this is known.
  public func genes(_ presence: Presence) -> [KIRGene] { KIRGene.all.filter { self[$0] == presence } }

  /// What two sources say together, and the genes on which they contradict each other, which then count as untested.
  public func joined(with other: KIRGenotype) -> (genotype: KIRGenotype, contradictions: [KIRGene]) {
    var joined = self
    joined.presentBits |= other.presentBits
    joined.absentBits |= other.absentBits
    if alleles.isEmpty { joined.alleles = other.alleles }
    let contradictions = KIRGene.all.filter { joined.presentBits & joined.absentBits & 1 << $0.rawValue != 0 }
    for gene in contradictions { joined[gene] = .untested }
    return (joined, contradictions)
  }
}
