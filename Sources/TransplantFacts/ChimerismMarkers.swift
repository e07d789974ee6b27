import HLANomenclature
import HLAReference
import HLATyping

/// A difference of sex by which donor cells can be followed in the patient.
public enum SexDifference: String, Sendable, CaseIterable {
  /// Cells of a man in a woman.
  case maleInFemale = "male_in_female"
  /// Cells of a woman in a man.
  case femaleInMale = "female_in_male"
  /// The same sex.
  case none
  /// The sex of one is not known.
  case unknown

  /// The difference of a pair.
  public init(donor: Sex?, patient: Sex?) {
    self =
      switch (donor, patient) {
      case (.male, .female): .maleInFemale
      case (.female, .male): .femaleInMale
      case (nil, _), (_, nil): .unknown
      default: .none
      }
  }
}

/// Identities of the donor at one locus that the patient certainly lacks: what tells donor cells from the patient's.
public struct ChimerismMarker: Hashable, Sendable {
  /// The locus.
  public let locus: Locus
  /// The identities, each certainly the donor's and certainly not the patient's, by name.
  public let identities: [String]

  /// The markers of a pair at all typed loci, in the order of ``Locus/typed``; loci without one are left out.
  ///
  /// - Parameters:
  ///   - patient: One typing a locus of ``Locus/typed``.
  ///   - donor: The same for the donor.
  public static func all(
    patient: [LocusTyping], donor: [LocusTyping], reference: ReferenceIndex
  ) -> [ChimerismMarker] {
    Locus.typed.compactMap { locus in
      let (own, other) = (patient[Int(locus.rawValue)], donor[Int(locus.rawValue)])
      let names = other.certainIdentities.filter { !own.mayHave(identity: $0) }.map {
        reference.name(of: ARDCode(UInt16($0)), locus: locus)
      }
      return names.isEmpty ? nil : ChimerismMarker(locus: locus, identities: names)
    }
  }
}

extension LocusTyping {
  /// The identities that every genotype of the typing has.
  var certainIdentities: [UInt32] {
    guard case .pairs(let pairs) = genotype(.ard) else { return [] }
    let sets = pairs.map { pair in Set([pair.first.single, pair.second.single].compactMap { $0 }) }
    return sets.dropFirst().reduce(sets[0]) { $0.intersection($1) }.sorted()
  }

  /// Whether some genotype of the typing has an identity.
  func mayHave(identity: UInt32) -> Bool {
    switch genotype(.ard) {
    case .untyped: return true
    case .geneAbsent, .nothingExpressed: return false
    case .pairs(let pairs), .partlyExpressed(let pairs):
      return pairs.contains { pair in [pair.first, pair.second].contains { $0.mayBe(identity) } }
    }
  }

  /// Whether every genotype of the typing has an identity.
  func surelyHas(identity: UInt32) -> Bool {
    guard case .pairs(let pairs) = genotype(.ard) else { return false }
    return pairs.allSatisfy { $0.first.single == identity || $0.second.single == identity }
  }
}

extension CodeSet {
  /// Whether the set admits a code.
  func mayBe(_ code: UInt32) -> Bool { extent == .open || extent == .closed && contains(code) }
}
