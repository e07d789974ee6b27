import Foundation
import TestFixtures
import Testing

@testable import RegistryFormats

@Suite("JSON lines") struct JSONLinesReaderTests {
  @Test("Keys are the headers of CSV, in any case and by any alias")
  func keys() {
    let outcome = RecordOutcome.lines(
      """
      {"donor_id":"1","A_1":"A*02:01","a2":"24:02","HLA-B 1":"07:02","DRB11":"15:01","A ser 1":"2","Jahrgang":1994}
      {"GRID":"2","gl_string":"A*01:01+A*02:01","kir":"2DL1,2DL3","weight":82.50,"sex":"F","hla_version":"3.58.0"}
      {"patient_id":"3","antibodies":"A2;B7"}

      {"id":4,"related_to":["P1","P2"],"antibodies":["A2",null,"B7"],"kir":["2DL1","3DL1"]}
      """)
    #expect(outcome.error == nil)
    #expect(outcome.faults == [nil, nil, nil, nil])
    #expect(
      outcome.cells[0] == [
        "id": "1", "A_1": "A*02:01", "A_2": "24:02", "B_1": "07:02", "DRB1_1": "15:01", "A_ser_1": "2",
        "birth_year": "1994",
      ])
    #expect(
      outcome.cells[1] == [
        "id": "2", "gl_string": "A*01:01+A*02:01", "kir": "2DL1,2DL3", "weight_kg": "82.50", "sex": "F",
        "hla_version": "3.58.0",
      ])
    #expect(outcome.cells[2] == ["id": "3", "antibodies": "A2;B7"])
    #expect(outcome.cells[3] == ["id": "4", "related_to": "P1;P2", "antibodies": "A2;B7", "kir": "2DL1,3DL1"])
    #expect(outcome.rows.map(\.line) == [1, 2, 3, 5])
    #expect(outcome.rows[0].places["A_2"] == RecordPlace(line: 1, column: 38))
  }

  static let loci: [(text: String, cells: [String: String])] = [
    ("\"A\":[\"02:01\",\"24:02\"]", ["A_1": "02:01", "A_2": "24:02"]),
    ("\"DRB1\":[\"15:01\"]", ["DRB1_1": "15:01"]),
    ("\"Cw\":[\"07:02\",null]", ["C_1": "07:02"]),
    ("\"A_ser\":[\"2\",24]", ["A_ser_1": "2", "A_ser_2": "24"]),
    ("\"DR_ser\":[\"15\"]", ["DRB1_ser_1": "15"]),
    ("\"A\":[],\"B\":null,\"C\":\"\"", [:]),
    ("\"A\":\"A*02:01+A*24:02\"", ["gl_string": "A*02:01+A*24:02"]),
    ("\"A\":\"02:01/02:06+HLA-A*24:02\",\"DRB1\":\"*15:01\"", ["gl_string": "A*02:01/A*02:06+HLA-A*24:02^DRB1*15:01"]),
    ("\"B\":\"07:02+08:01\",\"gl_string\":\"A*01:01\"", ["gl_string": "B*07:02+B*08:01^A*01:01"]),
  ]

  @Test("A locus may stand under its own name, as an array or as a GL String", arguments: loci)
  func lociAsKeys(text: String, cells: [String: String]) {
    let outcome = RecordOutcome.lines("{\(text)}")
    #expect(outcome.faults == [nil])
    #expect(outcome.cells == [cells])
  }

  static let names: [(locus: String, text: String, result: String?)] = [
    ("A", "02:01", "A*02:01"), ("A", "A2", "A2"), ("A", "HLA-A02:01", "HLA-A02:01"), ("A", "NEW", "A*NEW"),
    ("A", "HLA-A*02:01", "HLA-A*02:01"), ("A", "a*02:01", "a*02:01"), ("A", "B*07:02", nil),
    ("A", "02:01+B*07:02", nil),
    ("C", "Cw*07:02", "Cw*07:02"), ("C", "Cw7", "Cw7"), ("DRB1", "DRB10401", "DRB10401"),
    ("DRB1", "04:AB", "DRB1*04:AB"),
    ("A", "02:01 + 24:02", "A*02:01+A*24:02"), ("A", "02:01|24:02~03:01", "A*02:01|A*24:02~A*03:01"),
  ]

  @Test("The locus is put before the names that lack it; another locus is refused", arguments: names)
  func qualifiedNames(locus: String, text: String, result: String?) {
    let found = LocusGLString.qualified(text.utf8, locus: locus).map { String(decoding: $0, as: UTF8.self) }
    #expect(found == result)
  }

  @Test("What is told of KIR genes in keys of their own is collected, as it stands")
  func kirGenes() {
    let outcome = RecordOutcome.lines(
      """
      {"KIR2DL1":"POS","2DL2":false,"KIR3DL1":true,"kir2ds4":"NEG","KIR2DL3":null,"KIR2DP1":1}
      {"KIR2DL1":"maybe"}
      """)
    #expect(outcome.cells[0] == ["kir": "2DL1=POS,2DL2=NEG,3DL1=POS,2DS4=NEG,2DP1=1"])
    #expect(outcome.cells[1] == ["kir": "2DL1=maybe"] && outcome.kinds == [nil, nil])
  }

  static let faults: [(text: String, kind: RecordFault.Kind)] = [
    ("{\"A_1\":\"1\",\"A_1\":\"2\"}", .repeated(name: "A_1")),
    ("{\"A_1\":\"1\",\"a1\":null}", .repeated(name: "A_1")),
    ("{\"donor_id\":\"1\",\"id\":\"2\"}", .repeated(name: "id")),
    ("{\"A\":[\"1\"],\"A_2\":\"2\"}", .repeated(name: "A_2")),
    ("{\"A\":\"01:01\",\"HLA-A\":\"02:01\"}", .repeated(name: "A")),
    ("{\"gl_string\":\"A*01:01\",\"GL String\":null}", .repeated(name: "gl_string")),
    ("{\"kir\":\"2DL1\",\"KIR2DL2\":\"POS\"}", .repeated(name: "kir")),
    ("{\"KIR2DL1\":1,\"2DL1\":0}", .repeated(name: "KIR2DL1")),
    ("{\"A\":[\"1\",\"2\",\"3\"]}", .unexpectedValue(name: "A", expected: "at most two values")),
    ("{\"A\":\"B*07:02\"}", .unexpectedValue(name: "A", expected: "alleles of this locus")),
    ("{\"A\":{}}", .unexpectedValue(name: "A", expected: "text or a number")),
    ("{\"A_ser\":\"2\"}", .unexpectedValue(name: "A_ser", expected: "an array of one or two values")),
    ("{\"A_1\":[\"2\"]}", .unexpectedValue(name: "A_1", expected: "text or a number")),
    ("{\"rhesus\":true}", .unexpectedValue(name: "rhesus", expected: "text or a number")),
    ("{\"antibodies\":[[]]}", .unexpectedValue(name: "antibodies", expected: "text or a number")),
    ("{\"id\":\"\\udc00\"}", .unexpectedValue(name: "id", expected: "escapes that stand for characters")),
    ("{\"id\":\"a\\u0000\"}", .nulByte),
    ("[{}]", .notJSON(reason: "no object begins here")),
    ("{\"id\":\"1\"} {}", .notJSON(reason: "text follows the value")),
    ("{\"id\":\"1\"", .notJSON(reason: "neither a comma nor a closing bracket follows a value")),
    ("{\"id\":01}", .notJSON(reason: "a number begins with a zero")),
    ("{\"\\ud800\":1}", .notJSON(reason: "an escape stands for no character")),
    ("{\"x\":[1-2]}", .notJSON(reason: "neither a comma nor a closing bracket follows a value")),
    ("{\"x\":[1,]}", .notJSON(reason: "no value begins here")),
    ("{\"\\q\":1}", .notJSON(reason: "a string holds an escape that is none")),
    ("donor_id,A_1", .notJSON(reason: "no value begins here")),
    ("{\"x\":" + String(repeating: "[", count: 100), .notJSON(reason: "more than 64 brackets are open")),
  ]

  @Test("A faulty line costs itself only", arguments: faults)
  func faultCostsItsLineOnly(text: String, kind: RecordFault.Kind) {
    let outcome = RecordOutcome.lines("{\"id\":\"1\"}\n\(text)\n{\"id\":\"3\"}")
    #expect(outcome.error == nil)
    #expect(outcome.kinds == [nil, kind, nil])
    #expect(outcome.rows.map(\.line) == [1, 2, 3])
    #expect(outcome.faults[1]?.line == 2)
    #expect(outcome.cells.last == ["id": "3"])
  }

  @Test("A line that is not UTF-8 or is too long costs itself only")
  func damagedLines() {
    let long = Array("{\"id\":\"\(String(repeating: "x", count: 2 << 20))\"}\n".utf8)
    let outcome = RecordOutcome.lines(
      Array("{\"ü\":\"".utf8) + [0xFF, 0x22, 0x7D, 0x0A] + long + Array("{\"id\":1}".utf8))
    #expect(
      outcome.faults == [
        RecordFault(kind: .notJSON(reason: "the byte 0xFF is not UTF-8"), line: 1, column: 7),
        RecordFault(kind: .recordTooLong(limit: 1 << 20), line: 2, column: 1), nil,
      ])
    #expect(outcome.cells == [[:], [:], ["id": "1"]])
  }

  @Test("Unknown keys are named once each with their first line, and at most a hundred")
  func unrecognisedKeys() throws {
    let many = (0..<200).map { "\"y\($0)\":[{}]" }.joined(separator: ",")
    let text = "{\"id\":1,\"x\":1,\"r_a_typ1\":\"02:01\"}\n{\"x\":{\"id\":2},\"z\":\"\\ud800\"}\n{\(many)}"
    let file = try RegistryFile(source: ArrayByteSource(Array(text.utf8)))
    #expect(file.format == .jsonLines)
    try file.forEachRecord { record in #expect(record.fault == nil) }
    #expect(file.unrecognisedKeys.count == 100)
    #expect(file.unrecognisedKeys.prefix(4).map(\.key) == ["x", "r_a_typ1", "z", "y0"])
    #expect(file.unrecognisedKeys.prefix(4).map(\.line) == [1, 1, 2, 3])
  }

  static let text = """
    {"id":"1","A":["02:01","24:02"],"ü":[],"weight_kg":82.5}\r
    {"id":"2","KIR2DL1":"POS","A_1":"01:01"}

    not JSON, id D1\r{"id":"3","A":"02:01+24:02","related_to":["a\\u00e9","b"]}
    {"id":"4", "a line that is too long": "a line that is too long, a line that is too long"}
    {"A_1":"03:01", "id":"5"}
    """

  @Test("A file cut at any byte reads the same")
  func everyBoundary() {
    let bytes = Array(Self.text.utf8)
    let whole = RecordOutcome.lines(bytes, limit: 80)
    #expect(whole.rows.count == 6)
    for chunk in 1...bytes.count { #expect(RecordOutcome.lines(bytes, limit: 80, chunk: chunk) == whole) }
  }

  @Test("Cut off anywhere it gives the whole lines before the cut")
  func truncation() {
    let bytes = Array(Self.text.utf8)
    let whole = RecordOutcome.lines(bytes)
    for length in 0..<bytes.count {
      let outcome = RecordOutcome.lines(Array(bytes[..<length]), chunk: 32)
      #expect(outcome.error == nil)
      let good = outcome.good
      #expect(good == Array(whole.good.prefix(good.count)), "\(length) bytes")
    }
  }

  @Test("A file of sixty megabytes takes no more memory than a chunk and a line")
  func memory() throws {
    let line = "{\"id\":\"D1\",\"A\":[\"02:01\",\"24:02\"],\"B_1\":\"07:02\",\"B_2\":\"08:01\",\"weight_kg\":82.5}\n"
    let times = 60_000_000 / line.utf8.count
    let reader = JSONLinesReader(source: RepeatedText("\u{FEFF}", line, times: times, ""))
    var count = 0
    try reader.forEachRecord { record in if record.fault == nil, record.line == count + 1 { count += 1 } }
    #expect(count == times)
    #expect(reader.stream.window.capacity <= 3 * JSONWindow.chunkLength)
  }
}

@Suite("JSON lines against a slow reader") struct JSONLinesTwinTests {
  private static let keys = ["id", "A_1", "A_2", "B_1", "sex", "weight_kg", "gl_string", "unknown", "Ünknown"]
  private static let values = [
    "\"02:01\"", "\"\"", "null", "\"\\u00fc\"", "\"a\\\\b\\/\"", "\"{\"", "\"}\"", "\"ü😀\"", "\"\\ud83d\\ude00\"",
  ]

  @Test("The reader agrees with one that decodes whole lines")
  func agreesWithTwin() throws {
    for seed in 1...2_000 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let lines = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
        let count = Int.random(in: 0...Self.keys.count, using: &generator)
        return "{"
          + Self.keys.shuffled(using: &generator).prefix(count).map { key in
            "\"\(key)\" : \(Self.values.randomElement(using: &generator) ?? "")"
          }.joined(separator: ", ") + "}"
      }
      let ends = ["\n", "\r\n", "\n\n"]
      let text = lines.joined(separator: ends.randomElement(using: &generator) ?? "")
      let outcome = RecordOutcome.lines(Array(text.utf8), chunk: Int.random(in: 1...99, using: &generator))
      let expected = try lines.map { line in
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
        return object.compactMapValues { $0 as? String }.filter { !$0.value.isEmpty && !$0.key.hasSuffix("nknown") }
      }
      #expect(outcome.cells == expected, "seed \(seed): \(text)")
      if outcome.cells != expected { return }
    }
  }
}
