import Testing

@testable import RegistryFormats

@Suite("Records of a WMDA inventory") struct WMDARecordTests {
  private static func record(_ content: String, element: String = "DONOR") -> [String: String] {
    XMLOutcome(wmda: Inventory.document("<\(element)>\(content)</\(element)>")).cells.first ?? [:]
  }

  @Test("The global identifier is the id, and the sender's own where there is no global one")
  func identifiers() {
    let both = "<GRID>9991012070433202001</GRID><ID>D1</ID>"
    #expect(Self.record(both)["id"] == "9991012070433202001")
    #expect(Self.record("<ID>D1</ID><GRID> </GRID>")["id"] == "D1")
    #expect(Self.record("<ID>D1</ID><GRID/>")["id"] == "D1")
    #expect(Self.record("<ID>D1</ID>")["id"] == "D1")
    #expect(Self.record("<ID>C1</ID>", element: "CBU")["id"] == "C1")
    #expect(Self.record("<SEX>F</SEX>")["id"] == nil)
  }

  @Test("Every locus has DNA and serology columns", arguments: RegistryColumn.locusNames)
  func loci(name: String) {
    let values = "<FIELD1>1a</FIELD1><FIELD2>1b</FIELD2>"
    let antigens = "<FIELD1>2a</FIELD1><FIELD2>2b</FIELD2>"
    let cells = Self.record("<HLA><\(name)><SER>\(antigens)</SER><DNA>\(values)</DNA></\(name)></HLA>")
    #expect(cells == ["\(name)_1": "1a", "\(name)_2": "1b", "\(name)_ser_1": "2a", "\(name)_ser_2": "2b"])
  }

  @Test("Values stand in the columns as they stand in the file")
  func valuesAsTheyStand() {
    let values = ["02:01:01G", "15:BDVC", "04:XX", "01:01/01:02", "NEW", "NNNN", "01:03:01:02N"]
    for value in values {
      let cells = Self.record("<HLA><B><DNA><FIELD1>\(value)</FIELD1></DNA></B></HLA>")
      #expect(cells == ["B_1": value])
    }
  }

  @Test("A second value without a first stays the second")
  func onlySecond() {
    #expect(Self.record("<HLA><C><DNA><FIELD1/><FIELD2>07:02</FIELD2></DNA></C></HLA>") == ["C_2": "07:02"])
  }

  static let facts: [(text: String, column: String, value: String)] = [
    ("<BIRTH_DATE>1994-06-28</BIRTH_DATE>", "birth_date", "1994-06-28"), ("<SEX>F</SEX>", "sex", "F"),
    ("<ABO>AB</ABO>", "abo", "AB"), ("<RHESUS>N</RHESUS>", "rhesus", "N"), ("<WEIGHT>64</WEIGHT>", "weight_kg", "64"),
    ("<IDM><CMV>G</CMV><CMV_DATE>2023-03-02</CMV_DATE></IDM>", "cmv", "G"), ("<STATUS>DE</STATUS>", "status", "DE"),
    ("<TNC>112.5</TNC>", "tnc", "112.5"), ("<CD34>41</CD34>", "cd34", "41"),
  ]

  @Test("Facts of a donor go into their columns", arguments: facts)
  func fact(text: String, column: String, value: String) {
    #expect(Self.record(text) == [column: value])
  }

  @Test("A cord blood unit is one by its element, whatever the inventory's header says")
  func donorType() {
    #expect(Self.record("<ID>C1</ID>", element: "CBU") == ["id": "C1", "donor_type": "cord"])
    #expect(Self.record("<ID>D1</ID>") == ["id": "D1"])
  }

  @Test("What is the mother's is never taken for the unit's")
  func mother() {
    let hers = "<HLA><A><DNA><FIELD1>01:01</FIELD1></DNA></A></HLA><IDM><CMV>P</CMV></IDM><ID>M1</ID>"
    let own = "<ID>C1</ID><HLA><A><DNA><FIELD1>02:01</FIELD1></DNA></A></HLA>"
    let expected = ["id": "C1", "A_1": "02:01", "donor_type": "cord"]
    #expect(Self.record("\(own)<MAT>\(hers)</MAT>", element: "CBU") == expected)
    #expect(Self.record("<MAT>\(hers)</MAT>\(own)", element: "CBU") == expected)
  }

  @Test("Fields may stand as attributes")
  func attributes() {
    let donor =
      "<DONOR GRID='G1' SEX=\"M\" STATUS=' AV '><HLA><A><DNA FIELD1='02:01' FIELD2='&#50;4:02'/></A></HLA>"
      + "<IDM CMV='N'/><KIR KIR2DL1='P'/></DONOR>"
    let outcome = XMLOutcome(wmda: Inventory.document(donor))
    let expected = [
      "id": "G1", "sex": "M", "status": "AV", "A_1": "02:01", "A_2": "24:02", "cmv": "N", "kir": "2DL1=P",
    ]
    #expect(outcome.cells == [expected])
  }

