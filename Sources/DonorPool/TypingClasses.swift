import Alloreactivity
import HLATyping

/// What one class code of a locus stands for: the identities that a position of this class may have.
public struct TypingClass: Hashable, Sendable {
  /// The identities.
  public let set: CodeSet
  /// The set is that of every position of the class, and chosen independently of the other position. Of others, which
  /// share their class, the set is the union: an upper bound of what they may match.
  public let isSharp: Bool

  /// A class.
  public init(set: CodeSet, isSharp: Bool) { (self.set, self.isSharp) = (set, isSharp) }

  /// The only identity of the class.
  public var identity: UInt32? { isSharp ? set.single : nil }
}

/// The typing classes of one locus, by code.
///
/// Identities come first, the frequent ones with the smaller codes, then sets of identities, then classes that many
/// share. Source: PERFORMANCE, section 2, ambiguity.
public struct LocusClasses: Sendable {
  /// Bits of a code, at most.
  public static let widest = 14
  /// A position that may be anything.
  static let unknown = 0
  /// A position that equals nothing.
  static let foreign = 1
  /// A position that may be anything, but not independently of the other.
  static let unknownShared = 2
  /// A position of a locus that is not typed: as unknown, and the locus counts as untyped.
  public static let untyped = 3
  /// A position that equals nothing, and is the same as the other.
  static let foreignShared = 4
  static let reserved = 5

  /// The classes.
  public let classes: [TypingClass]
  /// Which of them some donor has.
  public let occurs: [Bool]

  /// The class of each identity that has one of its own and occurs.
  private let identityCodes: [UInt32: Int]
  /// The other classes that occur, ascending.
  public let otherCodes: [Int]

  init(classes: [TypingClass], occurs: [Bool]) {
    (self.classes, self.occurs) = (classes, occurs)
    var (identities, others): ([UInt32: Int], [Int]) = ([:], [])
    for code in classes.indices where occurs[code] {
      if let identity = classes[code].identity { identities[identity] = code } else { others.append(code) }
    }
    (identityCodes, otherCodes) = (identities, others)
  }

  /// The class of one identity and no other, where it occurs.
  public func code(of identity: UInt32) -> Int? { identityCodes[identity] }

  /// Calls `body` with the classes that occur and of which some position can meet a set.
  public func forEachCode(meeting set: CodeSet, _ body: (Int) -> Void) {
    if set.extent == .foreign { return }
    if set.extent == .open {
      for code in identityCodes.values { body(code) }
    } else {
      for identity in set.codes { if let code = identityCodes[identity] { body(code) } }
    }
    for code in otherCodes where classes[code].set.canMeet(set) { body(code) }
  }

  /// Bits of a code.
  public var width: Int { max(1, Int.bitWidth - (classes.count - 1).leadingZeroBitCount) }
}

/// Gives the identities and sets that occur in a pool their classes.
struct ClassBuilder {
  /// Classes that rare sets share; sets of similar identities go together.
  private static let sharedClasses = 16

  private(set) var classes = LocusClasses(classes: [], occurs: [])
  private var codes: [CodeSet: UInt16] = [:]
  /// The least identity from which each shared class on holds; ascending.
  private var sharedFrom: [UInt32] = []
  private var firstShared = 0

  /// - Parameters:
  ///   - weights: How often each set occurs as a position of its own.
  ///   - joined: Sets whose positions are not independent of each other.
  ///   - width: Bits that codes may have.
  init(weights: [CodeSet: Int], joined: Set<CodeSet>, width: Int = LocusClasses.widest) {
    var list = [
      TypingClass(set: .unknown, isSharp: true), TypingClass(set: .foreign, isSharp: true),
      TypingClass(set: .unknown, isSharp: false), TypingClass(set: .unknown, isSharp: true),
      TypingClass(set: .foreign, isSharp: false),
    ]
    let closed = weights.filter { $0.key.extent == .closed && !$0.key.codes.isEmpty }
    let room = max(0, 1 << width - LocusClasses.reserved - ClassBuilder.sharedClasses)
    let ranked = closed.sorted { ClassBuilder.isBefore($0, $1) }.map(\.key)
    let exact = ranked.filter { $0.single != nil }.prefix(room)
    let sets = ranked.filter { $0.single == nil }
    let own = sets.prefix(room - exact.count).sorted { $0.codes.lexicographicallyPrecedes($1.codes) }
    for set in Array(exact) + own {
      codes[set] = UInt16(list.count)
      list.append(TypingClass(set: set, isSharp: true))
    }
    firstShared = list.count
    // Sets with a class of their own stand here too: a presumed homozygote has one of them twice.
    let sharing = Set(ranked.filter { codes[$0] == nil || $0.single == nil }).union(
      joined.filter { $0.extent == .closed && !$0.codes.isEmpty })
    list += share(sharing.sorted { $0.codes.lexicographicallyPrecedes($1.codes) })
    classes = LocusClasses(classes: list, occurs: Array(repeating: true, count: list.count))
  }

