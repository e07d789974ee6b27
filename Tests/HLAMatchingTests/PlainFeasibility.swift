import HLATyping

@testable import HLAMatching

/// Which equality patterns the four sets of a pair allow, found by trying: the twin of ``PatternFeasibility``.
struct PlainFeasibility {
  /// What one block of equal positions can be: no identity, a few (any four serve, since there are at most four
  /// blocks), or as many as wanted.
  private enum Choice {
    case some([UInt32])
    case endless
  }

  private let sets: [CodeSet]
  private let patientIsSame: Bool
  private let donorIsSame: Bool
  private var choices: [UInt8: Choice] = [:]

  init(patient: CodePair, donor: CodePair) {
    sets = [patient.first, patient.second, donor.first, donor.second]
    patientIsSame = patient.isSame
    donorIsSame = donor.isSame
  }

  /// Whether the blocks can be given distinct identities, each one that all its positions admit.
  mutating func allows(_ pattern: EqualityPattern) -> Bool {
    if patientIsSame, !pattern.patientIsHomozygous { return false }
    if donorIsSame, !pattern.donorIsHomozygous { return false }
    var limited: [[UInt32]] = []
    for index in 0..<4 where pattern.blocks[index] != 0 {
      let block = pattern.blocks[index]
      switch choice(block) {
      case .endless: continue
      case .some(let codes):
        if codes.isEmpty { return false }
        limited.append(codes)
      }
    }
    return PlainFeasibility.canChooseDistinct(limited[...], taken: [])
  }

  private static func canChooseDistinct(_ lists: ArraySlice<[UInt32]>, taken: [UInt32]) -> Bool {
    guard let first = lists.first else { return true }
    return first.contains { code in
      !taken.contains(code) && canChooseDistinct(lists.dropFirst(), taken: taken + [code])
    }
  }

  private mutating func choice(_ block: UInt8) -> Choice {
    if let known = choices[block] { return known }
    let made = makeChoice(block)
    choices[block] = made
    return made
  }

  private func makeChoice(_ block: UInt8) -> Choice {
    let members = (0..<4).filter { block & 1 << UInt8($0) != 0 }.map { sets[$0] }
    if members.contains(where: { $0.extent == .foreign }) {
      // A sequence that equals nothing typed can still be the same new sequence at the person's other position.
      let isOneSide = block & 0b0011 == 0 || block & 0b1100 == 0
      return isOneSide && members.allSatisfy { $0.extent != .closed } ? .endless : .some([])
    }
    let closed = members.filter { $0.extent == .closed }
    guard let smallest = closed.min(by: { $0.codes.count < $1.codes.count }) else { return .endless }
    let common = smallest.codes.lazy.filter { code in closed.allSatisfy { $0.contains(code) } }
    return .some(Array(common.prefix(4)))
  }
}
