import Testing

@testable import RegistryFormats

@Suite("Columns found by their headers") struct ColumnMapTests {
  static let a1 = RegistryColumn.dna(locusName: "A", position: 1)
  static let drb11 = RegistryColumn.dna(locusName: "DRB1", position: 1)

  static let aliases: [(headers: [String], column: RegistryColumn)] = [
    (["A_1", "a_1", "A1", "A 1", "A.1", "HLA-A 1", "HLA-A_1", "A_typ1", "d_a_typ1", "r_a_typ1", "A_dna_1"], a1),
    (["DRB1_1", "DRB11", "DRB1 1", "HLA-DRB1_1", "drb1_typ1", "DRB1_dna_1", "r_drb1_typ1"], drb11),
    (["DQB12", "DQB1_2"], .dna(locusName: "DQB1", position: 2)),
    (["C_1", "Cw1", "Cw_1", "HLA-C 1"], .dna(locusName: "C", position: 1)),
    (["DRB3_2", "DRB32"], .dna(locusName: "DRB3", position: 2)),
    (["DPA1_1", "DPA11"], .dna(locusName: "DPA1", position: 1)),
    (["A_ser_1", "A_serology_1", "HLA-A_ser_1"], .serology(locusName: "A", position: 1)),
    (["DR_ser_2", "DRB1_ser_2"], .serology(locusName: "DRB1", position: 2)),
    (["donor_id", "Donor ID", "DONOR-ID", "id", "GRID", "Spendernummer"], .donorID),
    (["patient_id", "Patient ID", "Patientennummer"], .patientID),
    (["gl_string", "glstring", "GL String"], .glString),
    (["birth_date", "dob", "Geburtsdatum"], .birthDate),
    (["birth_year", "YOB", "Jahrgang"], .birthYear),
    (["age", "Alter"], .age),
    (["sex", "gender", "Geschlecht"], .sex),
    (["weight_kg", "weight", "Gewicht"], .weight),
    (["abo", "blood_group", "Blutgruppe"], .abo),
    (["rhesus", "rh"], .rhesus),
    (["KIR2DL5A", "kir_2dl5a", "2DL5A"], .kirGene("2DL5A")),
    (["hla_version"], .hlaVersion),
  ]

  @Test("A column is found under every header seen in the field", arguments: aliases)
  func findsAliases(headers: [String], column: RegistryColumn) throws {
    for header in headers {
      #expect(try ColumnMap(header: ["x", header], role: .donors).indices == [column: 1], "\(header)")
    }
  }

  @Test("Every column is found under its own name, and its name leads back to it", arguments: RegistryColumn.all)
  func ownNames(column: RegistryColumn) throws {
    #expect(RegistryColumn(canonicalName: column.canonicalName) == column)
    for role in [RegistryFileRole.donors, .patients] {
      #expect(try ColumnMap(header: [column.canonicalName], role: role).indices == [column: 0])
    }
  }

  @Test("No header means two columns")
  func aliasesAreUnambiguous() {
    for role in [RegistryFileRole.donors, .patients] {
      let meanings = ColumnAliases.of(role).meanings
      for column in RegistryColumn.all {
        #expect(meanings[ColumnAliases.normalized(column.canonicalName)]?.column == column)
      }
    }
  }

  @Test("A header without a meaning is reported, an empty one is not", arguments: ["DRB1", "A", "DRX", "A_3", "name"])
  func unrecognised(header: String) throws {
    let map = try ColumnMap(header: ["donor_id", "", header, "A_1"], role: .donors)
    #expect(map.unrecognised == [2])
    #expect(map.hasTyping)
  }

  @Test("A bare id belongs to whom the file describes")
  func bareID() throws {
    #expect(try ColumnMap(header: ["id"], role: .donors)[.donorID] == 0)
    #expect(try ColumnMap(header: ["id"], role: .patients)[.patientID] == 0)
  }

  @Test("The surer header wins, the other is reported")
  func surerHeaderWins() throws {
    let map = try ColumnMap(header: ["id", "GRID", "Donor ID"], role: .donors)
    #expect(map[.donorID] == 2)
    #expect(map.unrecognised == [0, 1])
  }

  @Test("The other side's typing serves only where the file has no other")
  func otherSide() throws {
    let pair = try ColumnMap(header: ["id", "r_a_typ1", "d_a_typ1", "r_b_typ1"], role: .donors)
    #expect(pair.indices == [.donorID: 0, Self.a1: 2])
    #expect(pair.unrecognised == [1, 3])
    let patients = try ColumnMap(header: ["id", "r_a_typ1", "d_a_typ1"], role: .patients)
    #expect(patients[Self.a1] == 1)
  }

  @Test("Two headers of one meaning are an error that numbers both")
  func duplicates() {
    #expect(throws: CSVError.duplicateColumn(name: "A_1", first: 2, second: 4)) {
      try ColumnMap(header: ["id", "A_1", "A_2", "A 1"], role: .donors)
    }
  }

  @Test("An override goes before every alias")
  func overrides() throws {
    let header = ["Nr", "A_1", "Typ A = 1", "donor_id"]
    let overrides = [try ColumnOverride(parsing: "donor_id = nr"), try ColumnOverride(parsing: "a_1=Typ A = 1")]
    let map = try ColumnMap(header: header, role: .donors, overrides: overrides)
    #expect(map.indices == [.donorID: 0, Self.a1: 2])
    #expect(map.unrecognised == [1, 3])
  }

  static let faults: [(overrides: [ColumnOverride], error: CSVError)] = [
    ([ColumnOverride(columnName: "A_1", header: "none")], .missingHeader(name: "A_1", header: "none")),
    ([ColumnOverride(columnName: "Z_1", header: "x")], .unknownColumn(name: "Z_1")),
    ([ColumnOverride(columnName: "A_1", header: "twice")], .duplicateColumn(name: "A_1", first: 2, second: 3)),
    (
      [ColumnOverride(columnName: "A_1", header: "x"), ColumnOverride(columnName: "a1", header: "id")],
      .duplicateColumn(name: "A_1", first: 1, second: 4)
    ),
  ]

  @Test("An override must name a column and a header that exist once", arguments: faults)
  func faultyOverrides(overrides: [ColumnOverride], error: CSVError) {
    #expect(throws: error) {
      try ColumnMap(header: ["id", "twice", "twice", "x"], role: .donors, overrides: overrides)
    }
  }

  @Test("An assignment needs a name, a sign and a header", arguments: ["A_1", "=x", "A_1=", " = "])
  func malformedOverride(text: String) {
    #expect(throws: CSVError.malformedOverride(text: text)) { try ColumnOverride(parsing: text) }
  }
}
