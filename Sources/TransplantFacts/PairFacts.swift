import HLANomenclature
import HLAReference
import HLATyping

/// What a pair shows beside its counts; nothing of it changes a status.
public struct PairFacts: Sendable {
  /// The DPB1 T-cell epitope groups.
  public let tce: TCEComparison
  /// WT1 restriction elements.
  public let wt1: [WT1Restriction]
  /// Identities that tell donor cells from the patient's.
  public let markers: [ChimerismMarker]
  /// The difference of sex.
  public let sexDifference: SexDifference
  /// Antibodies of the patient's list that count at the cut-off.
  public let antibodiesCounted: Int
  /// Those that bind or may bind the donor.
  public let antibodies: [DonorSpecificAntibody]
  /// Doses; nil where the patient's weight is not known.
  public let doses: DosePlan?
  /// Why there is no dose plan although the weight is known.
  public let doseFault: DosePlanFault?

  /// The facts of a pair.
  ///
  /// - Parameters:
  ///   - donor: The donor's typings, one a locus of `Locus.typed`.
  ///   - antibodies: The patient's antibodies.
  ///   - cutOff: The least mean fluorescence intensity that counts.
  ///   - collection: Cells collected from the donor.
  public init(
    patient: Person, donor: [LocusTyping], donorSex: Sex?, antibodies list: AntibodyList, cutOff: Int,
    collection: CellCollection, reference: ReferenceIndex
  ) {
    tce = TCEComparison(
      patient: patient.typing(.dpb1), donor: donor[Int(Locus.dpb1.rawValue)], reference: reference
    ) { reference.tceGroup(of: $0) }
    wt1 = WT1Restriction.all(
      patient: patient.typing(.a), donor: donor[Int(Locus.a.rawValue)], reference: reference)
    markers = ChimerismMarker.all(patient: patient.typings, donor: donor, reference: reference)
    sexDifference = SexDifference(donor: donorSex, patient: patient.facts.sex)
    antibodiesCounted = list.antibodies.count { $0.counts(from: cutOff) }
    antibodies = AntibodyComparison(
      patient: patient.typings, antibodies: list, cutOff: cutOff, reference: reference
    ).findings(donor: donor)
    var (plan, fault): (DosePlan?, DosePlanFault?)
    if let weight = patient.facts.weight {
      do throws(DosePlanFault) { plan = try DosePlan(weight: weight, collection: collection) } catch { fault = error }
    }
    (doses, doseFault) = (plan, fault)
  }
}
