import DonorPool
import HLATyping

/// Counts of an unambiguous patient against donors by their classes, without their records: exact wherever the donor's
/// classes are sharp.
///
/// Of what a position may be, only three things matter beside a patient of one genotype: whether it may be the first
/// identity, whether it may be the second, and whether it may be another. So a class is one of seven kinds, and a locus one
/// of their pairs, worked out once over all choices.
///
/// One thread's. Invariants: `kinds` has room for `stride` classes a locus and `words` for `kindCount` squared pairs a
/// locus; every code of a plane is below `stride`.
final class ClassCounts {
  /// The kind of a class that was not met yet.
  private static let unmet: UInt8 = 0xFF
  /// The kinds of an untyped locus, and of a class that is not sharp.
  private static let untyped: UInt8 = 8
  private static let blurred: UInt8 = 9
  private static let kindCount = 16
  /// Stands for counts that classes do not tell: no sum of bounds has all bits set.
  private static let unknown = UInt64.max

  private let identities: [(first: UInt32, second: UInt32)]
  private let classes: [LocusClasses]
  /// The kinds of each locus's classes met so far.
  private let kinds: UnsafeMutablePointer<UInt8>
  private let stride: Int
  /// The counts of each locus by the kinds of both positions.
  private let words: UnsafeMutablePointer<UInt64>

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
    let pairs = ClassCounts.kindCount * ClassCounts.kindCount
    words = .allocate(capacity: pairs * classes.count)
    for (locus, own) in identities.enumerated() {
      (words + locus * pairs).initialize(from: ClassCounts.tables[own.0 == own.1 ? 1 : 0], count: pairs)
    }
  }

  deinit {
    kinds.deallocate()
    words.deallocate()
  }

  /// The counts of one locus, but for homozygosity; nil where a class is not sharp.
  func counts(_ locus: Int, _ first: Int, _ second: Int) -> MatchCounts? {
    let kindCount = ClassCounts.kindCount
    let word = words[(locus &* kindCount &+ kind(locus, first)) &* kindCount &+ kind(locus, second)]
    return word == ClassCounts.unknown ? nil : MatchCounts(word: word)
  }

  private func kind(_ locus: Int, _ code: Int) -> Int {
    let place = kinds + (locus &* stride &+ code)
    if place.pointee == ClassCounts.unmet { place.pointee = makeKind(locus, code) }
    return Int(place.pointee)
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
  private static let tables: [[UInt64]] = [false, true].map { isHomozygous in
    (0..<kindCount * kindCount).map { pair in
      let (first, second) = (UInt8(pair / kindCount), UInt8(pair % kindCount))
      if first < untyped, second < untyped { return counts(of: (Int(first), Int(second)), isHomozygous).word }
      return max(first, second) == untyped ? ofUntyped.word : unknown
    }
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
