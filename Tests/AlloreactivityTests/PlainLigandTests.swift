import Alloreactivity
import HLANomenclature
import HLAReference
import HLATyping
import TestFixtures
import Testing

/// Whether a person carries one thing, allele by allele, as DOMAIN 5.2 says it.
private struct PlainPresence {
  let reference: ReferenceIndex
  /// Whether an expressed allele carries it; nil where that is not known.
  let carries: (AlleleCode) -> Bool?

  func of(_ typing: LocusTyping) -> LigandPresence {
    guard case .typed(let typed) = typing else { return typing == .untyped ? .possible : .absent }
    let found = Set(typed.genotypes.map { of($0) })
    return found.count == 1 ? found.first! : .possible
  }

  private func of(_ genotype: TypedGenotype) -> LigandPresence {
    let one = of(genotype.first)
    switch genotype.second {
    case .position(let position): return one.or(of(position))
    case .unknown: return one.or(.possible)
    case .presumedHomozygous, .absent: return one
    }
  }

  private func of(_ position: PositionTyping) -> LigandPresence {
    if !position.isClosed { return .possible }
    let answers = Set(position.expressedAlleles(in: reference).map { carries($0) })
    if answers.isEmpty { return .absent }
    guard answers.count == 1, let answer = answers.first! else { return .possible }
    return answer ? .certain : .absent
  }
}

@Suite("Ligands found in one go over the alleles are those found one by one")
struct PlainLigandTests {
  private static let loci: [Locus] = [.a, .b, .c]

  /// A random cell of a locus: names of two to four fields, lists, nulls, groups, NEW, blanks.
  private func cell(_ locus: Locus, _ names: [String], _ random: inout SeededGenerator) -> String {
    switch random.below(12) {
    case 0: return "NEW"
    case 1: return "UUUU"
    case 2: return "\(random.pick(names))/\(random.pick(names))"
    case 3: return "\(random.pick(names))/\(random.pick(names))/\(random.pick(names))"
    case 4: return "\(locus)*\(random.pick(names).dropFirst(2).prefix(2)):XX"
    default: return random.pick(names)
    }
  }

  @Test("Random typings, with and without the exceptions of Bw4", arguments: TestSeeds.all)
  func randomTypings(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let reference = try People.resolver.reference
    var presences: Set<LigandPresence> = []
    for locus in PlainLigandTests.loci {
      let names = reference.alleles(of: locus).map { reference.name(of: AlleleCode($0)).description }
      for _ in 0..<300 {
        let (first, second) = (cell(locus, names, &random), random.chance(15) ? "" : cell(locus, names, &random))
        guard let typing = try? People.locus(locus, first, second) else { continue }
        for policy in [LigandPolicy(), LigandPolicy(countedExceptions: [.a25, .b13])] {
          let own = LocusLigands(typing, locus: locus, reference: reference, policy: policy)
          let found = values(own, locus, reference)
          let plain = plain(typing, locus, reference, policy)
          #expect(found == plain, "seed \(seed), \(locus) \(first), \(second)")
          presences.formUnion(plain)
        }
      }
    }
    #expect(presences == Set(LigandPresence.allCases))
  }

  /// The ligands that a locus may carry, seen through a person of whom the other loci carry nothing.
  private func values(_ own: LocusLigands, _ locus: Locus, _ reference: ReferenceIndex) -> [LigandPresence] {
    let none = PlainLigandTests.loci.map { LocusLigands(.absent, locus: $0, reference: reference) }
    let profile = LigandProfile(
      a: locus == .a ? own : none[0], b: locus == .b ? own : none[1], c: locus == .c ? own : none[2])
    switch locus {
    case .a: return [profile.bw4, profile.a3A11, profile.a11]
    case .b: return [profile.c1, profile.bw4, profile.bw4I80OfB, profile.bw4T80OfB]
    default: return [profile.c1OfC, profile.c2]
    }
  }

  private func plain(
    _ typing: LocusTyping, _ locus: Locus, _ reference: ReferenceIndex, _ policy: LigandPolicy
  ) -> [LigandPresence] {
    func ligand(_ wanted: KIRLigands) -> LigandPresence {
      PlainPresence(reference: reference) { code in
        guard var carried = reference.kirLigands(of: code) else { return nil }
        let values = reference.fields(of: code).values
        let isA25 = locus == .a && values[0] == 25
        let isB13 = locus == .b && values[0] == 13 && [1, 2].contains(values.dropFirst().first)
        if isA25 && !policy.countedExceptions.contains(.a25) || isB13 && !policy.countedExceptions.contains(.b13) {
          carried.subtract(.bw4)
        }
        return !carried.isDisjoint(with: wanted)
      }.of(typing)
    }
    func first(_ wanted: [UInt16]) -> LigandPresence {
      PlainPresence(reference: reference) { wanted.contains(reference.fields(of: $0).values[0]) }.of(typing)
    }
    switch locus {
    case .a: return [ligand(.bw4), first([3, 11]), first([11])]
    case .b: return [ligand(.c1), ligand(.bw4), ligand(.bw4I80), ligand(.bw4T80)]
    default: return [ligand(.c1), ligand(.c2)]
    }
  }
}
