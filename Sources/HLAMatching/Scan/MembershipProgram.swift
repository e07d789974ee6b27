import CMatchKernels

/// A test whether a class code is in a set, over the planes of the code's bits: a reduced ordered decision diagram.
///
/// Source: Bryant 1986, IEEE Transactions on Computers C-35:677.
struct MembershipProgram: Sendable {
  /// The steps, each after those it refers to.
  private(set) var nodes: [hm_node] = []
  /// The last step, or 0 for an empty set, 1 for a full one.
  private(set) var root: UInt16 = 0

  /// - Parameter mostSteps: A diagram of more steps is not wanted, and building it ends early.
  init?(_ set: ClassSet, mostSteps: Int) {
    var known: [Step: UInt16] = [:]
    guard let root = build(set, bits: set.width, from: 0, mostSteps, &known) else { return nil }
    self.root = root
  }

  private struct Step: Hashable {
    let variable: UInt16
    let low: UInt16
    let high: UInt16
  }

  /// The step that decides the codes from `first` on that share all but their lowest `bits` bits.
  private mutating func build(
    _ set: ClassSet, bits: Int, from first: Int, _ mostSteps: Int, _ known: inout [Step: UInt16]
  ) -> UInt16? {
    if bits == 0 { return set.contains(first) ? 1 : 0 }
    if bits >= 6, let all = set.constant(first..<first + 1 << bits) { return all ? 1 : 0 }
    guard let low = build(set, bits: bits - 1, from: first, mostSteps, &known),
      let high = build(set, bits: bits - 1, from: first | 1 << (bits - 1), mostSteps, &known)
    else { return nil }
    if low == high { return low }
    let step = Step(variable: UInt16(bits - 1), low: low, high: high)
    if let number = known[step] { return number }
    if nodes.count == mostSteps { return nil }
    nodes.append(hm_node(variable: step.variable, low: low, high: high))
    let number = UInt16(nodes.count + 1)
    known[step] = number
    return number
  }
}
