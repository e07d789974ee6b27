import DonorPool
import HLATyping

/// Counts of an unambiguous patient against donors by their classes, without their records: exact wherever the donor's
/// classes are sharp.
///
/// Of what a position may be, only three things matter beside a patient of one genotype: whether it may be the first
/// identity, whether it may be the second, and whether it may be another. So a class is one of seven kinds, and a locus one
/// of their pairs, worked out once over all choices.
///
/// One thread's. Invariants: `kinds` has room for `stride` classes a locus; every code of a plane is below it.
final class ClassCounts {
  /// The kind of a class that was not met yet, of one that is not sharp, and of an untyped locus.
  private static let unmet: UInt8 = 0xFF
  private static let blurred: UInt8 = 0xFE
  private static let untyped: UInt8 = 8

  private let identities: [(first: UInt32, second: UInt32)]
  private let classes: [LocusClasses]
  /// The kinds of each locus's classes met so far.
  private let kinds: UnsafeMutablePointer<UInt8>
  private let stride: Int

  /// - Parameter genotypes: One genotype of two identities at each locus of the ten.
  init?(_ genotypes: [LocusGenotype], _ classes: [LocusClasses]) {
    var identities: [(UInt32, UInt32)] = []
    for genotype in genotypes {
      guard case .pairs(let pairs) = genotype, pairs.count == 1, let first = pairs[0].first.single,
        let second = pairs[0].second.single
      else { return nil }
      identities.append((first, second))
    }
    (self.identities, self.classes) = (identities, classes)
    // Codes have no more bits than this, whatever a damaged plane says.
    stride = 1 << (classes.map(\.width).max() ?? 1)
    kinds = .allocate(capacity: stride * classes.count)
    kinds.initialize(repeating: ClassCounts.unmet, count: stride * classes.count)
  }

  deinit { kinds.deallocate() }

  /// The counts of one locus, but for homozygosity; nil where a class is not sharp.
  func counts(_ locus: Int, _ first: Int, _ second: Int) -> MatchCounts? {
    let one = kind(locus, first)
    let other = kind(locus, second)
    if one < ClassCounts.untyped, other < ClassCounts.untyped {
      let isHomozygous = identities[locus].first == identities[locus].second
      return ClassCounts.table[(isHomozygous ? 64 : 0) + Int(one) * 8 + Int(other)]
    }
    return one == ClassCounts.blurred || other == ClassCounts.blurred ? nil : ClassCounts.ofUntyped
  }

  private func kind(_ locus: Int, _ code: Int) -> UInt8 {
    let place = locus * stride + code
    if kinds[place] == ClassCounts.unmet { kinds[place] = makeKind(locus, code) }
    return kinds[place]
  }

  private func makeKind(_ locus: Int, _ code: Int) -> UInt8 {
    if code == LocusClasses.untyped { return ClassCounts.untyped }
    guard code < classes[locus].classes.count, classes[locus].classes[code].isSharp else { return ClassCounts.blurred }
    let (item, own) = (classes[locus].classes[code], identities[locus])
    switch item.set.extent {
    case .open: return 7
    case .foreign: return 4
    case .closed:
      let (isFirst, isSecond) = (item.set.contains(own.first), item.set.contains(own.second))
      let met = own.first == own.second ? (isFirst ? 1 : 0) : (isFirst ? 1 : 0) + (isSecond ? 1 : 0)
      return (isFirst ? 1 : 0) | (isSecond ? 2 : 0) | (item.set.codes.count > met ? 4 : 0)
    }
  }

  private static let ofUntyped = MatchCounts(
    match: CountBounds(0, 2), gvh: CountBounds(0, 2), hvg: CountBounds(0, 2), homozygous: CountBounds(exactly: 0),
    isTyped: false)

  /// By kinds of both positions, beside a heterozygous and then beside a homozygous patient.
  private static let table: [MatchCounts] = [false, true].flatMap { isHomozygous in
    (0..<64).map { pair in counts(of: (pair / 8, pair % 8), isHomozygous) }
  }

  /// The bounds over all choices: identity 1, identity 2 (the same as 1 in a homozygous patient), or another.
  private static func counts(of kinds: (Int, Int), _ isHomozygous: Bool) -> MatchCounts {
    let patient = isHomozygous ? [1, 1] : [1, 2]
    func choices(_ kind: Int) -> [Int] {
      (kind & 1 != 0 ? [1] : []) + (kind & 2 != 0 ? [isHomozygous ? 1 : 2] : []) + (kind & 4 != 0 ? [3] : [])
    }
    var bounds = (match: CountBounds(2, 0), gvh: CountBounds(2, 0), hvg: CountBounds(2, 0))
    for first in choices(kinds.0) {
      for second in choices(kinds.1) {
        let gvh = UInt8(patient.count { $0 != first && $0 != second })
        let hvg = UInt8([first, second].count { !patient.contains($0) })
        bounds.match.include(2 - max(gvh, hvg))
        bounds.gvh.include(gvh)
        bounds.hvg.include(hvg)
      }
    }
    // No choice: no donor has this pair of kinds.
    guard bounds.match.min <= bounds.match.max else { return .zero }
    return MatchCounts(
      match: bounds.match, gvh: bounds.gvh, hvg: bounds.hvg, homozygous: CountBounds(exactly: 0))
  }
}

extension CountBounds {
  fileprivate mutating func include(_ value: UInt8) {
    min = Swift.min(min, value)
    max = Swift.max(max, value)
  }
}
