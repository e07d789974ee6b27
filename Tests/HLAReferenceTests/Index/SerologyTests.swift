import HLANomenclature
import Testing

@testable import HLAReference

@Suite("Serology and T-cell epitope groups")
struct SerologyTests {
  // Source: DOMAIN 2.4; the rows of rel_dna_ser.txt, whose `0` and `?` are no antigens.
  @Test("Every allele has the four columns of its row", .needs358, .needs331)
  func columns() throws {
    for (index, folder) in [(try Releases.full, Releases.folder358), (try Releases.text331, Releases.folder331)] {
      var rows: [String: [[UInt16]]] = [:]
      for row in try PlainFiles.rows(folder + "/wmda/rel_dna_ser.txt") {
        rows[row[0] + row[1]] = (2..<6).map { column in
          guard column < row.count else { return [] }
          return row[column].split(separator: "/").compactMap { UInt16($0) }.filter { $0 > 0 }
        }
      }
      #expect(rows.count > 10_000)
      var wrong: [String] = []
      for code in index.allCodes {
        let found = index.serology(of: code)
        let name = index.name(of: code).description
        let columns = [found.unambiguous, found.possible, found.assumed, found.expert]
        if columns != rows[name] ?? [[], [], [], []] { wrong.append(name) }
      }
      #expect(wrong == [])
    }
  }

  @Test(
    "Antigens of known alleles", .needs358,
    arguments: [
      ("A*01:01:01:01", [1]), ("A*24:03:01:01", [24, 2403]), ("A*01:01:01:02N", []), ("B*15:01:01:01", [62]),
      ("A*01:01:38L", [1]),
    ] as [(String, [UInt16])])
  func known(name: String, antigens: [UInt16]) throws {
    let index = try Releases.full
    let code = try #require(index.code(name))
    #expect(Set(antigens).isSuperset(of: index.serology(of: code).all) || index.serology(of: code).all == antigens)
    #expect(!index.serology(of: code).all.contains(0))
  }

  @Test("`0`, `?` and blank are no antigens, and a row of fewer columns is read as far as it goes")
  func absences() throws {
    var release = TinyRelease()
    release.serology = [
      "A*;01:01:01;1;;;", "A*;01:01:02N;0;;;", "A*;02:01;?;;;", "A*;02:02;;0/2;203/0;?", "B*;07:02:01;7;;;703",
    ]
    let index = try release.build()
    let all = index.allCodes.map { index.serology(of: $0).all }
    #expect(all == [[1], [], [], [2, 203], [7, 703]])
    let code = try #require(index.code("A*02:02"))
    #expect(index.serology(of: code).possible == [2])
    #expect(index.serology(of: code).assumed == [203])
  }

  @Test("Antigens are written as the WHO writes them and lie in the order of their loci")
  func antigenNames() {
    let antigens = [
      Antigen(locus: .a, number: 2), Antigen(locus: .a, number: 2403), Antigen(locus: .b, number: 62),
      Antigen(locus: .c, number: 7), Antigen(locus: .drb1, number: 15), Antigen(locus: .dqb1, number: 6),
    ]
    #expect(antigens.map(\.description) == ["A2", "A2403", "B62", "Cw7", "DR15", "DQ6"])
    #expect(antigens.reversed().sorted() == antigens)
  }

  // Source: DOMAIN 6: version 2 of dpb_tce.csv, marks stripped, `$` kept as predicted; `0` and blank are none.
  @Test("Every DPB1 allele has its epitope group of version 2", .needs358)
  func epitopeGroups() throws {
    let index = try Releases.full
    var expected: [String: TCEGroup] = [:]
    for row in try PlainFiles.rows(Releases.folder358 + "/tce/dpb_tce.csv", separator: ",")
    where row[0].hasPrefix("DPB1*") {
      guard let group = row[3].first?.wholeNumberValue, (1...3).contains(group) else { continue }
      expected[row[0]] = TCEGroup(group: UInt8(group), isPredicted: row[3].contains("$"))
    }
    #expect(expected.count > 1_000)
    var wrong: [String] = []
    for code in index.allCodes where index.tceGroup(of: code) != expected[index.name(of: code).description] {
      wrong.append(index.name(of: code).description)
    }
    #expect(wrong == [])
    #expect(index.code("DPB1*06:01:01:01").flatMap(index.tceGroup) == TCEGroup(group: 2, isPredicted: false))
    #expect(index.code("DPB1*18:01:01:01").flatMap(index.tceGroup) == TCEGroup(group: 3, isPredicted: true))
  }

  @Test("A release without dpb_tce.csv has no epitope groups", .needs331)
  func noEpitopeGroups() throws {
    let index = try Releases.text331
    #expect(index.allCodes.allSatisfy { index.tceGroup(of: $0) == nil })
  }
}
