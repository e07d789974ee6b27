import Testing

@testable import RegistryFormats

@Suite("Cutting JSON into pieces") struct JSONObjectStreamTests {
  struct Piece: Equatable {
    var content: JSONObjectStream.Content
    var place: RecordPlace
    var text: String
    var isTooLong: Bool
  }

  struct Outcome: Equatable {
    var pieces: [Piece] = []
    var error: JSONFileError?
    var texts: [String] { pieces.map(\.text) }
  }

  static func cut(
    _ bytes: [UInt8], _ layout: JSONObjectStream.Layout, limit: Int = 1 << 20, chunk: Int = 1 << 18
  ) -> Outcome {
    let stream = JSONObjectStream(ArrayByteSource(bytes), layout: layout, limit: limit, chunk: chunk)
    var outcome = Outcome()
    do throws(JSONFileError) {
      while let piece = try stream.next() {
        outcome.pieces.append(
          Piece(
            content: piece.content, place: piece.place.recordPlace, text: String(decoding: piece.bytes, as: UTF8.self),
            isTooLong: piece.isTooLong))
      }
    } catch {
      outcome.error = error
    }
    return outcome
  }

  static func cut(_ text: String, _ layout: JSONObjectStream.Layout, limit: Int = 1 << 20) -> Outcome {
    cut(Array(text.utf8), layout, limit: limit)
  }

  @Test("Each element of the array is a piece, and each field beside it, wherever it stands")
  func elementsAndFields() {
    let text = " {\"a\": [1, {}],\n \"donors\" : [ {\"x\": \"}]\"},\r\n  17 ,\"ü\\\"\", [ ] ],\"b\":null}\n"
    let outcome = Self.cut(text, .array("donors"))
    #expect(outcome.error == nil)
    #expect(outcome.texts == ["[1, {}]", "{\"x\": \"}]\"}", "17", "\"ü\\\"\"", "[ ]", "null"])
    #expect(outcome.pieces.map(\.content).first == .field(name: "a"))
    #expect(outcome.pieces.map(\.content).last == .field(name: "b"))
    #expect(outcome.pieces.map(\.place.line) == [1, 2, 3, 3, 3, 3])
    #expect(outcome.pieces.map(\.place.column) == [8, 15, 3, 7, 14, 24])
  }

  @Test("Documents without the array are pieces as a whole, however many there are")
  func wholeDocuments() {
    let text = "{\"a\":1}\n{\"b\":[{}], \"entry\":[{\"c\":2}], \"d\":3}{\"entry\":{}}"
    let outcome = Self.cut(text, .arrayOrDocuments("entry"))
    #expect(outcome.texts == ["{\"a\":1}", "{\"c\":2}", "{\"entry\":{}}"])
    #expect(outcome.pieces.map(\.content) == [.document, .element, .document])
    #expect(outcome.error == nil)
  }

  @Test("Each line that is not blank is a piece, whatever ends it")
  func lines() {
    let outcome = Self.cut("\u{FEFF}\r\n {\"a\":1} \r\n\n\t\n{}\rx\n  y", .lines)
    #expect(outcome.texts == ["{\"a\":1} ", "{}", "x", "y"])
    #expect(outcome.pieces.map(\.place) == [(2, 2), (5, 1), (6, 1), (7, 3)].map { RecordPlace(line: $0, column: $1) })
    #expect(Self.cut(" \n\t", .lines) == Outcome())
  }

  static let layouts: [(text: String, layout: JSONObjectStream.Layout)] = [
    (
      "\u{FEFF}{\"a\" : [ 1,{\"é\":[]}],\r\n \"Donors\" :[ {\"x\":\"}\\\\\"}\r,17 ,\"ü\\\"\", [ ] ],\"b\":null }\r\n",
      .array("donors")
    ),
    (
      "{\"a\":\"long, longer than the limit allows\"} {\"entry\":[{},{\"b\":\"a long text that is too long\"},[]]}",
      .arrayOrDocuments("entry")
    ),
    ("{\"a long, long beginning\":\"that is not kept\",\"entry\":[{\"c\":2}]}\n{}", .arrayOrDocuments("entry")),
    ("{\"a\":1}\r\n\r\n a line that is far too long to be kept\r{\"b\":\"😀\"}\n", .lines),
    ("{\"donors\":[{},\n {]}", .array("donors")),
    ("{\"donors\":[{},\n {\"a\":\"\u{1}\"}]}", .array("donors")),
    ("{\"donors\":[{},\n {}", .array("donors")),
    ("{\"donors\":[{}], \"donors\":[]}", .array("donors")),
  ]

  @Test("A file cut at any byte gives the same pieces", arguments: layouts)
  func everyBoundary(text: String, layout: JSONObjectStream.Layout) {
    let bytes = Array(text.utf8)
    for limit in [20, 1 << 20] {
      let whole = Self.cut(bytes, layout, limit: limit)
      for chunk in 1...bytes.count {
        #expect(Self.cut(bytes, layout, limit: limit, chunk: chunk) == whole, "chunks of \(chunk) bytes")
      }
    }
  }

