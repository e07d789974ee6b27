import Testing

@testable import RegistryFormats

@Suite("The dialect of a CSV file") struct CSVDialectTests {
  static let delimiters: [(text: String, delimiter: Character)] = [
    ("id,A_1\n1,2\n", ","),
    ("id;A_1\n1;2\n", ";"),
    ("id\tA_1\n1\t2\n", "\t"),
    ("id|A_1\n1|2\n", "|"),
    ("id;weight;note\n1;82,5;a,b\n2;70,0;c,d\n", ";"),
    ("id,gl_string\n1,A*01:01|A*02:01\n2,\"A;B\"\n", ","),
    ("\"id, of the donor\";\"A 1, or so\"\n1;2\n3;4\n", ";"),
    ("id;name, first;A_1\n1;x;2\n", ";"),
    ("id\n1\n2\n", ","),
    ("id;A_1;A_2", ";"),
    ("id;A_1\r1;2\r", ";"),
  ]

  @Test("The delimiter is the one that cuts header and records alike", arguments: delimiters)
  func findsDelimiter(text: String, delimiter: Character) throws {
    let reader = try CSVReader(source: ArrayByteSource(Array(text.utf8)))
    #expect(reader.delimiter == delimiter.asciiValue)
  }

  @Test("A first line sep= names the delimiter and counts as a line", arguments: ["sep=;", "SEP=;", "\"sep=;\""])
  func separatorLine(line: String) {
    for end in ["\n", "\r\n", "\r"] {
      let outcome = ReadOutcome([line, "a,x;b", "1,5;2"].joined(separator: end))
      #expect(outcome.header == ["a,x", "b"])
      #expect(outcome.cells == [["1,5", "2"]])
      #expect(outcome.lines == [3])
    }
  }

  @Test("A separator line may name a delimiter that is never guessed")
  func rareDelimiter() {
    #expect(ReadOutcome("sep=^\na^b\n1^2\n").cells == [["1", "2"]])
    #expect(ReadOutcome("sep=x\n1\n").header == ["sep=x"])
  }

  @Test("The user's delimiter goes before every guess")
  func delimiterOverride() {
    let options = CSVOptions(delimiter: UInt8(ascii: "|"))
    #expect(ReadOutcome("sep=;\na|b;c,d\n1|2\n", options: options).header == ["a", "b;c,d"])
  }

  @Test(
    "A letter, a quote or a line end cannot be a delimiter", arguments: [0x61, 0x22, 0x0A, 0x00, 0x20, 0xE9] as [UInt8])
  func unusableDelimiter(byte: UInt8) {
    #expect(ReadOutcome("a,b\n", options: CSVOptions(delimiter: byte)).error == .unusableDelimiter(byte))
  }

  @Test("Only the first thousand records vote for the delimiter")
  func thousandRecordsVote() {
    let text = "id;a,b\n" + String(repeating: "1;2\n", count: 1_000) + String(repeating: "1,2\n", count: 5_000)
    #expect(ReadOutcome(text).header == ["id", "a,b"])
  }
}
