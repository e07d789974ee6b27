import HLANomenclature
import HLAReference
import HLATyping

/// Writes random persons: cells in every notation, from few alleles, so that donors and patients meet often.
public struct PersonGenerator {
  /// The source of chance.
  public var random: SeededGenerator
  /// A source of its own for KIR genes, so that they leave all else as it is without them.
  private var kirRandom: SeededGenerator
  /// The patients whose ids may stand in `related_to`.
  private let patients: [String]

  /// First fields whose XX codes hold few identities in the excerpt, so that the plain twins stay quick.
  private static let smallFirstFields: [Locus: [String]] = [
    .a: ["43", "80", "69"], .b: ["54", "59", "81"], .c: ["17", "18"], .drb1: ["07", "09", "10"], .dqb1: ["04"],
  ]
  /// Further names whose identity is another letter's or that go by another name.
  private static let relatives: [Locus: [String]] = [
    .a: ["02:09", "01:34N", "03:260", "01:04", "01:147Q", "24:02:01:02L"], .b: ["07:05", "07:06"],
    .c: ["07:01", "07:18"], .drb1: ["14:01", "14:54"], .dqb1: ["02:02"],
  ]
  private static let relations = [
    "", "", "", "unrelated", "sibling", "parent", "child", "half_sibling", "cousin", "related", "friend",
  ]

  /// A generator at the beginning of a seed's sequence.
  public init(seed: UInt64, patients: [String] = ["P1"]) {
    random = SeededGenerator(seed: seed)
    kirRandom = SeededGenerator(seed: seed ^ 0x4B49_5200)
    self.patients = patients
  }

  /// A patient: typed at all loci more often than not.
  public mutating func patient(_ id: String) -> WrittenPerson {
    var person = WrittenPerson(id)
    for locus in Locus.ten { setCells(of: locus, in: &person) }
    person.cells["abo"] = random.pick(["", "A", "B", "AB", "O"])
    person.cells["cmv"] = random.pick(["", "P", "N"])
    person.cells["kir"] = kir()
    return person
  }

  /// A donor: often a relative of the patient as to HLA, so that all statuses come up.
  public mutating func donor(_ id: String, of patient: WrittenPerson) -> WrittenPerson {
    var person = WrittenPerson(id)
    let sharing = random.pick([0, 20, 50, 80])
    for locus in Locus.ten {
      if random.chance(sharing) {
        let keys = ["\(locus)_1", "\(locus)_2"]
        let own = keys.map { patient.cells[$0] ?? "" }
        let kept = random.chance(70) || own[1].isEmpty ? own : [own[0], own[0]]
        for (key, cell) in zip(keys, kept) { person.cells[key] = cell }
      } else {
        setCells(of: locus, in: &person)
      }
    }
    setFacts(of: &person)
    return person
  }

  private mutating func setCells(of locus: Locus, in person: inout WrittenPerson) {
    // A is always typed, so that no row is without a typing.
    if locus != .a, random.chance(8) { return }
    let first = cell(locus)
    let second = random.chance(10) ? "" : random.chance(15) ? first : cell(locus)
    person.cells["\(locus)_1"] = first
    person.cells["\(locus)_2"] = second
  }

  /// One typed cell in a random notation.
  public mutating func cell(_ locus: Locus) -> String {
    let names = LetterAlleles.names[locus]!
    let name = random.pick(names)
    switch random.below(24) {
    case 0: return "NEW"
    case 1: return "\(locus)*\(random.pick(PersonGenerator.smallFirstFields[locus]!)):XX"
    case 2: return group(name, locus, .g)
    case 3: return group(name, locus, .p)
    case 4, 5: return "\(name)/\(random.pick(names))"
    case 6: return "HLA-\(locus)*\(name)/\(random.pick(names))/\(random.pick(names))"
    case 7, 8: return "\(locus)*\(random.pick(PersonGenerator.relatives[locus]!))"
    case 9: return locus == .a ? random.pick(["01:11N", "A*01:15N", "03:284N"]) : name
    case 10: return name
    default: return "\(locus)*\(name)"
    }
  }

