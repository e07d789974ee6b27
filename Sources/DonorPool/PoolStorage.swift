import CXXHash
import Glibc
import HLATyping
import Synchronization

/// The bytes of a pool, mapped from a file or held in memory, and which of their chunks were verified.
///
/// Invariants: `bytes` is never written after `init` and stays in place until `deinit`; every range handed out lies
/// within a section, and its chunks were verified unless `damage` says otherwise. Bits of `verified` only ever rise, so
/// threads may verify the same chunk twice but never miss one.
final class PoolStorage: @unchecked Sendable {
  let bytes: UnsafeRawBufferPointer
  private let release: @Sendable (UnsafeRawBufferPointer) -> Void
  private(set) var sections: [PoolLayout.Section: PoolSection] = [:]
  private var checksums = UnsafeRawBufferPointer(start: nil, count: 0)
  private let verified: UnsafeMutablePointer<Atomic<UInt64>>
  private let verifiedCount: Int
  private let damage = Guarded<DonorPoolError?>(nil)
  /// Header with directory, and checksums.
  let manifest: (head: UnsafeRawBufferPointer, checksums: UnsafeRawBufferPointer)

  /// Takes bytes over.
  ///
  /// - Parameter release: Called at the end with `bytes`.
  init(
    _ bytes: UnsafeRawBufferPointer, release: @escaping @Sendable (UnsafeRawBufferPointer) -> Void
  ) throws(DonorPoolError) {
    let directory: PoolDirectory
    do throws(DonorPoolError) { directory = try PoolDirectory(bytes) } catch {
      release(bytes)
      throw error
    }
    (self.bytes, self.release, sections) = (bytes, release, directory.sections)
    checksums = directory.checksums
    manifest = (directory.head, directory.checksums)
    verifiedCount = checksums.count / 8 / 64 + 1
    verified = .allocate(capacity: verifiedCount)
    for index in 0..<verifiedCount { (verified + index).initialize(to: Atomic(0)) }
  }

  deinit {
    verified.deinitialize(count: verifiedCount)
    verified.deallocate()
    release(bytes)
  }

  /// Maps a file.
  static func map(_ path: String) throws(DonorPoolError) -> PoolStorage {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(String(cString: strerror(errno))) }
    defer { close(descriptor) }
    return try map(descriptor)
  }

  /// Maps an open file; the descriptor may be closed afterwards.
  static func map(_ descriptor: Int32) throws(DonorPoolError) -> PoolStorage {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(String(cString: strerror(errno))) }
    let length = Int(status.st_size)
    guard status.st_mode & S_IFMT == S_IFREG, length >= PoolLayout.headerLength else { throw .notAPool }
    guard let start = mmap(nil, length, PROT_READ, MAP_SHARED, descriptor, 0), start != MAP_FAILED else {
      throw .unreadable(String(cString: strerror(errno)))
    }
    return try PoolStorage(UnsafeRawBufferPointer(start: start, count: length)) {
      munmap(UnsafeMutableRawPointer(mutating: $0.baseAddress!), $0.count)
    }
  }

  /// The first damage found, if any: what was read since then must not be used.
  var firstDamage: DonorPoolError? { damage.withLock { $0 } }

  /// Bytes of a section whose chunks were verified.
  ///
  /// A range that does not fit, or a chunk that does not agree with its checksum, is noted in ``firstDamage`` and gives
  /// nil: callers answer with what does no harm, and the run is refused at its end.
  func verified(_ section: PoolLayout.Section, _ range: Range<Int>) -> UnsafeRawBufferPointer? {
    guard let place = sections[section], range.lowerBound >= 0, range.upperBound <= place.length else {
      note(section)
      return nil
    }
    if range.isEmpty { return UnsafeRawBufferPointer(start: bytes.baseAddress, count: 0) }
    for chunk in range.lowerBound / place.chunk...(range.upperBound - 1) / place.chunk {
      guard verify(chunk, of: place) else {
        note(section)
        return nil
      }
    }
    return UnsafeRawBufferPointer(rebasing: bytes[place.offset + range.lowerBound..<place.offset + range.upperBound])
  }

  /// A whole section.
  func verified(_ section: PoolLayout.Section) -> UnsafeRawBufferPointer? {
    verified(section, 0..<(sections[section]?.length ?? 0))
  }

  /// Verifies every chunk that was not verified before.
  ///
  /// - Parameter goesOn: Asked between chunks.
  func verifyAhead(while goesOn: () -> Bool) {
    for (section, place) in sections.sorted(by: { $0.value.offset < $1.value.offset }) where section != .checksums {
      for chunk in 0..<place.chunkCount {
        guard goesOn() else { return }
        if !verify(chunk, of: place) { note(section) }
      }
    }
  }

  private func verify(_ chunk: Int, of place: PoolSection) -> Bool {
    let number = place.firstChecksum + chunk
    let (word, bit) = (number / 64, UInt64(1) << UInt64(number % 64))
    if verified[word].load(ordering: .acquiring) & bit != 0 { return true }
    guard agrees(chunk, of: place) else { return false }
    verified[word].bitwiseOr(bit, ordering: .releasing)
    return true
  }

  private func agrees(_ chunk: Int, of place: PoolSection) -> Bool {
    let start = place.offset + chunk * place.chunk
    let end = min(start + place.chunk, place.offset + place.length)
    let expected = checksums.loadUnaligned(fromByteOffset: (place.firstChecksum + chunk) * 8, as: UInt64.self)
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end]).xxh3 == UInt64(littleEndian: expected)
  }

  /// Computes every checksum anew, whatever was verified before, and looks at the bytes that belong to no section, which
  /// are 0.
  ///
  /// - Throws: ``DonorPoolError/damaged(_:)`` for the first chunk, or gap, that does not agree.
  func verifyAll() throws(DonorPoolError) {
    var end = manifest.head.count
    for place in sections.values.filter({ $0.length > 0 }).sorted(by: { $0.offset < $1.offset }) {
      guard end >= place.offset || bytes[end..<place.offset].allSatisfy({ $0 == 0 }) else {
        throw .damaged("bytes between sections")
      }
      end = max(end, place.offset + place.length)
    }
    guard bytes[end...].allSatisfy({ $0 == 0 }) else { throw .damaged("bytes behind all sections") }
    for (section, place) in sections.sorted(by: { $0.value.offset < $1.value.offset }) where section != .checksums {
      for chunk in 0..<place.chunkCount where !agrees(chunk, of: place) {
        throw .damaged("\(section), chunk \(chunk)")
      }
    }
  }

  /// Notes that what a section says makes no sense.
  func note(_ section: PoolLayout.Section) {
    damage.withLock { if $0 == nil { $0 = .damaged("\(section)") } }
  }
}

