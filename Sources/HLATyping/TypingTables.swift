import HLANomenclature
import HLAReference

/// The tables of all loci of a typing file.
public struct TypingTables: Sendable {
  /// One table a locus of ``Locus/typed``.
  public var loci: [LocusTypingTable]
  /// The release.
  public let reference: ReferenceIndex
  /// What blank second values and `NEW` mean.
  public let policy: TypingPolicy
  /// The GL String of the row that is read.
  var genotypeText = GenotypeText()

  /// Distinct cells and joint typings of all loci held in memory.
  public var typingCount: Int {
    var count = 0
    for index in loci.indices { count += loci[index].heldCells + loci[index].jointTypings.count }
    return count
  }

  /// Empty tables.
  public init(reference: ReferenceIndex, policy: TypingPolicy, codes: MultipleAlleleCodes? = nil) {
    self.reference = reference
    self.policy = policy
    let resolver = TypingResolver(reference: reference, codes: codes)
    loci = Locus.typed.map { LocusTypingTable(locus: $0, resolver: resolver, policy: policy) }
  }
}

extension PersonRow {
  /// The typings of a row that was read with these tables, one a locus of ``Locus/typed``.
  public func typings(in tables: TypingTables) -> [LocusTyping] {
    zip(tables.loci, typings).map { $0.typing($1) }
  }
}
