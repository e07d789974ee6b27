import HLANomenclature
import HLAReference
import HLATyping

/// Whether a person has a ligand, as far as the typing tells.
///
/// "The donor has" needs ``certain``, "the patient lacks" needs ``absent``. Source: DOMAIN 5.2.
public enum LigandPresence: String, Hashable, Sendable, CaseIterable {
  /// Every allele that one of the positions may be carries it.
  case certain
  /// Some genotype that the typing allows carries it, and some may not.
  case possible
  /// No genotype that the typing allows carries it.
  case absent

  /// By the case, and not by its text, as enumerations of texts are by default.
  public func hash(into hasher: inout Hasher) { hasher.combine(self == .certain ? 2 : self == .possible ? 1 : 0) }

  /// The presence on one of two places, positions or loci.
  public func or(_ other: LigandPresence) -> LigandPresence {
    if self == .certain || other == .certain { return .certain }
    return self == .absent && other == .absent ? .absent : .possible
  }
}

/// What an allele, a position or a locus carries of several ligands at once: what is certain and what is absent, one bit a
/// ligand; what is in neither is possible.
struct Carriage: Equatable {
  /// Ligands, of which several may be asked for in one go over the alleles.
  struct Ligands: OptionSet {
    let rawValue: UInt8

    static let c1 = Ligands(rawValue: 1)
    static let c2 = Ligands(rawValue: 2)
    static let bw4I80 = Ligands(rawValue: 4)
    static let bw4T80 = Ligands(rawValue: 8)
    static let bw4 = Ligands(rawValue: 16)
    static let a3A11 = Ligands(rawValue: 32)
    static let a11 = Ligands(rawValue: 64)
    /// Those that rest on residues.
    static let ofResidues: Ligands = [.c1, .c2, .bw4I80, .bw4T80, .bw4]
    static let all: Ligands = [.ofResidues, .a3A11, .a11]
  }

  var certain: Ligands = []
  var absent: Ligands = []

  /// Nothing is told.
  static let open = Carriage()
  /// Nothing is carried.
  static let none = Carriage(certain: [], absent: .all)

  init(certain: Ligands = [], absent: Ligands = []) { (self.certain, self.absent) = (certain, absent) }

  /// What an expressed allele carries.
  init(of code: AlleleCode, _ locus: Locus, _ reference: ReferenceIndex, _ policy: LigandPolicy) {
    if let ligands = policy.ligands(of: code, locus: locus, in: reference) {
      if ligands.contains(.c1) { certain.insert(.c1) }
      if ligands.contains(.c2) { certain.insert(.c2) }
      if ligands.contains(.bw4I80) { certain.formUnion([.bw4I80, .bw4]) }
      if ligands.contains(.bw4T80) { certain.formUnion([.bw4T80, .bw4]) }
      absent = .ofResidues.subtracting(certain)
    }
    guard locus == .a else {
      absent.formUnion([.a3A11, .a11])
      return
    }
    // By the name, as the rule gives them: known also where the residues are not.
    let first = reference.fields(of: code).first
    if first == 3 || first == 11 { certain.insert(.a3A11) } else { absent.insert(.a3A11) }
    if first == 11 { certain.insert(.a11) } else { absent.insert(.a11) }
  }

  /// One ligand.
  subscript(ligand: Ligands) -> LigandPresence {
    certain.contains(ligand) ? .certain : absent.contains(ligand) ? .absent : .possible
  }

  /// Both at once: two positions of a genotype.
  func or(_ other: Carriage) -> Carriage {
    Carriage(certain: certain.union(other.certain), absent: absent.intersection(other.absent))
  }

  /// Either one: two genotypes, or two alleles, of which one holds.
  func either(_ other: Carriage) -> Carriage {
    Carriage(certain: certain.intersection(other.certain), absent: absent.intersection(other.absent))
  }
}

extension LocusTyping {
  /// What a person carries at a locus.
  ///
  /// An untyped locus may carry anything, a null nothing; a second position that is not known may carry it, one that
  /// was presumed homozygous is the first again. Of several genotypes all must agree.
  ///
  /// - Parameter carries: What an expressed allele carries, as its first two fields and its residues tell.
  func carriage(in reference: ReferenceIndex, of carries: (AlleleCode) -> Carriage) -> Carriage {
    switch self {
    case .untyped: return .open
    case .absent: return .none
    case .typed(let typed):
      var found: Carriage?
      for genotype in typed.genotypes {
        let own = genotype.carriage(in: reference, of: carries)
        found = found?.either(own) ?? own
      }
      return found ?? .open
    }
  }
}

extension TypedGenotype {
  fileprivate func carriage(in reference: ReferenceIndex, of carries: (AlleleCode) -> Carriage) -> Carriage {
    let one = first.carriage(in: reference, of: carries)
    switch second {
    case .position(let position): return one.or(position.carriage(in: reference, of: carries))
    case .unknown: return one.or(.open)
    case .presumedHomozygous, .absent: return one
    }
  }
}

extension PositionTyping {
  fileprivate func carriage(in reference: ReferenceIndex, of carries: (AlleleCode) -> Carriage) -> Carriage {
    guard isClosed else { return .open }
    var found: Carriage?
    // Sets mostly name one protein many times over.
    var last: (name: AlleleFields, ligands: KIRLigands?)?
    for allele in alleles where reference.identity(of: allele) != .null {
      let kind = (name: reference.fields(of: allele).prefix(2), ligands: reference.kirLigands(of: allele))
      if let last, last == kind { continue }
      last = kind
      let own = carries(allele)
      found = found?.either(own) ?? own
    }
    return found ?? .none
  }
}
