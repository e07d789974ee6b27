import HLANomenclature
import RegistryFormats
import Testing

@testable import HLATyping

// Source: INTERFACE 3.
@Suite("Rows of donor and patient files")
struct PersonReaderTests {
  /// `line:column field code value` of an issue.
  private func brief(_ issues: [RowIssue]) -> [String] {
    issues.map { "\($0.line):\($0.column) \($0.field) \($0.code) \($0.value)" }
  }

  @Test("A good row has its id, typings and no issue")
  func goodRow() throws {
    let file = try PersonFile("donor_id,A_1,A_2,B_1,B_2,DRB3_1\n D1 ,01:06,HLA-A*02:01,07:02,,NNNN\n")
    let row = file.rows[0]
    #expect(row.line == 2 && row.id == Array("D1".utf8) && row.faults.isEmpty && row.warnings.isEmpty)
    let typings = row.typings(in: file.tables)
    #expect(typings[0].isTyped && typings[1].flags == [.presumedHomozygous])
    #expect(typings[2] == .untyped && typings[6] == .absent)
    #expect(
      typings[0]
        == .typed(
          TypedLocus(
            first: try References.excerpt.typed("01:06", .a),
            second: .position(try References.excerpt.typed("02:01", .a)),
            newAllele: .unknown)))
  }

  @Test("The policy decides what a blank second value means")
  func policy() throws {
    let file = try PersonFile("donor_id,A_1,A_2\nD1,01:06,\n", policy: TypingPolicy(blankSecond: .unknown))
    #expect(file.tables.loci[0].typing(file.rows[0].typings[0]).flags == [])
  }

  @Test("All faults of the five loci reject the row, each with its place; the other rows go on")
  func allFaults() throws {
    let file = try PersonFile(
      """
      donor_id,A_1,A_2,B_1,B_2,C_1,DRB1_1,DQB1_1,DQB1_2,DPB1_1
      D1,B*07:02,99:01,07:02,,A2,15,,02:01,99999
      D2,01:06,02:01,07:02,,,,,,
      """)
    #expect(
      brief(file.rows[0].faults) == [
        "2:2 A_1 wrong_locus B*07:02", "2:3 A_2 not_in_excerpt 99:01", "2:6 C_1 wrong_locus A2",
        "2:7 DRB1_1 bare_number 15", "2:8 DQB1_1 first_blank ",
      ])
    #expect(brief(file.rows[0].warnings).map { $0.prefix(9) } == ["2:10 DPB1"])
    #expect(file.rows[0].faults.allSatisfy { !$0.message.isEmpty })
    #expect(file.rows[1].faults.isEmpty && file.rows[1].line == 3)
  }

  @Test("A fault at a deeper locus is a warning, and the locus counts as untyped")
  func deeperLoci() throws {
    let header = "donor_id,A_1,DPB1_1,DPB1_2,DRB3_1,DRB3_2,DQA1_1"
    let file = try PersonFile("\(header)\nD1,01:06,A*01:01,99:99,,02:02,NNNN\n")
    let row = file.rows[0]
    #expect(row.faults == [])
    #expect(
      brief(row.warnings) == [
        "2:3 DPB1_1 wrong_locus A*01:01", "2:4 DPB1_2 not_in_excerpt 99:99", "2:5 DRB3_1 first_blank ",
        "2:7 DQA1_1 cannot_be_absent NNNN",
      ])
    #expect(row.typings.dropFirst().allSatisfy { $0 == .untyped })
  }

  @Test("What is worth saying about a typing is a warning at its own cell")
  func notes() throws {
    let row = try PersonFile("donor_id,A_1,A_2,B_1,B_2\nD1,A*0201,24:09,XXXX,\n").rows[0]
    #expect(row.faults == [])
    #expect(
      brief(row.warnings) == [
        "2:2 A_1 name_split A*0201", "2:3 A_2 null_without_suffix 24:09", "2:4 B_1 not_expressible XXXX",
      ])
  }

  @Test("A row without an id is a fault, beside its others")
  func missingID() throws {
    let file = try PersonFile("donor_id,A_1,A_2\n,01:06,\n  ,99:01,\n")
    #expect(brief(file.rows[0].faults) == ["2:1 donor_id missing_id "])
    #expect(brief(file.rows[1].faults) == ["3:1 donor_id missing_id ", "3:2 A_1 not_in_excerpt 99:01"])
  }

  @Test("A row of which no locus is typed is a fault", arguments: ["", "UUUU", "XXXX", "-"])
  func noTyping(cell: String) throws {
    let row = try PersonFile("donor_id,A_1,A_2,DPB1_1\nD1,\(cell),,\n").rows[0]
    #expect(row.faults.map(\.code) == ["no_typing"])
    #expect(row.faults.first?.line == 2 && row.faults.first?.value == "")
  }

  @Test(
    "No issue ever holds an id",
    arguments: [
      "donor_id,A_2,B_1\nSECRET,02:01,07:02\n", "donor_id,A_2,B_1\nSECRET,XXXX,07:02\n",
      "A_1,donor_id,A_2\n99:01,SECRET,2\n",
      "donor_id,A_1,A_2\nSECRET,,\n", "donor_id,A_2,DPB1_2\nSECRET,,04:01\n", "donor_id,A_1,sex\nSECRET,01:06,x\n",
      "donor_id,A_2\nSECRET,99:01\n",
    ])
  func idsStayOut(text: String) throws {
    let row = try PersonFile(text).rows[0]
    for issue in row.faults + row.warnings {
      #expect(!issue.value.contains("SECRET") && !issue.message.contains("SECRET"), "\(issue)")
      #expect(issue.column != 1 || text.hasPrefix("A_1"), "the place of the id: \(issue)")
    }
    #expect(!(row.faults + row.warnings).isEmpty)
    let later = row.idIssue(field: "donor_id", code: "duplicate_id", message: "m")
    #expect(later.value == "" && later.line == row.line && later.column == row.idPlace.column)
  }

  @Test("The place of a cell after a line break in quotes is its own line")
  func quotedLines() throws {
    let file = try PersonFile("donor_id,relation,A_1,sex\nD1,\"sib\nling\",99:01,x\nD2,,01:06,F\n")
    #expect(file.rows[0].faults.map(\.line) == [3])
    #expect(file.rows[0].warnings.map(\.line).sorted() == [2, 3])
    #expect(file.rows[1].line == 4)
  }

  @Test("Short rows are blank to their end")
  func shortRows() throws {
    let file = try PersonFile("donor_id,A_1,A_2,B_1,B_2,sex\nD1,01:06\n")
    #expect(file.rows[0].faults.isEmpty && file.rows[0].warnings.isEmpty && file.rows[0].facts.sex == nil)
  }

  @Test("Ids are kept as they are: leading zeros, text, and letters of other encodings in UTF-8")
  func ids() throws {
    let file = try PersonFile("donor_id;A_1\n007;01:06\n1E10;01:06\n\"D;1\";01:06\n=x;01:06\n")
    #expect(file.rows.map { String(decoding: $0.id, as: UTF8.self) } == ["007", "1E10", "D;1", "=x"])
    let latin = try PersonFile(bytes: Array("donor_id;A_1\nD".utf8) + [0xFC] + Array(";01:06\n".utf8))
    #expect(latin.rows.map { String(decoding: $0.id, as: UTF8.self) } == ["Dü"])
  }

  @Test(
    "A header without an id or without a typing is refused",
    arguments: [
      ("A_1,A_2", .donors, .noIDColumn(expected: "donor_id")),
      ("A_1,donor_id", .patients, .noIDColumn(expected: "patient_id")),
      ("donor_id,sex", .donors, .noTypingColumn),
      ("donor_id,A_1,a_1", .donors, .columns(.duplicateColumn(name: "A_1", first: 2, second: 3))),
      ("donor_id,donor id,A_1", .donors, .columns(.duplicateColumn(name: "donor_id", first: 1, second: 2))),
    ] as [(String, RegistryFileRole, PersonFileError)])
  func headers(header: String, role: RegistryFileRole, error: PersonFileError) {
    #expect(throws: error) { try PersonFile("\(header)\nx,y,z\n", role: role) }
    #expect(!error.description.isEmpty)
  }

  @Test("A header may be assigned by the user, and a wrong assignment is refused")
  func overrides() throws {
    let text = "Nummer,HLA A eins\nD1,01:06\n"
    let assigned = [
      ColumnOverride(columnName: "donor_id", header: "Nummer"), ColumnOverride(columnName: "A_1", header: "HLA A eins"),
    ]
    #expect(try PersonFile(text, overrides: assigned).rows[0].faults == [])
    let wrong = [ColumnOverride(columnName: "donor_id", header: "None")]
    #expect(throws: PersonFileError.columns(.missingHeader(name: "donor_id", header: "None"))) {
      try PersonFile(text, overrides: wrong)
    }
  }

  @Test("Columns that are known but not evaluated are told, in the order of the file")
  func unevaluated() throws {
    let header = ["tnc", "donor_id", "A_1", "A_ser_1", "unknown", "antibodies", "gl_string"]
    let donors = try PersonReader(header: header, role: .donors, overrides: [])
    #expect(donors.unevaluated.map(\.column) == [6])
    #expect(donors.unevaluated.map(\.field) == ["antibodies"])
    // Patients have no units, and of WMDA's counts the unit is not certain.
    let patients = try PersonReader(
      header: header.map { $0 == "donor_id" ? "patient_id" : $0 }, role: .patients, overrides: [])
    #expect(patients.unevaluated.map(\.field) == ["tnc"])
    let inventory = try PersonReader(header: header, role: .donors, overrides: [], format: .wmdaXML)
    #expect(inventory.unevaluated.map(\.field) == ["tnc", "antibodies"])
    #expect(inventory.unevaluated.map(\.column) == [1, 6])
  }

  @Test("Patients are read by the same rules under patient_id")
  func patients() throws {
    let file = try PersonFile("patient_id,A_1,weight_kg\nP1,01:06,70\n,01:06,70\n", role: .patients)
    #expect(file.rows[0].facts.weight == 70)
    #expect(brief(file.rows[1].faults) == ["3:1 patient_id missing_id "])
  }
}
