import Alloreactivity
import HLANomenclature
import HLAReference
import HLATyping

/// Gives the typings of one locus their class codes.
struct LocusEncoder {
  private static let remembered = 1 << 14

  let builder: ClassBuilder
  private let table: LocusTypingTable
  private let locus: Locus
  private let reference: ReferenceIndex
  /// What each cell of DNA says as a position of its own, by number; nil for cells that depend on what stands beside them.
  private let positions: [EncodedPosition?]
  /// Which classes some donor has.
  private var occurs: [Bool]
  /// Typings met lately, by their keys.
  private var slots: [(key: TypingKey, code: LocusCode)?]

  init(_ table: LocusTypingTable, _ builder: ClassBuilder, locus: Locus, reference: ReferenceIndex) {
    (self.table, self.builder, self.locus, self.reference) = (table, builder, locus, reference)
    positions = table.dnaCells.enumerated().map { number, cell in
      // Nulls and new sequences: what they mean depends on the other position or on the policy.
      guard case .position(let position) = cell, !position.isNull, !position.isNew else { return nil }
      let code = builder.code(position.identities)
      let twice = TypingKey(first: UInt32(number), second: UInt32(number))
      return EncodedPosition(
        code: code, set: position.identities, isIdentity: builder.classes.classes[Int(code)].identity != nil,
        isAllele: position.kind == .allele,
        ligands: CertainLigands(table.typing(twice), locus: locus, reference: reference))
    }
    occurs = Array(repeating: false, count: builder.classes.classes.count)
    slots = Array(repeating: nil, count: LocusEncoder.remembered)
  }

  /// The classes, with those marked that were given to a donor.
  var classes: LocusClasses { LocusClasses(classes: builder.classes.classes, occurs: occurs) }

  /// The code of a donor's typing.
  mutating func code(_ key: TypingKey) -> LocusCode {
    let code = find(key)
    occurs[Int(code.first)] = true
    occurs[Int(code.second)] = true
    return code
  }

  private mutating func find(_ key: TypingKey) -> LocusCode {
    if key.joint == nil, key.second != 0, Int(key.first) < positions.count, Int(key.second) < positions.count,
      let first = positions[Int(key.first)], let second = positions[Int(key.second)],
      let code = LocusCode(first, second)
    {
      return code
    }
    let hash = (UInt64(key.first) << 32 | UInt64(key.second)) &* 0x9E37_79B9_7F4A_7C15
    let slot = Int(hash >> 50)
    if let known = slots[slot], known.key == key { return known.code }
    let typing = table.typing(key)
    var code = LocusCode(typing.genotype(.ard), builder)
    code.ligands = CertainLigands(typing, locus: locus, reference: reference)
    slots[slot] = (key, code)
    return code
  }
}

/// A typed position that means the same whatever stands beside it.
private struct EncodedPosition {
  /// The class of the position.
  let code: UInt16
  /// Its identities.
  let set: CodeSet
  /// The class is that of one identity.
  let isIdentity: Bool
  /// One allele was named: twice the same one is no two choices.
  let isAllele: Bool
  /// The KIR ligands that it makes certain.
  let ligands: CertainLigands
}

extension LocusCode {
  /// Two positions, chosen independently; nil where they may depend on each other.
  fileprivate init?(_ first: EncodedPosition, _ second: EncodedPosition) {
    (self.first, self.second) = (first.code, second.code)
    // One of both positions is enough for a ligand.
    ligands = first.ligands.union(second.ligands)
    isExact = first.isIdentity && second.isIdentity
    if isExact {
      homozygosity = first.code == second.code ? 1...1 : 0...0
    } else {
      if first.isAllele, second.isAllele { return nil }
      homozygosity = CodePair(first.set, second.set).homozygosity
    }
  }
}
