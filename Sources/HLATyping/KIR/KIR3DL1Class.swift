import RegistryFormats

/// How much KIR3DL1 a person's NK cells show on their surface.
///
/// Source: Boudreau 2017 (J Clin Oncol 35:2268); DOMAIN 5.2.
public enum KIR3DL1Class: String, Hashable, Sendable, CaseIterable {
  /// High expression.
  case high
  /// Low expression.
  case low
  /// None on the surface: null alleles of 3DL1, and 3DS1.
  case null

  /// The class of an allele of 3DL1 or 3DS1; nil for other genes and for alleles that are not classified.
  public init?(_ allele: KIRAlleleName) {
    switch allele.gene.description {
    case "3DS1": self = .null
    case "3DL1":
      guard let found = KIR3DL1Class.table.first(where: { $0.numbers.contains(allele.number) }) else { return nil }
      self = found.expression
    default: return nil
    }
  }

  /// By the first three digits. The numbers of 3DS1 count as null also where an old typing writes them as 3DL1.
  private static let table: [(expression: KIR3DL1Class, numbers: Set<UInt16>)] = [
    (
      .high,
      [
        1, 2, 6, 8, 9, 15, 16, 17, 18, 20, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 34, 35, 38, 42, 43, 51, 52, 54, 57,
        59,
        60, 61, 62, 64, 65, 66, 67, 70, 74, 75, 76, 77, 79, 92, 95, 96,
      ]
    ),
    (.low, [5, 7, 32, 33, 41, 44, 53, 68, 97, 102, 109]),
    (.null, [4, 19, 21, 36, 37, 39, 40, 56, 63, 72, 91]),
    (.null, [10, 11, 12, 13, 14, 45, 46, 47, 48, 49, 50, 55, 58, 82, 83, 84, 105, 106, 107, 108]),
  ]
}

extension KIRGenotype {
  /// Copies and genotypes beyond this are not followed; no real typing has as many.
  private static let mostGenotypes = 1024

  /// The class of a person's KIR3DL1: of its copies any low makes low, else any high high, else null.
  ///
  /// - Returns: nil where a copy, or an ambiguous typing, leaves it open, or only presence was told; but a person
  ///   without 3DL1 who has 3DS1 is null.
  ///
  /// Source: Boudreau 2017; DOMAIN 5.2.
  public var kir3DL1Class: KIR3DL1Class? {
    let (is3DL1, is3DS1) = (presence("3DL1"), presence("3DS1"))
    if is3DL1 == .absent { return is3DS1 == .present ? .null : nil }
    var answers: Set<KIR3DL1Class?> = []
    for var copies in copiesOf3DL1() {
      // 3DS1, told by its presence alone, is the other copy.
      if copies.count == 1, is3DS1 == .present, !copies[0].isOf3DS1 { copies.append(.of3DS1) }
      answers.insert(KIRGenotype.together(copies))
    }
    return answers.count == 1 ? answers.first ?? nil : nil
  }

  private func presence(_ name: String) -> Presence { KIRGene(name: name).map { self[$0] } ?? .untested }

  /// What one copy may be.
  private struct Copy {
    /// The classes of the alleles that it may be; nil among them for one that is not classified.
    var classes: Set<KIR3DL1Class?>
    /// Every allele that it may be is one of 3DS1.
    var isOf3DS1: Bool

    static let of3DS1 = Copy(classes: [.null], isOf3DS1: true)

    init(classes: Set<KIR3DL1Class?>, isOf3DS1: Bool) { (self.classes, self.isOf3DS1) = (classes, isOf3DS1) }

    /// nil where the names are of other genes, or say that the gene is absent.
    init?(_ names: [String]) {
      let alleles = names.map { KIRAlleleName($0) }
      let genes = Set(names.map { $0.prefix { $0 != "*" }.uppercased().drop { $0 != "3" } })
      guard genes.isSubset(of: ["3DL1", "3DS1"]), !names.allSatisfy({ $0.hasSuffix("*NNNN") || $0.hasSuffix("*NEG") })
      else { return nil }
      classes = Set(alleles.map { $0.flatMap { KIR3DL1Class($0) } })
      if genes == ["3DS1"] { classes = [.null] }
      isOf3DS1 = genes == ["3DS1"]
    }
  }

  /// One list of copies for each genotype that the GL String allows, over all blocks that speak of the locus.
  private func copiesOf3DL1() -> [[Copy]] {
    guard !alleles.isEmpty, let string = try? GLString(parsing: alleles) else { return [] }
    var genotypes: [[Copy]] = [[]]
    for block in string.blocks {
      let told = block.locations.flatMap(\.genotypes).map { genotype in
        genotype.copies.flatMap(\.genes).compactMap { Copy($0.names) }
      }
      guard told.contains(where: { !$0.isEmpty }) else { continue }
      guard genotypes.count * told.count <= KIRGenotype.mostGenotypes else { return [] }
      genotypes = genotypes.flatMap { known in told.map { known + $0 } }
    }
    return genotypes
  }

  private static func together(_ copies: [Copy]) -> KIR3DL1Class? {
    if copies.contains(where: { $0.classes == [.low] }) { return .low }
    let all = copies.reduce(into: Set<KIR3DL1Class?>()) { $0.formUnion($1.classes) }
    guard copies.count >= 2, !all.contains(nil), !all.contains(.low) else { return nil }
    if copies.contains(where: { $0.classes == [.high] }) { return .high }
    return all.contains(.high) ? nil : .null
  }
}
