import Foundation
import Testing

@testable import RegistryFormats

@Suite("Atlas donor import") struct AtlasReaderTests {
  /// One donor with this text in its object.
  static func donor(_ text: String) -> RecordOutcome { .atlas("{\"donors\":[{\(text)}]}") }

  @Test("A donor's id, typings by DNA and serology, kind and state go into their columns")
  func wholeDonor() {
    let outcome = Self.donor(
      """
      "recordId": "D1", "changeType": "D", "donorType": "C", "donPool": 9991, "ethn": null,
      "hla": {"a": {"dna": {"field1": "*02:01", "field2": "24:02"}, "ser": {"field1": "2", "field2": 24}},
              "DRB1": {"DNA": {"Field1": "*15:01"}}, "dqa1": {"dna": {"field2": "01:02"}}, "x": {"dna": 1}}
      """)
    #expect(outcome.error == nil)
    #expect(
      outcome.cells == [
        [
          "id": "D1", "A_1": "*02:01", "A_2": "24:02", "A_ser_1": "2", "A_ser_2": "24", "DRB1_1": "*15:01",
          "DQA1_2": "01:02", "status": "DE", "donor_type": "cord",
        ]
      ])
    #expect(outcome.rows[0].places["A_2"] == RecordPlace(line: 2, column: 53))
    #expect(outcome.faults == [nil])
  }

  static let words: [(text: String, status: String?, kind: String?)] = [
    ("\"changeType\":\"N\",\"donorType\":\"D\"", nil, nil), ("\"changeType\":\"U\",\"donorType\":\"B\"", nil, nil),
    ("\"changeType\":\"NU\",\"donorType\":\"C\"", nil, "cord"), ("\"CHANGETYPE\":\"D\"", "DE", nil),
    ("\"changeType\":null,\"donorType\":\"\"", nil, nil),
  ]

  @Test("A deletion makes a donor unavailable; a cord is told; everything else says nothing", arguments: words)
  func translatedWords(text: String, status: String?, kind: String?) {
    let outcome = Self.donor(text)
    #expect(outcome.faults == [nil])
    #expect(outcome.rows[0].cells["status"] == status)
    #expect(outcome.rows[0].cells["donor_type"] == kind)
  }

  @Test(
    "Lenient: empty and absent objects, null at any level, numbers for text",
    arguments: [
      "\"hla\":null", "\"hla\":{}", "\"hla\":{\"a\":null}", "\"hla\":{\"a\":{}}", "\"hla\":{\"a\":{\"dna\":null}}",
      "\"hla\":{\"a\":{\"dna\":{}, \"ser\":{}}}", "\"hla\":{\"a\":{\"dna\":{\"field1\":null,\"field2\":\"\"}}}",
    ])
  func lenient(text: String) {
    let outcome = Self.donor("\"recordId\":123450000000000000001, " + text)
    #expect(outcome.cells == [["id": "123450000000000000001"]])
    #expect(outcome.faults == [nil])
  }

  static let faults: [(text: String, kind: RecordFault.Kind)] = [
    ("\"changeType\":\"X\"", .unexpectedValue(name: "changeType", expected: "N, U, NU or D")),
    ("\"donorType\":\"A\"", .unexpectedValue(name: "donorType", expected: "D, C or B")),
    ("\"donorType\":[\"D\"]", .unexpectedValue(name: "donorType", expected: "text or a number")),
    ("\"recordId\":[]", .unexpectedValue(name: "recordId", expected: "text or a number")),
    ("\"recordId\":\"\\ud800\"", .unexpectedValue(name: "recordId", expected: "escapes that stand for characters")),
    ("\"recordId\":\"\\u0000\"", .nulByte),
    ("\"hla\":[]", .unexpectedValue(name: "hla", expected: "an object")),
    ("\"hla\":{\"a\":\"02:01\"}", .unexpectedValue(name: "hla.a", expected: "an object")),
    ("\"hla\":{\"dpb1\":{\"ser\":[]}}", .unexpectedValue(name: "hla.dpb1.ser", expected: "an object")),
    (
      "\"hla\":{\"a\":{\"dna\":{\"field1\":true}}}",
      .unexpectedValue(name: "hla.a.dna.field1", expected: "text or a number")
    ),
    ("\"recordId\":\"1\",\"recordid\":\"2\"", .repeated(name: "recordId")),
    ("\"hla\":{},\"hla\":{}", .repeated(name: "hla")),
    (
      "\"hla\":{\"a\":{\"dna\":{\"field1\":\"1\"}},\"A\":{\"dna\":{\"field1\":\"2\"}}}",
      .repeated(name: "hla.a.dna.field1")
    ),
    ("\"changeType\":\"N\",\"changeType\":\"D\"", .repeated(name: "changeType")),
  ]

  @Test("A value of the wrong kind is a fault of its donor only", arguments: faults)
  func faultCostsItsDonorOnly(text: String, kind: RecordFault.Kind) {
    let outcome = RecordOutcome.atlas("{\"donors\":[{\"recordId\":1},\n {\(text)}, {\"recordId\":3}]}")
    #expect(outcome.error == nil)
    #expect(outcome.kinds == [nil, kind, nil])
    #expect(outcome.rows.map(\.line) == [1, 2, 2])
    #expect(outcome.rows.last?.cells == ["id": "3"])
  }

  @Test("An element that is no object is a faulty record", arguments: ["[]", "17", "\"x\"", "null", "true"])
  func elementsThatAreNoObjects(text: String) {
    let outcome = RecordOutcome.atlas("{\"donors\":[\(text),{\"recordId\":\"2\"}]}")
    #expect(outcome.error == nil)
    #expect(outcome.kinds == [.unexpectedValue(name: "the donor", expected: "an object"), nil])
  }

  @Test("A donor over a mebibyte is a faulty record, and reading goes on")
  func longDonor() {
    let filler = String(repeating: "x", count: 2 << 20)
    let outcome = RecordOutcome.atlas("{\"donors\":[{\"recordId\":\"\(filler)\"},{\"recordId\":\"2\"}]}")
    #expect(outcome.error == nil)
    #expect(outcome.faults == [RecordFault(kind: .recordTooLong(limit: 1 << 20), line: 1, column: 12), nil])
    #expect(outcome.cells == [[:], ["id": "2"]])
  }

  @Test("All update modes are read, before and behind the donors", arguments: ["diff", "full", "check"])
  func updateMode(mode: String) {
    for text in ["{\"updateMode\":\"\(mode)\",\"donors\":[{}]}", "{\"donors\":[{}],\"updateMode\":\"\(mode)\"}"] {
      let reader = AtlasReader(source: ArrayByteSource(Array(text.utf8)))
      #expect(RecordOutcome(reader).rows.count == 1)
      #expect(reader.updateMode == mode)
    }
  }

  static let breaches: [(text: String, error: JSONFileError)] = [
    (
      "{\"donors\":[{},\n{\"recordId\":tru}]}",
      .notWellFormed(line: 2, column: 13, reason: "no value begins here")
    ),
    ("{\"donors\":[{},\n{\"recordId\":1,}]}", .notWellFormed(line: 2, column: 15, reason: "no key begins here")),
    (
      "{\"donors\":[{},\n{\"recordId\":01}]}",
      .notWellFormed(line: 2, column: 13, reason: "a number begins with a zero")
    ),
    ("{\"donors\":[{}],\n\"updateMode\":x}", .notWellFormed(line: 2, column: 14, reason: "no value begins here")),
    ("{\"donors\":[{}],\n\"updateMode\":\"x\"", .unexpectedEnd(line: 2, column: 17)),
  ]

  @Test("A document that is not well-formed stops with line and column, after the good donors", arguments: breaches)
  func notWellFormed(text: String, error: JSONFileError) {
    let outcome = RecordOutcome.atlas(text)
    #expect(outcome.error == error)
    #expect(outcome.kinds == [nil])
  }

  @Test("Numbers too large for any machine are kept as text")
  func hugeNumbers() {
    let digits = String(repeating: "9", count: 5_000)
    #expect(Self.donor("\"recordId\":\(digits)e999").cells == [["id": digits + "e999"]])
  }
}

