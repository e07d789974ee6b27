import HLANomenclature
import Testing

@testable import HLAReference

// Source: DOMAIN 2.9.
@Suite("The embedded excerpt")
struct ExcerptTests {
  /// Every name of two or more fields that the excerpt's alleles begin with.
  private func stems(_ index: ReferenceIndex) -> Set<AlleleName> {
    var stems = Set<AlleleName>()
    for code in index.allCodes {
      let (locus, fields) = (index.locus(of: code), index.fields(of: code))
      for count in 2...max(2, fields.count) { stems.insert(AlleleName(locus: locus, fields: fields.prefix(count))) }
    }
    return stems
  }

  private func identities(_ index: ReferenceIndex, _ codes: some Sequence<UInt32>) -> Set<String> {
    Set(codes.map { index.identityName(AlleleCode($0)) }).subtracting(["null"])
  }

  @Test("It is an excerpt of 3.58.0, read without a note")
  func facts() throws {
    let facts = try Releases.excerpt.facts
    #expect(facts.isExcerpt && facts.release == "3.58.0" && !facts.hasFormerNames)
    #expect(facts.sources.map(\.kind) == ["excerpt"])
    #expect(facts.notes == [])
  }

  @Test("It holds at least 1,000 two-field names of A, B, C, DRB1, DQB1 and DPB1")
  func size() throws {
    let index = try Releases.excerpt
    let loci: [Locus] = [.a, .b, .c, .drb1, .dqb1, .dpb1]
    let names = Set(
      loci.flatMap { locus in
        index.alleles(of: locus).map { "\(locus)\(index.fields(of: AlleleCode($0)).prefix(2).packed)" }
      })
    #expect(names.count >= 1_000)
    for locus in loci { #expect(!index.alleles(of: locus).isEmpty) }
  }

  @Test("Every fact in it is that of the full release", .needs358)
  func sameFacts() throws {
    let (excerpt, full) = (try Releases.excerpt, try Releases.full)
    var different: [String] = []
    for code in excerpt.allCodes {
      let answer = excerpt.answer(code)
      guard let other = full.code(excerpt.name(of: code).description) else {
        different.append(answer)
        continue
      }
      if full.answer(other) != answer { different.append("\(answer) | \(full.answer(other))") }
    }
    #expect(different == [])
  }

  @Test("A name of two or more fields means the same identities as in the full release", .needs358)
  func closedNames() throws {
    let (excerpt, full) = (try Releases.excerpt, try Releases.full)
    var different: [String] = []
    for stem in stems(excerpt) {
      let here = identities(excerpt, excerpt.alleles(of: stem.locus, beginningWith: stem.fields))
      let there = identities(full, full.alleles(of: stem.locus, beginningWith: stem.fields))
      if here != there { different.append("\(stem): \(here) | \(there)") }
    }
    #expect(different.sorted() == [])
  }

  @Test("A G or P group means the same identities as in the full release", .needs358)
  func closedGroups() throws {
    let (excerpt, full) = (try Releases.excerpt, try Releases.full)
    var different: [String] = []
    for name in Set(excerpt.allCodes.compactMap(excerpt.gGroupName)) {
      let here = identities(excerpt, (excerpt.gGroup(of: name.locus, fields: name.fields) ?? []).map(\.rawValue))
      let there = identities(full, (full.gGroup(of: name.locus, fields: name.fields) ?? []).map(\.rawValue))
      if here != there { different.append("\(name): \(here) | \(there)") }
    }
    #expect(different.sorted() == [])
  }

  @Test("A deleted name leads where it leads in the full release", .needs358)
  func deletedNames() throws {
    let (excerpt, full) = (try Releases.excerpt, try Releases.full)
    var followed = 0
    for entry in try PlainFiles.deleted(Releases.folder358) {
      guard let locus = Locus(name: entry.locus) else { continue }
      let here = excerpt.whereabouts(locus, entry.name)
      if here.hasPrefix("unknown(") { continue }
      followed += 1
      let there = full.whereabouts(locus, entry.name)
      #expect(here.prefix { $0 != "[" } == there.prefix { $0 != "[" }, "\(entry)")
    }
    #expect(followed > 50)
  }

  @Test("Relations of antigens are those of rel_ser_ser.txt", .needs358)
  func antigens() throws {
    func rows(_ index: ReferenceIndex) -> Set<[UInt16]> {
      let values = Array(index.antigenRelations)
      return Set(stride(from: 0, to: values.count, by: 4).map { Array(values[$0..<$0 + 4]) })
    }
    #expect(rows(try Releases.excerpt) == rows(try Releases.full))
    #expect(rows(try Releases.full).contains([UInt16(Locus.a.rawValue), 9, 23, 0]))
    #expect(rows(try Releases.full).contains([UInt16(Locus.a.rawValue), 24, 2403, 1]))
  }

  @Test(
    "A line that breaks the layout is named",
    arguments: [
      ("release 3.58.0\n[alleles]\nA*01:01;1;;;;;;;;;\n", nil as Int?),
      ("release 3.58.0\n[alleles]\nA*01:01;1;;;;;;;\n", 3),
      ("release\n", 1), ("release 3.58.0\n[alleles]\nA*1:01;1;;;;;;;;;\n", 3),
      ("release 3.58.0\n\n[deleted]\nA*0101\n", 4),
      ("release 3.58.0\n[other]\nA*01:01\n", 3), ("release 3.58.0\n[alleles]\nA*01:01;1;01:01GG;;;;;;;;\n", 3),
      ("release 3.58.0\n[alleles]\nA*01:01;1;;;;;;;;Bw9;\n", 3),
      ("release 3.58.0\n[alleles]\nB*07:02;1;;;;;;;;Bw6;Q\n", 3),
    ])
  func layout(text: String, line: Int?) {
    if let line {
      #expect(throws: ReferenceBuildError.excerpt(line: line)) { try OfficialTables(excerpt: Array(text.utf8)) }
    } else {
      #expect(throws: Never.self) { try OfficialTables(excerpt: Array(text.utf8)) }
    }
  }
}
