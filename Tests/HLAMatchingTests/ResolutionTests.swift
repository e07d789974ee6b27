import HLAMatching
import HLANomenclature
import HLAReference
import HLATyping
import MatchTestSupport
import Testing

@Suite("Bounds of written typings")
struct ResolutionTests {
  /// Cells that the excerpt leaves open stay out: what they may be is not listed.
  private func isClosed(_ typing: LocusTyping) -> Bool {
    guard case .typed(let typed) = typing else { return false }
    return typed.positions.allSatisfy { $0.identities.extent == .closed && !$0.identities.codes.isEmpty || $0.isNull }
  }

  /// The cell of one expressed allele among those that a position may be; the position's own null where it is one.
  private func resolved(_ position: PositionTyping, _ random: inout SeededGenerator) -> String {
    let reference = TestPool.reference
    let expressed = position.alleles.filter { reference.suffix(of: $0) != .null }
    return reference.name(of: random.pick(position.isNull ? position.alleles : expressed)).description
  }

  private func resolved(_ typing: LocusTyping, _ locus: Locus, _ random: inout SeededGenerator) throws -> LocusTyping? {
    guard case .typed(let typed) = typing else { return nil }
    let first = resolved(typed.genotypes[0].first, &random)
    switch typed.genotypes[0].second {
    case .position(let second): return try TestPool.typing(locus, first, resolved(second, &random))
    case .presumedHomozygous: return try TestPool.typing(locus, first, first)
    case .unknown, .absent: return nil
    }
  }

  @Test("Writing one full name for each ambiguous cell gives counts within the bounds", arguments: TestSeeds.all)
  func fullNamesLieWithinBounds(seed: UInt64) throws {
    var generator = PersonGenerator(seed: seed)
    var random = SeededGenerator(seed: seed ^ 0xA11E1E)
    for number in 0..<150 {
      let locus = random.pick(Locus.ten)
      let typings = try (0..<2).map { _ in
        try TestPool.typing(locus, generator.cell(locus), random.chance(20) ? "" : generator.cell(locus))
      }
      guard typings.allSatisfy(isClosed) else { continue }
      let bounds = LocusComparison.counts(patient: typings[0].genotype(.ard), donor: typings[1].genotype(.ard))
      for _ in 0..<4 {
        guard let patient = try resolved(typings[0], locus, &random) else { break }
        guard let donor = try resolved(typings[1], locus, &random) else { break }
        let exact = LocusComparison.counts(patient: patient.genotype(.ard), donor: donor.genotype(.ard))
        #expect(bounds.contains(exact), "seed \(seed), pair \(number): \(exact.summary) outside \(bounds.summary)")
        #expect(exact.unexpressedLoci == 1 || !exact.match.isOpen, "seed \(seed), pair \(number)")
      }
    }
  }
}
