/// The compact index file `.hlaref`: a header, a directory of sections, the sections.
///
/// Little-endian, sections aligned to 8 bytes. Every table is a flat array of fixed-width integers, so that opening
/// a file maps it and parses nothing.
///
/// Header, 64 bytes: magic `HLAREF\r\n` (8), format version (u32), section count (u32), file length (u64), reserved
/// (u64), SHA-256 of all that follows the header (32). Directory entry, 24 bytes: section number (u64), offset from
/// the start of the file (u64), length in bytes (u64).
enum IndexLayout {
  static let magic: [UInt8] = Array("HLAREF\r\n".utf8)
  static let version: UInt32 = 2
  static let headerLength = 64
  static let directoryEntryLength = 24
  static let digestOffset = 32
  /// A release is about 3 MB; anything far larger is not an index.
  static let maximumLength = 1 << 28

  /// Section numbers; never reused for another meaning within a format version.
  enum Section: UInt64, CaseIterable {
    case facts = 1
    case alleleLocusStart
    case alleleFields
    case alleleSuffix
    case alleleAccession
    case alleleGGroup
    case alleleIdentity
    case alleleSerology
    case alleleTCE
    case alleleStatus
    case identityLocusStart
    case identityFields
    case identityMark
    case identityMemberStart
    case identityMembers
    case gGroupLocusStart
    case gGroupFields
    case gGroupMemberStart
    case gGroupMembers
    case serologyStart
    case serologyValues
    case antigenRelations
    case retiredNames
    case retiredNameText
    case formerNames
    case formerNameText
    case alleleLigands
    case alleleLeader
  }

  /// Stored in `alleleIdentity` for an allele that is not expressed.
  static let nullIdentity: UInt16 = 0xFFFF
  /// Stored in `alleleIdentity` for an expressed allele whose identity the release does not give.
  static let unknownIdentity: UInt16 = 0xFFFE
  /// Stored in `alleleGGroup` for an allele outside every G group.
  static let noGroup: UInt32 = 0xFFFF_FFFF
  /// Stored in `alleleSerology` where rel_dna_ser.txt has no row.
  static let noSerology: UInt16 = 0xFFFF
  /// `identityMark` of a P group; otherwise the mark is the expression suffix of the lone name, or zero.
  static let pGroupMark: UInt8 = 80
}

/// Lays sections out and returns the bytes of an index file, without the digest.
struct IndexWriter {
  private var sections: [(number: UInt64, bytes: [UInt8])] = []

  mutating func add<Value: FixedWidthInteger>(_ section: IndexLayout.Section, _ values: [Value]) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count * MemoryLayout<Value>.size)
    for value in values { withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) } }
    sections.append((section.rawValue, bytes))
  }

  func bytes(digest: (ArraySlice<UInt8>) -> [UInt8]) -> [UInt8] {
    var offset = IndexLayout.headerLength + sections.count * IndexLayout.directoryEntryLength
    var directory: [UInt8] = []
    var body: [UInt8] = []
    for section in sections {
      let padding = (8 - offset % 8) % 8
      body.append(contentsOf: repeatElement(0, count: padding))
      offset += padding
      for value in [section.number, UInt64(offset), UInt64(section.bytes.count)] {
        withUnsafeBytes(of: value.littleEndian) { directory.append(contentsOf: $0) }
      }
      body.append(contentsOf: section.bytes)
      offset += section.bytes.count
    }
    var file = IndexLayout.magic
    withUnsafeBytes(of: IndexLayout.version.littleEndian) { file.append(contentsOf: $0) }
    withUnsafeBytes(of: UInt32(sections.count).littleEndian) { file.append(contentsOf: $0) }
    withUnsafeBytes(of: UInt64(offset).littleEndian) { file.append(contentsOf: $0) }
    file.append(contentsOf: repeatElement(0, count: 8 + 32))
    file.append(contentsOf: directory)
    file.append(contentsOf: body)
    let sum = digest(file[IndexLayout.headerLength...])
    file.replaceSubrange(IndexLayout.digestOffset..<IndexLayout.headerLength, with: sum)
    return file
  }
}
