import HLANomenclature
import HLAReference
import HLATyping

/// An antibody of the patient that binds, or may bind, what the donor has and the patient has not.
public struct DonorSpecificAntibody: Hashable, Sendable {
  /// The antibody.
  public let antibody: Antibody
  /// A hit where certain; otherwise a possible one.
  public let isCertain: Bool

  /// The flag of the pair: `dsa:A2`, or `dsa_possible:A2` (DOMAIN section 4).
  public var flag: String { "\(isCertain ? "dsa" : "dsa_possible"):\(antibody.name)" }
}

/// Compares a patient's antibodies with donors.
///
/// An antibody hits where every allele of one donor position carries its antigen or identity and the patient can have none
/// of these identities; it may hit where some do, or where a typing leaves it open (DOMAIN, sections 6 and 7).
public struct AntibodyComparison: Sendable {
  private let patient: [LocusTyping]
  private let reference: ReferenceIndex
  private let targets: [(antibody: Antibody, target: BindingTarget)]

  /// A comparison for a patient.
  ///
  /// - Parameters:
  ///   - patient: The patient's typings, one a locus of ``Locus/typed``.
  ///   - cutOff: The least mean fluorescence intensity that counts; antibodies without a strength always do.
  public init(patient: [LocusTyping], antibodies: AntibodyList, cutOff: Int, reference: ReferenceIndex) {
    (self.patient, self.reference) = (patient, reference)
    targets = antibodies.antibodies.filter { $0.counts(from: cutOff) }.map {
      ($0, BindingTarget($0.target, reference))
    }
  }

  /// The loci whose products the antibodies bind, each once.
  public var loci: [Locus] { Set(targets.map(\.antibody.locus)).sorted() }

  /// Whether an antibody certainly binds what a donor has at a locus.
  public func hits(_ donor: LocusTyping, at locus: Locus) -> Bool {
    targets.contains { $0.antibody.locus == locus && verdict($0.target, donor, at: locus) == .certain }
  }

  /// What an expressed allele carries for each antibody of its locus, whoever has it: alleles that carry the same differ
  /// for these antibodies in their identity alone.
  public func bindings(_ allele: AlleleCode, at locus: Locus) -> [Carriage] {
    targets.filter { $0.antibody.locus == locus }.map { $0.target.carriage(allele, reference) }
  }

  /// The antibodies that bind or may bind a donor, certain ones first, each group in the order of the list.
  ///
  /// - Parameter donor: The donor's typings, one a locus of ``Locus/typed``.
  /// - Complexity: O(antibodies x alleles that the donor's typings allow).
  public func findings(donor: [LocusTyping]) -> [DonorSpecificAntibody] {
    let found = targets.compactMap { antibody, target in
      let verdict = verdict(target, donor[Int(antibody.locus.rawValue)], at: antibody.locus)
      return verdict == .absent ? nil : DonorSpecificAntibody(antibody: antibody, isCertain: verdict == .certain)
    }
    return found.filter(\.isCertain) + found.filter { !$0.isCertain }
  }

  private func verdict(_ target: BindingTarget, _ donor: LocusTyping, at locus: Locus) -> Carriage {
    let own = patient[Int(locus.rawValue)]
    return donor.carriage(reference) { min(target.carriage($0, reference), foreignness($0, own)) }
  }

  /// Whether the patient lacks the identity of an allele.
  private func foreignness(_ allele: AlleleCode, _ own: LocusTyping) -> Carriage {
    guard case .known(let identity) = reference.identity(of: allele) else { return .possible }
    let code = UInt32(identity.rawValue)
    if !own.mayHave(identity: code) { return .certain }
    return own.surelyHas(identity: code) ? .absent : .possible
  }
}

/// What an antibody binds, ready to be asked of many alleles.
private struct BindingTarget: Sendable {
  private let target: Antibody.Target
  /// The antigen with its splits: who has one of these alone certainly carries it.
  private var own: Set<UInt16> = []
  /// These and the broad antigens above: who has one of these may carry it.
  private var relatives: Set<UInt16> = []

  init(_ target: Antibody.Target, _ reference: ReferenceIndex) {
    self.target = target
    guard case .antigen(let antigen) = target else { return }
    own = reference.descendants(of: antigen).union([antigen.number])
    relatives = reference.relatives(of: antigen)
  }

  /// Whether an expressed allele of the target's locus carries it.
  func carriage(_ allele: AlleleCode, _ reference: ReferenceIndex) -> Carriage {
    switch target {
    case .gene: return .certain
    case .identities(_, let codes):
      guard case .known(let identity) = reference.identity(of: allele) else { return .possible }
      return codes.contains(UInt32(identity.rawValue)) ? .certain : .absent
    case .antigen:
      let assignment = reference.serology(of: allele)
      let all = assignment.all
      // An allele without a known antigen may have any.
      if all.isEmpty { return .possible }
      let decisive = assignment.unambiguous.isEmpty ? all : assignment.unambiguous
      if decisive.allSatisfy(own.contains) { return .certain }
      return all.contains(where: relatives.contains) ? .possible : .absent
    }
  }
}