  @Test("A piece over the limit is told of and passed over; one as long as the limit is good")
  func limit() {
    let text = "{\"donors\":[\"345678901234567\", \"3456789012345678\",\n{\"x\":[1,2,3,4,5,6]}, 1]}"
    let outcome = Self.cut(text, .array("donors"), limit: 17)
    #expect(outcome.error == nil)
    #expect(outcome.texts == ["\"345678901234567\"", "", "", "1"])
    #expect(outcome.pieces.map(\.isTooLong) == [false, true, true, false])
    #expect(outcome.pieces[2].place == RecordPlace(line: 2, column: 1))
    let lines = Self.cut("12345678\n123456789\n1", .lines, limit: 8)
    #expect(lines.pieces.map(\.isTooLong) == [false, true, false])
  }

  @Test("A Bundle's array is found behind a beginning longer than the limit")
  func arrayBehindLongBeginning() {
    let text = "{\"text\":\"" + String(repeating: "x", count: 100) + "\",\"entry\":[1]}{\"entry\":[2]}"
    for chunk in [1, 7, 40, 1 << 18] {
      let outcome = Self.cut(Array(text.utf8), .arrayOrDocuments("entry"), limit: 40, chunk: chunk)
      #expect(outcome.texts == ["1", "2"], "chunks of \(chunk) bytes")
    }
  }

  static let breaches: [(text: String, error: JSONFileError)] = [
    ("[]", .notWellFormed(line: 1, column: 1, reason: "no object begins here")),
    ("{\n\"donors\": [1,]}", .notWellFormed(line: 2, column: 14, reason: "no value begins here")),
    ("{\"donors\": [,]}", .notWellFormed(line: 1, column: 13, reason: "no value begins here")),
    ("{\"ü\" 1}", .notWellFormed(line: 1, column: 6, reason: "no colon follows a key")),
    ("{,}", .notWellFormed(line: 1, column: 2, reason: "no key begins here")),
    ("{\"a\":1,}", .notWellFormed(line: 1, column: 8, reason: "no key begins here")),
    (
      "{\"a\":1 2}",
      .notWellFormed(line: 1, column: 8, reason: "neither a comma nor a closing bracket follows a value")
    ),
    ("{\"donors\":[]} x", .notWellFormed(line: 1, column: 15, reason: "text follows the document")),
    (
      "{\"donors\":[{\"a\":[}]}]}",
      .notWellFormed(line: 1, column: 18, reason: "a bracket of the wrong kind closes")
    ),
    ("{\"donors\":[\"a\nb\"]}", .notWellFormed(line: 1, column: 14, reason: "a string holds a control character")),
    (
      "{\"donors\":[],\"DONORS\":[]}",
      .notWellFormed(line: 1, column: 23, reason: "the array donors stands in the document more than once")
    ),
    ("{\"donors\":{}}", .noArray(name: "donors", line: 1, column: 11)),
    ("{\"a\":[]\n}", .noArray(name: "donors", line: 2, column: 1)),
    ("", .unexpectedEnd(line: 1, column: 1)),
    ("{\"donors\":[{}]\n", .unexpectedEnd(line: 2, column: 1)),
    ("{\"donors\":[{\"a", .unexpectedEnd(line: 1, column: 15)),
  ]

  @Test("A breach of the form ends the document with its place", arguments: breaches)
  func breach(text: String, error: JSONFileError) {
    #expect(Self.cut(text, .array("donors")).error == error)
    #expect(Self.cut(Array(text.utf8), .array("donors"), chunk: 1).error == error)
    #expect(error.description.contains("; expected "))
  }

  @Test("Brackets may nest to a depth of 64")
  func depth() {
    for (depth, isGood) in [(64, true), (65, false), (100_000, false)] {
      let nest = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
      let outcome = Self.cut("{\"donors\":[\(nest)]}", .array("donors"))
      #expect((outcome.error == nil) == isGood)
      if !isGood {
        #expect(outcome.error == .notWellFormed(line: 1, column: 76, reason: "more than 64 brackets are open"))
      }
    }
  }

  @Test("A byte that is not UTF-8 ends the document with its place, after the pieces before it", arguments: 1...30)
  func invalidUTF8(chunk: Int) {
    let before = Array("{\"donors\":[{},\n{\"ü".utf8)
    for (bytes, found) in [([0xFF], "FF"), ([0xC3, 0x28], "C3"), ([0xED, 0xA0, 0x80], "ED")] as [([UInt8], String)] {
      let outcome = Self.cut(before + bytes + Array("\"}]}".utf8), .array("donors"), chunk: chunk)
      #expect(outcome.texts == ["{}"])
      #expect(outcome.error == .notWellFormed(line: 2, column: 4, reason: "the byte 0x\(found) is not UTF-8"))
    }
  }

  @Test("An error of the source is passed on")
  func sourceError() {
    struct Broken: ByteChunkSource {
      func read(into buffer: UnsafeMutableRawBufferPointer) throws(ByteSourceError) -> Int {
        throw .readFailed(path: "x", code: 5, offset: 0)
      }
    }
    let stream = JSONObjectStream(Broken(), layout: .lines)
    #expect(throws: JSONFileError.source(.readFailed(path: "x", code: 5, offset: 0))) { try stream.next() }
  }
}
