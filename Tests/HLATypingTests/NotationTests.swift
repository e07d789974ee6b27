import HLANomenclature
import HLAReference
import Testing

@testable import HLATyping

/// A cell and what it means in 3.58.0.
struct NotationCase: CustomTestStringConvertible, Sendable {
  let cell: String
  var locus = Locus.a
  let kind: TypingKind
  /// All alleles, where they are few enough to name.
  var alleles: [String]?
  /// All identities; nil where there are many.
  var identities: [String]?
  var expression = TypingExpression.expressed
  var notes: [String] = []
  var testDescription: String { cell }

  // Source: DOMAIN 2.2 to 2.8, INTERFACE 4 (kinds); the facts from the official files of 3.58.0.
  static let all: [NotationCase] = [
    NotationCase(cell: "A*01:01:01:01", kind: .allele, alleles: ["A*01:01:01:01"], identities: ["A*01:01P"]),
    NotationCase(cell: "01:01:01:01", kind: .allele, alleles: ["A*01:01:01:01"], identities: ["A*01:01P"]),
    NotationCase(cell: "*01:01:01:01", kind: .allele, alleles: ["A*01:01:01:01"], identities: ["A*01:01P"]),
    NotationCase(cell: " HLA-A*01:01:01:01\t", kind: .allele, alleles: ["A*01:01:01:01"], identities: ["A*01:01P"]),
    NotationCase(cell: "01:06", kind: .allele, alleles: ["A*01:06"], identities: ["A*01:06"]),
    NotationCase(
      cell: "01:147Q", kind: .allele, alleles: ["A*01:147Q"], identities: ["A*01:147Q"], notes: ["expression"]),
    NotationCase(
      cell: "01:147", kind: .allele, alleles: ["A*01:147Q"], identities: ["A*01:147Q"], notes: ["expression"]),
    NotationCase(
      cell: "02:01:01:02L", kind: .allele, alleles: ["A*02:01:01:02L"], identities: ["A*02:01P"], notes: ["expression"]),
    NotationCase(cell: "01:01", kind: .prefix, identities: ["A*01:01P"], expression: .mixed),
    NotationCase(cell: "01:01:01", kind: .prefix, identities: ["A*01:01P"], expression: .mixed),
    NotationCase(cell: "DRB1*15:03", locus: .drb1, kind: .prefix, identities: ["DRB1*15:03P"]),
    NotationCase(cell: "24:09N", kind: .allele, alleles: ["A*24:09N"], identities: [], expression: .null),
    NotationCase(
      cell: "24:09", kind: .allele, alleles: ["A*24:09N"], identities: [], expression: .null,
      notes: ["null_without_suffix"]),
    NotationCase(
      cell: "01:04", kind: .prefix, alleles: ["A*01:04:01:01N", "A*01:04:01:02N"], identities: [], expression: .null,
      notes: ["null_without_suffix"]),
    NotationCase(
      cell: "01:04N", kind: .prefix, alleles: ["A*01:04:01:01N", "A*01:04:01:02N"], identities: [], expression: .null),
    NotationCase(cell: "01:02P", kind: .pGroup, identities: ["A*01:02P"]),
    NotationCase(cell: "A*02:65P", kind: .pGroup, identities: ["A*02:65P"]),
    NotationCase(cell: "A*02:17:01G", kind: .gGroup, alleles: ["A*02:17:02:01", "A*02:17:02:02"]),
    NotationCase(cell: "02:10:01G", kind: .gGroup),
    NotationCase(cell: "A*02:XX", kind: .xx, expression: .mixed),
    NotationCase(cell: "02:XX", kind: .xx, expression: .mixed),
    NotationCase(cell: "A*02", kind: .xx, expression: .mixed),
    NotationCase(cell: "A*43N", kind: .prefix, alleles: ["A*43:02N"], identities: [], expression: .null),
    NotationCase(
      cell: "01:06/01:07", kind: .list, alleles: ["A*01:06", "A*01:07"], identities: ["A*01:06", "A*01:07"]),
    NotationCase(cell: "01:06/07", kind: .list, alleles: ["A*01:06", "A*01:07"], identities: ["A*01:06", "A*01:07"]),
    NotationCase(
      cell: "HLA-A*01:06/HLA-A*01:07", kind: .list, alleles: ["A*01:06", "A*01:07"], identities: ["A*01:06", "A*01:07"]),
    NotationCase(
      cell: "A*01:06 / 07", kind: .list, alleles: ["A*01:06", "A*01:07"], identities: ["A*01:06", "A*01:07"]),
    NotationCase(
      cell: "01:06/24:09N", kind: .list, alleles: ["A*01:06", "A*24:09N"], identities: ["A*01:06"], expression: .mixed),
    NotationCase(
      cell: "24:09N/24:11N", kind: .list, alleles: ["A*24:09N", "A*24:11N"], identities: [], expression: .null),
    NotationCase(cell: "24:09N/24:09N", kind: .list, alleles: ["A*24:09N"], identities: [], expression: .null),
    NotationCase(cell: "02:17:01G/01:06", kind: .list, alleles: ["A*01:06", "A*02:17:02:01", "A*02:17:02:02"]),
    NotationCase(cell: "NEW", kind: .new, alleles: [], identities: []),
    NotationCase(cell: "A*9201", kind: .prefix, notes: ["name_lifted"]),
    NotationCase(
      cell: "A*01:34N", kind: .allele, alleles: ["A*01:01:38L"], identities: ["A*01:01P"],
      notes: ["name_lifted", "expression"]),
    NotationCase(
      cell: "A*03:260", kind: .allele, alleles: ["A*03:284N"], identities: [], expression: .null, notes: ["name_lifted"]
    ),
    NotationCase(cell: "Cw*0734", locus: .c, kind: .prefix, notes: ["name_lifted"]),
    NotationCase(cell: "A*2403", kind: .prefix, notes: ["name_lifted"]),
    NotationCase(cell: "01:34N/01:06", kind: .list, alleles: ["A*01:01:38L", "A*01:06"], notes: ["name_lifted"]),
  ]
}

