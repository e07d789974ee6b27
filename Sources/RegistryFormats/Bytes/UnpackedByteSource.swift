// Invariants: `chunk` is filled only by the read callback and stays unchanged until libarchive asks again; the
// callback's context is `feed`, which lives as long as the archive handle.
import CLibArchive

/// The only file in a gzip or zip file, unpacked as it is read, in constant memory.
///
/// libarchive does the unpacking: it reads zip64, as inventories above 4 GiB need, and a zip from a pipe.
final class UnpackedByteSource: ByteChunkSource {
  private let archive: OpaquePointer
  private let feed: ArchiveFeed
  private var members = 0
  private var isAtEnd = false

  /// Whether a file that begins so is gzip or zip.
  static func recognises(_ start: some Collection<UInt8>) -> Bool {
    start.starts(with: [0x1F, 0x8B]) || start.starts(with: [0x50, 0x4B, 3, 4])
      || start.starts(with: [0x50, 0x4B, 5, 6])
  }

  /// Opens a compressed file.
  ///
  /// - Throws: ``ByteSourceError/damagedArchive(reason:)`` or ``ByteSourceError/archiveMembers(count:)``.
  init(_ source: any ByteChunkSource, isZip: Bool) throws(ByteSourceError) {
    archive = archive_read_new()
    feed = ArchiveFeed(source)
    if isZip {
      archive_read_support_format_zip(archive)
    } else {
      archive_read_support_filter_gzip(archive)
      archive_read_support_format_raw(archive)
    }
    let context = Unmanaged.passUnretained(feed).toOpaque()
    let opened = archive_read_open(
      archive, context, nil,
      { archive, context, chunk in
        Unmanaged<ArchiveFeed>.fromOpaque(context.unsafelyUnwrapped).takeUnretainedValue()
          .next(archive, chunk.unsafelyUnwrapped)
      }, nil)
    guard opened == ARCHIVE_OK else { throw failure() }
    guard try nextMember() else { throw .archiveMembers(count: 0) }
  }

  deinit { archive_read_free(archive) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ByteSourceError) -> Int {
    while !isAtEnd {
      let count = archive_read_data(archive, buffer.baseAddress, buffer.count)
      if count > 0 { return count }
      guard count == 0 else { throw failure() }
      isAtEnd = true
      if try nextMember() { throw .archiveMembers(count: members) }
    }
    return 0
  }

  /// Goes to the next file that is not an operating system's own companion; false where there is none.
  private func nextMember() throws(ByteSourceError) -> Bool {
    while true {
      var entry: OpaquePointer?
      let status = archive_read_next_header(archive, &entry)
      if status == ARCHIVE_EOF { return false }
      guard status == ARCHIVE_OK || status == ARCHIVE_WARN else { throw failure() }
      let name = archive_entry_pathname(entry).map { String(cString: $0) } ?? ""
      if name.hasSuffix("/") || name.hasPrefix("__MACOSX/") { continue }
      members += 1
      return true
    }
  }

  private func failure() -> ByteSourceError {
    if let error = feed.error { return error }
    return .damagedArchive(reason: archive_error_string(archive).map { String(cString: $0) } ?? "unknown format")
  }
}

/// Gives libarchive the bytes of a source.
private final class ArchiveFeed {
  private var source: any ByteChunkSource
  private let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
  private(set) var error: ByteSourceError?

  init(_ source: any ByteChunkSource) { self.source = source }

  deinit { chunk.deallocate() }

  func next(_ archive: OpaquePointer?, _ start: UnsafeMutablePointer<UnsafeRawPointer?>) -> Int {
    do throws(ByteSourceError) {
      let count = try source.read(into: chunk)
      start.pointee = UnsafeRawPointer(chunk.baseAddress)
      return count
    } catch {
      self.error = error
      hlamatch_archive_set_error(archive, 5, "reading failed")
      return -1
    }
  }
}
