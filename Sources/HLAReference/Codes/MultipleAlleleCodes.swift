import Crypto
import HLANomenclature

/// The table of multiple allele codes: sorted numbers, offsets, and one pool of bytes.
///
/// Two million codes take some 65 MB, and a look-up makes no String. The same bytes are a file that is mapped:
/// magic `HLAMAC\r\n` (8), format version (u32), number of codes (u32), length of the pool (u64), reserved (u64),
/// SHA-256 of all that follows (32); then the letters as numbers (u32 each, ascending), the offsets into the pool
/// (u32 each, one more than codes, to the pool's end), the pool. A code in the pool: the number of members with the
/// lowest bit set for a specific code, then for each member its first field (specific only) and its second field with
/// the lowest bit set where a suffix byte follows; all numbers seven bits a byte, low first.
///
/// Invariants: the arrays lie inside `storage.bytes`; offsets ascend and end at the pool's length (checked in `init`).
public final class MultipleAlleleCodes: @unchecked Sendable {
  static let magic: [UInt8] = Array("HLAMAC\r\n".utf8)
  static let version: UInt32 = 1
  static let maximumLength = 1 << 30
  private let storage: MappedBytes
  private let letters: UnsafeBufferPointer<UInt32>
  private let offsets: UnsafeBufferPointer<UInt32>
  private let pool: UnsafeRawBufferPointer

  /// Number of codes.
  public var count: Int { letters.count }
  /// The file's bytes, to be written as they are.
  public var bytes: UnsafeRawBufferPointer { storage.bytes }

  /// Maps a compiled file and verifies its checksum.
  public convenience init(path: String) throws(ReferenceIndexError) {
    try self.init(storage: MappedBytes(mapping: path, maximumLength: MultipleAlleleCodes.maximumLength))
  }

  convenience init(bytes: [UInt8]) throws(ReferenceIndexError) { try self.init(storage: MappedBytes(copying: bytes)) }

  private init(storage: MappedBytes) throws(ReferenceIndexError) {
    let bytes = storage.bytes
    let head = IndexLayout.headerLength
    guard bytes.count >= head, bytes.starts(with: MultipleAlleleCodes.magic) else { throw .notAnIndex }
    let version = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
    guard version == MultipleAlleleCodes.version else {
      throw .otherVersion(found: version, expected: MultipleAlleleCodes.version)
    }
    let count = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self)))
    let poolLength = Int(clamping: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)))
    let expected = head + 8 * count + 4 + min(poolLength, MultipleAlleleCodes.maximumLength)
    guard bytes.count == expected else { throw .wrongLength(found: bytes.count, expected: expected) }
    let body = UnsafeRawBufferPointer(rebasing: bytes[head...])
    guard bytes[24..<IndexLayout.digestOffset].allSatisfy({ $0 == 0 }),
      bytes[IndexLayout.digestOffset..<head].elementsEqual(SHA256.hash(bufferPointer: body))
    else { throw .damaged }
    self.storage = storage
    letters = UnsafeRawBufferPointer(rebasing: body[0..<4 * count]).bindMemory(to: UInt32.self)
    offsets = UnsafeRawBufferPointer(rebasing: body[4 * count..<8 * count + 4]).bindMemory(to: UInt32.self)
    pool = UnsafeRawBufferPointer(rebasing: body[(8 * count + 4)...])
    for index in 0..<count where offsets[index] > offsets[index + 1] { throw .damaged }
    guard Int(offsets[count]) == pool.count else { throw .damaged }
  }

  /// What a code stands for; nil where the table does not have it.
  ///
  /// - Complexity: O(log codes + members).
  public func members(_ code: CodeLetters) -> CodeMembers? {
    var low = 0
    var high = letters.count
    while low < high {
      let middle = (low + high) / 2
      if letters[middle] < code.rawValue { low = middle + 1 } else { high = middle }
    }
    guard low < letters.count, letters[low] == code.rawValue else { return nil }
    var reader = PackedNumbers(bytes: pool[Int(offsets[low])..<Int(offsets[low + 1])])
    return CodeMembers(&reader)
  }
}

/// Numbers of seven bits a byte, low first, the highest bit set where more follows.
struct PackedNumbers {
  private var bytes: Slice<UnsafeRawBufferPointer>

  init(bytes: Slice<UnsafeRawBufferPointer>) { self.bytes = bytes }

  mutating func next() -> UInt32 {
    var value: UInt32 = 0
    var shift: UInt32 = 0
    while let byte = bytes.popFirst(), shift < 32 {
      value |= UInt32(byte & 127) << shift
      if byte < 128 { break }
      shift += 7
    }
    return value
  }

  var isAtEnd: Bool { bytes.isEmpty }

  mutating func nextByte() -> UInt8 { bytes.popFirst() ?? 0 }

  static func append(_ value: UInt32, to bytes: inout [UInt8]) {
    var rest = value
    while rest >= 128 {
      bytes.append(UInt8(rest & 127) | 128)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

extension CodeMembers {
  /// Reads what ``append(to:)`` wrote; ends with the bytes, whatever number of members they promise.
  init(_ reader: inout PackedNumbers) {
    let head = reader.next()
    var generic: [AlleleName.SecondField] = []
    var specific: [AlleleName.TwoFields] = []
    for _ in 0..<head >> 1 {
      if reader.isAtEnd { break }
      let first = head & 1 == 1 ? reader.next() : 0
      let packed = reader.next()
      let suffix = packed & 1 == 1 ? ExpressionSuffix(rawValue: reader.nextByte()) ?? .none : .none
      let second = AlleleName.SecondField(field: UInt16(truncatingIfNeeded: packed >> 1), suffix: suffix)
      if head & 1 == 1 {
        specific.append(AlleleName.TwoFields(first: UInt16(truncatingIfNeeded: first), second: second))
      } else {
        generic.append(second)
      }
    }
    self = head & 1 == 1 ? .specific(specific) : .generic(generic)
  }

  func append(to bytes: inout [UInt8]) {
    func append(_ second: AlleleName.SecondField) {
      PackedNumbers.append(UInt32(second.field) << 1 | (second.suffix == .none ? 0 : 1), to: &bytes)
      if second.suffix != .none { bytes.append(second.suffix.rawValue) }
    }
    switch self {
    case .generic(let members):
      PackedNumbers.append(UInt32(members.count) << 1, to: &bytes)
      for member in members { append(member) }
    case .specific(let members):
      PackedNumbers.append(UInt32(members.count) << 1 | 1, to: &bytes)
      for member in members {
        PackedNumbers.append(UInt32(member.first), to: &bytes)
        append(member.second)
      }
    }
  }
}