  /// Frequent first, identities before sets of the same weight, then by code.
  private static func isBefore(_ left: (key: CodeSet, value: Int), _ right: (key: CodeSet, value: Int)) -> Bool {
    if left.value != right.value { return left.value > right.value }
    return left.key.codes.lexicographicallyPrecedes(right.key.codes)
  }

  private mutating func share(_ sets: [CodeSet]) -> [TypingClass] {
    var shared: [TypingClass] = []
    let size = max(1, (sets.count + ClassBuilder.sharedClasses - 1) / ClassBuilder.sharedClasses)
    var start = 0
    while start < sets.count {
      var end = min(start + size, sets.count)
      // Sets that begin with the same identity stay together, so that the class of a set can be told from it.
      while end < sets.count, sets[end].codes[0] == sets[end - 1].codes[0] { end += 1 }
      sharedFrom.append(sets[start].codes[0])
      shared.append(TypingClass(set: CodeSet(sets[start..<end].flatMap(\.codes)), isSharp: false))
      start = end
    }
    return shared
  }

  /// The class of a position that is independent of the other.
  func code(_ set: CodeSet) -> UInt16 {
    switch set.extent {
    case .open: return UInt16(LocusClasses.unknown)
    case .foreign: return UInt16(LocusClasses.foreign)
    case .closed: return codes[set] ?? sharedCode(set)
    }
  }

  /// The class of a position that depends on the other, so that its own set would promise too much.
  func sharedCode(_ set: CodeSet) -> UInt16 {
    guard set.extent == .closed, let least = set.codes.first else {
      return UInt16(set.extent == .foreign ? LocusClasses.foreignShared : LocusClasses.unknownShared)
    }
    guard let index = sharedFrom.lastIndex(where: { $0 <= least }) else { return UInt16(LocusClasses.unknownShared) }
    let code = firstShared + index
    let isHeld = set.codes.allSatisfy { classes.classes[code].set.contains($0) }
    return UInt16(isHeld ? code : LocusClasses.unknownShared)
  }
}

/// How one locus of one donor stands in the planes of a pool.
struct LocusCode {
  var first = UInt16(LocusClasses.unknown)
  var second = UInt16(LocusClasses.unknown)
  var homozygosity: ClosedRange<UInt8> = 0...1
  /// One genotype, both of whose identities have a class of their own.
  var isExact = false
  /// Nothing may be expressed: classes cannot say that.
  var isIrregular = false
  /// The KIR ligands that the typing makes certain.
  var ligands: CertainLigands = []

  /// Codes whose set admits every genotype of the typing, and is sharp only where it admits no other.
  init(_ genotype: LocusGenotype, _ builder: ClassBuilder) {
    homozygosity = genotype.homozygosity
    switch genotype {
    case .untyped: (first, second) = (UInt16(LocusClasses.untyped), UInt16(LocusClasses.untyped))
    case .geneAbsent, .nothingExpressed, .partlyExpressed: isIrregular = true
    case .pairs(let pairs):
      if pairs.count > 1 {
        first = builder.sharedCode(LocusCode.union(pairs.map(\.first)))
        second = builder.sharedCode(LocusCode.union(pairs.map(\.second)))
      } else {
        first = builder.code(pairs[0].first)
        let isFree = !pairs[0].isSame || pairs[0].first.single != nil
        second = isFree ? builder.code(pairs[0].second) : builder.sharedCode(pairs[0].second)
      }
      isExact = [first, second].allSatisfy { builder.classes.classes[Int($0)].identity != nil }
    }
  }

  /// The positions of several genotypes together; open if one of them is.
  static func union(_ sets: [CodeSet]) -> CodeSet {
    if sets.contains(where: { $0.extent == .open }) { return .unknown }
    let closed = sets.filter { $0.extent == .closed }
    return closed.isEmpty ? .foreign : CodeSet(closed.flatMap(\.codes))
  }
}
