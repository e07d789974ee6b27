import FoundationEssentials
import NIOCore

/// JSON in one line, members in the order of their names, so that the same values give the same bytes.
enum JSONBytes {
  static func of(_ value: some Encodable) throws -> ByteBuffer {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return ByteBuffer(bytes: try encoder.encode(value) + [10])
  }
}
