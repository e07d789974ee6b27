import Alloreactivity
import HLATyping
import TestFixtures
import Testing

// Source: DOMAIN 4, the points of `mst`: only from what is certain, all NK terms together at most the cap.
@Suite("NK points")
struct NKPointsTests {
  /// The weights of `mst`.
  static let mst = NKWeights([
    "ligand_incompatibility": 4, "receptor_ligand": 4, "b_content_better": 2, "b_content_best": 3, "kir2ds1": 1,
    "at_most": 10,
  ])
  /// A donor for whom every term of `mst` counts: C1 and Bw4, centromeric B/B, KIR2DS1; a patient with C2 alone.
  static let donor = NKPerson(
    ligands: People.profile(c1: .certain, bw4: .certain),
    kir: People.kir(present: ["2DL1", "2DL2", "2DS2", "2DS1", "3DL1", "2DS4"], absent: ["2DL3", "3DS1"]))
  static let patient = NKPerson(ligands: People.profile(c2: .certain))

  private func random(_ random: inout SeededGenerator) -> NKPerson {
    let values = (0..<8).map { _ in random.pick(Worlds.presences) }
    var ligands = People.profile(c1: values[0], c2: values[1], bw4: values[2])
    (ligands.c1OfC, ligands.a11) = (values[3], values[4])
    (ligands.bw4I80OfB, ligands.bw4T80OfB, ligands.a3A11) = (values[5], values[6], values[7])
    var kir = KIRGenotype()
    for gene in KIRGene.all { kir[gene] = random.pick(Worlds.answers) }
    return NKPerson(ligands: ligands, kir: kir)
  }

  @Test("The terms of mst add up to 12, and the cap takes two away")
  func cap() {
    let points = NKPoints(donor: Self.donor, patient: Self.patient, weights: Self.mst)
    #expect(
      points.terms.map(\.code)
        == ["nk_ligand_incompatibility", "nk_receptor_ligand", "nk_b_content_best", "nk_kir2ds1", "nk_at_most"])
    #expect(points.terms.map(\.points) == [4, 4, 3, 1, -2] && points.sum == 10)
    #expect(points.terms.allSatisfy { $0.count == 1 } && points.isSettled)
  }

  @Test("Better and best are one or the other")
  func groups() {
    var donor = NKPerson(kir: People.kir(present: ["2DL3", "2DL2", "3DS1"], absent: ["3DL1"]))
    func codes() -> [String] {
      NKPoints(donor: donor, patient: NKPerson(), weights: Self.mst).terms.map(\.code)
    }
    #expect(codes() == ["nk_b_content_better"])
    donor.kir[KIRGene(name: "2DL3")!] = .absent
    #expect(codes() == ["nk_b_content_best"])
  }

  @Test("Nothing typed earns nothing, and every term is open")
  func untyped() {
    let points = NKPoints(donor: NKPerson(), patient: NKPerson(), weights: Self.mst)
    #expect(points.sum == 0 && points.terms.isEmpty)
    #expect(
      points.open
        == [
          "nk_ligand_incompatibility", "nk_receptor_ligand", "nk_b_content_better", "nk_b_content_best", "nk_kir2ds1",
        ])
    #expect(NKPoints(donor: NKPerson(), patient: NKPerson(), weights: NKWeights()).isSettled)
  }

  @Test("Points never exceed the cap, whatever the weights, and add up term by term", arguments: TestSeeds.all)
  func bounds(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let (donor, patient) = (random(&generator), random(&generator))
      var named: [String: Int] = [:]
      for name in [
        "ligand_incompatibility", "receptor_ligand", "b_content_better", "b_content_best", "kir2ds1", "at_most",
      ] {
        if generator.chance(80) { named[name] = generator.below(2001) - 1000 }
      }
      let points = NKPoints(donor: donor, patient: patient, weights: NKWeights(named))
      if let cap = named["at_most"] { #expect(points.sum <= max(cap, 0), "seed \(seed)") }
      #expect(points.sum == points.terms.reduce(0) { $0 + $1.points }, "seed \(seed)")
      #expect(Set(points.terms.map(\.code)).isDisjoint(with: points.open), "seed \(seed)")
    }
  }

  @Test("Settling what is open never takes a certain term away", arguments: TestSeeds.all)
  func certainty(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let (donor, patient) = (random(&generator), random(&generator))
      var known = donor
      for gene in KIRGene.all where known.kir[gene] == .untested {
        known.kir[gene] = generator.pick([.present, .absent])
      }
      if !known.kir.genes(.present).map(\.description).contains(where: { $0 == "2DL2" || $0 == "2DL3" }) { continue }
      for path in [\LigandProfile.c1, \.c1OfC, \.c2, \.bw4] where known.ligands[keyPath: path] == .possible {
        known.ligands[keyPath: path] = generator.pick([.certain, .absent])
      }
      var weights = Self.mst
      weights.atMost = nil
      let before = NKPoints(donor: donor, patient: patient, weights: weights)
      let after = NKPoints(donor: known, patient: patient, weights: weights)
      #expect(Set(before.terms).isSubset(of: after.terms), "seed \(seed)")
    }
  }

  @Test("Genes that no model asks for change nothing", arguments: TestSeeds.all)
  func otherGenes(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<100 {
      let (donor, patient) = (random(&generator), random(&generator))
      var other = donor
      for name in ["2DL4", "2DL5", "2DS3", "2DP1", "3DL3", "3DP1"] {
        other.kir[KIRGene(name: name)!] = generator.pick(Worlds.answers)
      }
      #expect(
        NKAssessment(donor: donor, patient: patient) == NKAssessment(donor: other, patient: patient), "seed \(seed)")
    }
  }

  @Test("Every model speaks, with references for and against, and only ligand incompatibility in both directions")
  func findings() {
    let findings = NKAssessment(donor: Self.donor, patient: Self.patient).findings
    #expect(Set(findings.map(\.model)) == Set(NKModel.allCases) && findings.count == NKModel.allCases.count + 1)
    #expect(findings.filter { $0.direction == .hvg }.map(\.model) == [.ligandIncompatibility])
    for finding in findings {
      #expect(!finding.evidence.supporting.isEmpty && finding.evidence.opposing.count == 3, "\(finding.model)")
      #expect((finding.outlook == .open) == (finding.verdict == "unknown"), "\(finding.model)")
      #expect((finding.basis == .nothing) == (finding.outlook == .open), "\(finding.model)")
    }
  }
}
