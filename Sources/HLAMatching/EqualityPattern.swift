import HLATyping

/// One way in which the four positions of a pair (patient 1 and 2, donor 1 and 2) can equal each other.
///
/// Counts depend on nothing else, so the bounds over all genotypes of an ambiguous pair are the bounds over the
/// patterns that its sets allow: fifteen at most, however long the lists are.
struct EqualityPattern {
  /// Positions as bits: patient first 1, patient second 2, donor first 4, donor second 8; each block is one identity, and
  /// behind the last stand empty ones.
  let blocks: SIMD4<UInt8>
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
    var blocks = SIMD4<UInt8>.zero
    for (position, number) in block.enumerated() { blocks[number] |= 1 << UInt8(position) }
    self.blocks = blocks
    gvh = [0, 1].reduce(UInt8(0)) { block[$1] == block[2] || block[$1] == block[3] ? $0 : $0 + 1 }
    hvg = [2, 3].reduce(UInt8(0)) { block[$1] == block[0] || block[$1] == block[1] ? $0 : $0 + 1 }
    match = 2 - max(gvh, hvg)
    patientIsHomozygous = block[0] == block[1]
    donorIsHomozygous = block[2] == block[3]
  }
}
