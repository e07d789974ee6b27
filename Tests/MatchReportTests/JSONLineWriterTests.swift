import FoundationEssentials
import HLAMatching
import Testing

@testable import MatchReport

@Suite("JSON written by hand is that of Foundation's encoder")
struct JSONLineWriterTests {
  private func plain(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private func written(_ write: (inout JSONLineWriter) -> Void) -> String {
    var line = JSONLineWriter(capacity: 0)
    write(&line)
    return String(decoding: line.bytes, as: UTF8.self)
  }

  @Test("Every ASCII character, and some beyond")
  func texts() throws {
    let scalars =
      (0..<0x100).map { Character(Unicode.Scalar(UInt8($0))) } + ["\u{2028}", "\u{FEFF}", "字", "😀", "e\u{301}"]
    for character in scalars {
      for text in [String(character), "A*02:01\(character)b", "\(character)\(character)"] {
        try #expect(written { $0.text(text) } == plain(text), "\(text.debugDescription)")
      }
    }
    #expect(written { $0.texts([]) } == "[]")
    try #expect(written { $0.texts(["a", "", "c"]) } == plain(["a", "", "c"]))
  }

  @Test("Numbers", arguments: [0, 1, 9, 10, 99, 100, 12_345, -1, -10, .max, .min])
  func numbers(_ number: Int) throws { try #expect(written { $0.number(number) } == plain(number)) }

  @Test(
    "Numbers with digits behind the point", arguments: [0, 1, 61.25, 4.125, 0.001, 1e-7, 1e15, 1e16, 3.0625, 1.0 / 3])
  func fractions(_ number: Double) throws {
    try #expect(written { $0.number(number) } == plain(number))
    #expect(written { $0.number(Double?.none) } == "null")
    #expect(written { $0.number(Int?.none) } == "null")
  }

  @Test("The record of a run, with everything and with what may be missing")
  func runRecord() throws {
    var record = RunRecord(
      program: "hlamatch \"1\"", reference: RunRecord.Reference(release: "3.58.0", sourceHash: "ab/c", isExcerpt: true),
      protocol: RunRecord.ProtocolRecord(
        name: "mst", version: "1", sha256: "00", overrides: [("match_count", "Dr. \\ A", "a\nb"), ("x", "y", "z")]),
      date: "2026-11-22", blankSecond: ["patients": "unknown", "donors": "homozygous"], top: 0)
    try #expect(String(decoding: record.line, as: UTF8.self) == plain(record))
    record.loci = ["DPB1", "DRB3"]
    record.inputs = [
      RunRecord.Input(role: "donors", file: "é/x", sha256: "1"), RunRecord.Input(role: "pool", file: "", sha256: ""),
    ]
    var counts = RunRecord.Counts()
    record.counts = counts
    try #expect(String(decoding: record.line, as: UTF8.self) == plain(record))
    (counts.read, counts.rejected, counts.unavailable, counts.notInProtocol) = (1, 22, 333, 4444)
    (counts.listed, counts.patientsRead, counts.patientsRejected) = (5, 66, 777)
    (counts.excluded, counts.eligible, counts.indeterminate) = (8, 99, 1_000_000_000)
    counts.excludedBy = ["unit_dose": 3, "match_count": 2, "one_way_match": 1]
    record.counts = counts
    try #expect(String(decoding: record.line, as: UTF8.self) == plain(record))
  }

  @Test("Bounds of every size a count has")
  func bounds() throws {
    for least in UInt8(0)...10 {
      for most in least...10 {
        let bounds = CountBounds(least, most)
        try #expect(written { $0.bounds(bounds) } == plain(BoundsJSON(bounds)))
        let counts = MatchCounts(
          match: bounds, gvh: CountBounds(0, most), hvg: bounds, homozygous: CountBounds(0, least))
        try #expect(written { $0.counts(counts) } == plain(CountsJSON(counts)))
      }
    }
  }
}
