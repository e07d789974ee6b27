import CMatchKernels
import HLATyping

/// What a scan needs of a protocol and a day, as plain numbers.
public struct ScanSettings: Hashable, Sendable {
  /// The day on which ages are counted.
  public var date: CalendarDate
  /// Donors of other types are not ranked.
  public var donorTypes: Set<DonorType> = [.adult]
  /// Excluded from this many certain matches; nil: never.
  public var matchLimit: Int?
  /// Excluded from this many certainly homozygous loci; nil: never.
  public var homozygousLimit: Int?
  /// A certain one-way match excludes.
  public var oneWayExcludes = true
  /// Donors untyped at C or DQB1 are allowed with at most this many matches of the six; nil: no such rule.
  public var sixLocusLimit: Int?
  /// A one-way match of the loci that are typed excludes too.
  public var partialOneWayExcludes = false
  /// Points of each certain mismatch in HVG direction.
  public var hvgPoints = 0
  /// Points of each certain mismatch in GVH direction.
  public var gvhPoints = 0
  /// Points of each position that is certainly not matched: 10 less the greatest match.
  public var mismatchPoints = 0
  /// Excluded donors are listed.
  public var listsExcluded = false

  /// Settings of a day.
  public init(date: CalendarDate) { self.date = date }

  var direction: ScanDirection { ScanDirection([mismatchPoints, hvgPoints, gvhPoints]) }

  var day: hm_day {
    var day = hm_day()
    day.year = UInt32(bitPattern: Int32(date.year - 1899))
    day.month_day = UInt32(date.month * 32 + date.day)
    for (index, type) in DonorType.allCases.enumerated() where donorTypes.contains(type) {
      day.allowed_types |= 1 << UInt8(index)
    }
    day.homozygous_limit = UInt8(homozygousLimit ?? 8)
    return day
  }
}

/// The points that facts of a donor earn beside one patient.
public struct FactPoints: Hashable, Sendable {
  /// Points of an age of an adult donor, both ends included.
  public struct Ages: Hashable, Sendable {
    /// The youngest age.
    public var from: Int
    /// The oldest age.
    public var to: Int
    /// The points.
    public var points: Int

    /// Points of a range of ages.
    public init(from: Int, to: Int, points: Int) { (self.from, self.to, self.points) = (from, to, points) }
  }

  /// By the donor's group, in the order of ``ABOGroup``; unknown earns nothing.
  public var abo: [ABOGroup: Int] = [:]
  /// By the donor's serostatus; unknown earns nothing.
  public var cmv: [CMVStatus: Int] = [:]
  /// Ranges that do not overlap; other ages earn nothing.
  public var ages: [Ages] = []

  /// Points of NK models; nil where none are weighed.
  public var nk: NKScanPoints?

  /// No points for any fact.
  public init() {}

  private var best: (abo: Int, cmv: Int, age: Int) {
    (max(0, abo.values.max() ?? 0), max(0, cmv.values.max() ?? 0), max(0, ages.map(\.points).max() ?? 0))
  }

  /// The most that facts can earn.
  var most: Int { best.abo + best.cmv + best.age + (nk?.most ?? 0) }

  /// The facts but for the NK models.
  var withoutNK: FactPoints {
    var other = self
    other.nk = nil
    return other
  }

  /// The most that facts can cost: from the most they can earn down to the least.
  var span: Int {
    let least =
      min(0, abo.values.min() ?? 0) + min(0, cmv.values.min() ?? 0) + min(0, ages.map(\.points).min() ?? 0)
    return best.abo + best.cmv + best.age - least + (nk?.span ?? 0)
  }

  /// Points short of the most, but for those of NK models.
  var costs: hm_fact_costs {
    var costs = hm_fact_costs()
    let best = best
    withUnsafeMutableBytes(of: &costs.abo) { bytes in
      for value in 0..<8 { bytes.storeBytes(of: UInt16(best.abo), toByteOffset: 2 * value, as: UInt16.self) }
      for (group, points) in abo {
        bytes.storeBytes(of: UInt16(best.abo - points), toByteOffset: 2 * Int(group.rawValue), as: UInt16.self)
      }
    }
    withUnsafeMutableBytes(of: &costs.cmv) { bytes in
      for value in 0..<4 { bytes.storeBytes(of: UInt16(best.cmv), toByteOffset: 2 * value, as: UInt16.self) }
      for (status, points) in cmv {
        bytes.storeBytes(of: UInt16(best.cmv - points), toByteOffset: 2 * Int(status.rawValue), as: UInt16.self)
      }
    }
    precondition(ages.count <= Int(HM_AGE_RANGES), "a protocol is limited to \(HM_AGE_RANGES) ranges of ages")
    costs.age_ranges = UInt16(ages.count)
    costs.age_other = UInt16(best.age)
    for (index, range) in ages.enumerated() {
      withUnsafeMutableBytes(of: &costs.age_from) { $0[index] = UInt8(range.from) }
      withUnsafeMutableBytes(of: &costs.age_to) { $0[index] = UInt8(range.to) }
      withUnsafeMutableBytes(of: &costs.age_cost) {
        $0.storeBytes(of: UInt16(best.age - range.points), toByteOffset: 2 * index, as: UInt16.self)
      }
    }
    return costs
  }
}

/// How points and costs of one patient translate: points = most - cost.
struct CostScale: Sendable {
  /// Positions of the five loci.
  private static let positions = 10
  let match: Int
  let z: Int
  let y: Int
  let most: Int
  let factWidth: Int
  let width: Int

  /// Points are 10 times all weights of mismatches, less all of them for each match, hvg for each donor position and gvh
  /// for each patient position met beyond the matches.
  init(_ settings: ScanSettings, _ facts: FactPoints) {
    match = settings.mismatchPoints + settings.hvgPoints + settings.gvhPoints
    (z, y) = (settings.hvgPoints, settings.gvhPoints)
    let positions = CostScale.positions
    most = positions * match + facts.most + positions * max(0, -match) + positions / 2 * (max(0, -z) + max(0, -y))
    factWidth = CostScale.bits(facts.span)
    width = max(factWidth, CostScale.bits(positions * abs(match) + positions / 2 * (abs(z) + abs(y)) + facts.span))
    precondition(width <= Int(HM_COST_PLANES), "a protocol's weights are limited so that costs fit the planes")
  }

  static func bits(_ value: Int) -> Int { max(1, Int.bitWidth - value.leadingZeroBitCount) }
}
