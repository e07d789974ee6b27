import Crypto
import HLANomenclature

/// One release of IPD-IMGT/HLA, or an excerpt of one, as flat tables in one piece of memory.
///
/// Made by ``build(sources:repairingControlCharacters:)`` or mapped from a file written with ``bytes``; immutable, so any number of releases can
/// be open in one process and shared between threads.
///
/// Invariants: all section pointers lie inside `storage.bytes` and are aligned (checked in `init`); indices stored in
/// the tables are trusted only after the checksum over the whole file has agreed.
public final class ReferenceIndex: @unchecked Sendable {
  let storage: MappedBytes
  /// What the index was made from.
  public let facts: ReferenceFacts

  let alleleLocusStart: UnsafeBufferPointer<UInt32>
  let alleleFields: UnsafeBufferPointer<UInt64>
  let alleleSuffix: UnsafeBufferPointer<UInt8>
  let alleleAccession: UnsafeBufferPointer<UInt32>
  let alleleGGroup: UnsafeBufferPointer<UInt32>
  let alleleIdentity: UnsafeBufferPointer<UInt16>
  let alleleSerology: UnsafeBufferPointer<UInt16>
  let alleleTCE: UnsafeBufferPointer<UInt8>
  let alleleStatus: UnsafeBufferPointer<UInt8>
  let alleleLigands: UnsafeBufferPointer<UInt8>
  let alleleLeader: UnsafeBufferPointer<UInt8>
  let identityLocusStart: UnsafeBufferPointer<UInt32>
  let identityFields: UnsafeBufferPointer<UInt64>
  let identityMark: UnsafeBufferPointer<UInt8>
  let identityMemberStart: UnsafeBufferPointer<UInt32>
  let identityMembers: UnsafeBufferPointer<UInt32>
  let gGroupLocusStart: UnsafeBufferPointer<UInt32>
  let gGroupFields: UnsafeBufferPointer<UInt64>
  let gGroupMemberStart: UnsafeBufferPointer<UInt32>
  let gGroupMembers: UnsafeBufferPointer<UInt32>
  let serologyStart: UnsafeBufferPointer<UInt32>
  let serologyValues: UnsafeBufferPointer<UInt16>
  let antigenRelations: UnsafeBufferPointer<UInt16>
  let retiredNames: NameTable
  let formerNames: NameTable

  /// Maps an index file and verifies its checksum.
  ///
  /// - Throws: ``ReferenceIndexError`` for a file that is missing, of another version, or damaged.
  public convenience init(path: String) throws(ReferenceIndexError) {
    try self.init(storage: MappedBytes(mapping: path, maximumLength: IndexLayout.maximumLength))
  }

  /// Opens index bytes held in memory.
  public convenience init(bytes: [UInt8]) throws(ReferenceIndexError) {
    try self.init(storage: MappedBytes(copying: bytes))
  }

