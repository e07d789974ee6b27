import HLATyping

extension KIRGenotype {
  /// The genes that the weighed models ask for.
  private static let weighed: [KIRGene] = [
    .kir2DL1, .kir2DL2, .kir2DL3, .kir2DS1, .kir2DS2, .kir2DS4, .kir3DL1, .kir3DS1,
  ]

  /// Every genotype that a full typing of the genes which NK points ask for may show: those that are not tested yet are
  /// present or absent, and of a pair of which everyone has one at least one is there.
  ///
  /// - Returns: At most 256 genotypes; the genotype itself where nothing is open.
  public var completions: [KIRGenotype] {
    var found = [self]
    for gene in KIRGenotype.weighed where self[gene] == .untested {
      found = found.flatMap { genotype in
        [Presence.present, .absent].map { presence in
          var completed = genotype
          completed[gene] = presence
          return completed
        }
      }
    }
    return found.filter { genotype in
      KIRGenePair.all.allSatisfy { genotype[$0.first] != .absent || genotype[$0.second] != .absent }
    }
  }
}
