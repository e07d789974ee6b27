import TestFixtures
import Testing

@testable import RegistryFormats

@Suite("Chunks of a CSV file") struct CSVChunkTests {
  static let text = [
    "id;\"Name; \"\"x\"\"\";note\r\n", "\r\n", "1;Müller;\"Zeile 1\r\nZeile \"\"2\"\"\"\r\n",
    "2;\"€😀\" ;\"open\"tail\r\r\n", "3;;a\"b\0;\n", "4; \" q;\r\" ;5;;6\n", "5",
  ].joined()
  private static func bytes(_ encoding: TextEncoding) -> [UInt8] {
    encoding == .utf8 ? Array(text.utf8) : Encoded.utf16(text, encoding)
  }

  @Test(
    "A file cut at any byte reads the same", arguments: [TextEncoding.utf8, .utf16LittleEndian, .utf16BigEndian])
  func everyBoundary(encoding: TextEncoding) {
    let bytes = Self.bytes(encoding)
    let options = CSVOptions(delimiter: UInt8(ascii: ";"), encoding: encoding)
    let whole = ReadOutcome(bytes, options: options)
    #expect(whole.rows.count == 5)
    // A sample shorter than a byte order mark does not occur.
    for sample in 4...bytes.count {
      for chunk in [1, 3, 1 << 18] {
        let outcome = ReadOutcome(bytes, options: options, lengths: CSVReadLengths(chunk: chunk, sample: sample))
        #expect(outcome == whole, "sample of \(sample), chunks of \(chunk) bytes")
      }
    }
    #expect(ReadOutcome(bytes, options: options, sourceChunk: 1) == whole)
  }

  @Test("The reader agrees with its slow twin on any input")
  func agreesWithTwin() {
    for seed in 1...3_000 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let delimiter = DelimiterVote.candidates.randomElement(using: &generator) ?? 0x2C
      let bytes = Self.randomFile(delimiter, &generator)
      let limit = Bool.random(using: &generator) ? Int.random(in: 8...60, using: &generator) : 1 << 20
      let lengths = CSVReadLengths(
        chunk: Int.random(in: 1...20, using: &generator), sample: Int.random(in: 1...40, using: &generator))
      let options = CSVOptions(delimiter: delimiter, encoding: .utf8, recordLimit: limit)
      let outcome = ReadOutcome(bytes, options: options, lengths: lengths)
      let expected = PlainCSVParser(bytes, delimiter: delimiter, recordLimit: limit).outcome()
      let text = String(decoding: bytes, as: UTF8.self).debugDescription
      #expect(outcome == expected, "seed \(seed): \(text)")
      // One failure is enough to look at.
      if outcome != expected { return }
    }
  }

  private static func randomFile(_ delimiter: UInt8, _ generator: inout SeededGenerator) -> [UInt8] {
    let pieces: [[UInt8]] = [
      [delimiter], [delimiter], [delimiter], [0x22], [0x22], [0x22, 0x22], [0x0A], [0x0D], [0x0D, 0x0A], [0x20], [0x09],
      [0x3B], [0x61], [0x62, 0x63], Array("02:01".utf8), Array("ü".utf8), Array("longer text".utf8),
    ]
    var bytes = [0x68, delimiter, 0x69, delimiter, 0x6A, 0x0A]
    for _ in 0..<Int.random(in: 0...60, using: &generator) {
      let isNul = Int.random(in: 0..<60, using: &generator) == 0
      bytes += isNul ? [0x00] : pieces.randomElement(using: &generator) ?? []
    }
    return bytes
  }
}

@Suite("Memory of the reader") struct CSVMemoryTests {
  /// A header, one enormous record, and a good one; never in memory as a whole.
  struct EnormousLine: ByteChunkSource {
    var filler: UInt8
    var fillerLeft: Int
    var before = Array("a,b,c\n1,".utf8)
    var after = Array("\n7,8,9\n".utf8)

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
      if !before.isEmpty { return give(&before, to: buffer) }
      guard fillerLeft > 0 else { return give(&after, to: buffer) }
      let count = min(buffer.count, fillerLeft)
      UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]).initializeMemory(as: UInt8.self, repeating: filler)
      fillerLeft -= count
      return count
    }

    private func give(_ bytes: inout [UInt8], to buffer: UnsafeMutableRawBufferPointer) -> Int {
      let count = min(bytes.count, buffer.count)
      buffer.copyBytes(from: bytes[..<count])
      bytes.removeFirst(count)
      return count
    }
  }

  static let lines: [(filler: Character, length: Int, column: Int)] = [
    ("x", 8 << 20, 2), (" ", 1 << 20, 2), (",", 1 << 20, (1 << 16)), ("\0", 1 << 20, 2),
  ]

  @Test("A line of many megabytes is skipped without being held", arguments: lines)
  func enormousLine(filler: Character, length: Int, column: Int) throws {
    let limit = 1 << 16
    let source = EnormousLine(filler: filler.asciiValue ?? 0, fillerLeft: length)
    let options = CSVOptions(delimiter: UInt8(ascii: ","), recordLimit: limit)
    let reader = try CSVReader(source: source, options: options)
    var faults: [RecordFault?] = []
    var lines: [Int] = []
    try reader.forEachRecord { record in
      faults.append(record.fault)
      lines.append(record.line)
    }
    #expect(faults == [RecordFault(kind: .recordTooLong(limit: limit), line: 2, column: column), nil])
    #expect(lines == [2, 3])
    #expect(reader.heldCapacity <= limit + CSVReadLengths().chunk)
  }
}
