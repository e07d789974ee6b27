import Alloreactivity
import HLATyping
import Testing

/// What a full KIR typing may show of the genes that NK points ask for.
@Suite("Completions of a KIR genotype")
struct CompletionTests {
  private func genotype(_ names: [String], absent: [String] = []) -> KIRGenotype {
    var genotype = KIRGenotype()
    for name in names { genotype[KIRGene(name: name)!] = .present }
    for name in absent { genotype[KIRGene(name: name)!] = .absent }
    return genotype
  }

  @Test("Of 2DL2 and 2DL3, and of 3DL1 and 3DS1, one is always there: 3 x 3 x 16 genotypes where nothing is tested")
  func untested() {
    let found = KIRGenotype().completions
    #expect(Set(found).count == 144 && found.count == 144)
    for one in found {
      #expect(one[KIRGene(name: "2DL2")!] == .present || one[KIRGene(name: "2DL3")!] == .present)
      #expect(one[KIRGene(name: "3DL1")!] == .present || one[KIRGene(name: "3DS1")!] == .present)
    }
  }

  @Test("What was tested stays, and a gene whose partner is absent is there")
  func partly() {
    let own = genotype(["2DL1", "2DS1"], absent: ["2DL3", "2DS2", "2DS4", "3DS1"])
    #expect(own.completions == [genotype(["2DL1", "2DS1", "2DL2", "3DL1"], absent: ["2DL3", "2DS2", "2DS4", "3DS1"])])
    #expect(own.completions[0].completions == own.completions)
  }
}
