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
  /// The typings leave its status open.
  public let isIndeterminate: Bool
  /// The points.
  public let points: Int
  /// Uncertain positions: match maximum - minimum.
  public let uncertain: Int
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
  public let unsettled: [Int]
  /// Settled rows that are excluded, where they were asked for; ascending.
  public let excluded: [Int]
  /// Settled donors, with their true place, that belong to the best unless a better one comes; ascending.
  public let hits: [ScanHit]
  /// Settled donors whose place is an estimate that is among the best: counted, but their place has to be judged;
  /// ascending.
  public let estimates: [Int]

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
/// them. Ambiguous donors get the least and the most that they may match; where these do not settle status or place, as
/// beside most ambiguous patients, the donor is handed out to be judged by its record.
public final class PoolScan: Sendable {
  /// Bytes that the rows of a tile may take: half of the second-level cache of a usual processor, since patients come back
  /// to them again and again.
  private static let rowBytes = 256 << 10
  /// Tiles are multiples of this many donors.
  public static let tileUnit = Int(HM_WORDS) * 64

  let pool: DonorPool
  let settings: ScanSettings
  let kernel: ScanKernel
  let tileRows: Int
  let patients: [ScanPatient]
  let tests: [LocusTests]
  let programs: [LocusPrograms]
  /// For each locus, the number of the set of classes that do not tell all, and that of the untyped class.
  let blurred: [Int]
  let untyped: [Int]
  let factKinds: [FactPoints]

  /// Prepares a scan.
  ///
  /// - Parameters:
  ///   - patients: Each with the points that facts earn beside it.
  ///   - tileRows: Donors of a tile, a multiple of ``tileUnit``; nil for as many as the cache holds rows of. The answers
  ///     do not depend on it.
  public init(
    _ patients: [(person: Person, facts: FactPoints)], pool: DonorPool, settings: ScanSettings,
    kernel: ScanKernel = .best, tileRows: Int? = nil
  ) {
    (self.pool, self.settings, self.kernel) = (pool, settings, kernel)
    let genotypes = patients.map { patient in Locus.ten.map { patient.person.typing($0).genotype(.ard) } }
    var tests = pool.classes.enumerated().map { index, classes in
      LocusTests(classes, wanted: Set(genotypes.flatMap { $0[index].singles }))
    }
    var kinds: [FactPoints] = []
    var numbers: [FactPoints: Int] = [:]
    let direction = settings.direction
    self.patients = zip(patients, genotypes).map { patient, genotypes in
      let kind = numbers[patient.facts] ?? kinds.count
      if kind == kinds.count {
        numbers[patient.facts] = kind
        kinds.append(patient.facts)
      }
      let plan = PatientPlan(genotypes, &tests, direction, needsLimits: kernel == .reference)
      return ScanPatient(plan: plan, kind: kind, scale: CostScale(settings, patient.facts))
    }
    blurred = tests.indices.map { tests[$0].number(of: tests[$0].blurred) }
    untyped = tests.indices.map { tests[$0].untyped() }
    self.tests = tests
    programs = kernel == .reference ? [] : tests.map(LocusPrograms.init)
    factKinds = kinds
    let sets = tests.reduce(0) { $0 + $1.sets.count }
    self.tileRows = tileRows ?? PoolScan.tileRows(sets: sets)
    precondition(self.tileRows > 0 && self.tileRows % PoolScan.tileUnit == 0, "tile length")
    precondition(DonorPool.rowsInBlock % self.tileRows == 0, "tiles divide blocks")
  }

  /// The longest tile whose rows, two a set, stay in the cache; not below a fourth of a block, as every tile costs each
  /// patient a call.
  static func tileRows(sets: Int) -> Int {
    var rows = DonorPool.rowsInBlock
    while rows > DonorPool.rowsInBlock / 4, 2 * sets * rows / 8 > rowBytes { rows /= 2 }
    return rows
  }
}

/// One patient of a scan.
struct ScanPatient: Sendable {
  let plan: PatientPlan
  /// The kind of facts it is beside.
  let kind: Int
  let scale: CostScale
}
