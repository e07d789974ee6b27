import Testing

@testable import RegistryFormats

@Suite("Records of a CSV file") struct CSVRecordTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var text: String
    var cells: [[String]]
    var lines: [Int]

    init(_ testDescription: String, _ text: String, _ cells: [[String]], _ lines: [Int]) {
      (self.testDescription, self.text, self.cells, self.lines) = (testDescription, text, cells, lines)
    }
  }

  static let cases = [
    Case("line feeds end records", "a,b\n1,2\n3,4\n", [["1", "2"], ["3", "4"]], [2, 3]),
    Case("CRLF is one line end", "a,b\r\n1,2\r\n3,4\r\n", [["1", "2"], ["3", "4"]], [2, 3]),
    Case("a lone CR ends a record", "a,b\r1,2\r3,4\r", [["1", "2"], ["3", "4"]], [2, 3]),
    Case("the last record needs no line end", "a,b\n1,2\n3,4", [["1", "2"], ["3", "4"]], [2, 3]),
    Case(
      "blank lines are skipped but counted", "\na,b\n\n \t\n1,2\r\n\r\n3,4\n\n", [["1", "2"], ["3", "4"]], [5, 7]),
    Case("a quoted cell holds delimiters", "a,b\n\"1,2\",3\n", [["1,2", "3"]], [2]),
    Case("a doubled quote is a quote", "a,b\n\"say \"\"A2\"\"\",\"\"\"\"\n", [["say \"A2\"", "\""]], [2]),
    Case(
      "a quoted cell holds line ends of every kind", "a,b\n\"1\n2\r\n3\r4\",5\n6,7\n",
      [["1\n2\r\n3\r4", "5"], ["6", "7"]], [2, 6]),
    Case("a quote within an unquoted cell is literal", "a,b\n5\" pipe,x\"y\"\n", [["5\" pipe", "x\"y\""]], [2]),
    Case("blanks are trimmed on both sides", "a,b\n 1 \t,\t2\n", [["1", "2"]], [2]),
    Case("blanks may stand around a quoted cell and in it", "a,b\n \" 1,2 \" ,3\n", [["1,2", "3"]], [2]),
    Case("empty cells stay", "a,b,c\n,,\n1,,\n", [["", "", ""], ["1", "", ""]], [2, 3]),
    Case("a quoted empty cell is no blank line", "a\n\"\"\n", [[""]], [2]),
    Case("surplus empty cells are no fault", "a,b\n1,2,,\n", [["1", "2", "", ""]], [2]),
    Case("a header alone is a file without records", "a,b", [], []),
  ]

  @Test("A file is cut into records as CSV says", arguments: cases)
  func cutsRecords(_ example: Case) {
    let outcome = ReadOutcome(example.text)
    #expect(outcome.error == nil)
    #expect(outcome.cells == example.cells)
    #expect(outcome.lines == example.lines)
    #expect(outcome.faults.allSatisfy { $0 == nil })
  }

  @Test("Missing cells at the end of a record are empty")
  func missingCellsAreEmpty() throws {
    let reader = try CSVReader(source: ArrayByteSource(Array("a,b,c\n1\n".utf8)))
    try reader.forEachRecord { record in
      #expect(record.fieldCount == 1)
      #expect(record[2].isEmpty)
      #expect(record.text(1) == "")
      #expect(record.lineOfField(2) == 2)
      #expect(record.fault == nil)
    }
  }

  @Test("A cell tells the physical line on which it begins")
  func cellsTellTheirLine() {
    let outcome = ReadOutcome("a,b,c,d\n\"1\n\",\"2\r\n\"\"\r\",3,4\n5,6,7,8\n")
    #expect(outcome.rows.map(\.cellLines) == [[2, 3, 5, 5], [6, 6, 6, 6]])
  }

  @Test("The header is trimmed and unquoted; its own line is known")
  func headerIsTrimmed() throws {
    let reader = try CSVReader(source: ArrayByteSource(Array("\r\n id ,\"A 1\",\"x\"\"y\",\r\n1,2,3".utf8)))
    #expect(reader.header == ["id", "A 1", "x\"y", ""])
    #expect(reader.headerLine == 2)
  }

  @Test("Reading stops when the callback throws, and goes on after that record")
  func stopsWhenAsked() throws {
    struct Enough: Error {}
    let reader = try CSVReader(source: ArrayByteSource(Array("a,b\n1,2\n3,4\n5,6\n".utf8)))
    #expect(throws: Enough.self) { try reader.forEachRecord { _ in throw Enough() } }
    var rest: [String] = []
    try reader.forEachRecord { rest.append($0.text(0)) }
    #expect(rest == ["3", "5"])
    try reader.forEachRecord { _ in Issue.record("no record is left") }
  }

  @Test("The observer sees every byte of the file once, in order", arguments: [1, 7, 1 << 20])
  func observerSeesAllBytes(chunk: Int) throws {
    let bytes = Encoded.utf16("a;b\n1;2\n3;4", .utf16LittleEndian)
    var seen: [UInt8] = []
    let reader = try CSVReader(source: ArrayByteSource(bytes, chunkLength: chunk)) { seen.append(contentsOf: $0) }
    try reader.forEachRecord { _ in }
    #expect(seen == bytes)
  }
}
