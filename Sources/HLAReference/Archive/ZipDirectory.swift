/// One member of a zip archive, as its central directory lists it.
struct ZipMember {
  var name: String
  var flags: UInt16
  var method: UInt16
  var checkSum: UInt32
  var compressedSize: Int
  var size: Int
  var headerOffset: Int

  /// Encrypted by the old or the strong method.
  var isEncrypted: Bool { flags & 0x2001 != 0 }
  /// One of the sizes or the offset stands in a zip64 record.
  var needsZip64: Bool { [compressedSize, size, headerOffset].contains(0xFFFF_FFFF) }
  /// Compressed by deflate; otherwise stored, once the method is checked.
  var isDeflated: Bool { method == 8 }
}

/// The central directory of a zip archive.
///
/// Reads the classic format only: one disk, no zip64; sizes and check sums come from the directory, so members
/// written as a stream (sizes after the content) need no special care.
struct ZipDirectory {
  /// Members in the order of the directory, folders included.
  let members: [ZipMember]
  /// Where the directory begins; every member ends before.
  let offset: Int

  private static let largest = 4 << 20

  /// Finds and reads the directory.
  ///
  /// - Throws: ``ReferenceSourceError/zipTruncated``, ``ReferenceSourceError/zipUnsupported(feature:)``,
  ///   ``ReferenceSourceError/zipDamaged(fault:)`` or ``ReferenceSourceError/unreadable(reason:)``.
  init(of file: borrowing StoredFile) throws(ReferenceSourceError) {
    let tailStart = max(0, file.size - 22 - 0xFFFF)
    let tail = LittleEndianBytes(try file.bytes(in: tailStart..<file.size))
    guard let end = Self.endRecord(in: tail) else { throw .zipTruncated }
    let count = Int(tail.uint16(at: end + 10))
    let length = Int(tail.uint32(at: end + 12))
    offset = Int(tail.uint32(at: end + 16))
    if count == 0xFFFF || length == 0xFFFF_FFFF || offset == 0xFFFF_FFFF { throw .zipUnsupported(feature: "zip64") }
    if tail.uint16(at: end + 4) != 0 || tail.uint16(at: end + 6) != 0 {
      throw .zipUnsupported(feature: "several disks")
    }
    guard length <= Self.largest else { throw .zipUnsupported(feature: "a directory of \(length) bytes") }
    guard offset + length <= tailStart + end else { throw .zipDamaged(fault: "the directory lies outside the file") }
    members = try Self.members(in: LittleEndianBytes(try file.bytes(in: offset..<offset + length)), count: count)
  }

  /// The position of the end record: the last signature whose comment stays within the file.
  private static func endRecord(in tail: LittleEndianBytes) -> Int? {
    var at = tail.count - 22
    while at >= 0 {
      if tail.uint32(at: at) == 0x0605_4B50, at + 22 + Int(tail.uint16(at: at + 20)) <= tail.count { return at }
      at -= 1
    }
    return nil
  }

  private static func members(
    in directory: LittleEndianBytes, count: Int
  ) throws(ReferenceSourceError) -> [ZipMember] {
    var members: [ZipMember] = []
    var at = 0
    for _ in 0..<count {
      guard at + 46 <= directory.count, directory.uint32(at: at) == 0x0201_4B50 else {
        throw .zipDamaged(fault: "the directory has fewer entries than announced")
      }
      let nameEnd = at + 46 + Int(directory.uint16(at: at + 28))
      guard nameEnd <= directory.count else { throw .zipDamaged(fault: "a name leaves the directory") }
      members.append(
        ZipMember(
          name: directory.printableText(at + 46..<nameEnd), flags: directory.uint16(at: at + 8),
          method: directory.uint16(at: at + 10), checkSum: directory.uint32(at: at + 16),
          compressedSize: Int(directory.uint32(at: at + 20)), size: Int(directory.uint32(at: at + 24)),
          headerOffset: Int(directory.uint32(at: at + 42))))
      at = nameEnd + Int(directory.uint16(at: at + 30)) + Int(directory.uint16(at: at + 32))
    }
    return members
  }
}

extension ZipDirectory {
  /// The one member that ends in one of the suffixes and is no companion that macOS added.
  ///
  /// - Throws: ``ReferenceSourceError/zipMember(candidates:names:suffixes:)`` where none or several fit, and
  ///   ``ReferenceSourceError/zipUnsupported(feature:)`` where it is encrypted or compressed otherwise.
  func member(endingIn suffixes: [String]) throws(ReferenceSourceError) -> ZipMember {
    let named = members.filter { !$0.name.hasPrefix("__MACOSX/") && !$0.name.contains("/._") }
    let fitting = named.filter { member in
      suffixes.contains { member.name.lowercased().hasSuffix($0) }
    }
    guard fitting.count == 1, let member = fitting.first else {
      throw .zipMember(candidates: fitting.map(\.name), names: members.map(\.name), suffixes: suffixes)
    }
    if member.isEncrypted { throw .zipUnsupported(feature: "encryption") }
    if member.needsZip64 { throw .zipUnsupported(feature: "zip64") }
    guard member.method == 0 || member.isDeflated else {
      throw .zipUnsupported(feature: "compression method \(member.method)")
    }
    return member
  }

  /// The range of the file that holds the member's compressed bytes.
  ///
  /// - Throws: ``ReferenceSourceError/zipDamaged(fault:)`` or ``ReferenceSourceError/unreadable(reason:)``.
  func content(of member: ZipMember, in file: borrowing StoredFile) throws(ReferenceSourceError) -> Range<Int> {
    guard member.headerOffset + 30 <= offset else { throw .zipDamaged(fault: "a member lies outside the file") }
    let header = LittleEndianBytes(try file.bytes(in: member.headerOffset..<member.headerOffset + 30))
    guard header.count == 30, header.uint32(at: 0) == 0x0403_4B50 else {
      throw .zipDamaged(fault: "a member has no header")
    }
    let start = member.headerOffset + 30 + Int(header.uint16(at: 26)) + Int(header.uint16(at: 28))
    guard start + member.compressedSize <= offset else { throw .zipDamaged(fault: "a member lies outside the file") }
    return start..<start + member.compressedSize
  }
}

/// Bytes with numbers in little-endian order; positions are checked by the array.
struct LittleEndianBytes {
  private let bytes: [UInt8]

  /// Wraps the bytes.
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Number of bytes.
  var count: Int { bytes.count }

  /// The two-byte number at a position.
  func uint16(at index: Int) -> UInt16 { UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8 }

  /// The four-byte number at a position.
  func uint32(at index: Int) -> UInt32 { UInt32(uint16(at: index)) | UInt32(uint16(at: index + 2)) << 16 }

  /// The text of a range, control characters shown as `?`.
  func printableText(_ range: Range<Int>) -> String {
    String(decoding: bytes[range].map { $0 < 32 || $0 == 127 ? UInt8(ascii: "?") : $0 }, as: UTF8.self)
  }
}
