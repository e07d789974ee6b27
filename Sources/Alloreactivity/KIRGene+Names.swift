import HLATyping

extension KIRGene {
  static let kir2DL1 = KIRGene(named: "2DL1")
  static let kir2DL2 = KIRGene(named: "2DL2")
  static let kir2DL3 = KIRGene(named: "2DL3")
  static let kir2DS1 = KIRGene(named: "2DS1")
  static let kir2DS2 = KIRGene(named: "2DS2")
  static let kir2DS4 = KIRGene(named: "2DS4")
  static let kir2DS5 = KIRGene(named: "2DS5")
  static let kir3DL1 = KIRGene(named: "3DL1")
  static let kir3DL2 = KIRGene(named: "3DL2")
  static let kir3DS1 = KIRGene(named: "3DS1")

  private init(named name: String) {
    guard let gene = KIRGene(name: name) else { preconditionFailure("\(name) is a KIR gene") }
    self = gene
  }
}

extension KIRGenotype {
  /// Whether one of the genes is there: present if any is, absent if all are, else untested.
  func any(of genes: [KIRGene]) -> Presence {
    if genes.contains(where: { self[$0] == .present }) { return .present }
    return genes.allSatisfy { self[$0] == .absent } ? .absent : .untested
  }
}