/// Header and directory, verified.
struct PoolDirectory {
  private(set) var sections: [PoolLayout.Section: PoolSection] = [:]
  /// Header and directory.
  let head: UnsafeRawBufferPointer
  let checksums: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) throws(DonorPoolError) {
    func word(_ offset: Int) -> UInt64 {
      UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    guard bytes.count >= PoolLayout.headerLength, bytes.starts(with: PoolLayout.magic) else { throw .notAPool }
    let version = UInt32(truncatingIfNeeded: word(8))
    guard version == PoolLayout.version else { throw .otherVersion(found: version, expected: PoolLayout.version) }
    guard UnsafeRawBufferPointer(rebasing: bytes[0..<56]).xxh3 == word(56) else { throw .damaged("header") }
    guard word(16) == UInt64(bytes.count) else {
      throw .wrongLength(found: bytes.count, expected: Int(clamping: word(16)))
    }
    let end = PoolLayout.headerLength + Int(word(8) >> 32) * PoolLayout.directoryEntryLength
    guard end <= min(bytes.count, PoolLayout.sectionAlignment),
      UnsafeRawBufferPointer(rebasing: bytes[PoolLayout.headerLength..<end]).xxh3 == word(24)
    else { throw .damaged("directory") }
    head = UnsafeRawBufferPointer(rebasing: bytes[0..<end])
    for entry in stride(from: PoolLayout.headerLength, to: end, by: PoolLayout.directoryEntryLength) {
      guard let section = PoolLayout.Section(rawValue: word(entry)) else { continue }
      let values = (1...4).map { Int(clamping: word(entry + 8 * $0)) }
      // A section without bytes may begin where the file has ended.
      guard values[2] > 0, values[1] == 0 || values[0] <= bytes.count && values[1] <= bytes.count - values[0] else {
        throw .damaged("directory")
      }
      sections[section] = PoolSection(
        offset: values[0], length: values[1], chunk: values[2], firstChecksum: values[3])
    }
    guard let place = sections[.checksums], sections.count == PoolLayout.Section.allCases.count else {
      throw .damaged("directory")
    }
    checksums = UnsafeRawBufferPointer(
      rebasing: place.length == 0 ? bytes[0..<0] : bytes[place.offset..<place.offset + place.length])
    guard checksums.xxh3 == word(32) else { throw .damaged("checksums") }
    let held = checksums.count / 8
    for (section, place) in sections where section != .checksums {
      guard place.firstChecksum <= held, place.chunkCount <= held - place.firstChecksum else {
        throw .damaged("directory")
      }
    }
  }
}

extension UnsafeRawBufferPointer {
  /// XXH3 of these bytes, 64 bits.
  var xxh3: UInt64 { XXH3_64bits(baseAddress, count) }
}
