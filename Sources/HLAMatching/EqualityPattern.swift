import HLATyping

/// One way in which the four positions of a pair (patient 1 and 2, donor 1 and 2) can equal each other.
///
/// Counts depend on nothing else, so the bounds over all genotypes of an ambiguous pair are the bounds over the
/// patterns that its sets allow: fifteen at most, however long the lists are.
struct EqualityPattern {
  /// Positions as bits: patient first 1, patient second 2, donor first 4, donor second 8; each block is one identity.
  let blocks: [UInt8]
  let match: UInt8
  let gvh: UInt8
  let hvg: UInt8
  let patientIsHomozygous: Bool
  let donorIsHomozygous: Bool

  /// All partitions of the four positions.
  static let all: [EqualityPattern] = {
    var patterns: [EqualityPattern] = []
    for second in 0..<2 {
      for third in 0...(second + 1) {
        for fourth in 0...(max(second, third) + 1) {
          patterns.append(EqualityPattern(blockOf: [0, second, third, fourth]))
        }
      }
    }
    return patterns
  }()

  private init(blockOf block: [Int]) {
    blocks = (0...block.max()!).map { number in
      block.enumerated().reduce(UInt8(0)) { $1.element == number ? $0 | 1 << UInt8($1.offset) : $0 }
    }
    gvh = [0, 1].reduce(UInt8(0)) { block[$1] == block[2] || block[$1] == block[3] ? $0 : $0 + 1 }
    hvg = [2, 3].reduce(UInt8(0)) { block[$1] == block[0] || block[$1] == block[1] ? $0 : $0 + 1 }
    match = 2 - max(gvh, hvg)
    patientIsHomozygous = block[0] == block[1]
    donorIsHomozygous = block[2] == block[3]
  }
}

/// The four sets of a pair of typings, asked which equality patterns they allow.
struct PatternFeasibility {
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
    for block in pattern.blocks {
      switch choice(block) {
      case .endless: continue
      case .some(let codes):
        if codes.isEmpty { return false }
        limited.append(codes)
      }
    }
    return PatternFeasibility.canChooseDistinct(limited[...], taken: [])
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
