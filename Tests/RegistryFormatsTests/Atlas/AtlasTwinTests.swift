import Foundation
import TestFixtures
import Testing

@testable import RegistryFormats

/// Reads Atlas files slowly: the whole document at once.
private enum PlainAtlasReader {
  static func cells(_ text: String) -> [[String: String]]? {
    guard
      let document = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any],
      let donors = document["donors"] as? [Any]
    else { return nil }
    return donors.compactMap { $0 as? [String: Any] }.map { donor in
      var cells: [String: String] = [:]
      cells["id"] = donor["recordId"] as? String
      if donor["changeType"] as? String == "D" { cells["status"] = "DE" }
      if donor["donorType"] as? String == "C" { cells["donor_type"] = "cord" }
      for (locus, typing) in donor["hla"] as? [String: Any] ?? [:] {
        let typing = typing as? [String: Any] ?? [:]
        for (method, infix) in [("dna", "_"), ("ser", "_ser_")] {
          for (key, value) in typing[method] as? [String: Any] ?? [:] {
            guard RegistryColumn.locusNames.contains(locus.uppercased()), let text = value as? String else { continue }
            cells[locus.uppercased() + infix + String(key.last ?? " ")] = text
          }
        }
      }
      return cells.filter { !$0.value.allSatisfy { $0 == " " } }
    }
  }
}

@Suite("Atlas files against a slow reader") struct AtlasTwinTests {
  @Test("The reader agrees with one that decodes whole documents")
  func agreesWithTwin() {
    for seed in 1...1_500 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let text = AtlasText(generator: generator).document()
      let chunk = Int.random(in: 1...200, using: &generator)
      let outcome = RecordOutcome.atlas(Array(text.utf8), chunk: chunk)
      let isEqual = outcome.error == nil && outcome.cells == PlainAtlasReader.cells(text)
      #expect(isEqual, "seed \(seed): \(text)")
      if !isEqual { return }
    }
  }

  @Test("A damaged document never crashes the reader, nor does it make a good record that the whole has not")
  func damage() {
    for seed in 1...1_500 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let text = AtlasText(generator: generator).document()
      var bytes = Array(text.utf8)
      let cut = Int.random(in: 0..<bytes.count, using: &generator)
      let good = RecordOutcome.atlas(Array(bytes[..<cut]), chunk: 16).good
      #expect(good == Array(RecordOutcome.atlas(bytes).good.prefix(good.count)), "seed \(seed)")
      bytes[cut] = UInt8.random(in: 0...255, using: &generator)
      let one = RecordOutcome.atlas(bytes, chunk: 1)
      let other = RecordOutcome.atlas(bytes)
      #expect(one.rows == other.rows, "seed \(seed)")
      #expect(one.error?.place == other.error?.place, "seed \(seed)")
    }
  }

  @Test("A file of sixty megabytes takes no more memory than a chunk and a donor")
  func memory() throws {
    let donor = AtlasText(generator: SeededGenerator(seed: 7)).donor(ofID: "D000001")
    let times = 60_000_000 / (donor.utf8.count + 2)
    let source = RepeatedText("{\"donors\":[{}", ",\n" + donor, times: times, "],\"updateMode\":\"full\"}")
    let reader = AtlasReader(source: source)
    var count = 0
    try reader.forEachRecord { record in if record.fault == nil { count += 1 } }
    #expect(count == times + 1)
    #expect(reader.updateMode == "full")
    #expect(reader.stream.window.capacity <= 3 * JSONWindow.chunkLength)
  }
}

/// Random documents of Atlas, all well-formed.
private final class AtlasText {
  private var generator: SeededGenerator

  init(generator: SeededGenerator) { self.generator = generator }

  func document() -> String {
    let donors = (0..<Int.random(in: 0...4, using: &generator)).map { donor(ofID: "D\($0)") }
    let fields = [
      "\"updateMode\"\(blank):\"diff\"", "\"donors\":\(blank)[\(blank)\(donors.joined(separator: blank + ","))]",
    ]
    return "{\(fields.shuffled(using: &generator).joined(separator: "," + blank))\(blank)}" + blank
  }

  func donor(ofID id: String) -> String {
    var fields = ["\"recordId\": \"\(id)\(pick(["", "ü", "\\u00fc", "\\\"", "\\\\", "}{", "]["]))\""]
    fields.append("\"changeType\":\"\(pick(["N", "U", "NU", "D"]))\"")
    fields.append("\"donorType\"\(blank):\"\(pick(["D", "B", "C"]))\"")
    fields.append("\"hla\":{\(loci())}")
    if Bool.random(using: &generator) { fields.append("\"other\":\(pick(["null", "[1,{}]", "-1.5e3", "\"x\""]))") }
    return "{" + fields.shuffled(using: &generator).joined(separator: blank + ",") + "}"
  }

  private func loci() -> String {
    let names = ["a", "b", "c", "drb1", "dqb1", "dpb1", "drb3", "e"].shuffled(using: &generator)
    return names.prefix(Int.random(in: 0...8, using: &generator)).map { name in
      "\"\(name)\":"
        + pick(["null", "{}", "{\"dna\":\(pair())}", "{\"ser\":{},\"dna\":\(pair())}", "{\"ser\":\(pair())}"])
    }.joined(separator: ",\(blank)")
  }

  private func pair() -> String {
    pick(["null", "{}", "{\"field1\":\(value())}", "{\"field2\":\(value()),\(blank)\"field1\":\(value())}"])
  }

  private func value() -> String { pick(["null", "\"\"", "\" \"", "\"*02:01\"", "\"24:02\\/03\"", "\"NEW\""]) }

  private var blank: String { pick(["", "", " ", "\n", "\r\n", "\t"]) }

  private func pick(_ choices: [String]) -> String { choices.randomElement(using: &generator) ?? "" }
}
