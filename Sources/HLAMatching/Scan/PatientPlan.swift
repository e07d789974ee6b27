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

/// What the classes of a locus mean beside one patient.
///
/// `key` sets lead to points: with them, a donor never gets fewer points than in truth. `limit` sets lead to the rules:
/// with them, a donor never has fewer matches, or fewer positions met in HVG direction, than in truth. Source: the bounds
/// of DOMAIN, Counting; why each choice is on the safe side stands in decision 008.
struct LocusPlan: Sendable {
  /// For the patient's first and second position.
  var key: [ClassSet]
  var limit: [ClassSet]
  /// Both donor positions may be met by one patient position, as a homozygous donor's are.
  var countsZ = true
  /// One donor position may meet both patient positions, as beside a homozygous patient.
  var countsY = false
  /// One genotype, so that a donor of one genotype is counted exactly.
  var isExact = false
  /// match_max - match_min of every donor.
  var leastUncertainty = 0
  var isUnexpressed = false

  init(_ genotype: LocusGenotype, _ classes: LocusClasses, _ direction: ScanDirection) {
    let all = ClassSet(width: classes.width, all: true)
    (key, limit) = ([all, all], [all, all])
    switch genotype {
    case .untyped: leastUncertainty = 2
    case .nothingExpressed, .partlyExpressed, .geneAbsent: isUnexpressed = true
    case .pairs(let pairs):
      if pairs.count == 1, let first = pairs[0].first.single, let second = pairs[0].second.single {
        setExact(first, second, classes, direction)
      } else {
        setAmbiguous(pairs, classes, direction)
      }
    }
  }

  private mutating func setExact(
    _ first: UInt32, _ second: UInt32, _ classes: LocusClasses, _ direction: ScanDirection
  ) {
    let sets = [CodeSet([first]), CodeSet([second])]
    limit = sets.map(classes.meeting)
    key = direction == .matchFirst ? limit : sets.map(classes.surelyMeeting)
    countsY = first == second
    isExact = true
  }

  private mutating func setAmbiguous(_ pairs: [CodePair], _ classes: LocusClasses, _ direction: ScanDirection) {
    limit = [pairs.map(\.first), pairs.map(\.second)].map { sets in
      if sets.contains(where: { $0.extent == .open }) { return ClassSet(width: classes.width, all: true) }
      return classes.meeting(CodeSet(sets.filter { $0.extent == .closed }.flatMap(\.codes)))
    }
    if direction == .matchFirst {
      (key, countsY) = (limit, true)
      return
    }
    // Any one genotype serves: no count of mismatches is below its least over all of them.
    let pair = pairs[0]
    let second = pair.isSame ? ClassSet(width: classes.width) : classes.surelyMeeting(pair.second)
    key = [classes.surelyMeeting(pair.first), second]
    // Two donor positions met at once are counted as matches of two patient positions, or not at all.
    countsZ = false
  }
}

/// What the classes of all loci mean beside one patient.
struct PatientPlan: Sendable {
  let loci: [LocusPlan]

  init(_ patient: Person, _ classes: [LocusClasses], _ direction: ScanDirection) {
    loci = zip(Locus.ten, classes).map { LocusPlan(patient.typing($0).genotype(.ard), $1, direction) }
  }

  var isExact: Bool { loci.allSatisfy(\.isExact) }
  var isUnexpressed: Bool { loci.contains(where: \.isUnexpressed) }
  var leastUncertainty: Int { loci.reduce(0) { $0 + $1.leastUncertainty } }
  var limitsDiffer: Bool { loci.contains { $0.key != $0.limit } }
}
