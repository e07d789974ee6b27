/// The bytes that structure a text file.
enum ASCII {
  static let nul: UInt8 = 0x00
  static let tab: UInt8 = 0x09
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20
  static let quote: UInt8 = 0x22
  static let comma: UInt8 = 0x2C
  static let semicolon: UInt8 = 0x3B
  static let equals: UInt8 = 0x3D
  static let pipe: UInt8 = 0x7C

  /// A space or a tab: what is trimmed from both sides of a cell.
  static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }

  /// The byte in lower case if it is one of A to Z, else the byte itself.
  static func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
