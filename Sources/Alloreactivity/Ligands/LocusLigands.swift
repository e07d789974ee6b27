import HLANomenclature
import HLAReference
import HLATyping

/// Which KIR ligands one locus of a person carries: the parts that a ``LigandProfile`` is put together from.
///
/// Pools repeat their typings, so that whoever asks of many donors keeps these by typing.
public struct LocusLigands: Hashable, Sendable {
  var c1 = LigandPresence.absent
  var c2 = LigandPresence.absent
  var bw4 = LigandPresence.absent
  var bw4I80 = LigandPresence.absent
  var bw4T80 = LigandPresence.absent
  var a3A11 = LigandPresence.absent
  var a11 = LigandPresence.absent

  /// The ligands of a typing of HLA-A, -B or -C; other loci carry none.
  public init(_ typing: LocusTyping, locus: Locus, reference: ReferenceIndex, policy: LigandPolicy = LigandPolicy()) {
    guard locus == .a || locus == .b || locus == .c else { return }
    let found = typing.carriage(in: reference) { code in Carriage(of: code, locus, reference, policy) }
    switch locus {
    case .a: (bw4, a3A11, a11) = (found[.bw4], found[.a3A11], found[.a11])
    case .b: (c1, bw4, bw4I80, bw4T80) = (found[.c1], found[.bw4], found[.bw4I80], found[.bw4T80])
    default: (c1, c2) = (found[.c1], found[.c2])
    }
  }
}

extension LigandProfile {
  /// The profile of a person of whom three loci are known.
  public init(a: LocusLigands, b: LocusLigands, c: LocusLigands) {
    c1OfC = c.c1
    c1 = c.c1.or(b.c1)
    c2 = c.c2
    bw4 = a.bw4.or(b.bw4)
    (bw4I80OfB, bw4T80OfB) = (b.bw4I80, b.bw4T80)
    (a3A11, a11) = (a.a3A11, a.a11)
  }
}
