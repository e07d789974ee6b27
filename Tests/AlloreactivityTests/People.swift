import Alloreactivity
import HLANomenclature
import HLAReference
import HLATyping

/// Typings and people for the tests of the models.
enum People {
  private static let built = Result { TypingResolver(reference: try ReferenceIndex.embedded()) }

  static var resolver: TypingResolver { get throws { try built.get() } }

  /// A locus of two cells.
  static func locus(_ locus: Locus, _ first: String, _ second: String) throws -> LocusTyping {
    let resolver = try resolver
    return try LocusTyping(
      resolver.cell(first, locus: locus), resolver.cell(second, locus: locus), locus: locus, policy: TypingPolicy())
  }

  /// The ligands of someone typed as `A*01:01+A*02:01`, one text a locus; other loci untyped.
  static func ligands(_ genotypes: [String], policy: LigandPolicy = LigandPolicy()) throws -> LigandProfile {
    var typings: [Locus: LocusTyping] = [:]
    for text in genotypes {
      let star = text.firstIndex(of: "*")!
      let locus = Locus(name: text[..<star])!
      let cells = text[text.index(after: star)...].split(separator: "+", omittingEmptySubsequences: false).map(
        String.init)
      typings[locus] = try self.locus(locus, cells[0], cells.count > 1 ? cells[1] : "")
    }
    return LigandProfile(reference: try resolver.reference, policy: policy) { typings[$0] ?? .untyped }
  }

  /// A profile with these values of C1, C2 and Bw4; C1 is that of HLA-C.
  static func profile(
    c1: LigandPresence = .absent, c2: LigandPresence = .absent, bw4: LigandPresence = .absent
  ) -> LigandProfile {
    var profile = LigandProfile()
    (profile.c1, profile.c1OfC, profile.c2, profile.bw4) = (c1, c1, c2, bw4)
    (profile.bw4I80OfB, profile.bw4T80OfB, profile.a3A11, profile.a11) = (.absent, .absent, .absent, .absent)
    return profile
  }

  /// A genotype of genes told by their names; the others untested.
  static func kir(present: [String] = [], absent: [String] = []) -> KIRGenotype {
    var genotype = KIRGenotype()
    for name in present { genotype[KIRGene(name: name)!] = .present }
    for name in absent { genotype[KIRGene(name: name)!] = .absent }
    return genotype
  }
}

/// Every combination of a few values, and what an open value may turn out to be.
enum Worlds {
  static let presences = LigandPresence.allCases
  static let answers: [KIRGenotype.Presence] = [.present, .absent, .untested]

  /// All tuples of so many values.
  static func tuples<Value>(_ values: [Value], _ count: Int) -> [[Value]] {
    (0..<count).reduce([[]]) { known, _ in known.flatMap { tuple in values.map { tuple + [$0] } } }
  }

  static func truths(_ presence: LigandPresence) -> [Bool] {
    presence == .possible ? [true, false] : [presence == .certain]
  }

  static func truths(_ presence: KIRGenotype.Presence) -> [Bool] {
    presence == .untested ? [true, false] : [presence == .present]
  }

  /// Every way in which open values may turn out.
  static func choices(_ truths: [[Bool]]) -> [[Bool]] {
    truths.reduce([[]]) { known, next in known.flatMap { world in next.map { world + [$0] } } }
  }

  /// The common answer over all worlds; nil where they differ.
  static func common<Answer: Hashable>(_ answers: [Answer]) -> Answer? {
    Set(answers).count == 1 ? answers.first : nil
  }
}
