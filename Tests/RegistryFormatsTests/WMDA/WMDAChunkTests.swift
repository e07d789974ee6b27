import Testing

@testable import RegistryFormats

@Suite("Chunks and memory of a WMDA inventory") struct WMDAChunkTests {
  @Test("The reader agrees with its slow twin on any well-formed inventory, in chunks of any size")
  func agreesWithTwin() {
    var (records, faults) = (0, 0)
    for seed in 1...600 as ClosedRange<UInt64> {
      let text = RandomInventory.document(seed: seed)
      let expected = PlainInventory.outcome(of: text)
      records += expected.rows.count
      faults += expected.faults.count { $0 != nil }
      let chunk = Int(seed % 40) + 1
      let bytes = Array(text.utf8)
      let outcomes = [
        XMLOutcome(wmda: bytes), XMLOutcome(wmda: bytes, chunk: chunk), XMLOutcome(wmda: bytes, sourceChunk: chunk),
        XMLOutcome(wmda: bytes, policy: .passOver, chunk: chunk + 40),
        XMLOutcome(wmda: Encoded.utf16(text, .utf16BigEndian), chunk: chunk),
      ]
      for outcome in outcomes where outcome != expected {
        let first = zip(outcome.rows, expected.rows).first { $0 != $1 }
        Issue.record("seed \(seed), chunk \(chunk), error \(String(describing: outcome.error)): \(first as Any)")
        // One failure is enough to look at.
        return
      }
    }
    #expect(records > 2_000)
    #expect(faults > 100)
  }

  @Test("A file cut at any byte reads the same")
  func everyChunk() {
    let text = Inventory.document(
      "<DONOR GRID='a&lt;b' SEX=\"M>F\"/><!-- <DONOR> -->\r\n" + Inventory.donor("é<![CDATA[x]]>"))
    let bytes = Array(text.utf8)
    let whole = XMLOutcome(wmda: bytes)
    #expect(whole.goodIDs == ["a<b", "éx"])
    for chunk in 1...bytes.count { #expect(XMLOutcome(wmda: bytes, chunk: chunk) == whole) }
  }

  /// An inventory of so many bytes that is never in memory as a whole.
  struct Stream: ByteChunkSource {
    private var left: Int
    private var rest: ArraySlice<UInt8>
    private var number = 0
    private(set) var isAtEnd = false

    init(length: Int) {
      left = length
      rest = Array("<INVENTORIES><INVENTORY>\n".utf8)[...]
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
      if rest.isEmpty, !isAtEnd { refill() }
      let count = min(buffer.count, rest.count)
      buffer.copyBytes(from: rest.prefix(count))
      rest = rest.dropFirst(count)
      return count
    }

    private mutating func refill() {
      guard left > 0 else {
        isAtEnd = true
        rest = Array("</INVENTORY></INVENTORIES>".utf8)[...]
        return
      }
      let filler = String(repeating: "<NOTE>of no use</NOTE>\n", count: 400)
      rest = Array(Inventory.donor("\(number)", filler).utf8)[...]
      number += 1
      left -= rest.count
    }
  }

  @Test("A stream of 60 MB is read with the memory of a chunk and a record")
  func boundedMemory() throws {
    let reader = WMDAReader(source: Stream(length: 60_000_000))
    var count = 0
    var held = 0
    try reader.forEachRecord { record in
      count += 1
      held = max(held, reader.heldCapacity)
    }
    #expect(count > 6_000)
    #expect(held <= 5 * XMLRecordFile.chunk)
  }
}
