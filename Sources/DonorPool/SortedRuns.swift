import Glibc
import HLATyping

/// Where a row of the inputs stands, and when it came.
public struct DonorPlace: Hashable, Comparable, Sendable {
  /// The number of the file among those of the run, from 0.
  public var file: Int
  /// The line of its id, from 1.
  public var line: Int
  /// The column of its id, from 1.
  public var column: Int
  /// The number of the row among those of the run, from 0.
  public var order: Int

  /// A place.
  public init(file: Int, line: Int, column: Int, order: Int) {
    (self.file, self.line, self.column, self.order) = (file, line, column, order)
  }

  /// In the order of reading.
  public static func < (left: DonorPlace, right: DonorPlace) -> Bool { left.order < right.order }
}

/// A row on its way to its place: id, where it stood, and its record; a row without one only keeps its id taken.
struct PendingDonor {
  let id: UnsafeRawBufferPointer
  let place: DonorPlace
  /// The record without its length; empty for a rejected row.
  let record: UnsafeRawBufferPointer

  /// Reads one pending row, after its length.
  init(_ bytes: UnsafeRawBufferPointer) throws(CodingFault) {
    var reader = ByteReader(bytes)
    id = try reader.slice()
    let (order, file) = (Int(try reader.number()), Int(try reader.number()))
    let (line, column) = (Int(try reader.number()), Int(try reader.number()))
    place = DonorPlace(file: file, line: line, column: column, order: order)
    record = try reader.slice()
  }

  static func write(_ id: [UInt8], _ place: DonorPlace, record: UnsafeRawBufferPointer, to writer: RawWriter) {
    writer.makeRoom(id.count + record.count + 6 * RawWriter.longestNumber)
    writer.put(text: id)
    for value in [place.order, place.file, place.line, place.column] { writer.put(value) }
    writer.put(text: record)
  }
}

/// Rows gathered until they fill the memory allowed, then sorted by id and set aside in a temporary file; at the end all
/// runs are merged, so that memory does not depend on how many rows there are.
///
/// Invariants: `entries` point into `rows`; a run file holds rows, each after its length in four bytes, ascending by id
/// and, for equal ids, in the order of reading.
struct SortedRuns: ~Copyable {
  private struct Entry {
    /// Eight bytes of the id, the first highest, behind what all ids of the run begin with.
    var prefix: UInt64
    var start: UInt32
    var length: UInt32
  }

  private let limit: Int
  private let folder: String
  private var rows = RawWriter(capacity: 1 << 16)
  private var entries: [Entry] = []
  private var files: [RunFile] = []

  /// - Parameters:
  ///   - limit: Bytes held before a run is set aside.
  ///   - folder: Where temporary files may stand; they have no name there.
  init(limit: Int, folder: String) { (self.limit, self.folder) = (min(limit, 1 << 31), folder) }

  /// Adds a row.
  mutating func append(
    _ id: [UInt8], _ place: DonorPlace, record: UnsafeRawBufferPointer
  ) throws(DonorPoolError) {
    let start = rows.count
    PendingDonor.write(id, place, record: record, to: rows)
    entries.append(Entry(prefix: 0, start: UInt32(start), length: UInt32(rows.count - start)))
    if rows.count + entries.count * MemoryLayout<Entry>.size >= limit { try setAside() }
  }

  private mutating func setAside() throws(DonorPoolError) {
    sort()
    var file = try RunFile(folder: folder)
    for entry in entries {
      try file.append(UnsafeRawBufferPointer(rebasing: rows.bytes[Int(entry.start)..<Int(entry.start + entry.length)]))
    }
    try file.finish()
    files.append(file)
    rows.removeAll()
    entries.removeAll(keepingCapacity: true)
  }

  /// Calls `body` with every row, ascending by id, equal ids in the order of reading.
  mutating func forEach(_ body: (PendingDonor) throws(DonorPoolError) -> Void) throws(DonorPoolError) {
    if files.isEmpty {
      sort()
      for entry in entries {
        try body(SortedRuns.pending(rows.bytes, Int(entry.start)..<Int(entry.start + entry.length)))
      }
      return
    }
    if !entries.isEmpty { try setAside() }
    rows = RawWriter(capacity: 0)
    entries = []
    try merge(body)
  }

