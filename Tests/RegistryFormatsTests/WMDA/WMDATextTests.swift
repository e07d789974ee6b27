import Testing

@testable import RegistryFormats

@Suite("Texts and places of a WMDA inventory") struct WMDATextTests {
  @Test("Entities, character sections, comments and instructions within a text leave its parts together")
  func partsOfText() {
    let parts = "a&amp;b&lt;&#65;&#x42;<!-- c --><![CDATA[<d>]]><?e f?>g&gt;&quot;&apos;"
    let outcome = XMLOutcome(wmda: Inventory.document("<DONOR><GRID>\(parts)</GRID></DONOR>"))
    #expect(outcome.goodIDs == ["a&b<AB<d>g>\"'"])
  }

  @Test("An ampersand in an attribute is one character")
  func ampersand() {
    let outcome = XMLOutcome(wmda: Inventory.document("<DONOR GRID='a&amp;b&#38;c&lt;'/>"))
    #expect(outcome.goodIDs == ["a&b&c<"])
  }

  @Test("White space around a text is none of it, and within it stays")
  func whiteSpace() {
    let outcome = XMLOutcome(wmda: Inventory.document("<DONOR><GRID>\r\n\t a b \n</GRID></DONOR>"))
    #expect(outcome.goodIDs == ["a b"])
  }

  @Test("A record is on the line of its start tag, a cell where its text or value begins")
  func places() {
    let text = """
      <INVENTORIES><INVENTORY>
        <DONOR
           STATUS='AV' SEX="M"
           >
          <GRID>ä1</GRID> <ABO>
          A</ABO><!-- ü
          --><RHESUS>P</RHESUS><HLA><A><DNA FIELD1='02:01'
       FIELD2='24:02'/></A></HLA>
        </DONOR>
      </INVENTORY></INVENTORIES>
      """
    let row = XMLOutcome(wmda: text).rows.first
    #expect(row?.line == 2)
    let expected: [String: (Int, Int)] = [
      "status": (3, 14), "sex": (3, 23), "id": (5, 11), "abo": (5, 26), "rhesus": (7, 16), "A_1": (7, 47),
      "A_2": (8, 10),
    ]
    #expect(row?.places == expected.mapValues { RecordPlace(line: $0.0, column: $0.1) })
  }

  @Test("Each kind of line end counts as one line", arguments: ["\n", "\r\n", "\r"])
  func lineEnds(end: String) {
    let text = Inventory.document(
      "\n<!--\n\n-->\n<X y='\n'/><![CDATA[\n\n]]>\n" + Inventory.donor("1") + Inventory.donor("2"))
    let bytes = Array(text.replacing("\n", with: end).utf8)
    for chunk in [1, 2, 3, 7, 1 << 18] {
      let outcome = XMLOutcome(wmda: bytes, chunk: chunk)
      #expect(outcome.lines == [12, 13])
      #expect(outcome.rows.last?.places["id"] == RecordPlace(line: 13, column: 14))
    }
  }

  @Test("Lines beyond 65535 are counted on")
  func manyLines() {
    let text = Inventory.document(String(repeating: "\n", count: 70_000) + Inventory.donor("1") + "<DONOR><GRID>&x;")
    let outcome = XMLOutcome(wmda: text)
    #expect(outcome.lines == [70_004])
    #expect(outcome.rows.first?.places["A_1"] == RecordPlace(line: 70_004, column: 43))
    #expect(outcome.error?.place == RecordPlace(line: 70_005, column: 17))
  }

  @Test("A record whose cells have more than 1 MiB is a fault, and the next is good")
  func tooLong() {
    let long = String(repeating: "x", count: (1 << 20) + 1)
    let half = String(repeating: "x", count: 600_000)
    for content in ["<GRID>\(long)</GRID>", "<GRID>\(half)</GRID><SEX>\(half)</SEX>", "<GRID>1</GRID><ABO>\(long)"] {
      let end = content.hasSuffix("x") ? "</ABO>" : ""
      let text = Inventory.document("<DONOR>\(content)\(end)</DONOR>\n" + Inventory.donor("2"))
      let outcome = XMLOutcome(wmda: text)
      #expect(outcome.faults.first??.kind == .recordTooLong(limit: 1 << 20))
      #expect(outcome.faults.first??.line == 4)
      #expect(outcome.goodIDs == ["2"])
    }
  }

  static let encodings: [(encoding: TextEncoding?, name: String)] = [
    (.utf8, "UTF-8"), (.utf16LittleEndian, "UTF-16"), (.utf16BigEndian, "UTF-16"), (.windows1252, "ISO-8859-1"),
    (.windows1252, "windows-1252"), (nil, "utf-8"),
  ]

  @Test("Text is the same in every encoding", arguments: encodings)
  func encoding(encoding: TextEncoding?, name: String) {
    let text = Inventory.document(Inventory.donor("Müller-é") + Inventory.donor("2"))
      .replacing("UTF-8", with: name)
    var bytes = Array(text.utf8)
    switch encoding {
    case .utf16LittleEndian?, .utf16BigEndian?: bytes = Encoded.utf16(text, encoding ?? .utf8)
    case .windows1252?: bytes = Encoded.windows1252(text)
    case .utf8?: bytes = [0xEF, 0xBB, 0xBF] + bytes
    case nil: break
    }
    for chunk in [1, 2, 3, 5, 64, 1 << 18] {
      let outcome = XMLOutcome(wmda: bytes, chunk: chunk)
      #expect(outcome.goodIDs == ["Müller-é", "2"])
      #expect(outcome.rows.first?.places["A_1"] == RecordPlace(line: 4, column: 50))
      #expect(outcome.error == nil)
    }
  }

  @Test("UTF-16 without a mark is known by its first character")
  func unmarkedUTF16() {
    for encoding in [TextEncoding.utf16LittleEndian, .utf16BigEndian] {
      let bytes = Encoded.utf16(Inventory.document(Inventory.donor("ü")), encoding, withMark: false)
      #expect(XMLOutcome(wmda: bytes).goodIDs == ["ü"])
    }
  }

  @Test("What an encoding does not allow is refused at its place")
  func undecodable() {
    let before = "<INVENTORIES><INVENTORY>\n" + Inventory.donor("1") + "<DONOR><GRID>x"
    let after = "y</GRID></DONOR></INVENTORY></INVENTORIES>"
    let latin = "<?xml version='1.0' encoding='windows-1252'?>\n"
    let lone = Encoded.utf16(before, .utf16LittleEndian) + [0x3D, 0xD8]
    let files: [([UInt8], Int)] = [
      (Array(before.utf8) + [0xC3] + Array(after.utf8), 3),
      (Array((latin + before).utf8) + [0x81] + Array(after.utf8), 4),
      (lone + Encoded.utf16(after, .utf16LittleEndian, withMark: false), 3),
      (lone, 3), (Encoded.utf16(before, .utf16BigEndian) + [0x00], 3),
    ]
    for (bytes, line) in files {
      let outcome = XMLOutcome(wmda: bytes)
      #expect(outcome.goodIDs == ["1"])
      #expect(outcome.error?.place?.line == line)
      let recovered = XMLOutcome(wmda: bytes, policy: .passOver)
      #expect(recovered.goodIDs == ["1"])
      #expect(recovered.error == nil)
    }
  }

  @Test("An encoding that is not read is told by its name")
  func unknownEncoding() {
    let text = "<?xml version='1.0' encoding='EBCDIC-CP-US'?><INVENTORIES/>"
    #expect(XMLOutcome(wmda: text).error == .unknownEncoding(name: "EBCDIC-CP-US"))
  }
}
