import Alloreactivity
import HLATyping
import TestFixtures
import Testing

// Source: DOMAIN 5.2: Krieger 2020 and Boelen 2018.
@Suite("Scores of receptors with and without ligand")
struct ScoreTests {
  private static let genes = ["2DL1", "2DL2", "2DL3", "3DL1", "3DL2", "2DS1", "2DS2", "2DS4", "2DS5"]

  /// A patient all of whose ligands are known; whoever has A*11 has a ligand of KIR3DL2.
  private struct Plain {
    let has: [Bool]
    var c1: Bool { has[0] }
    var c2: Bool { has[1] }
    var bw4: Bool { has[2] }
    var a11: Bool { has[3] }
    var a3A11: Bool { has[4] }
    var canBe: Bool { has[4] || !has[3] }
  }

  /// i, m and a as the rule counts them.
  private func counts(_ kir: [Bool], _ patient: Plain) -> (i: Int, m: Int, a: Int) {
    let inhibitory = [patient.c2, patient.c1, patient.c1, patient.bw4, patient.a3A11]
    let activating = [patient.c2, patient.a11, patient.a11, patient.c2]
    let i = (0..<5).count { kir[$0] && inhibitory[$0] }
    let m = (0..<5).count { kir[$0] && !inhibitory[$0] }
    return (i, m, (0..<4).count { kir[5 + $0] && activating[$0] })
  }

  private func boelen(_ kir: [Bool], _ patient: Plain, with3DL1: Bool) -> Double {
    var score = 0.0
    if kir[0], patient.c2 { score += 1 }
    if kir[1] { score += patient.c1 ? 1 : patient.c2 ? 0.5 : 0 }
    if kir[2], patient.c1 { score += 0.75 }
    if with3DL1, kir[3], patient.bw4 { score += 1 }
    return score
  }

  private func person(_ kir: [KIRGenotype.Presence]) -> NKPerson {
    var genotype = KIRGenotype()
    for (name, answer) in zip(ScoreTests.genes, kir) { genotype[KIRGene(name: name)!] = answer }
    return NKPerson(kir: genotype)
  }

  private func patient(_ ligands: [LigandPresence]) -> NKPerson {
    var profile = People.profile(c1: ligands[0], c2: ligands[1], bw4: ligands[2])
    profile.a11 = ligands[3]
    profile.a3A11 = ligands[4]
    return NKPerson(ligands: profile)
  }

  private func bounds(_ values: [Int]) -> ScoreBounds { ScoreBounds(min: values.min()!, max: values.max()!) }

  @Test(
    "All that is known gives exact scores: every genotype of nine genes, every set of ligands",
    arguments: [false, true])
  func exact(hasC1: Bool) {
    for ligands in Worlds.tuples([false, true], 4).map({ [hasC1] + $0 }) where Plain(has: ligands).canBe {
      let plain = Plain(has: ligands)
      let patient = patient(ligands.map { $0 ? .certain : .absent })
      for genes in Worlds.tuples([false, true], 9) {
        let donor = person(genes.map { $0 ? .present : .absent })
        let (i, m, a) = counts(genes, plain)
        let found = ReceptorCounts(donor: donor, patient: patient)
        #expect(found.inhibitory == bounds([100 * i]) && found.missing == bounds([100 * m]))
        #expect(found.activating == bounds([100 * a]) && found.ligandScore == bounds([100 * (m + a - i)]))
        #expect(found.inhibitoryMissing == bounds([100 * (i + m)]))
        #expect(found.weighted == bounds([80 * i + 14 * a + 99 * m]))
        for receptors in FunctionalScore.Receptors.allCases {
          let score = boelen(genes, plain, with3DL1: receptors == .ofCAndBw4)
          let own = FunctionalScore(donor: donor, patient: patient, receptors: receptors)
          #expect(own.score == bounds([Int((100 * score).rounded())]))
        }
      }
    }
  }

  @Test("What is open widens the scores to all that it may turn out to be", arguments: TestSeeds.all)
  func open(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<40 {
      let genes = ScoreTests.genes.map { _ in random.pick(Worlds.answers) }
      var ligands = (0..<5).map { _ in random.pick(Worlds.presences) }
      ligands[4] = ligands[4].or(ligands[3])
      let worlds = Worlds.choices(ligands.map { Worlds.truths($0) }).map { Plain(has: $0) }.filter(\.canBe)
      let all = Worlds.choices(genes.map { Worlds.truths($0) }).flatMap { genes in worlds.map { (genes, $0) } }
      let counted = all.map { counts($0, $1) }
      let found = ReceptorCounts(donor: person(genes), patient: patient(ligands))
      #expect(found.ligandScore == bounds(counted.map { 100 * ($0.m + $0.a - $0.i) }), "seed \(seed)")
      #expect(found.inhibitoryMissing == bounds(counted.map { 100 * ($0.i + $0.m) }), "seed \(seed)")
      #expect(found.weighted == bounds(counted.map { 80 * $0.i + 14 * $0.a + 99 * $0.m }), "seed \(seed)")
      let score = FunctionalScore(donor: person(genes), patient: patient(ligands), receptors: .ofCAndBw4).score
      #expect(
        score == bounds(all.map { Int((100 * boelen($0, $1, with3DL1: true)).rounded()) }), "seed \(seed)")
    }
  }

  @Test("A score is written without needless digits")
  func text() {
    #expect(
      ScoreBounds(min: 175, max: 175).description == "1.75"
        && ScoreBounds(min: -50, max: 205).description == "-0.5..2.05")
    #expect(ScoreBounds(min: 0, max: 300).description == "0..3")
  }
}