  private mutating func merge(_ body: (PendingDonor) throws(DonorPoolError) -> Void) throws(DonorPoolError) {
    var heads: [RunHead] = []
    for file in files {
      let head = RunHead(file)
      if try head.advance() { heads.append(head) }
    }
    while !heads.isEmpty {
      // A few runs at most: 256 MiB each hold some millions of rows.
      var least = 0
      for index in heads.indices.dropFirst() where heads[index].isBefore(heads[least]) { least = index }
      try heads[least].withRow(body)
      if try !heads[least].advance() { heads.remove(at: least) }
    }
  }

  static func pending(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) throws(DonorPoolError) -> PendingDonor {
    do throws(CodingFault) { return try PendingDonor(UnsafeRawBufferPointer(rebasing: bytes[range])) } catch {
      throw .damaged("temporary file")
    }
  }
}

extension SortedRuns {
  /// Sorts the rows held: by eight bytes of their ids, eight bits a pass, then whole ids where these are equal.
  private mutating func sort() {
    let bytes = rows.bytes
    let shared = SortedRuns.sharedLength(entries, bytes)
    for index in entries.indices { entries[index].prefix = SortedRuns.prefix(entries[index], bytes, from: shared) }
    SortedRuns.sortByPrefix(&entries)
    var start = 0
    while start < entries.count {
      var end = start + 1
      while end < entries.count, entries[end].prefix == entries[start].prefix { end += 1 }
      if end - start > 1 {
        // Stable: equal ids stay in the order of reading.
        let sorted = entries[start..<end].enumerated().sorted {
          let order = SortedRuns.compare(SortedRuns.id($0.element, bytes), SortedRuns.id($1.element, bytes))
          return order != 0 ? order < 0 : $0.offset < $1.offset
        }
        entries.replaceSubrange(start..<end, with: sorted.map(\.element))
      }
      start = end
    }
  }

  private static func id(_ entry: Entry, _ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var reader = ByteReader(bytes, at: Int(entry.start))
    return (try? reader.slice()) ?? UnsafeRawBufferPointer(start: nil, count: 0)
  }

  static func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    let count = min(left.count, right.count)
    if count > 0 {
      let order = memcmp(left.baseAddress!, right.baseAddress!, count)
      if order != 0 { return Int(order) }
    }
    return left.count - right.count
  }

  /// How many bytes all ids begin with.
  private static func sharedLength(_ entries: [Entry], _ bytes: UnsafeRawBufferPointer) -> Int {
    guard let first = entries.first.map({ id($0, bytes) }) else { return 0 }
    var shared = first.count
    for entry in entries {
      let other = id(entry, bytes)
      shared = min(shared, other.count)
      var same = 0
      while same < shared, other[same] == first[same] { same += 1 }
      shared = same
      if shared == 0 { break }
    }
    return shared
  }

  private static func prefix(_ entry: Entry, _ bytes: UnsafeRawBufferPointer, from shared: Int) -> UInt64 {
    let id = id(entry, bytes)
    var prefix: UInt64 = 0
    for index in shared..<shared + 8 { prefix = prefix << 8 | (index < id.count ? UInt64(id[index]) : 0) }
    return prefix
  }

  private static func sortByPrefix(_ entries: inout [Entry]) {
    let isSorted = entries.indices.dropFirst().allSatisfy { entries[$0 - 1].prefix <= entries[$0].prefix }
    if isSorted { return }
    var counts = [Int](repeating: 0, count: 8 * 256)
    for entry in entries {
      for digit in 0..<8 { counts[digit * 256 + Int(entry.prefix >> UInt64(8 * digit) & 255)] += 1 }
    }
    var other = entries
    for digit in 0..<8 {
      let own = counts[digit * 256..<digit * 256 + 256]
      if own.contains(entries.count) { continue }
      var starts = [Int](repeating: 0, count: 256)
      for value in 1..<256 { starts[value] = starts[value - 1] + own[digit * 256 + value - 1] }
      for entry in entries {
        let value = Int(entry.prefix >> UInt64(8 * digit) & 255)
        other[starts[value]] = entry
        starts[value] += 1
      }
      swap(&entries, &other)
    }
  }
}
