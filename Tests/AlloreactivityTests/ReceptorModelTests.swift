import Alloreactivity
import HLATyping
import Testing

// Source: DOMAIN 5.2: B content, KIR2DS1, KIR3DL1 subtype.
@Suite("Models of the donor's KIR")
struct ReceptorModelTests {
  private static let genes = ["2DL2", "2DL3", "2DS2", "3DL1", "2DS4", "3DS1", "2DS1"]

  /// The motifs of a donor all of whose genes are known, written as the rule gives them; nil for what it does not give.
  private func motifs(_ has: [String: Bool]) -> (centromeric: String?, telomeric: String?) {
    func gene(_ name: String) -> Bool { has[name]! }
    let centromeric: String? =
      if gene("2DL3"), !gene("2DS2"), !gene("2DL2") {
        "A/A"
      } else if gene("2DL3"), gene("2DS2") || gene("2DL2") {
        "A/B"
      } else if !gene("2DL3"), gene("2DS2") || gene("2DL2") {
        "B/B"
      } else {
        nil
      }
    let telomeric =
      if !gene("3DL1") || !gene("2DS4") {
        "B/B"
      } else if gene("3DS1") || gene("2DS1") {
        "A/B"
      } else {
        "A/A"
      }
    return (centromeric, telomeric)
  }

  @Test("The motifs are known where every gene that they need is", arguments: Worlds.answers)
  func motifs(of2DL3: KIRGenotype.Presence) {
    for others in Worlds.tuples(Worlds.answers, 6) {
      let answers = [others[0], of2DL3] + others[1...]
      var kir = KIRGenotype()
      for (name, answer) in zip(ReceptorModelTests.genes, answers) { kir[KIRGene(name: name)!] = answer }
      let worlds = Worlds.choices(answers.map { Worlds.truths($0) }).map { world in
        motifs(Dictionary(uniqueKeysWithValues: zip(ReceptorModelTests.genes, world)))
      }
      let found = BContent(donor: kir)
      let centromeric = Worlds.common(worlds.map(\.centromeric)) ?? nil
      let telomeric = Worlds.common(worlds.map(\.telomeric)) ?? nil
      #expect(found.centromeric?.rawValue == centromeric && found.telomeric?.rawValue == telomeric)
      let score = [centromeric, telomeric].compactMap { $0 }.map { ["A/A": 0, "A/B": 1, "B/B": 2][$0]! }
      #expect(found.score == (score.count == 2 ? score.reduce(0, +) : nil))
      let expected =
        centromeric == "B/B" ? "best" : found.score == nil ? nil : found.score! >= 2 ? "better" : "neutral"
      #expect(found.group?.rawValue == expected)
    }
  }