@Suite("Sample of Atlas", .enabled(if: RegistrySamples.isPresent, "the folder of samples is absent"))
struct AtlasSampleTests {
  static let path = RegistrySamples.folder + "atlas_donor_import.json"

  @Test("The sample gives an adult and a deleted cord")
  func sample() throws {
    let outcome = RecordOutcome(AtlasReader(source: try FileByteSource(path: Self.path)))
    #expect(outcome.error == nil)
    #expect(outcome.faults == [nil, nil])
    #expect(outcome.rows.map(\.line) == [4, 12])
    #expect(outcome.cells[0]["id"] == "D000001")
    #expect(outcome.cells[0]["B_2"] == "*15:BDVC")
    #expect(outcome.cells[0]["DQB1_2"] == "NEW")
    #expect(outcome.cells[0].count == 14)
    #expect(
      outcome.cells[1] == [
        "id": "C000007", "status": "DE", "donor_type": "cord", "A_1": "*01:01", "B_1": "*08:01", "DRB1_1": "*03:01",
      ])
  }

  @Test("The sample reads the same in chunks of any size, and behind a byte order mark")
  func chunks() throws {
    let bytes = Array(try Data(contentsOf: URL(filePath: Self.path)))
    let whole = RecordOutcome.atlas(bytes)
    for chunk in Array(1...70) + [127, 1_000] { #expect(RecordOutcome.atlas(bytes, chunk: chunk) == whole) }
    #expect(RecordOutcome.atlas([0xEF, 0xBB, 0xBF] + bytes, chunk: 1) == whole)
  }

  @Test("Cut off anywhere it gives the whole donors before the cut, and an error")
  func truncation() throws {
    let bytes = Array(try Data(contentsOf: URL(filePath: Self.path)))
    let whole = RecordOutcome.atlas(bytes)
    // Behind the closing brace nothing is missing.
    let end = bytes.lastIndex(of: UInt8(ascii: "}")) ?? 0
    for length in 0...end {
      let outcome = RecordOutcome.atlas(Array(bytes[..<length]), chunk: 64)
      guard case .unexpectedEnd = outcome.error else {
        Issue.record("\(length) bytes: \(String(describing: outcome.error))")
        continue
      }
      #expect(outcome.rows == Array(whole.rows.prefix(outcome.rows.count)), "\(length) bytes")
    }
  }

  @Test("The file is recognised and read through the front door")
  func frontDoor() throws {
    let file = try RegistryFile(path: Self.path)
    var ids: [String] = []
    try file.forEachRecord { ids.append($0.text(StandardHeader.id)) }
    #expect(file.format == .atlasJSON)
    #expect(ids == ["D000001", "C000007"])
  }
}
