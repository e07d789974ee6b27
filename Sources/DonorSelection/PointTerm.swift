import HLAMatching
import HLANomenclature
import HLATyping

/// One term of a donor's points.
public struct PointTerm: Hashable, Sendable {
  /// The term, as named in the protocol file.
  public let code: String
  /// How often it counts.
  public let count: Int
  /// What it earns altogether.
  public let points: Int
}

/// The points of donors for one patient on one day, term by term or summed.
struct PointScale {
  let points: ProtocolPoints
  let patient: PersonFacts

  /// Terms that earn something or count something, in the order of the protocol file; their points add up to
  /// ``sum(_:six:_:age:isRelated:)``.
  ///
  /// - Parameters:
  ///   - six: The matches of the six positions, where the protocol counts them.
  ///   - nk: The terms of NK alloreactivity, which stand among the others and are no part of that sum.
  func terms(
    _ total: MatchCounts, six: SixLocusMatch?, _ donor: PersonFacts, age: Int?, isRelated: Bool, nk: [PointTerm]
  ) -> [PointTerm] {
    var terms: [PointTerm] = []
    func add(_ code: String, _ count: Int, each value: Int) {
      if count != 0, value != 0 { terms.append(PointTerm(code: code, count: count, points: count * value)) }
    }
    add("mismatch", PointScale.mismatches(total), each: points.mismatch)
    add("hvg_mismatch", Int(total.hvg.min), each: points.hvgMismatch)
    add("gvh_mismatch", Int(total.gvh.min), each: points.gvhMismatch)
    if let six { add("six_locus_match", Int(six.match.min), each: points.sixLocusMatch) }
    if isRelated { add("related", 1, each: points.related) }
    terms += nk
    if let range = ageRange(donor, age) { add("age_\(range.from)_\(range.to)", 1, each: range.points) }
    if isCMVEqual(donor) { add("cmv_equal", 1, each: points.cmvEqual) }
    if let abo = compatibility(donor) { add("abo_\(abo.rawValue)", 1, each: points.abo[abo] ?? 0) }
    return terms
  }

  /// The sum of all terms.
  func sum(
    _ total: MatchCounts, six: SixLocusMatch? = nil, _ donor: PersonFacts, age: Int?, isRelated: Bool
  ) -> Int {
    var sum = points.mismatches(total) + (isRelated ? points.related : 0)
    if let six { sum += Int(six.match.min) * points.sixLocusMatch }
    sum += ageRange(donor, age)?.points ?? 0
    if isCMVEqual(donor) { sum += points.cmvEqual }
    if let abo = compatibility(donor) { sum += points.abo[abo] ?? 0 }
    return sum
  }

  /// Positions of the ten that no genotype of the typings matches.
  static func mismatches(_ total: MatchCounts) -> Int { 2 * Locus.ten.count - Int(total.match.max) }

  private func ageRange(_ donor: PersonFacts, _ age: Int?) -> AgePoints? {
    guard let age, donor.donorType == .adult else { return nil }
    return points.ages.first { $0.from <= age && age <= $0.to }
  }

  private func isCMVEqual(_ donor: PersonFacts) -> Bool { donor.cmv != nil && donor.cmv == patient.cmv }

  private func compatibility(_ donor: PersonFacts) -> ABOCompatibility? {
    guard let own = donor.abo, let other = patient.abo else { return nil }
    return ABOCompatibility(donor: own, patient: other)
  }
}

extension ProtocolPoints {
  /// What the mismatches of a pair earn, in each direction and in all.
  func mismatches(_ total: MatchCounts) -> Int {
    Int(total.hvg.min) * hvgMismatch + Int(total.gvh.min) * gvhMismatch + PointScale.mismatches(total) * mismatch
  }
}
