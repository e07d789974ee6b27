import HLANomenclature

/// A full protein of a locus, on which the numbering of all others is read off.
///
/// Official sequences begin at the initiator, at exon 2 or anywhere between, and some have residues more or fewer: the
/// stretch around mature residues 51 to 110 is laid on the template without gaps, at the place where most residues
/// agree; where none fits, for residues more or fewer within it, the shorter one from 61 to 86.
struct ProteinTemplate {
  /// Residues of the precursor before mature residue 1.
  static let signalLength = 24
  /// The stretches compared, as indices of the precursor: the second where the first fits nowhere.
  private static let stretch = 74..<134
  private static let shortStretch = 84..<110
  /// Least number of residues compared, and the least part of them that must agree: alleles of one locus agree in two
  /// thirds and more, other domains and shifted frames in less than half.
  private static let leastOverlap = 26
  private static let leastAgreement = 0.6
  /// Residues of the leader compared at the initiator, and how many must agree.
  private static let leaderLength = 9
  private static let leastLeaderAgreement = 6

  private let residues: [UInt8]

  /// A template, if the sequence is a full one: precursor from the initiator, with the beginning of the mature protein
  /// (`SHSMRYF` after residue 1, glycine or at HLA-C cysteine) where it belongs (DOMAIN 5.1).
  init?(_ sequence: ArraySlice<UInt8>, locus: Locus) {
    let first = UInt8(ascii: locus == .c ? "C" : "G")
    let mature = sequence.dropFirst(ProteinTemplate.signalLength)
    guard sequence.first == UInt8(ascii: "M"), sequence.count >= ProteinTemplate.stretch.upperBound,
      mature.first == first, mature.dropFirst().starts(with: Array("SHSMRYF".utf8))
    else { return nil }
    residues = Array(sequence)
  }

  /// How many residues of the template stand before the first of a sequence (less than none: the sequence has more);
  /// nil where the sequence cannot be laid on the template.
  func offset(of sequence: ArraySlice<UInt8>) -> Int? {
    for usual in [0, ProteinTemplate.signalLength + 1] {
      if let agreement = agreement(sequence, at: usual, ProteinTemplate.stretch),
        agreement >= ProteinTemplate.leastAgreement
      {
        return usual
      }
    }
    return best(sequence, ProteinTemplate.stretch) ?? best(sequence, ProteinTemplate.shortStretch)
  }

  private func best(_ sequence: ArraySlice<UInt8>, _ stretch: Range<Int>) -> Int? {
    var best: (offset: Int, agreement: Double)?
    for offset in (stretch.lowerBound - sequence.count)..<stretch.upperBound {
      guard let agreement = agreement(sequence, at: offset, stretch), agreement > best?.agreement ?? 0 else { continue }
      best = (offset, agreement)
    }
    guard let best, best.agreement >= ProteinTemplate.leastAgreement else { return nil }
    return best.offset
  }

  /// The part of the compared residues that agree; nil where too few can be compared.
  private func agreement(_ sequence: ArraySlice<UInt8>, at offset: Int, _ stretch: Range<Int>) -> Double? {
    let first = max(stretch.lowerBound, offset)
    let end = min(stretch.upperBound, sequence.count + offset)
    guard end - first >= ProteinTemplate.leastOverlap else { return nil }
    var equal = 0
    for index in first..<end where sequence[sequence.startIndex + index - offset] == residues[index] { equal += 1 }
    return Double(equal) / Double(end - first)
  }

  /// Residue 4 of the precursor of a sequence that begins at the initiator; nil where it begins elsewhere, or has
  /// another residue than methionine or threonine there (DOMAIN 6).
  func leader(of sequence: ArraySlice<UInt8>) -> HLABLeader? {
    guard sequence.count >= ProteinTemplate.leaderLength, sequence.first == UInt8(ascii: "M") else { return nil }
    let equal = zip(sequence, residues).prefix(ProteinTemplate.leaderLength).count { $0 == $1 }
    guard equal >= ProteinTemplate.leastLeaderAgreement else { return nil }
    return HLABLeader(rawValue: sequence[sequence.startIndex + 3])
  }
}

/// One sequence with its place in the numbering.
struct PlacedProtein {
  private static let aminoAcids = Set("ACDEFGHIKLMNPQRSTVWY".utf8)

  private let sequence: ArraySlice<UInt8>
  private let offset: Int

  /// Lays a sequence on a template; nil where that fails.
  init?(_ sequence: ArraySlice<UInt8>, on template: ProteinTemplate) {
    guard let offset = template.offset(of: sequence) else { return nil }
    (self.sequence, self.offset) = (sequence, offset)
  }

  /// The amino acid at a position of the mature protein, counted from 1; nil where it is not covered.
  func residue(_ position: Int) -> UInt8? {
    let index = ProteinTemplate.signalLength + position - 1 - offset
    guard sequence.indices.contains(sequence.startIndex + index) else { return nil }
    let residue = sequence[sequence.startIndex + index]
    return PlacedProtein.aminoAcids.contains(residue) ? residue : nil
  }
}
