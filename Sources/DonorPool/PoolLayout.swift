/// The file of a donor pool, `.hlapool`: a header, a directory of sections, the sections.
///
/// Little-endian; sections begin at multiples of 4096 bytes. A section is divided into chunks of equal length, and for
/// each chunk the section `checksums` holds the XXH3 (64 bits) of its bytes. Opening a file maps it and verifies header,
/// directory and checksums alone; every other chunk is verified when it is first read.
///
/// Header, 64 bytes: magic `HLAPOOL\n` (8), format version (u32), section count (u32), file length (u64), XXH3 of the
/// directory (u64), XXH3 of the section `checksums` (u64), reserved (16), XXH3 of the 56 bytes before (u64).
/// Directory entry, 40 bytes: section number, offset, length, length of a chunk, number of the first chunk's checksum
/// (u64 each).
enum PoolLayout {
  static let magic: [UInt8] = Array("HLAPOOL\n".utf8)
  static let version: UInt32 = 3
  static let headerLength = 64
  static let directoryEntryLength = 40
  /// Header and directory lie in the first page.
  static let sectionAlignment = 4096

  /// Section numbers; never reused for another meaning within a format version.
  enum Section: UInt64, CaseIterable, Sendable {
    /// What the pool was made from.
    case facts = 1
    /// Class and fact planes, block by block.
    case scan
    /// Where the records of each group of rows begin.
    case recordStarts
    /// Donors, one after the other.
    case records
    /// The typing classes of each locus of the ten.
    case classes
    /// Where each cell of a locus begins in `cells`, and each joint typing in `jointTypings`.
    case typingStarts
    case cells
    case jointTypings
    /// Rows with a relation, and lists of `related_to`.
    case kinship
    case kirGenotypes
    /// The checksums of all chunks of the sections before.
    case checksums
  }

  /// Donors in a block of planes: one checksum, and one step of a scan.
  static let rowsInBlock = 4096
  static let wordsInBlock = rowsInBlock / 64
  /// Donors whose records share a start.
  static let rowsInGroup = 64
  static let recordChunk = 16_384
  static let smallChunk = 4096
}

/// Where a section lies.
struct PoolSection: Sendable {
  var offset = 0
  var length = 0
  var chunk = PoolLayout.smallChunk
  var firstChecksum = 0

  var chunkCount: Int { (length + chunk - 1) / chunk }
}

/// Why a pool file cannot be used.
public enum DonorPoolError: Error, Equatable, Sendable, CustomStringConvertible {
  /// It cannot be opened or read.
  case unreadable(String)
  /// Its beginning is not that of a pool file.
  case notAPool
  /// It was written by another version of the program.
  case otherVersion(found: UInt32, expected: UInt32)
  /// It was cut, or something was added to it.
  case wrongLength(found: Int, expected: Int)
  /// A checksum does not agree.
  case damaged(String)
  /// Writing it, or a temporary file beside it, failed.
  case writeFailed(String)

  /// What is wrong; what was expected.
  public var description: String {
    switch self {
    case .unreadable(let reason): "cannot be read (\(reason))"
    case .notAPool: "is no donor pool; a file made by 'hlamatch pool build' was expected"
    case .otherVersion(let found, let expected):
      "is of format version \(found), and this program reads version \(expected); build it again with 'hlamatch pool build'"
    case .wrongLength(let found, let expected):
      "holds \(found) bytes, and its header says \(expected); a whole file was expected"
    case .damaged(let part): "is damaged (\(part)); build it again with 'hlamatch pool build'"
    case .writeFailed(let reason): "writing failed (\(reason))"
    }
  }
}
