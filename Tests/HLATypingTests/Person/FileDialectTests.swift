import HLANomenclature
import HLAReference
import RegistryFormats
import Testing

@testable import HLATyping

@Suite("Dialects of donor files")
struct FileDialectTests {
  private func typings(_ text: String, format: RegistryFileFormat = .csv, row: Int = 0) throws -> [LocusTyping] {
    let file = try CSVReader(source: ArrayByteSource(Array(text.utf8)))
    let reader = try PersonReader(header: file.header, role: .donors, overrides: [], format: format)
    var tables = TypingTables(reference: try References.excerpt.reference, policy: TypingPolicy())
    var rows: [[LocusTyping]] = []
    var person = PersonRow(locusCount: Locus.typed.count)
    try file.forEachRecord { record in
      reader.read(record, tables: &tables, into: &person)
      rows.append(person.typings(in: tables))
    }
    return rows[row]
  }

  private func pair(_ first: String, _ second: String, _ locus: Locus) throws -> LocusGenotype {
    let resolver = try References.excerpt
    return .pairs([
      CodePair(try resolver.typed(first, locus).identities, try resolver.typed(second, locus).identities)
    ])
  }

  // Source: FORMATS 4.1, MV4.
  @Test("In MV4 files one or two characters are an antigen, anything longer is DNA")
  func mv4() throws {
    let text = "DONOR_ID,A1,A2,B1,B2,C1,C2,DRB11,DRB12,DQB11,DQB12,DONOR_TYPE,HF_SET\n"
    let row = "D1,2,24:02,7,62,07:02,7,15:01,4,,,,x\n"
    let typings = try typings(text + row, format: .mv4)
    #expect(typings[0].genotype(.ard) == (try pair("A2", "24:02", .a)))
    #expect(typings[1].genotype(.ard) == (try pair("B7", "B62", .b)))
    #expect(typings[2].genotype(.ard) == (try pair("07:02", "Cw7", .c)))
    #expect(typings[3].genotype(.ard) == (try pair("15:01", "DR4", .drb1)))
    #expect(typings[4] == .untyped)
  }

  @Test("A bare number in a DNA column of any other file is refused")
  func bareNumber() throws {
    #expect(try PersonFile("donor_id,A1,A2\nD1,2,24:02\n").rows[0].faults.map(\.code) == ["bare_number"])
  }

  // Source: FORMATS 3.1, DRBX; DOMAIN 2.1.
  @Test(
    "Columns that DRB3, DRB4 and DRB5 share give each gene its values; a gene that two filled values leave out is absent",
    arguments: [
      ("DRB3*02:02", "DRB4*01:03", "02:02+absent", "01:03+absent", "absent"),
      ("DRB3*02:02", "NNNN", "02:02+absent", "absent", "absent"),
      ("DRB3*02:02", "", "02:02+unknown", "untyped", "untyped"),
      ("DRB5*01:01", "DRB5*02:02", "absent", "absent", "01:01+02:02"),
      ("NNNN", "DRBX*NNNN", "absent", "absent", "absent"), ("", "", "untyped", "untyped", "untyped"),
    ])
  func sharedDRB(first: String, second: String, drb3: String, drb4: String, drb5: String) throws {
    let typings = try typings("donor_id,A_1,DRB345_1,DRB345_2\nD1,01:06,\(first),\(second)\n")
    for (locus, expected) in [(Locus.drb3, drb3), (.drb4, drb4), (.drb5, drb5)] {
      #expect(try words(typings[Int(locus.rawValue)], expected, locus), "\(locus): \(expected)")
    }
  }

  /// Whether a typing is what the words say: `02:02+absent`.
  private func words(_ typing: LocusTyping, _ expected: String, _ locus: Locus) throws -> Bool {
    switch expected {
    case "untyped": return typing == .untyped
    case "absent": return typing == .absent
    default: break
    }
    let parts = expected.split(separator: "+").map(String.init)
    guard case .typed(let typed) = typing, typed.genotypes.count == 1 else { return false }
    let genotype = typed.genotypes[0]
    guard genotype.first == (try References.excerpt.typed(parts[0], locus)) else { return false }
    switch parts[1] {
    case "absent": return genotype.second == .absent
    case "unknown": return genotype.second == .unknown
    default: return genotype.second == .position(try References.excerpt.typed(parts[1], locus))
    }
  }

  @Test("A value that does not say of which of the three genes it is, is told and not read")
  func unreadableSharedDRB() throws {
    let file = try PersonFile("donor_id,A_1,DRBX_1,DRBX_2\nD1,01:06,02:02,DRB4*01:03\n")
    #expect(file.rows[0].warnings.map(\.code) == ["wrong_locus"] && file.rows[0].faults.isEmpty)
    #expect(file.tables.loci[6].typing(file.rows[0].typings[6]) == .untyped)
  }

  @Test("Headers DR1 and DR2 are antigens, DRB11 and DRB12 are DNA")
  func antigenHeaders() throws {
    let file = try PersonFile("donor_id,A_1,DR1,DR2\nD1,01:06,15,4\n")
    #expect(file.rows[0].faults.isEmpty)
    #expect(file.tables.loci[3].typing(file.rows[0].typings[3]).isTyped)
  }
}
