import Alloreactivity
import HLATyping
import Testing

// Source: DOMAIN 5.2: ligand incompatibility, receptor-ligand, missing ligand. The expected answers are worked out
// from every way in which the open values may turn out.
@Suite("Models of missing self")
struct MissingSelfTests {
  /// The 27 profiles of C1, C2 and Bw4.
  static let profiles = Worlds.tuples(Worlds.presences, 3).map { People.profile(c1: $0[0], c2: $0[1], bw4: $0[2]) }

  private func truths(_ profile: LigandProfile) -> [[Bool]] { NKLigand.allCases.map { Worlds.truths(profile[$0]) } }

  @Test(
    "A ligand incompatibility is certain where the one side surely has what the other surely lacks", arguments: profiles
  )
  func incompatibility(own: LigandProfile) {
    let owned = Worlds.choices(truths(own))
    for other in MissingSelfTests.profiles {
      let lacking = Worlds.choices(truths(other))
      let answers = owned.flatMap { one in lacking.map { two in zip(one, two).contains { $0 && !$1 } } }
      for direction in [NKDirection.gvh, .hvg] {
        let (mine, theirs) = (NKPerson(ligands: own), NKPerson(ligands: other))
        let found = LigandIncompatibility(
          donor: direction == .gvh ? mine : theirs, patient: direction == .gvh ? theirs : mine, direction: direction)
        // Only what is certain of one and the same ligand counts; that some ligand is, is not enough.
        let single = NKLigand.allCases.filter { own[$0] == .certain && other[$0] == .absent }
        #expect(found.certain.map(\.ligand) == single)
        #expect((found.isIncompatible == false) == (Worlds.common(answers) == false))
        #expect(found.isIncompatible != true || Worlds.common(answers) == true)
        #expect(
          found.finding.direction == direction && (found.finding.outlook == .open) == (found.isIncompatible == nil))
      }
    }
  }

  @Test("A patient with C1, C2 and Bw4 is never incompatible, whatever the donor has")
  func completePatient() {
    let patient = NKPerson(ligands: People.profile(c1: .certain, c2: .certain, bw4: .certain))
    for ligands in MissingSelfTests.profiles {
      let pair = NKAssessment(donor: NKPerson(ligands: ligands), patient: patient)
      #expect(pair.ligandIncompatibility.isIncompatible == false)
      #expect(pair.receptorLigand.isMismatched == false && pair.missingLigand.isMissing == false)
    }
  }

  @Test(
    "An incompatibility is confirmed by the receptor of the side that has the ligand",
    arguments: [
      (NKLigand.c2, "2DL1"), (.c1, "2DL2"), (.c1, "2DL3"), (.bw4, "3DL1"),
    ])
  func confirmed(ligand: NKLigand, receptor: String) {
    let own = People.profile(
      c1: ligand == .c1 ? .certain : .absent, c2: ligand == .c2 ? .certain : .absent,
      bw4: ligand == .bw4 ? .certain : .absent)
    func basis(_ kir: KIRGenotype, _ direction: NKDirection, other otherKIR: KIRGenotype = KIRGenotype()) -> NKBasis {
      let (mine, theirs) = (NKPerson(ligands: own, kir: kir), NKPerson(ligands: People.profile(), kir: otherKIR))
      return LigandIncompatibility(
        donor: direction == .gvh ? mine : theirs, patient: direction == .gvh ? theirs : mine, direction: direction
      ).finding.basis
    }
    let with = People.kir(present: [receptor])
    let without = People.kir(absent: ["2DL1", "2DL2", "2DL3", "3DL1"])
    for direction in [NKDirection.gvh, .hvg] {
      #expect(basis(with, direction) == .confirmed && basis(KIRGenotype(), direction) == .presumed)
      #expect(basis(without, direction) == .unsupported)
      // The receptors of the other side say nothing.
      #expect(basis(KIRGenotype(), direction, other: with) == .presumed)
    }
    let other = ["2DL1", "2DL2", "2DL3", "3DL1"].filter {
      KIRGene(name: $0).map { !ligand.receptors.contains($0) } ?? false
    }
    #expect(basis(People.kir(present: other), .gvh) == .presumed)
  }

  @Test("Receptor-ligand counts inhibitory receptors whose ligand the patient lacks, 0 to 3", arguments: profiles)
  func receptorLigand(profile: LigandProfile) {
    let lacking = Worlds.choices(truths(profile))
    for answers in Worlds.tuples(Worlds.answers, 4) {
      var kir = KIRGenotype()
      for (name, answer) in zip(["2DL1", "2DL2", "2DL3", "3DL1"], answers) { kir[KIRGene(name: name)!] = answer }
      let counts = Worlds.choices(answers.map { Worlds.truths($0) }).flatMap { genes in
        lacking.map { has in
          (genes[0] && !has[1] ? 1 : 0) + ((genes[1] || genes[2]) && !has[0] ? 1 : 0) + (genes[3] && !has[2] ? 1 : 0)
        }
      }
      let found = ReceptorLigand(donor: NKPerson(kir: kir), patient: NKPerson(ligands: profile))
      #expect(found.count == counts.min()!...counts.max()!)
      #expect(found.isMismatched == (counts.min()! > 0 ? true : counts.max()! == 0 ? false : nil))
    }
  }

  @Test("KIR3DL2 does not count for receptor-ligand, and an untyped donor leaves it open")
  func receptorsThatDoNotCount() {
    let patient = NKPerson(ligands: People.profile(c1: .certain, c2: .certain, bw4: .certain))
    let donor = NKPerson(kir: People.kir(present: ["3DL2", "2DS1"], absent: ["2DL1", "2DL2", "2DL3", "3DL1"]))
    let lacking = NKPerson(ligands: People.profile())
    #expect(ReceptorLigand(donor: donor, patient: lacking).count == 0...0)
    #expect(ReceptorLigand(donor: NKPerson(), patient: lacking).isMismatched == nil)
    #expect(ReceptorLigand(donor: NKPerson(), patient: lacking).finding.basis == .nothing)
    #expect(ReceptorLigand(donor: donor, patient: patient).finding.basis == .confirmed)
  }

  @Test(
    "A ligand is missing where the patient surely lacks one of the three; the donor is ignored", arguments: profiles)
  func missingLigand(profile: LigandProfile) {
    let answers = Worlds.choices(truths(profile)).map { $0.contains(false) }
    let found = MissingLigand(patient: NKPerson(ligands: profile))
    let isSure = NKLigand.allCases.contains { profile[$0] == .absent }
    #expect(found.isMissing == (isSure ? true : Worlds.common(answers) == false ? false : nil))
  }
}
