import HLATyping

/// A set of ``EqualityPattern/all``, a bit each in its order.
struct EqualityPatterns: OptionSet {
  let rawValue: UInt16

  /// The patterns of a rule.
  init(where holds: (EqualityPattern) -> Bool) {
    rawValue = EqualityPattern.all.indices.reduce(0) { holds(EqualityPattern.all[$1]) ? $0 | 1 << UInt16($1) : $0 }
  }

  init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Every pattern.
  static let all = EqualityPatterns { _ in true }
  /// Those in which the patient has one identity at both positions.
  static let patientIsHomozygous = EqualityPatterns { $0.patientIsHomozygous }
  /// Those in which the donor has.
  static let donorIsHomozygous = EqualityPatterns { $0.donorIsHomozygous }

  /// The patterns that two typings allow, one pair of genotypes or another.
  init(_ patients: [CodePair], _ donors: [CodePair]) {
    self = []
    for patient in patients {
      for donor in donors {
        formUnion(PatternFeasibility(patient: patient, donor: donor).patterns(beside: self))
        if self == .all { return }
      }
    }
  }

  /// Calls `body` with each pattern.
  @inline(__always) func forEach(_ body: (EqualityPattern) -> Void) {
    var rest = rawValue
    while rest != 0 {
      body(EqualityPattern.all[rest.trailingZeroBitCount])
      rest &= rest - 1
    }
  }
}

/// The four sets of a pair of typings, asked which equality patterns they allow: whether the blocks of a pattern can be
/// given distinct identities, each one that all its positions admit.
///
/// An identity counts by the positions that list it, and by nothing else: identities of one kind serve the same blocks. A
/// choice of distinct ones exists where for any number of blocks as many identities serve one of them or more (Hall 1935,
/// J London Math Soc 10:26), which are sums over fifteen kinds, however long the lists are.
struct PatternFeasibility {
  /// Positions of each extent, as bits.
  private var (closed, foreign): (UInt8, UInt8) = (0, 0)
  /// How many identities each set of positions lists, up to four, which serve four blocks.
  private var counts = SIMD16<UInt8>.zero
  private var allowed = EqualityPatterns.all

  init(patient: CodePair, donor: CodePair) {
    if patient.isSame { allowed.formIntersection(.patientIsHomozygous) }
    if donor.isSame { allowed.formIntersection(.donorIsHomozygous) }
    add(patient.first, 1)
    add(patient.second, 2)
    add(donor.first, 4)
    add(donor.second, 8)
    count(patient.first, patient.second, donor.first, donor.second)
  }

  /// The patterns that the sets allow.
  ///
  /// - Parameter known: Patterns that need no answer.
  func patterns(beside known: EqualityPatterns = []) -> EqualityPatterns {
    var found: UInt16 = 0
    var rest = allowed.subtracting(known).rawValue
    while rest != 0 {
      let index = rest.trailingZeroBitCount
      if allows(EqualityPattern.all[index]) { found |= 1 << UInt16(index) }
      rest &= rest - 1
    }
    return EqualityPatterns(rawValue: found)
  }

  private mutating func add(_ set: CodeSet, _ position: UInt8) {
    switch set.extent {
    case .closed: closed |= position
    case .foreign: foreign |= position
    case .open: break
    }
  }

  /// Goes through the codes of the closed sets in ascending order and counts each by the positions that list it.
  private mutating func count(_ p1: CodeSet, _ p2: CodeSet, _ d1: CodeSet, _ d2: CodeSet) {
    p1.withClosedCodes { p1 in
      p2.withClosedCodes { p2 in
        d1.withClosedCodes { d1 in
          d2.withClosedCodes { d2 in
            var heads = SIMD4<Int>.zero
            while true {
              let codes = SIMD4<UInt64>(p1.code(heads[0]), p2.code(heads[1]), d1.code(heads[2]), d2.code(heads[3]))
              let least = codes.min()
              if least == ClosedCodes.end { return }
              var kind = 0
              for position in 0..<4 where codes[position] == least {
                heads[position] += 1
                kind |= 1 << position
              }
              if counts[kind] < 4 { counts[kind] += 1 }
            }
          }
        }
      }
    }
  }

  private func allows(_ pattern: EqualityPattern) -> Bool {
    // Kinds that serve each block that has not as many identities as wanted.
    var serving = SIMD4<UInt16>.zero
    var limited = 0
    for index in 0..<4 {
      let block = pattern.blocks[index]
      let listing = block & closed
      if block & foreign != 0 {
        // A sequence that equals nothing typed can still be the same new sequence at the person's other position.
        let isOneSide = block & 0b0011 == 0 || block & 0b1100 == 0
        guard isOneSide, listing == 0 else { return false }
      } else if listing != 0 {
        serving[limited] = PatternFeasibility.kinds[Int(listing)]
        limited += 1
      }
    }
    for blocks in 1..<(1 << limited) {
      var kinds: UInt16 = 0
      for index in 0..<limited where blocks & 1 << index != 0 { kinds |= serving[index] }
      if !hasIdentities(blocks.nonzeroBitCount, of: kinds) { return false }
    }
    return true
  }

  /// Whether there are so many identities of these kinds.
  @inline(__always) private func hasIdentities(_ wanted: Int, of kinds: UInt16) -> Bool {
    var found = 0
    var rest = kinds
    while rest != 0 {
      found += Int(counts[rest.trailingZeroBitCount])
      if found >= wanted { return true }
      rest &= rest - 1
    }
    return false
  }

  /// The kinds, as bits, that serve a block of positions: those that list it whole.
  private static let kinds: [UInt16] = (0..<16).map { block in
    (0..<16).reduce(UInt16(0)) { $1 & block == block ? $0 | 1 << UInt16($1) : $0 }
  }
}

/// The codes of a closed set in ascending order, and behind them an end greater than all.
///
/// Must not outlive the set's codes.
private struct ClosedCodes {
  static let end = UInt64.max
  let codes: UnsafeBufferPointer<UInt32>

  @inline(__always) func code(_ index: Int) -> UInt64 { index < codes.count ? UInt64(codes[index]) : ClosedCodes.end }
}

extension CodeSet {
  @inline(__always) fileprivate func withClosedCodes(_ body: (ClosedCodes) -> Void) {
    if extent != .closed { return body(ClosedCodes(codes: UnsafeBufferPointer(start: nil, count: 0))) }
    codes.withUnsafeBufferPointer { body(ClosedCodes(codes: $0)) }
  }
}
