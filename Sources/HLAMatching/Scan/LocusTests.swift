import DonorPool
import HLATyping

/// The sets of classes of one locus that a batch of patients asks for, each once, by number.
///
/// Which classes an identity meets is worked out for all identities of the batch in one pass over the classes that are not
/// those of single identities.
struct LocusTests: Sendable {
  /// The sets asked for so far.
  private(set) var sets: [ClassSet] = []
  /// The classes that do not tell all, of those that occur.
  let blurred: ClassSet
  /// Whether a donor of the pool is not typed here.
  let hasUntyped: Bool
  private let classes: LocusClasses
  private var numbers: [ClassSet: Int] = [:]
  private var identities: [UInt32: IdentitySets] = [:]
  /// The classes of exactly two identities of the batch.
  private var pairs: [CodeSet: Int] = [:]

  private struct IdentitySets {
    var meeting: ClassSet
    var only: Int?
    var meetingNumber: Int?
    var sharpNumber: Int?
    var onlyNumber: Int?
  }

  /// - Parameter wanted: The identities of the batch's patients.
  init(_ classes: LocusClasses, wanted: Set<UInt32>) {
    self.classes = classes
    let none = ClassSet(width: classes.width)
    var blurred = none
    let ordered = wanted.sorted()
    var slots = [Int32](repeating: -1, count: Int(ordered.last ?? 0) + 1)
    for (slot, identity) in ordered.enumerated() { slots[Int(identity)] = Int32(slot) }
    // An identity with a class of its own is looked up; the other classes are few.
    var found = ordered.map { identity in
      let own = classes.code(of: identity)
      var meeting = none
      if let own { meeting.insert(own) }
      return IdentitySets(meeting: meeting, only: own)
    }
    for code in classes.otherCodes {
      let item = classes.classes[code]
      if !item.isSharp { blurred.insert(code) }
      switch item.set.extent {
      case .foreign: continue
      case .open: for slot in found.indices { found[slot].meeting.insert(code) }
      case .closed:
        var met = 0
        item.set.codes.withUnsafeBufferPointer { members in
          for member in members where Int(member) < slots.count && slots[Int(member)] >= 0 {
            found[Int(slots[Int(member)])].meeting.insert(code)
            met += 1
          }
        }
        if item.isSharp, met == 2, item.set.codes.count == 2 { pairs[item.set] = code }
      }
    }
    self.blurred = blurred
    hasUntyped = classes.occurs[LocusClasses.untyped]
    for (slot, identity) in ordered.enumerated() { identities[identity] = found[slot] }
  }

  var width: Int { classes.width }

  mutating func number(of set: ClassSet) -> Int {
    if let known = numbers[set] { return known }
    numbers[set] = sets.count
    sets.append(set)
    return sets.count - 1
  }

  /// No class.
  mutating func none() -> Int { number(of: ClassSet(width: width)) }
  /// Every class.
  mutating func all() -> Int { number(of: ClassSet(width: width, all: true)) }

  /// The class of donors who are not typed here: against a typed patient they may match whatever it is, even a position
  /// that equals nothing.
  mutating func untyped() -> Int {
    hasUntyped ? number(of: ClassSet(width: width, only: LocusClasses.untyped)) : none()
  }

  /// The classes of which some donor may have a position that meets a set: exactly those, where a class is sharp.
  mutating func meeting(_ set: CodeSet) -> Int {
    if set.extent == .foreign { return untyped() }
    guard let identity = set.single, var own = identities[identity] else { return number(of: classes.meeting(set)) }
    if let known = own.meetingNumber { return known }
    own.meetingNumber = number(of: own.meeting)
    identities[identity] = own
    return own.meetingNumber!
  }

  /// Of these, the classes whose every position can meet the set whatever the donor's other position is: never too many.
  mutating func surelyMeeting(_ set: CodeSet) -> Int {
    guard let identity = set.single, var own = identities[identity] else {
      return number(of: classes.meeting(set).subtracting(blurred))
    }
    if let known = own.sharpNumber { return known }
    own.sharpNumber = number(of: own.meeting.subtracting(blurred))
    identities[identity] = own
    return own.sharpNumber!
  }

  /// The class of one identity and no other.
  mutating func only(_ identity: UInt32) -> Int {
    guard var own = identities[identity], let code = own.only else { return none() }
    if let known = own.onlyNumber { return known }
    own.onlyNumber = number(of: ClassSet(width: width, only: code))
    identities[identity] = own
    return own.onlyNumber!
  }

  /// The class of positions that are one of two identities, and it is not known which.
  mutating func either(_ first: UInt32, _ second: UInt32) -> Int? {
    pairs[CodeSet([first, second])].map { number(of: ClassSet(width: width, only: $0)) }
  }
}

extension LocusClasses {
  fileprivate func meeting(_ set: CodeSet) -> ClassSet {
    var found = ClassSet(width: width)
    forEachCode(meeting: set) { found.insert($0) }
    return found
  }
}