@Suite("Notations of typings against 3.58.0", .needs358)
struct NotationTests {
  @Test("Each notation has its kind, alleles, identities, expression and notes", arguments: NotationCase.all)
  func notations(example: NotationCase) throws {
    let resolver = try References.full
    let position = try resolver.typed(example.cell, example.locus)
    #expect(position.kind == example.kind || (example.kind == .prefix && position.kind == .allele))
    if let alleles = example.alleles { #expect(resolver.alleleNames(position) == alleles) }
    if let identities = example.identities { #expect(resolver.identityNames(position, example.locus) == identities) }
    #expect(position.expression == example.expression)
    #expect(position.notes.map(\.code) == example.notes)
    #expect(position.isNull == (example.expression == .null))
    #expect(position.isNew == (example.kind == .new))
    #expect(position.identities.extent == (example.kind == .new ? .open : .closed))
    #expect(position.alleles == position.alleles.sorted())
  }

  @Test("A note on a list names its locus once", arguments: ["A*01:147Q/01:147", "01:147Q/147", "HLA-A*24:11N/24:09"])
  func listInNotes(cell: String) throws {
    let resolver = try References.full
    let position = try resolver.typed(cell, .a)
    let messages = position.notes.map(\.message)
    #expect(!messages.isEmpty && messages.allSatisfy { !$0.contains("A*A*") && !$0.contains("A*HLA-") }, "\(messages)")
  }

  @Test("A name of several alleles is a prefix, also after it was lifted")
  func prefixKind() throws {
    #expect(try References.full.typed("01:01", .a).kind == .prefix)
    #expect(try References.full.typed("A*2403", .a).kind == .prefix)
  }

  @Test(
    "A set has the identities of its expressed members, nulls left out", arguments: ["A*02:XX", "01:01", "01:01:01G"])
  func expressedMembers(cell: String) throws {
    let resolver = try References.full
    let position = try resolver.typed(cell, .a)
    var expected = Set<ARDCode>()
    for allele in position.alleles {
      if case .known(let identity) = resolver.reference.identity(of: allele) { expected.insert(identity) }
    }
    #expect(position.identities.codes == expected.map { UInt32($0.rawValue) }.sorted())
    #expect(position.alleles.contains { resolver.reference.identity(of: $0) == .null })
  }

  @Test("XX and a first field alone are all alleles of the first field")
  func firstField() throws {
    let resolver = try References.full
    let position = try resolver.typed("A*36:XX", .a)
    #expect(position == (try resolver.typed("36:XX", .a)))
    #expect(resolver.alleleNames(position).allSatisfy { $0.hasPrefix("A*36:") })
    #expect(position.alleles.count == resolver.reference.alleles(of: .a, beginningWith: AlleleFields([36])).count)
    #expect(try resolver.typed("A*36", .a).alleles == position.alleles)
  }

  // Source: DOMAIN 2.4.
  @Test("A small-g name is its P group with the nulls of its G groups", arguments: ["01:01", "24:02", "02:01"])
  func smallG(stem: String) throws {
    let resolver = try References.full
    let small = try resolver.typed("A*\(stem)g", .a)
    let pGroup = try resolver.typed("A*\(stem)P", .a)
    var expected = Set(pGroup.alleles)
    for allele in pGroup.alleles {
      guard let group = resolver.reference.gGroupName(of: allele) else { continue }
      let members = resolver.reference.gGroup(of: .a, fields: group.fields) ?? []
      expected.formUnion(members.filter { resolver.reference.identity(of: $0) == .null })
    }
    #expect(small.kind == .pGroup)
    #expect(Set(small.alleles) == expected && small.alleles.count > pGroup.alleles.count)
    #expect(small.identities == pGroup.identities)
    #expect(small.expression == .mixed && pGroup.expression == .expressed)
  }

  // Source: DOMAIN 3: the identity decides, the two-field names and antigens are shown beside it.
  @Test(
    "One identity may have two proteins by name",
    arguments: [
      (.dqb1, "02:01", "02:02"), (.drb1, "14:01", "14:54"), (.c, "07:01", "07:18"), (.b, "07:05", "07:06"),
      (.a, "02:01:01", "02:09"),
    ] as [(Locus, String, String)])
  func levels(locus: Locus, first: String, second: String) throws {
    let resolver = try References.full
    let (one, other) = (try resolver.typed(first, locus), try resolver.typed(second, locus))
    #expect(!Set(one.identities.codes).isDisjoint(with: other.identities.codes))
    #expect(Set(one.proteins.codes).isDisjoint(with: other.proteins.codes))
  }

  @Test("Antigens are those of all four columns, and open where an allele has none on record")
  func antigens() throws {
    let resolver = try References.full
    #expect(try resolver.typed("01:01:01:01", .a).antigens == CodeSet([1]))
    #expect(try resolver.typed("24:09N", .a).antigens == CodeSet([]))
    let unknown = try #require(
      resolver.reference.alleles(of: .c).map { AlleleCode($0) }.first {
        resolver.reference.serology(of: $0).all.isEmpty && resolver.reference.identity(of: $0) != .null
      })
    #expect(try resolver.typed(resolver.reference.name(of: unknown).description, .c).antigens == .unknown)
  }

  @Test(
    "An expressed allele of which the release gives no identity is open, and says so", .needs331)
  func unknownIdentity() throws {
    let position = try References.old.typed("B*48:43", .b)
    #expect(position.kind == .allele && position.expression == .expressed)
    #expect(position.identities == .unknown)
    #expect(position.notes.map(\.code) == ["identity_unknown"])
    #expect(try References.old.typed("B*48:43/48:01", .b).identities.extent == .open)
  }
}
