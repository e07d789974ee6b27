import Foundation

/// Archives made byte by byte after their specifications (RFC 1951, RFC 1952, PKWARE APPNOTE), independent of zlib.
enum ArchiveFixtures {
  /// One member of a zip archive to make.
  struct Member {
    var name: String
    var content: [UInt8]
    var isDeflated = true
    var flags: UInt16 = 0
    /// Overrides of what the directory says.
    var method: UInt16?
    var checkSum: UInt32?
    var size: UInt32?
  }

  /// A deflate stream of stored blocks.
  static func deflated(_ content: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = []
    var rest = content[...]
    repeat {
      let block = rest.prefix(0xFFFF)
      rest = rest.dropFirst(block.count)
      stream += [rest.isEmpty ? 1 : 0] + little(UInt16(block.count)) + little(~UInt16(block.count)) + block
    } while !rest.isEmpty
    return stream
  }

  /// One gzip member.
  static func gzipped(_ content: [UInt8]) -> [UInt8] {
    [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + deflated(content) + little(checkSum(content)) + little(UInt32(content.count))
  }

  /// A whole zip archive.
  static func zipped(_ members: [Member], comment: String = "") -> [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for member in members {
      let content = member.isDeflated ? deflated(member.content) : member.content
      let method = member.method ?? (member.isDeflated ? 8 : 0)
      let shared: [UInt8] =
        little(UInt16(20)) + little(member.flags) + little(method) + little(UInt32(0))
        + little(member.checkSum ?? checkSum(member.content)) + little(UInt32(content.count))
        + little(member.size ?? UInt32(member.content.count)) + little(UInt16(member.name.utf8.count))
        + little(UInt16(0))
      directory += [0x50, 0x4B, 1, 2] + little(UInt16(20)) + shared + [UInt8](repeating: 0, count: 10)
      directory += little(UInt32(file.count)) + Array(member.name.utf8)
      file += [0x50, 0x4B, 3, 4] + shared + Array(member.name.utf8) + content
    }
    let offset = UInt32(file.count)
    let count = little(UInt16(members.count))
    return file + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + count + count + little(UInt32(directory.count))
      + little(offset) + little(UInt16(comment.utf8.count)) + Array(comment.utf8)
  }

  /// CRC-32 as in the specifications.
  static func checkSum(_ content: [UInt8]) -> UInt32 {
    ~content.reduce(~UInt32(0)) { sum, byte in remainders[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ sum >> 8 }
  }

  private static let remainders: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
  }

  private static func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}
