import Alloreactivity
import DonorPool
import HLAMatching
import HLANomenclature
import HLATyping
import TransplantFacts

/// What one locus contributes to a pair once it is typed.
struct SiteOutcome: Hashable {
  /// The counts of the locus.
  var counts: MatchCounts
  /// The ligands that the donor certainly has by this locus.
  var donorLigands: CertainLigands = []
  /// The ligands of the patient's locus; nil as they are.
  var patientLigands: LocusLigands?
  /// An antibody of the patient hits the donor at this locus.
  var isHit = false
}

/// What matters of an allele beside a person of whom it would be told: which sets of the other side it is in, and its
/// traits.
private struct AlleleEffect: Hashable {
  let sets: [Int]
  let traits: AlleleTraits
}

/// What matters of an allele whoever has it: its ligands, and the antibodies that bind it.
private struct AlleleTraits: Hashable {
  let ligands: LocusLigands?
  let bindings: [Carriage]
}

/// Finds what full typing of single loci can bring; for one patient and one thread, since it remembers what it found.
final class SiteOutcomes {
  private struct Site: Hashable {
    let person: TypedPerson
    let typing: PoolTyping
  }

  private let ranker: DonorRanker
  private let universe: AlleleUniverse
  private var known: [Site: [SiteOutcome]] = [:]
  private var resolved: [PoolTyping: [MatchCounts]] = [:]
  private var present: [PoolTyping: SiteOutcome] = [:]
  /// Traits by the number of the allele.
  private var traits: [UInt32: AlleleTraits] = [:]

  init(_ ranker: DonorRanker, _ universe: AlleleUniverse) { (self.ranker, self.universe) = (ranker, universe) }

  /// What a locus contributes as it is typed now.
  func present(_ typing: PoolTyping) -> SiteOutcome {
    if let found = present[typing] { return found }
    let found = outcome(.donor, typing.locus, donor: donor(typing), patient: patient(typing.locus))
    present[typing] = found
    return found
  }

  /// What full typing of a locus of one person can make of it, each outcome once.
  ///
  /// - Parameter typing: The donor's typing; the patient's is known.
  func outcomes(_ person: TypedPerson, _ typing: PoolTyping) -> [SiteOutcome] {
    let site = Site(person: person, typing: typing)
    if let found = known[site] { return found }
    let (donor, patient, locus) = (donor(typing), patient(typing.locus), typing.locus)
    let (typed, other) = person == .donor ? (donor, patient) : (patient, donor)
    let memberships = SiteOutcomes.memberships(other.genotype(.ard))
    let reference = ranker.pool.reference
    let screen = weighsAntibodies(locus) ? ranker.screen?.comparison : nil
    let full = FullTypings(reference, universe: universe[locus]) { allele, identity in
      let traits = self.traits(allele.rawValue) {
        AlleleTraits(
          ligands: self.ligands(PositionTyping(allele, in: reference), locus),
          bindings: screen?.bindings(allele, at: locus) ?? [])
      }
      return AlleleEffect(sets: memberships[identity] ?? [], traits: traits)
    }
    var met: Set<SiteOutcome> = []
    var found: [SiteOutcome] = []
    for representative in full.representatives(of: typed) {
      let outcome =
        person == .donor
        ? outcome(.donor, locus, donor: representative, patient: patient)
        : outcome(.patient, locus, donor: donor, patient: representative)
      if met.insert(outcome).inserted { found.append(outcome) }
    }
    known[site] = found
    return found
  }

  /// What the counts of a locus can be once both sides are typed fully.
  func resolvedCounts(_ typing: PoolTyping) -> [MatchCounts] {
    if let found = resolved[typing] { return found }
    let found = Array(
      LocusComparison.resolvedCounts(
        patient: patient(typing.locus).genotype(.ard), donor: donor(typing).genotype(.ard)))
    resolved[typing] = found
    return found
  }

  /// The traits of an allele, worked out once.
  private func traits(_ allele: UInt32, _ make: () -> AlleleTraits) -> AlleleTraits {
    if let found = traits[allele] { return found }
    let found = make()
    traits[allele] = found
    return found
  }

  /// The ligands of whoever has an allele at both positions.
  private func ligands(_ allele: PositionTyping, _ locus: Locus) -> LocusLigands? {
    guard weighsLigands(locus) else { return nil }
    let twice = TypedLocus(first: allele, second: .presumedHomozygous, newAllele: .unknown)
    return LocusLigands(.typed(twice), locus: locus, reference: ranker.pool.reference)
  }

  private func donor(_ typing: PoolTyping) -> LocusTyping { ranker.pool.typing(typing.key, at: typing.locus) }

  private func patient(_ locus: Locus) -> LocusTyping { ranker.comparison.patient.typing(locus) }

  private func weighsLigands(_ locus: Locus) -> Bool { ranker.nk != nil && [.a, .b, .c].contains(locus) }

  private func weighsAntibodies(_ locus: Locus) -> Bool {
    ranker.weighsAntibodies && ranker.screen!.comparison.loci.contains(locus)
  }

  private func outcome(
    _ person: TypedPerson, _ locus: Locus, donor: LocusTyping, patient: LocusTyping
  ) -> SiteOutcome {
    let reference = ranker.pool.reference
    var outcome = SiteOutcome(
      counts: LocusComparison.counts(patient: patient.genotype(.ard), donor: donor.genotype(.ard)))
    if weighsLigands(locus) {
      outcome.donorLigands = CertainLigands(donor, locus: locus, reference: reference)
      if person == .patient { outcome.patientLigands = LocusLigands(patient, locus: locus, reference: reference) }
    }
    if weighsAntibodies(locus), let screen = ranker.screen {
      var comparison = screen.comparison
      if person == .patient {
        var typings = ranker.comparison.patient.typings
        typings[Int(locus.rawValue)] = patient
        comparison = screen.comparison(patient: typings, ranker.pool)
      }
      outcome.isHit = comparison.hits(donor, at: locus)
    }
    return outcome
  }

  /// For each identity that a genotype lists, the sets in which it stands.
  private static func memberships(_ genotype: LocusGenotype) -> [UInt32: [Int]] {
    let pairs: [CodePair]
    switch genotype {
    case .pairs(let some), .partlyExpressed(let some): pairs = some
    case .untyped, .nothingExpressed, .geneAbsent: return [:]
    }
    var memberships: [UInt32: [Int]] = [:]
    for (index, set) in Set(pairs.flatMap { [$0.first, $0.second] }).enumerated() {
      for code in set.codes { memberships[code, default: []].append(index) }
    }
    return memberships
  }
}
