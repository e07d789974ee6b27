import CMatchKernels
import DonorPool

/// What facts cost the donors of a tile beside each kind of patient: sums of what blood group, serostatus and age cost and
/// of what NK models cost, each worked out once for the kinds that share it.
///
/// One thread's. Invariant: every buffer has room for `HM_COST_PLANES` planes of `words` words.
final class FactCosts {
  private struct Part<Costs> {
    let costs: Costs
    let width: Int
    let planes: UnsafeMutablePointer<UInt64>
  }

  private struct Kind {
    let plain: Int
    let nk: Int?
    let width: Int
    /// Where the sum stands: that of the plain facts where there is nothing to add.
    let planes: UnsafeMutablePointer<UInt64>
  }

  private var plain: [Part<hm_fact_costs>] = []
  private var nk: [Part<hm_nk_costs>] = []
  private var kinds: [Kind] = []
  private var buffers: [UnsafeMutablePointer<UInt64>] = []

  /// - Parameter words: Words of a plane, at most.
  init(_ facts: [FactPoints], words: Int) {
    let size = Int(HM_COST_PLANES) * words
    var (plainNumbers, nkNumbers): ([FactPoints: Int], [NKScanPoints: Int]) = ([:], [:])
    for own in facts {
      let other = own.withoutNK
      if plainNumbers[other] == nil {
        plainNumbers[other] = plain.count
        plain.append(Part(costs: other.costs, width: CostScale.bits(other.span), planes: makeBuffer(size)))
      }
      guard let models = own.nk else {
        let part = plain[plainNumbers[other]!]
        kinds.append(Kind(plain: plainNumbers[other]!, nk: nil, width: part.width, planes: part.planes))
        continue
      }
      if nkNumbers[models] == nil {
        nkNumbers[models] = nk.count
        nk.append(Part(costs: models.costs, width: models.width, planes: makeBuffer(size)))
      }
      kinds.append(
        Kind(
          plain: plainNumbers[other]!, nk: nkNumbers[models], width: CostScale.bits(own.span),
          planes: makeBuffer(size)))
    }
  }

  deinit { for buffer in buffers { buffer.deallocate() } }

  private func makeBuffer(_ size: Int) -> UnsafeMutablePointer<UInt64> {
    let buffer = UnsafeMutablePointer<UInt64>.allocate(capacity: size)
    buffers.append(buffer)
    return buffer
  }

  /// The planes of a kind's costs, which stay in place.
  func planes(_ kind: Int) -> UnsafePointer<UInt64> { UnsafePointer(kinds[kind].planes) }

  /// Works out all costs of a tile.
  ///
  /// - Parameter base: The fact planes of the tile's block, at the tile's first word.
  func load(
    _ instructions: hm_instructions, _ base: UnsafePointer<UInt64>, words: Int, _ facts: inout hm_facts
  ) {
    let stride = BlockLayout.words
    for part in plain {
      var costs = part.costs
      hm_cost_facts(instructions, base, stride, words, &facts, &costs, part.width, part.planes)
    }
    for part in nk {
      var costs = part.costs
      hm_cost_nk(instructions, base, stride, words, &costs, part.width, part.planes)
    }
    for kind in kinds {
      guard let model = kind.nk else { continue }
      let (left, right) = (plain[kind.plain], nk[model])
      hm_add_costs(
        instructions, left.planes, left.width, right.planes, right.width, words, kind.width, kind.planes)
    }
  }
}
