import HLANomenclature
import HLAReference

extension TypingResolver {
  /// Understands one cell of a serology column: a bare number, or an antigen with its letters.
  ///
  /// Bw4 and Bw6 are epitopes and DR51, DR52 and DR53 stand for DRB5, DRB3 and DRB4: accepted, but no value of B or DRB1
  /// (DOMAIN 2.4).
  ///
  /// - Throws: ``TypingFault`` with the faulty text.
  public func serologyCell(_ cell: String, locus: Locus) throws(TypingFault) -> CellTyping {
    let text = trimmed(cell)
    switch text {
    case "", "-", "x", "X", "blank": return .blank
    case "UUUU": return .untyped([])
    case "XXXX": return .untyped([.notExpressible])
    default: break
    }
    let number = text.drop { $0.isLetter }
    return try antigenCell(letters: text.prefix(text.count - number.count), number: number, text, locus)
  }

  /// An antigen of the column's locus; `letters` may be empty in a serology column.
  func antigenCell(
    letters: Substring, number: Substring, _ text: String, _ locus: Locus
  ) throws(TypingFault) -> CellTyping {
    guard (1...4).contains(number.utf8.count), number.utf8.allSatisfy({ $0 &- 48 < 10 }), number.first != "0",
      let value = UInt16(number)
    else { throw .malformed(text) }
    if letters == "Bw", locus == .b, value == 4 || value == 6 { return .untyped([.publicEpitope(text)]) }
    let isBroadDR = (51...53).contains(value)
    if isBroadDR, locus == .drb1, letters.isEmpty || letters == "DR" { return .untyped([.otherGene(text)]) }
    if !letters.isEmpty {
      guard let written = Antigen.gene(ofLetters: letters) else { throw .malformed(text) }
      guard written == locus else { throw .wrongLocus(found: text, expected: locus) }
    }
    let antigen = Antigen(locus: locus, number: value)
    let alleles = reference.alleles(with: antigen)
    guard !alleles.isEmpty else { throw .unknownAntigen(text) }
    return .position(
      PositionTyping(
        kind: .serology, alleles: alleles, written: antigen.description, locus: locus, reference: reference,
        isOpen: reference.facts.isExcerpt))
  }
}
