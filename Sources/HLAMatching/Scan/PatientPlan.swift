import DonorPool
import HLANomenclature
import HLATyping

/// Which way the weights of mismatches point, and so which side of an estimate is safe.
enum ScanDirection: Sendable {
  /// No mismatch costs points: an estimate must not find more matches than the truth.
  case mismatchFirst
  /// No mismatch earns points: an estimate must not find fewer.
  case matchFirst
  /// Estimates are of no use: whatever is not exact is judged one by one.
  case mixed

  /// - Parameter weights: What each mismatch earns, in whatever way it is counted.
  init(_ weights: [Int]) {
    if weights.allSatisfy({ $0 >= 0 }) {
      self = .mismatchFirst
    } else {
      self = weights.allSatisfy { $0 <= 0 } ? .matchFirst : .mixed
    }
  }
}

/// What the classes of a locus mean beside one patient: numbers of sets of ``LocusTests``.
///
/// `key` sets lead to points: with them, a donor never gets fewer points than in truth. `limit` and `sure` sets lead to the
/// rules: with them, a donor never has fewer, or more, matches than in truth. Source: the bounds of DOMAIN, Counting; why
/// each choice is on the safe side stands in decision 008.
struct LocusPlan: Sendable {
  /// For the patient's first and second position.
  var key: [Int]
  /// The same; of use where ``PatientPlan/hasLimits``.
  var limit: [Int]
  /// The classes that are certainly the patient's first, and second, identity.
  var sure: [Int]
  /// The class of donors that have one of the patient's identities, and it is not known which.
  var within: Int?
  /// Both donor positions may be met by one patient position, as a homozygous donor's are.
  var countsZ = true
  /// One donor position may meet both patient positions, as beside a homozygous patient.
  var countsY = false
  /// One genotype, so that a donor of one genotype is counted exactly.
  var isExact = false
  /// Key, limit and sure sets tell the least and the most matches of donors whose classes tell all.
  var settlesMatches = false
  /// match_max - match_min of every donor.
  var leastUncertainty = 0
  var isUnexpressed = false
  var isUntyped = false

  init(_ genotype: LocusGenotype, _ tests: inout LocusTests, _ direction: ScanDirection, hasLimits: Bool) {
    let (all, none) = (tests.all(), tests.none())
    (key, limit, sure) = ([all, all], [all, all], [none, none])
    switch genotype {
    case .untyped:
      leastUncertainty = 2
      (settlesMatches, isUntyped) = (true, true)
    case .nothingExpressed, .partlyExpressed, .geneAbsent: isUnexpressed = true
    case .pairs(let pairs):
      if pairs.count == 1, let first = pairs[0].first.single, let second = pairs[0].second.single {
        setExact(first, second, &tests, direction, hasLimits: hasLimits)
      } else {
        setAmbiguous(pairs, &tests, direction)
      }
    }
  }

  private mutating func setExact(
    _ first: UInt32, _ second: UInt32, _ tests: inout LocusTests, _ direction: ScanDirection, hasLimits: Bool
  ) {
    let sets = [CodeSet([first]), CodeSet([second])]
    if hasLimits { limit = sets.map { tests.meeting($0) } }
    key = sets.map { direction == .matchFirst ? tests.meeting($0) : tests.surelyMeeting($0) }
    sure = [tests.only(first), tests.only(second)]
    within = first == second ? nil : tests.either(first, second)
    countsY = first == second
    (isExact, settlesMatches) = (true, true)
  }

  private mutating func setAmbiguous(_ pairs: [CodePair], _ tests: inout LocusTests, _ direction: ScanDirection) {
    limit = [pairs.map(\.first), pairs.map(\.second)].map { sets in
      if sets.contains(where: { $0.extent == .open }) { return tests.meeting(.unknown) }
      let closed = sets.filter { $0.extent == .closed }
      return tests.meeting(closed.isEmpty ? .foreign : CodeSet(closed.flatMap(\.codes)))
    }
    if pairs.count == 1, !pairs[0].isSame {
      let positions = [pairs[0].first, pairs[0].second]
      sure = positions.map { $0.single.map { tests.only($0) } ?? tests.none() }
      // Of three identities and more, a donor's two positions never hold all; of two they may, and then a match is
      // certain though no position is.
      settlesMatches = positions.allSatisfy { $0.extent != .closed || $0.codes.count != 2 }
    }
    if direction == .matchFirst {
      (key, countsY) = (limit, true)
      return
    }
    // Any one genotype serves: no count of mismatches is below its least over all of them.
    let pair = pairs[0]
    key = [tests.surelyMeeting(pair.first), pair.isSame ? tests.none() : tests.surelyMeeting(pair.second)]
    // Two donor positions met at once are counted as matches of two patient positions, or not at all.
    countsZ = false
  }
}

/// What the classes of all loci mean beside one patient.
struct PatientPlan: Sendable {
  let loci: [LocusPlan]
  /// The most that donors may match is told by sets of its own, not by key sets and classes that do not tell all.
  let hasLimits: Bool

  /// - Parameter needsLimits: Limit sets are wanted though key sets would serve.
  init(_ genotypes: [LocusGenotype], _ tests: inout [LocusTests], _ direction: ScanDirection, needsLimits: Bool) {
    let hasLimits = needsLimits || !genotypes.allSatisfy(\.isExact)
    self.hasLimits = hasLimits
    loci = genotypes.indices.map { LocusPlan(genotypes[$0], &tests[$0], direction, hasLimits: hasLimits) }
  }

  var isExact: Bool { loci.allSatisfy(\.isExact) }
  var settlesMatches: Bool { loci.allSatisfy(\.settlesMatches) }
  var isUnexpressed: Bool { loci.contains(where: \.isUnexpressed) }
  var leastUncertainty: Int { loci.reduce(0) { $0 + $1.leastUncertainty } }
}

extension LocusGenotype {
  /// One genotype of two identities.
  var isExact: Bool {
    guard case .pairs(let pairs) = self, pairs.count == 1 else { return false }
    return pairs[0].first.single != nil && pairs[0].second.single != nil
  }

  /// The identities that it names one by one; of sets, which are looked up whole, none.
  var singles: [UInt32] {
    guard case .pairs(let pairs) = self else { return [] }
    return pairs.flatMap { [$0.first.single, $0.second.single].compactMap(\.self) }
  }
}
