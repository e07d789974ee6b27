import Alloreactivity
import DonorPool
import HLAMatching
import HLANomenclature
import HLATyping
import TransplantFacts

/// One donor of a ranking, taken apart so that it can be judged again with one locus, or its KIR genes, typed.
struct AdvisedPair {
  /// A status with the points and the place that go with it.
  struct Judgement: Hashable {
    let status: DonorStatus
    let points: Int
    let key: RankingKey
  }

  let donor: RankedDonor
  /// The donor's typings at the ten.
  let typings: [PoolTyping]
  private let ranker: DonorRanker
  private let patientLigands: [LocusLigands]
  private let sites: [SiteOutcome]
  /// An antibody hits the donor at a locus beside the ten.
  private let isHitElsewhere: Bool

  init(_ donor: RankedDonor, _ patientLigands: [LocusLigands], _ outcomes: SiteOutcomes) {
    (self.donor, ranker, self.patientLigands) = (donor, donor.ranker, patientLigands)
    let (pool, row) = (donor.ranker.pool, donor.row)
    typings = Locus.ten.map { PoolTyping(locus: $0, key: pool.key(row, $0)) }
    sites = typings.map { outcomes.present($0) }
    if donor.ranker.weighsAntibodies, let comparison = donor.ranker.screen?.comparison {
      isHitElsewhere = comparison.loci.contains {
        !Locus.ten.contains($0) && comparison.hits(pool.typing(row, $0), at: $0)
      }
    } else {
      isHitElsewhere = false
    }
  }

  /// The pair as it is.
  var present: Judgement { judge(sites, donor.facts.kir) }

  /// The counts of the loci as they are.
  var counts: [MatchCounts] { sites.map(\.counts) }

  /// The pair with one locus as a typing may show it.
  func judged(_ locus: Locus, _ outcome: SiteOutcome) -> Judgement {
    var sites = sites
    sites[Int(locus.rawValue)] = outcome
    return judge(sites, donor.facts.kir)
  }

  /// The pair with other KIR genes of the donor.
  func judged(_ kir: KIRGenotype) -> Judgement { judge(sites, kir) }

  private func judge(_ sites: [SiteOutcome], _ kir: KIRGenotype) -> Judgement {
    let counts = PairCounts(loci: sites.map(\.counts))
    let total = counts.total
    let rules = ranker.settings.rules
    let status = PairAssessment(total: total, rules: ranker.statusRules) { counts }.status
    let isRelated = donor.relation != .unrelated
    let scale = PointScale(points: rules.points, patient: ranker.comparison.patient.facts)
    var points = scale.sum(total, donor.facts, age: donor.age, isRelated: isRelated) + nkPoints(sites, kir)
    if ranker.weighsAntibodies, isHitElsewhere || sites.contains(where: \.isHit) {
      points += rules.points.donorSpecificAntibodies
    }
    let key = RankingKey(
      status: status, isRelated: isRelated && rules.isRelatedFirst, points: points,
      uncertain: Int(total.match.max - total.match.min), age: donor.age)
    return Judgement(status: status, points: points, key: key)
  }

  private func nkPoints(_ sites: [SiteOutcome], _ kir: KIRGenotype) -> Int {
    guard let nk = ranker.nk else { return 0 }
    let parts = (0..<3).map { sites[$0].patientLigands ?? patientLigands[$0] }
    let target = NKTarget(LigandProfile(a: parts[0], b: parts[1], c: parts[2]))
    let scan = NKScanPoints(outcomes: nk.scanPoints.outcomes, lacking: target.lacking, hasC2: target.hasC2)
    let ligands = sites[..<3].reduce(CertainLigands()) { $0.union($1.donorLigands) }
    return scan.points(NKDonorFacts(ligands, kir).bits)
  }
}
