import Testing

@testable import RegistryFormats

@Suite("The encoding of a CSV file") struct CSVEncodingTests {
  static let text = "id;Näme\r\n1;Müller é\r\n2;ÅÿÐ\r\n"
  static let files: [(encoding: TextEncoding, bytes: [UInt8])] = [
    (.utf8, Array(text.utf8)),
    (.utf8, [0xEF, 0xBB, 0xBF] + Array(text.utf8)),
    (.utf16LittleEndian, Encoded.utf16(text, .utf16LittleEndian)),
    (.utf16BigEndian, Encoded.utf16(text, .utf16BigEndian)),
    (.windows1252, Encoded.windows1252(text)),
  ]

  @Test("Text is the same in every encoding", arguments: files)
  func decodes(encoding: TextEncoding, bytes: [UInt8]) throws {
    let reader = try CSVReader(source: ArrayByteSource(bytes))
    #expect(reader.encoding == encoding)
    let outcome = ReadOutcome(bytes)
    #expect(outcome.header == ["id", "Näme"])
    #expect(outcome.cells == [["1", "Müller é"], ["2", "ÅÿÐ"]])
  }

  @Test("The bytes 80 to 9F are letters and dashes in Windows-1252")
  func windows1252Letters() {
    let bytes = Array("a,b\n1,".utf8) + [0x8A, 0x96, 0x80, 0x9F]
    #expect(ReadOutcome(bytes).cells == [["1", "Š–€Ÿ"]])
  }

  @Test(
    "A byte without a meaning in Windows-1252 is told with its place",
    arguments: [0x81, 0x8D, 0x8F, 0x90, 0x9D] as [UInt8])
  func undefinedBytes(byte: UInt8) {
    let bytes = Array("a,b\n1,\"2\n3\",".utf8) + [byte, 0x0A] + Array("4,5\n".utf8)
    let error = CSVError.undecodable(line: 3, column: 3, found: .byte(byte), expected: .windows1252)
    #expect(ReadOutcome(bytes).error == error)
  }

  @Test("UTF-8 that breaks off after the sample is an error", arguments: 1...9)
  func laterBrokenUTF8(chunk: Int) {
    let bytes = Array("id,n\n1,ü\n2,x\n3,y".utf8) + [0xC3, 0x41, 0x0A] + Array("4,z\n".utf8)
    let outcome = ReadOutcome(bytes, lengths: CSVReadLengths(chunk: chunk, sample: 12))
    #expect(outcome.error == .undecodable(line: 4, column: 2, found: .byte(0xC3), expected: .utf8))
    #expect(outcome.cells == [["1", "ü"], ["2", "x"]])
  }

  static let late: [(tail: [UInt8], encoding: TextEncoding, text: String)] = [
    (Array("ü€😀".utf8), .utf8, "ü€😀"),
    ([0xFC], .windows1252, "ü"),
    ([0xE2, 0x82], .windows1252, "â‚"),
    ([0xC3, 0x41, 0xFC], .windows1252, "ÃAü"),
  ]

  @Test("While all is ASCII the encoding stays open, until the first other character decides", arguments: late)
  func openChoice(tail: [UInt8], encoding: TextEncoding, text: String) throws {
    for chunk in 1...9 {
      for end in [[], [0x0A]] as [[UInt8]] {
        let bytes = Array("id,n\n1,x\n2,y\n3,".utf8) + tail + end
        let lengths = CSVReadLengths(chunk: chunk, sample: 9)
        #expect(ReadOutcome(bytes, lengths: lengths).cells.last == ["3", text])
        let reader = try CSVReader(source: ArrayByteSource(bytes), options: CSVOptions(), lengths: lengths)
        #expect(reader.encoding == .utf8)
        try reader.forEachRecord { _ in }
        #expect(reader.encoding == encoding)
      }
    }
  }

  @Test("A lone surrogate is an error of UTF-16", arguments: [0xD83D, 0xDE00] as [UInt16])
  func loneSurrogate(unit: UInt16) {
    let bytes = Encoded.utf16("a,b\n1,2\n3,x", .utf16LittleEndian) + [UInt8(unit & 0xFF), UInt8(unit >> 8)]
    let error = CSVError.undecodable(line: 3, column: 2, found: .loneSurrogate(unit), expected: .utf16LittleEndian)
    #expect(ReadOutcome(bytes).error == error)
    let followed = ReadOutcome(bytes + Encoded.utf16("y\n4,5\n", .utf16LittleEndian, withMark: false))
    #expect(followed.error == error)
    #expect(followed.cells == [["1", "2"]])
  }

  @Test("UTF-16 of an odd length is an error")
  func oddLength() {
    let bytes = Encoded.utf16("a,b\n1,2\n", .utf16BigEndian) + [0x00]
    let error = CSVError.undecodable(line: 3, column: 1, found: .oddLength, expected: .utf16BigEndian)
    #expect(ReadOutcome(bytes).error == error)
  }

  @Test("UTF-16 without a mark is named as such, unless the user tells the encoding")
  func missingMark() {
    for encoding in [TextEncoding.utf16LittleEndian, .utf16BigEndian] {
      let bytes = Encoded.utf16("id,n\n1,ü\n", encoding, withMark: false)
      #expect(ReadOutcome(bytes).error == .utf16WithoutMark)
      #expect(ReadOutcome(bytes, options: CSVOptions(encoding: encoding)).cells == [["1", "ü"]])
    }
  }

  @Test("The user's encoding goes before every guess")
  func encodingOverride() {
    let bytes = Array("id,n\n1,ü\n".utf8)
    #expect(ReadOutcome(bytes, options: CSVOptions(encoding: .windows1252)).cells == [["1", "Ã¼"]])
    let latin = Encoded.windows1252("id,n\n1,ü\n")
    let error = CSVError.undecodable(line: 2, column: 2, found: .byte(0xFC), expected: .utf8)
    #expect(ReadOutcome(latin, options: CSVOptions(encoding: .utf8)).error == error)
  }

  static let illFormed: [[UInt8]] = [
    [0xC0, 0x80], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xBF],
    [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82],
  ]

  @Test("Ill-formed UTF-8 is never taken for UTF-8", arguments: illFormed)
  func illFormedUTF8(sequence: [UInt8]) {
    let bytes = Array("a,b\n1,".utf8) + sequence + [0x0A]
    let error = CSVError.undecodable(line: 2, column: 2, found: .byte(sequence[0]), expected: .utf8)
    #expect(ReadOutcome(bytes, options: CSVOptions(encoding: .utf8)).error == error)
  }
}
