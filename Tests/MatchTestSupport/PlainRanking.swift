import Alloreactivity
import DonorPool
import DonorSelection
import HLAMatching
import HLANomenclature
import HLATyping

/// The slow, obvious twin of `DonorRanker`: judges and scores every donor by DOMAIN section 4 and sorts them all.
public struct PlainRanking {
  /// One donor judged and scored.
  public struct Entry {
    /// The donor's id.
    public let id: String
    /// Status and reasons.
    public let verdict: PlainRules
    /// The counts of the five loci.
    public let loci: [MatchCounts]
    /// The points.
    public let points: Int
    /// The relation to this patient, as written; empty for an unrelated donor.
    public let relation: String
    /// Complete years.
    public let age: Int?
  }

  /// The eligible and indeterminate donors, best first.
  public private(set) var ranked: [Entry] = []
  /// The excluded donors, by id.
  public private(set) var excluded: [Entry] = []
  /// Donors who cannot be asked.
  public private(set) var unavailable = 0
  /// Donors of a type outside the protocol.
  public private(set) var notInProtocol = 0

  /// Ranks all donors for a patient.
  ///
  /// - Parameters:
  ///   - patient: The patient as written.
  ///   - typed: The same patient, understood.
  ///   - donors: The donors as written.
  ///   - pool: The same donors, read in the same order; only their typings are asked for.
  ///   - extraPoints: What a row of the pool earns beside the terms that counts and facts give.
  public init(
    patient: WrittenPerson, typed: Person, donors: [WrittenPerson], pool: DonorPool, settings: RankingSettings,
    extraPoints: (Int) -> Int = { _ in 0 }
  ) {
    var table = PlainCountTable(patient: typed)
    let facts = PlainFacts(patient: patient, settings: settings)
    let weights = NKWeights(settings.rules.points.nk)
    let target = NKPerson(typings: typed.typings, kir: typed.facts.kir, reference: pool.reference)
    for (position, donor) in donors.enumerated() {
      let row = Int(pool.inputOrder![position])
      guard ["", "AV"].contains(donor.cells["status"] ?? "") else {
        unavailable += 1
        continue
      }
      guard settings.rules.donorTypes.contains(where: { $0.rawValue == facts.type(donor) }) else {
        notInProtocol += 1
        continue
      }
      let loci = Locus.ten.map { table.counts(pool.typing(row, $0), $0) }
      // From the typings of the record, model by model, not from what the pool keeps of them in bits.
      let own = NKPerson(
        typings: Locus.typed.map { pool.typing(row, $0) }, kir: pool.facts(row).kir, reference: pool.reference)
      let nk = NKPoints(donor: own, patient: target, weights: weights).sum
      let entry = Entry(
        id: donor.id, verdict: PlainRules(loci, settings.rules), loci: loci,
        points: facts.points(donor, loci) + nk + extraPoints(row),
        relation: facts.relation(donor), age: facts.age(donor))
      if entry.verdict.status == .excluded { excluded.append(entry) } else { ranked.append(entry) }
    }
    ranked.sort { PlainRanking.isBetter($0, $1, settings.rules) }
    excluded.sort { PlainRanking.isBefore($0.id, $1.id) }
  }

  /// Order of the ranking, rules 1 to 4 of its list.
  public static func isBetter(_ left: Entry, _ right: Entry, _ rules: DonorProtocol) -> Bool {
    if left.verdict.status != right.verdict.status { return left.verdict.status == .eligible }
    if rules.isRelatedFirst, left.relation.isEmpty != right.relation.isEmpty { return right.relation.isEmpty }
    if left.points != right.points { return left.points > right.points }
    let uncertain = { (entry: Entry) in
      let match = PlainSums(entry.loci).match
      return match.max - match.min
    }
    if uncertain(left) != uncertain(right) { return uncertain(left) < uncertain(right) }
    if left.age != right.age {
      guard let age = left.age else { return false }
      guard let other = right.age else { return true }
      return age < other
    }
    return isBefore(left.id, right.id)
  }

  private static func isBefore(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}

/// Counts of one patient against each distinct typing, by the plain matcher, each worked out once.
private struct PlainCountTable {
  private struct Key: Hashable {
    let locus: Locus
    let donor: LocusGenotype
  }

  private let patient: Person
  private var known: [Key: MatchCounts] = [:]

  init(patient: Person) { self.patient = patient }

  mutating func counts(_ typing: LocusTyping, _ locus: Locus) -> MatchCounts {
    let key = Key(locus: locus, donor: typing.genotype(.ard))
    if let counts = known[key] { return counts }
    let counts = PlainMatcher.counts(patient: patient.typing(locus).genotype(.ard), donor: key.donor)
    known[key] = counts
    return counts
  }
}
