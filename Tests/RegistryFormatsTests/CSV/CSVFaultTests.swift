import Testing

@testable import RegistryFormats

@Suite("Faults of records and files") struct CSVFaultTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var text: String
    var fault: RecordFault
  }

  static let cases = [
    Case(
      testDescription: "a NUL byte", text: "a,b\n1,x\0y\n3,4\n",
      fault: RecordFault(kind: .nulByte, line: 2, column: 2)),
    Case(
      testDescription: "a NUL byte in quotes, on a later line", text: "a,b\n\"1\n\",\"\0,\n\"\n3,4\n",
      fault: RecordFault(kind: .nulByte, line: 3, column: 2)),
    Case(
      testDescription: "text after a closing quote", text: "a,b\n1,\"ab\"c\n3,4\n",
      fault: RecordFault(kind: .malformedQuote, line: 2, column: 2)),
    Case(
      testDescription: "a second quoted text in a cell", text: "a,b\n\"1\" \"2\",2\n3,4\n",
      fault: RecordFault(kind: .malformedQuote, line: 2, column: 1)),
    Case(
      testDescription: "more cells than the header", text: "a,b\n1,2,,x\n3,4\n",
      fault: RecordFault(kind: .tooManyFields(expected: 2, found: 4), line: 2, column: 4)),
    Case(
      testDescription: "a record longer than the limit", text: "a,b\n1,2345678901234567\n3,4\n",
      fault: RecordFault(kind: .recordTooLong(limit: 16), line: 2, column: 2)),
  ]

  @Test("A fault costs its record only", arguments: cases)
  func faultCostsItsRecordOnly(_ example: Case) {
    let outcome = ReadOutcome(example.text, options: CSVOptions(recordLimit: 16))
    #expect(outcome.error == nil)
    #expect(outcome.faults == [example.fault, nil])
    #expect(outcome.cells.last == ["3", "4"])
    #expect(outcome.rows.first?.line == 2)
  }

  @Test("A record as long as the limit is good")
  func limitIsInclusive() {
    let outcome = ReadOutcome("a,b\n1,345678901234\n", options: CSVOptions(recordLimit: 14))
    #expect(outcome.faults == [nil])
  }

  @Test("A quote still open at the end of the file is the file's error, told where it opened")
  func unclosedQuote() {
    let outcome = ReadOutcome("a,b\n1,2\n3,\"x\ny,z\n")
    #expect(outcome.error == .unclosedQuote(line: 3, column: 2))
    #expect(outcome.cells == [["1", "2"]])
    let later = ReadOutcome("a,b\n\"1\n2\", \"x\ny,z\n")
    #expect(later.error == .unclosedQuote(line: 3, column: 2))
  }

  @Test("A quote that opens a file's rest longer than the limit is found open at the end")
  func unclosedQuoteBeyondTheLimit() {
    let text = "a,b\n1,2\n3,\"x" + String(repeating: "\nlonger, and longer", count: 30)
    let lengths = CSVReadLengths(chunk: 10, sample: 20)
    let outcome = ReadOutcome(Array(text.utf8), options: CSVOptions(recordLimit: 50), lengths: lengths)
    #expect(outcome.error == .unclosedQuote(line: 3, column: 2))
  }

  @Test("A faulty header is the file's error")
  func faultyHeader() {
    let fault = RecordFault(kind: .malformedQuote, line: 1, column: 2)
    #expect(ReadOutcome("a,\"b\"c\n1,2\n").error == .faultyHeader(fault))
  }

  static let others: [(content: NonCSVContent, bytes: [UInt8])] = [
    (.empty, []),
    (.empty, [0xEF, 0xBB, 0xBF]),
    (.empty, Array("\r\n \r\n".utf8)),
    (.gitLFSPointer, Array("version https://git-lfs.github.com/spec/v1\noid sha256:0\n".utf8)),
    (.emdisMessage, Array("# a message\r\nBLOCK_BEGIN = DONOR_CB\r\nD_ID = \"1\"\r\n".utf8)),
    (.html, Array("\n<!DOCTYPE html>\n<html>".utf8)),
    (.html, Array("<HTML><body>".utf8)),
    (.xml, [0xEF, 0xBB, 0xBF] + Array("<?xml version=\"1.0\"?>".utf8)),
    (.zip, Array("PK\u{03}\u{04}rest".utf8)),
    (.gzip, [0x1F, 0x8B, 0x08, 0x00]),
  ]

  @Test("What is no CSV is recognised", arguments: others)
  func recognisesOtherContent(content: NonCSVContent, bytes: [UInt8]) {
    #expect(ReadOutcome(bytes).error == .notCSV(content))
  }

  @Test("A header that begins with PK is no ZIP archive")
  func headerMayBeginWithPK() {
    #expect(ReadOutcome("PK,name\n1,2\n").header == ["PK", "name"])
  }

  @Test("Every message says what is wrong and what was expected")
  func messagesNameTheExpected() {
    let place = CSVError.undecodable(line: 3, column: 2, found: .byte(0x8F), expected: .windows1252)
    #expect(place.description == "line 3, column 2: the byte 0x8F is not text; expected Windows-1252")
    let fault = RecordFault(kind: .nulByte, line: 7, column: 1)
    #expect(fault.description == "line 7, column 1: the cell holds a NUL byte; expected text")
    let errors: [CSVError] = [
      .source(.unreadable(path: "x.csv", code: 2)), .notCSV(.zip), .utf16WithoutMark, place,
      .unclosedQuote(line: 1, column: 1), .faultyHeader(fault), .unusableDelimiter(0x61),
      .duplicateColumn(name: "A_1", first: 1, second: 2), .missingHeader(name: "A_1", header: "x"),
      .unknownColumn(name: "x"), .malformedOverride(text: "x"),
    ]
    for error in errors { #expect(error.description.contains("; expected ")) }
  }
}