  /// A published group that holds an allele of this name; the name itself where it has none.
  private func group(_ name: String, _ locus: Locus, _ kind: AlleleGroupKind) -> String {
    let reference = TestPool.reference
    let fields = AlleleName(locus: locus, afterStar: name)!.fields
    for code in reference.alleles(of: locus, beginningWith: fields).map({ AlleleCode($0) }) {
      if kind == .g, let group = reference.gGroupName(of: code) { return group.description }
      if kind == .p, case .known(let identity) = reference.identity(of: code) {
        let text = reference.name(of: identity, locus: locus)
        if text.hasSuffix("P") { return text }
      }
    }
    return name
  }

  /// The donor with a genotype list instead of the cells of one locus: two or three genotypes of few alleles, so that
  /// phase and nulls within a list matter.
  public mutating func withGenotypeList(_ donor: WrittenPerson) -> WrittenPerson {
    let locus = random.pick(Locus.ten)
    var donor = donor
    donor.cells["\(locus)_1"] = nil
    donor.cells["\(locus)_2"] = nil
    let names = LetterAlleles.names[locus]! + (locus == .a ? ["01:11N"] : [])
    let genotypes = (0..<2 + random.below(2)).map { _ in
      "HLA-\(locus)*\(random.pick(names))+HLA-\(locus)*\(random.pick(names))"
    }
    donor.cells["gl_string"] = genotypes.joined(separator: "|")
    return donor
  }

  /// A list of KIR genes that no haplotypes contradict, or nothing.
  private mutating func kir() -> String {
    if kirRandom.chance(40) { return "" }
    var genes = ["2DL4", "3DL2", "3DL3", kirRandom.pick(["2DL2", "2DL3"]), kirRandom.pick(["3DL1", "3DS1"])]
    for gene in ["2DL1", "2DL2", "2DL3", "2DL5", "3DL1", "3DS1", "2DS1", "2DS2", "2DS3", "2DS4", "2DS5"]
    where !genes.contains(gene) && kirRandom.chance(50) {
      genes.append(gene)
    }
    if kirRandom.chance(70) { return genes.joined(separator: ";") }
    // Some genes only, the others untested.
    let tested = ["2DL1", "2DL2", "2DL3", "3DL1", "3DS1", "2DS1", "2DS2", "2DS4"].filter { _ in kirRandom.chance(60) }
    return tested.map { "\($0)=\(genes.contains($0) ? "POS" : "NEG")" }.joined(separator: ",")
  }

  private mutating func setFacts(of person: inout WrittenPerson) {
    person.cells["relation"] = random.pick(PersonGenerator.relations)
    person.cells["related_to"] = random.pick(["", "", patients[0], patients.joined(separator: " ; "), "P9"])
    person.cells["donor_type"] =
      random.chance(6) ? random.pick(["cord", "msc", "marrow"]) : random.pick(["", "adult"])
    person.cells["status"] = random.chance(6) ? random.pick(["TU", "RS", "DE", "perhaps"]) : random.pick(["", "AV"])
    person.cells["abo"] = random.pick(["", "A", "B", "AB", "O", "A+", "O-"])
    person.cells["cmv"] = random.pick(["", "P", "N", "G", "O", "U"])
    person.cells["kir"] = kir()
    switch random.below(6) {
    case 0: break
    case 1: person.cells["birth_year"] = String(1900 + random.below(120))
    case 2: person.cells["age"] = String(random.below(70))
    default:
      let digits = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
      let day = "\(digits(1 + random.below(12)))-\(digits(1 + random.below(28)))"
      person.cells["birth_date"] = "\(1960 + random.below(55))-\(day)"
    }
  }
}
