import HLANomenclature
import HLATyping
import MatchTestSupport
import Testing

@Suite("Typings as bytes")
struct TypingCodingTests {
  @Test("A typing read back is the typing written", arguments: TestSeeds.all)
  func roundTrip(seed: UInt64) throws {
    var generator = PersonGenerator(seed: seed)
    for _ in 0..<60 {
      let locus = generator.random.pick(Locus.ten)
      let typing = try TestPool.typing(
        locus, generator.cell(locus), generator.random.chance(20) ? "" : generator.cell(locus))
      var writer = ByteWriter()
      writer.typing(typing)
      let (read, isAtEnd) = writer.bytes.withUnsafeBytes { bytes in
        var reader = ByteReader(bytes)
        return (try? reader.typing(), reader.isAtEnd)
      }
      #expect(read == typing, "seed \(seed)")
      #expect(isAtEnd)
    }
  }

  @Test("Numbers of any size are read back")
  func numbers() {
    let values: [UInt64] = [0, 1, 127, 128, 16_383, 16_384, 1 << 32, .max - 1, .max]
    var writer = ByteWriter()
    for value in values { writer.number(value) }
    let read = writer.bytes.withUnsafeBytes { bytes in
      var reader = ByteReader(bytes)
      return (0...values.count).map { _ in try? reader.number() }
    }
    #expect(read == values.map { $0 } + [nil])
  }

  @Test("Any bytes are read as a typing or refused", arguments: TestSeeds.all)
  func anyBytes(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let bytes = (0..<random.below(40)).map { _ in UInt8(random.below(random.chance(50) ? 6 : 256)) }
      bytes.withUnsafeBytes { raw in
        var reader = ByteReader(raw)
        _ = try? reader.typing()
        var other = ByteReader(raw)
        _ = try? other.cell()
        #expect(reader.position <= raw.count && other.position <= raw.count)
      }
    }
  }
}