  @Test("An attribute with a prefix is another one")
  func prefixedAttributes() {
    let donor = "<DONOR xmlns:x='urn:x' x:SEX='M' GRID='G1'/>"
    #expect(XMLOutcome(wmda: Inventory.document(donor)).cells == [["id": "G1"]])
  }

  static let presences: [(text: String, cell: String?)] = [
    ("<KIR2DL1>P</KIR2DL1><KIR2DL3>A</KIR2DL3>", "2DL1=P,2DL3=A"), ("<KIR2DS4>1</KIR2DS4>", "2DS4=1"),
    ("<KIR2DL5A>Y</KIR2DL5A><KIR2DL1>N</KIR2DL1>", "2DL5A=Y,2DL1=N"), ("<KIR_2DL2>POS</KIR_2DL2>", "2DL2=POS"),
    ("<KIR2DL1/>", nil), ("<GL_STRING>KIR2DL1*001</GL_STRING>", nil),
    ("<KIR2DL1>P</KIR2DL1><KIR2DS1>maybe</KIR2DS1>", "2DL1=P,2DS1=maybe"),
  ]

  @Test("What is told of KIR genes becomes a list, as it stands", arguments: presences)
  func genes(text: String, cell: String?) {
    #expect(Self.record("<KIR>\(text)</KIR>")["kir"] == cell)
  }

  @Test("Full files and those of changes, and several inventories in a file, read alike")
  func inventories() {
    let text = """
      <INVENTORIES><CREATION_TIME>2024</CREATION_TIME>
      <INVENTORY><POOL>1000</POOL><UPDATE_MODE>DIFF</UPDATE_MODE><DONOR><GRID>1</GRID></DONOR></INVENTORY>
      <INVENTORY CONTENT_TYPE="C" UPDATE_MODE="FULL"><CBU><ID>2</ID></CBU><DONOR><GRID>3</GRID></DONOR></INVENTORY>
      </INVENTORIES>
      """
    let outcome = XMLOutcome(wmda: text)
    #expect(outcome.error == nil)
    #expect(outcome.cells == [["id": "1"], ["id": "2", "donor_type": "cord"], ["id": "3"]])
  }

  @Test("Elements that are not known are passed over with all they hold")
  func unknownElements() {
    let content =
      "<X><GRID>9</GRID><HLA><A/></HLA></X><GRID>1</GRID><HLA><A><Y><DNA><FIELD1>9</FIELD1></DNA></Y></A></HLA>"
    #expect(Self.record(content) == ["id": "1"])
  }

  static let repeated: [(content: String, name: String, column: Int)] = [
    ("<HLA><A/><A/></HLA>", "HLA/A", 17), ("<HLA><A/></HLA><HLA><A/></HLA>", "HLA/A", 28),
    ("<HLA><A><DNA/><DNA/></A></HLA>", "HLA/A/DNA", 22), ("<SEX>M</SEX><SEX>M</SEX>", "SEX", 25),
    ("<HLA><A><SER><FIELD1/><FIELD1>2</FIELD1></SER></A></HLA>", "HLA/A/SER/FIELD1", 38),
    ("<GRID>1</GRID><GRID>1</GRID>", "GRID", 28),
  ]

  @Test("A locus or field that stands twice in a record is its fault", arguments: repeated)
  func repetition(content: String, name: String, column: Int) {
    let outcome = XMLOutcome(wmda: Inventory.document("<DONOR>\(content)</DONOR>\n" + Inventory.donor("2")))
    #expect(outcome.faults.first == RecordFault(kind: .repeated(name: name), line: 4, column: column))
    #expect(outcome.goodIDs == ["2"])
    #expect(outcome.error == nil)
  }

  @Test("An attribute and an element of one name are the field twice")
  func attributeAndElement() {
    let outcome = XMLOutcome(wmda: Inventory.document("<DONOR SEX='M'><SEX>M</SEX></DONOR>"))
    #expect(outcome.faults.first??.kind == .repeated(name: "SEX"))
  }

  @Test("Elements are known by their local names, in whatever namespace")
  func namespaces() {
    let text =
      "<w:INVENTORIES xmlns:w='urn:w'><w:INVENTORY><w:DONOR><w:GRID>1</w:GRID></w:DONOR></w:INVENTORY></w:INVENTORIES>"
    #expect(XMLOutcome(wmda: text).goodIDs == ["1"])
    let byDefault = "<INVENTORIES xmlns='urn:x'><INVENTORY><DONOR><GRID>1</GRID></DONOR></INVENTORY></INVENTORIES>"
    #expect(XMLOutcome(wmda: byDefault).goodIDs == ["1"])
  }
}