  @Test(
    "Cooley's groups of donors that are known in full",
    arguments: [
      (["2DL3", "3DL1", "2DS4"], "A/A", "A/A", BContent.Group.neutral),
      (["2DL3", "2DS2", "3DL1", "2DS4"], "A/B", "A/A", .neutral),
      (["2DL3", "3DL1", "2DS4", "3DS1"], "A/A", "A/B", .neutral),
      (["2DL3", "2DL2", "2DS2", "3DL1", "2DS4", "2DS1"], "A/B", "A/B", .better),
      (["2DL3", "3DS1", "2DS1"], "A/A", "B/B", .better),
      (["2DL2", "2DS2", "3DL1", "2DS4"], "B/B", "A/A", .best), (["2DL2", "2DS2", "3DS1", "2DS1"], "B/B", "B/B", .best),
    ])
  func groups(genes: [String], centromeric: String, telomeric: String, group: BContent.Group) throws {
    let found = BContent(donor: try KIRGenotype(cell: genes.joined(separator: ",")))
    #expect(
      found.centromeric?.rawValue == centromeric && found.telomeric?.rawValue == telomeric && found.group == group)
    #expect(found.finding.outlook == (group == .neutral ? .neutral : .favourable) && found.finding.basis == .confirmed)
  }

  @Test("A deleted variant of 2DS4 counts as the gene")
  func deletedVariant() throws {
    let donor = try KIRGenotype(cell: "2DL3=POS,2DL2=NEG,2DS2=NEG,3DL1=POS,2DS4=DEL,3DS1=NEG,2DS1=NEG")
    #expect(BContent(donor: donor).telomeric == .aa)
  }

  @Test("KIR2DS1 is favourable in a donor with C1 for a patient with C2, and silent in a donor with C2 alone")
  func kir2DS1() {
    for receptor in Worlds.answers {
      for values in Worlds.tuples(Worlds.presences, 3) {
        let donor = NKPerson(
          ligands: People.profile(c1: values[0], c2: values[1]),
          kir: receptor == .untested
            ? KIRGenotype() : receptor == .present ? People.kir(present: ["2DS1"]) : People.kir(absent: ["2DS1"]))
        let patient = NKPerson(ligands: People.profile(c2: values[2]))
        let found = KIR2DS1Model(donor: donor, patient: patient).verdict
        #expect(
          (found == .favourable) == (receptor == .present && values[0] == .certain && values[2] == .certain))
        #expect((found == .noReceptor) == (receptor == .absent))
        #expect((found == .noTarget) == (receptor != .absent && values[2] == .absent))
        #expect(
          (found == .hyporesponsive)
            == (receptor == .present && values[0] == .absent && values[1] == .certain && values[2] != .absent))
      }
    }
  }

  @Test("C1 of B*46 does not school KIR2DS1")
  func c1OfB() throws {
    let donor = NKPerson(
      ligands: try People.ligands(["B*46:01+07:02", "C*06:02+02:02"]), kir: People.kir(present: ["2DS1"]))
    let patient = NKPerson(ligands: People.profile(c2: .certain))
    #expect(KIR2DS1Model(donor: donor, patient: patient).verdict == .hyporesponsive)
  }

  @Test(
    "KIR3DL1 high meets 80I and low 80T strongly, the other way round weakly",
    arguments: [
      (KIR3DL1Class.high, HLABSubtype.bw4I80, KIR3DL1SubtypeModel.Verdict.strong), (.high, .bw4T80, .weak),
      (.high, .bw6, .missingLigand), (.low, .bw4I80, .weak), (.low, .bw4T80, .strong), (.low, .bw6, .missingLigand),
      (.null, .bw4I80, .uninhibited), (.null, .bw4T80, .uninhibited), (.null, .bw6, .missingLigand),
    ])
  func kir3DL1(expression: KIR3DL1Class, subtype: HLABSubtype, verdict: KIR3DL1SubtypeModel.Verdict) throws {
    let strings = [
      "high": "KIR3DL1*001+KIR3DL1*002", "low": "KIR3DL1*001+KIR3DL1*005", "null": "KIR3DL1*004+KIR3DS1*013",
    ]
    var ligands = People.profile()
    if subtype == .bw4I80 { (ligands.bw4I80OfB, ligands.bw4) = (.certain, .certain) }
    if subtype == .bw4T80 { (ligands.bw4T80OfB, ligands.bw4) = (.certain, .certain) }
    let donor = NKPerson(kir: try KIRGenotype(glString: strings[expression.rawValue]!))
    let found = KIR3DL1SubtypeModel(donor: donor, patient: NKPerson(ligands: ligands))
    #expect(found.verdict == verdict && found.finding.basis == .confirmed)
    #expect((found.finding.outlook == .unfavourable) == (verdict == .strong))
    // Presence alone, an unlisted allele, or an open HLA-B leave it open.
    for kir in [People.kir(present: ["3DL1"]), try KIRGenotype(glString: "KIR3DL1*181+KIR3DL1*002"), KIRGenotype()] {
      #expect(KIR3DL1SubtypeModel(donor: NKPerson(kir: kir), patient: NKPerson(ligands: ligands)).verdict == .unknown)
    }
    #expect(KIR3DL1SubtypeModel(donor: donor, patient: NKPerson()).verdict == .unknown)
  }
}
