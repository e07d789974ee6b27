import CMatchKernels
import DonorPool
import HLANomenclature
import HLATyping

/// Which code does the work of a scan; all give the same answers.
public enum ScanKernel: String, Sendable, CaseIterable {
  /// AVX-512: 512 donors at a time.
  case avx512
  /// AVX2: 256 donors at a time.
  case avx2
  /// Any processor: 64 donors at a time.
  case portable
  /// Eight donors at a time in plain Swift: slow, and written to be read.
  case reference

  /// The fastest that this processor has.
  public static let best: ScanKernel = {
    switch hm_best() {
    case HM_AVX512: .avx512
    case HM_AVX2: .avx2
    default: .portable
    }
  }()

  /// Whether this processor has what the kernel needs.
  public var isSupported: Bool { instructions.map { hm_supports($0) != 0 } ?? true }

  var instructions: hm_instructions? {
    switch self {
    case .avx512: HM_AVX512
    case .avx2: HM_AVX2
    case .portable: HM_PORTABLE
    case .reference: nil
    }
  }
}

/// A donor that may belong to the best of a patient, with its true status, points and age.
public struct ScanHit: Hashable, Sendable {
  /// The row in the pool.
  public let row: Int
  /// Possibly homozygous at too many loci, or the patient leaves every donor open.
  public let isIndeterminate: Bool
  /// The points.
  public let points: Int
  /// Complete years.
  public let age: Int?
}

/// What donors have to be better than, to be a hit.
public struct ScanThreshold: Hashable, Sendable {
  /// The worst donor kept is indeterminate.
  public var isIndeterminate: Bool
  /// Its points.
  public var points: Int
  /// Its uncertain positions.
  public var uncertain: Int
  /// Its age.
  public var age: Int?

  /// The place of the worst donor kept.
  public init(isIndeterminate: Bool, points: Int, uncertain: Int, age: Int?) {
    (self.isIndeterminate, self.points, self.uncertain, self.age) = (isIndeterminate, points, uncertain, age)
  }
}

/// Which donors are wanted as hits.
public enum ScanWish: Sendable {
  /// All that are not excluded.
  case all
  /// Those better than a threshold.
  case better(than: ScanThreshold)
  /// None.
  case none
}

/// How settled donors divide for one patient.
public struct ScanCounts: Hashable, Sendable {
  /// Allowed.
  public var eligible = 0
  /// Left open by their typings.
  public var indeterminate = 0
  /// Not allowed.
  public var excluded = 0
  /// Of these, by their matches.
  public var byMatch = 0
  /// Of these, by homozygous loci.
  public var byHomozygous = 0
  /// Of these, by a one-way match.
  public var byOneWay = 0

  /// No donors.
  public init() {}
}

/// What one tile holds for one patient beside counts.
public struct TileResult {
  /// Donors in no count, which have to be judged; ascending.
  public let unsettled: [ScanRow]
  /// Settled rows that are excluded, where they were asked for; ascending.
  public let excluded: [Int]
  /// Settled donors of one genotype that belong to the best unless a better one comes; ascending.
  public let hits: [ScanHit]
  /// Settled donors of many genotypes whose estimate is among the best: counted, but their place has to be judged;
  /// ascending.
  public let estimates: [ScanRow]

  var isEmpty: Bool { unsettled.isEmpty && excluded.isEmpty && hits.isEmpty && estimates.isEmpty }
}

/// How donors divide whatever the patient is.
public struct PoolCounts: Hashable, Sendable {
  /// Donors who cannot be asked.
  public var unavailable = 0
  /// Donors of a type outside the protocol.
  public var notInProtocol = 0

  /// No donors.
  public init() {}
}

/// How all donors of a range of blocks divide, but for those handed out as unsettled.
public struct ScanTotals: Sendable {
  /// Whatever the patient is.
  public internal(set) var pool = PoolCounts()
  /// One for each patient.
  public internal(set) var patients: [ScanCounts]
}

/// Several patients beside all donors of a pool, tile after tile: the only fast path.
///
/// A tile's facts, and which of its donors meet a patient's identity, are worked out once for all patients that share
/// them. Ambiguous donors get bounds on the safe side; where these do not settle status or place, the donor is handed
/// out to be judged exactly.
public final class PoolScan: Sendable {
  /// Donors of a tile.
  public static let usualTile = 4096
  /// Tiles are multiples of this many donors.
  public static let tileUnit = Int(HM_WORDS) * 64

  let pool: DonorPool
  let settings: ScanSettings
  let kernel: ScanKernel
  let tileRows: Int
  let patients: [ScanPatient]
  let programs: [LocusPrograms]
  let factKinds: [FactPoints]

  /// Prepares a scan.
  ///
  /// - Parameters:
  ///   - patients: Each with the points that facts earn beside it.
  ///   - tileRows: Donors of a tile, a multiple of ``tileUnit``; the answers do not depend on it.
  public init(
    _ patients: [(person: Person, facts: FactPoints)], pool: DonorPool, settings: ScanSettings,
    kernel: ScanKernel = .best, tileRows: Int = PoolScan.usualTile
  ) {
    precondition(tileRows % PoolScan.tileUnit == 0 && tileRows > 0 && tileRows <= DonorPool.rowsInBlock, "tile length")
    precondition(DonorPool.rowsInBlock % tileRows == 0, "tiles divide blocks")
    (self.pool, self.settings, self.kernel, self.tileRows) = (pool, settings, kernel, tileRows)
    var programs = pool.classes.map { LocusPrograms(width: $0.width) }
    var kinds: [FactPoints] = []
    var numbers: [FactPoints: Int] = [:]
    self.patients = patients.map { person, facts in
      let kind = numbers[facts] ?? kinds.count
      if kind == kinds.count {
        numbers[facts] = kind
        kinds.append(facts)
      }
      let plan = PatientPlan(person, pool.classes, settings.direction)
      return ScanPatient(person, plan, kind: kind, scale: CostScale(settings, facts), &programs)
    }
    self.programs = programs
    factKinds = kinds
  }
}

/// The membership tests of one locus that a batch of patients needs, each once.
struct LocusPrograms: Sendable {
  let width: Int
  private(set) var sets: [ClassSet] = []
  private(set) var programs: [MembershipProgram] = []
  private var numbers: [ClassSet: Int] = [:]

  init(width: Int) { self.width = width }

  mutating func number(of set: ClassSet) -> Int {
    if let known = numbers[set] { return known }
    numbers[set] = sets.count
    sets.append(set)
    programs.append(MembershipProgram(set))
    return sets.count - 1
  }
}

/// One patient of a scan: its plan, and the numbers of its membership tests.
struct ScanPatient: Sendable {
  let plan: PatientPlan
  /// The patient's genotypes at the ten.
  let genotypes: [LocusGenotype]
  /// The kind of facts it is beside.
  let kind: Int
  let scale: CostScale
  /// For each locus the tests of the first and the second position.
  let key: [[Int]]
  let limit: [[Int]]

  init(_ person: Person, _ plan: PatientPlan, kind: Int, scale: CostScale, _ programs: inout [LocusPrograms]) {
    genotypes = Locus.ten.map { person.typing($0).genotype(.ard) }
    (self.plan, self.kind, self.scale) = (plan, kind, scale)
    var (key, limit): ([[Int]], [[Int]]) = ([], [])
    for (index, locus) in plan.loci.enumerated() {
      key.append(locus.key.map { programs[index].number(of: $0) })
      limit.append(locus.limit.map { programs[index].number(of: $0) })
    }
    (self.key, self.limit) = (key, limit)
  }
}
