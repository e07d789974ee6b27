/// Files wrapped as gzip and zip, whose content is stored as it is.
enum PackedBytes {
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var packed: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    var rest = bytes[...]
    repeat {
      let block = rest.prefix(65_535)
      rest = rest.dropFirst(block.count)
      packed += [rest.isEmpty ? 1 : 0] + two(block.count) + two(~block.count) + block
    } while !rest.isEmpty
    return packed + four(checksum(bytes)) + four(bytes.count)
  }

  static func zip(_ bytes: [UInt8], name: String = "inventory.xml") -> [UInt8] {
    let facts = two(20) + two(0) + two(0) + four(0) + four(checksum(bytes)) + four(bytes.count) + four(bytes.count)
    let local = [0x50, 0x4B, 3, 4] + facts + two(name.utf8.count) + two(0) + Array(name.utf8) + bytes
    let central =
      [0x50, 0x4B, 1, 2] + two(20) + facts + two(name.utf8.count) + two(0) + two(0) + two(0) + two(0) + four(0)
      + four(0)
      + Array(name.utf8)
    let end =
      [0x50, 0x4B, 5, 6] + two(0) + two(0) + two(1) + two(1) + four(central.count) + four(local.count) + two(0)
    return local + central + end
  }

  private static func two(_ number: Int) -> [UInt8] { [UInt8(number & 0xFF), UInt8(number >> 8 & 0xFF)] }
  private static func four(_ number: Int) -> [UInt8] { two(number) + two(number >> 16) }

  /// CRC-32 bit by bit.
  private static func checksum(_ bytes: [UInt8]) -> Int {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return Int(~sum)
  }
}
