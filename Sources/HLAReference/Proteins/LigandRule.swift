import HLANomenclature

/// Which KIR ligands the residues of a mature class I protein make.
///
/// Residues decide, never the name, but for A*03 and A*11; a pattern that is not given stays unknown. Source: DOMAIN
/// 5.1.
enum LigandRule {
  /// The loci whose products carry KIR ligands.
  static let loci: [Locus] = [.a, .b, .c]

  /// The ligands of an expressed allele.
  ///
  /// - Parameter residue: The amino acid at a mature position, in ASCII; nil where it is not covered.
  /// - Returns: nil where they are not known.
  static func ligands(of name: AlleleName, residue: (Int) -> UInt8?) -> KIRLigands? {
    switch name.locus {
    case .a: ofA(name, residue)
    case .b: ofB(residue)
    case .c: ofC(residue)
    default: []
    }
  }

  private static func ofC(_ residue: (Int) -> UInt8?) -> KIRLigands? {
    switch residue(80) {
    case UInt8(ascii: "N"): .c1
    case UInt8(ascii: "K"): .c2
    default: nil
    }
  }

  private static func ofB(_ residue: (Int) -> UInt8?) -> KIRLigands? {
    guard let at80 = residue(80), let at82 = residue(82), let at83 = residue(83) else { return nil }
    if hasBw4Motif(at82, at83) { return bw4(at80) }
    guard at80 == UInt8(ascii: "N"), at82 == UInt8(ascii: "R"), at83 == UInt8(ascii: "G"), let at76 = residue(76) else {
      return nil
    }
    return at76 == UInt8(ascii: "V") ? [.bw6, .c1] : .bw6
  }

  private static func ofA(_ name: AlleleName, _ residue: (Int) -> UInt8?) -> KIRLigands? {
    guard let at80 = residue(80), let at82 = residue(82), let at83 = residue(83) else { return nil }
    let first = name.fields.values[0]
    let byName: KIRLigands = first == 3 || first == 11 ? .a3A11 : []
    return hasBw4Motif(at82, at83) ? bw4(at80)?.union(byName) : byName
  }

  private static func hasBw4Motif(_ at82: UInt8, _ at83: UInt8) -> Bool {
    at82 == UInt8(ascii: "L") && at83 == UInt8(ascii: "R")
  }

  private static func bw4(_ at80: UInt8) -> KIRLigands? {
    switch at80 {
    case UInt8(ascii: "I"): .bw4I80
    case UInt8(ascii: "T"): .bw4T80
    default: nil
    }
  }
}
