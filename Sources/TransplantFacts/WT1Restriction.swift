import HLANomenclature
import HLAReference
import HLATyping

/// Who carries a restriction element through which WT1-specific CD8+ cells were followed.
///
/// Source: DOMAIN section 6; Li 2025: cells restricted by what the patient alone carries are the patient's own (RVL), by
/// what the donor alone carries the donor's (GVL).
public struct WT1Restriction: Hashable, Sendable {
  /// Who carries the element.
  public enum Carrier: String, Sendable, CaseIterable {
    /// The patient only.
    case patient
    /// The donor only.
    case donor
    /// Both.
    case both
    /// Neither.
    case neither
  }

  /// The alleles that were used, as first two fields of A.
  private static let elements: [(fields: [UInt16], name: String)] = [([2, 1], "A*02:01"), ([24, 2], "A*24:02")]

  /// The element, as `A*02:01`.
  public let allele: String
  /// Whether the patient carries it.
  public let patient: Carriage
  /// Whether the donor carries it.
  public let donor: Carriage

  /// What is known of one element.
  public init(allele: String, patient: Carriage, donor: Carriage) {
    (self.allele, self.patient, self.donor) = (allele, patient, donor)
  }

  /// Who carries it, where a possible carrier counts as one; see ``isCertain``.
  public var carrier: Carrier {
    switch (patient != .absent, donor != .absent) {
    case (true, true): .both
    case (true, false): .patient
    case (false, true): .donor
    case (false, false): .neither
    }
  }

  /// Whether the typings leave no other answer.
  public var isCertain: Bool { patient != .possible && donor != .possible }

  /// Both elements for a pair, from its typings of A.
  public static func all(patient: LocusTyping, donor: LocusTyping, reference: ReferenceIndex) -> [WT1Restriction] {
    elements.map { element in
      let fields = AlleleFields(element.fields)
      let carries = { (allele: AlleleCode) -> Carriage in
        reference.fields(of: allele).prefix(2) == fields ? .certain : .absent
      }
      return WT1Restriction(
        allele: element.name, patient: patient.carriage(reference, carries), donor: donor.carriage(reference, carries))
    }
  }
}