  private init(storage: MappedBytes) throws(ReferenceIndexError) {
    let sections = try IndexSections(verifying: storage.bytes)
    self.storage = storage
    facts = try ReferenceFacts(text: String(decoding: sections.array(.facts, UInt8.self), as: UTF8.self))
    alleleLocusStart = try sections.array(.alleleLocusStart, UInt32.self)
    alleleFields = try sections.array(.alleleFields, UInt64.self)
    alleleSuffix = try sections.array(.alleleSuffix, UInt8.self)
    alleleAccession = try sections.array(.alleleAccession, UInt32.self)
    alleleGGroup = try sections.array(.alleleGGroup, UInt32.self)
    alleleIdentity = try sections.array(.alleleIdentity, UInt16.self)
    alleleSerology = try sections.array(.alleleSerology, UInt16.self)
    alleleTCE = try sections.array(.alleleTCE, UInt8.self)
    alleleStatus = try sections.array(.alleleStatus, UInt8.self)
    alleleLigands = try sections.array(.alleleLigands, UInt8.self)
    alleleLeader = try sections.array(.alleleLeader, UInt8.self)
    identityLocusStart = try sections.array(.identityLocusStart, UInt32.self)
    identityFields = try sections.array(.identityFields, UInt64.self)
    identityMark = try sections.array(.identityMark, UInt8.self)
    identityMemberStart = try sections.array(.identityMemberStart, UInt32.self)
    identityMembers = try sections.array(.identityMembers, UInt32.self)
    gGroupLocusStart = try sections.array(.gGroupLocusStart, UInt32.self)
    gGroupFields = try sections.array(.gGroupFields, UInt64.self)
    gGroupMemberStart = try sections.array(.gGroupMemberStart, UInt32.self)
    gGroupMembers = try sections.array(.gGroupMembers, UInt32.self)
    serologyStart = try sections.array(.serologyStart, UInt32.self)
    serologyValues = try sections.array(.serologyValues, UInt16.self)
    antigenRelations = try sections.array(.antigenRelations, UInt16.self)
    retiredNames = NameTable(
      rows: try sections.array(.retiredNames, UInt32.self), text: try sections.array(.retiredNameText, UInt8.self))
    formerNames = NameTable(
      rows: try sections.array(.formerNames, UInt32.self), text: try sections.array(.formerNameText, UInt8.self))
    guard alleleLocusStart.count == Locus.names.count + 1, identityLocusStart.count == Locus.names.count + 1,
      gGroupLocusStart.count == Locus.names.count + 1
    else { throw .otherVersion(found: IndexLayout.version, expected: IndexLayout.version) }
  }

  /// The file's bytes, to be written as they are.
  public var bytes: UnsafeRawBufferPointer { storage.bytes }

  /// Number of living alleles, over all loci.
  public var alleleCount: Int { alleleFields.count }
}

/// The sections of an index whose header, length and checksum have been verified.
struct IndexSections {
  private let bytes: UnsafeRawBufferPointer
  private var ranges: [UInt64: Range<Int>] = [:]

  init(verifying bytes: UnsafeRawBufferPointer) throws(ReferenceIndexError) {
    self.bytes = bytes
    guard bytes.count >= IndexLayout.headerLength, bytes.starts(with: IndexLayout.magic) else { throw .notAnIndex }
    let version = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
    guard version == IndexLayout.version else {
      throw .otherVersion(found: version, expected: IndexLayout.version)
    }
    guard bytes[24..<IndexLayout.digestOffset].allSatisfy({ $0 == 0 }) else { throw .damaged }
    let length = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
    guard length == UInt64(bytes.count) else {
      throw .wrongLength(found: bytes.count, expected: Int(clamping: length))
    }
    let body = UnsafeRawBufferPointer(rebasing: bytes[IndexLayout.headerLength...])
    guard bytes[IndexLayout.digestOffset..<IndexLayout.headerLength].elementsEqual(SHA256.hash(bufferPointer: body))
    else { throw .damaged }
    try readDirectory()
  }

  private mutating func readDirectory() throws(ReferenceIndexError) {
    let count = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self)))
    guard count <= 1024,
      IndexLayout.headerLength + count * IndexLayout.directoryEntryLength <= bytes.count
    else { throw .damaged }
    for entry in 0..<count {
      let at = IndexLayout.headerLength + entry * IndexLayout.directoryEntryLength
      let values = (0..<3).map {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at + 8 * $0, as: UInt64.self))
      }
      guard values[1] % 8 == 0, values[1] <= UInt64(bytes.count), values[2] <= UInt64(bytes.count) - values[1] else {
        throw .damaged
      }
      ranges[values[0]] = Int(values[1])..<Int(values[1] + values[2])
    }
  }

  func array<Value>(
    _ section: IndexLayout.Section, _: Value.Type
  ) throws(ReferenceIndexError) -> UnsafeBufferPointer<Value> {
    guard let range = ranges[section.rawValue], range.count % MemoryLayout<Value>.stride == 0 else { throw .damaged }
    return UnsafeRawBufferPointer(rebasing: bytes[range]).bindMemory(to: Value.self)
  }
}

extension SHA256 {
  static func hash(bufferPointer: UnsafeRawBufferPointer) -> SHA256Digest {
    var hasher = SHA256()
    hasher.update(bufferPointer: bufferPointer)
    return hasher.finalize()
  }
}
