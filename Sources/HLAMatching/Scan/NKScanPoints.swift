import CMatchKernels

/// The points that NK models earn donors beside one patient.
public struct NKScanPoints: Hashable, Sendable {
  /// Points by outcome. Bit 0 of an index: the donor has a ligand that the patient lacks; bit 1: a receptor of one; bits 2
  /// and 3: B content, 1 better, 2 best; bit 4: KIR2DS1 and C1, where the patient has C2.
  public let outcomes: [Int]
  /// One bit for each of C1, C2 and Bw4 that the patient certainly lacks.
  public let lacking: UInt8
  /// The patient certainly has C2.
  public let hasC2: Bool

  /// Points of 32 outcomes.
  public init(outcomes: [Int], lacking: UInt8, hasC2: Bool) {
    precondition(outcomes.count == 32 && lacking < 8, "five bits of outcome, three of ligands")
    (self.outcomes, self.lacking, self.hasC2) = (outcomes, lacking, hasC2)
  }

  /// The points of a donor, by the nine bits that pools keep of it.
  public func points(_ donor: UInt16) -> Int {
    let ligands = UInt8(donor & 7) & lacking
    let receptors = UInt8(donor >> 3 & 7) & lacking
    var outcome = (ligands != 0 ? 1 : 0) | (receptors != 0 ? 2 : 0) | Int(donor >> 6 & 3) << 2
    if hasC2, donor >> 8 & 1 == 1 { outcome |= 16 }
    return outcomes[outcome]
  }

  private func canComeUp(_ outcome: Int) -> Bool {
    outcome >> 2 & 3 != 3 && (hasC2 || outcome < 16) && (lacking != 0 || outcome & 3 == 0)
  }

  /// The most that the models can earn.
  var most: Int { max(0, outcomes.max() ?? 0) }
  /// The most that they can cost, counted from there.
  var span: Int { most - min(0, outcomes.min() ?? 0) }
  /// Planes that hold every cost.
  var width: Int { max(1, Int.bitWidth - span.leadingZeroBitCount) }

  var costs: hm_nk_costs {
    var costs = hm_nk_costs()
    (costs.lacking, costs.has_c2) = (lacking, hasC2 ? 1 : 0)
    withUnsafeMutableBytes(of: &costs.cost) { bytes in
      // The kernel looks for outcomes that cost something: those that cannot come up are none of them.
      for (outcome, points) in outcomes.enumerated() where canComeUp(outcome) {
        bytes.storeBytes(of: UInt16(most - points), toByteOffset: 2 * outcome, as: UInt16.self)
      }
    }
    return costs
  }
}
