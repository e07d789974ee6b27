import Alloreactivity
import HLANomenclature
import HLAReference
import HLATyping

/// Gives the typings of one locus their class codes.
struct LocusEncoder {
  private static let remembered = 1 << 14
  private static let none = UInt16.max

  let builder: ClassBuilder
  private let table: LocusTypingTable
  private let locus: Locus
  private let reference: ReferenceIndex
  /// The class of each cell that is one identity whatever stands beside it; `none` for others.
  private var plain: [UInt16]
  /// The KIR ligands that such a cell makes certain.
  private var plainLigands: [CertainLigands]
  /// Which classes some donor has.
  private var occurs: [Bool]
  /// Typings met lately, by their keys.
  private var slots: [(key: TypingKey, code: LocusCode)?]

  init(_ table: LocusTypingTable, _ builder: ClassBuilder, locus: Locus, reference: ReferenceIndex) {
    (self.table, self.builder, self.locus, self.reference) = (table, builder, locus, reference)
    plain = table.dnaCells.map { cell in
      guard case .position(let position) = cell, !position.isNull, !position.isNew, position.identities.single != nil
      else { return LocusEncoder.none }
      let code = builder.code(position.identities)
      return builder.classes.classes[Int(code)].identity == nil ? LocusEncoder.none : code
    }
    plainLigands = plain.enumerated().map { number, code in
      if code == LocusEncoder.none { return [] }
      let twice = TypingKey(first: UInt32(number), second: UInt32(number))
      return CertainLigands(table.typing(twice), locus: locus, reference: reference)
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
    if key.joint == nil, key.second != 0, Int(key.first) < plain.count, Int(key.second) < plain.count {
      let (first, second) = (plain[Int(key.first)], plain[Int(key.second)])
      if first != LocusEncoder.none, second != LocusEncoder.none {
        // One of both positions is enough for a ligand.
        let ligands = plainLigands[Int(key.first)].union(plainLigands[Int(key.second)])
        return LocusCode(exact: first, second, ligands)
      }
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

extension LocusCode {
  /// One genotype of two identities.
  init(exact first: UInt16, _ second: UInt16, _ ligands: CertainLigands) {
    (self.first, self.second, isExact, self.ligands) = (first, second, true, ligands)
    homozygosity = first == second ? 1...1 : 0...0
  }
}
