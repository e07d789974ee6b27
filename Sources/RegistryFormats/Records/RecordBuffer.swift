// Invariants: each pointer of `cells` has room for `width` entries, `arena` for `arenaCapacity` bytes and `packed` for
// `packedCapacity`; `starts` and `lengths` of a set cell lie within the first `arenaCount` bytes of `arena`; `packed`
// and `packedEnds` are valid from `pack` to the next call of it; nothing points into `arena` across calls.

/// Collects the cells of one record in any order and hands them out in the order of a header; reused for each record.
///
/// Readers of XML and JSON, in which cells come as they come, fill one of these.
public final class RecordBuffer {
  /// What the buffer holds, in memory of its own: checks of exclusive access would cost more than the cells.
  private struct Cells {
    var line = 1
    var fault: RecordFault?
    var arena: UnsafeMutablePointer<UInt8>
    var arenaCapacity: Int
    var arenaCount = 0
    var packed: UnsafeMutablePointer<UInt8>
    var packedCapacity: Int
    let starts: UnsafeMutablePointer<Int32>
    let lengths: UnsafeMutablePointer<Int32>
    let places: UnsafeMutablePointer<RecordPlace>
    let packedEnds: UnsafeMutablePointer<Int32>
  }

  /// The bytes kept for the next record; what a longer one needed is given back.
  private static let keptCapacity = 1 << 16

  private let width: Int
  private let limit: Int
  private let cells: UnsafeMutablePointer<Cells>
  /// Why the record must not be used; the first fault stays.
  public var fault: RecordFault? { cells.pointee.fault }

  /// A buffer for records of so many columns.
  ///
  /// - Parameter limit: Most bytes of all cells of a record, at most 2^30.
  public init(width: Int, limit: Int = 1 << 20) {
    (self.width, self.limit) = (width, min(limit, 1 << 30))
    let capacity = 1 << 12
    cells = .allocate(capacity: 1)
    cells.initialize(
      to: Cells(
        arena: .allocate(capacity: capacity), arenaCapacity: capacity, packed: .allocate(capacity: capacity),
        packedCapacity: capacity, starts: .allocate(capacity: width), lengths: .allocate(capacity: width),
        places: .allocate(capacity: width), packedEnds: .allocate(capacity: width)))
    cells.pointee.starts.initialize(repeating: 0, count: width)
    cells.pointee.lengths.initialize(repeating: -1, count: width)
    cells.pointee.places.initialize(repeating: RecordPlace(line: 0, column: 0), count: width)
    cells.pointee.packedEnds.initialize(repeating: 0, count: width)
  }

  deinit {
    cells.pointee.arena.deallocate()
    cells.pointee.packed.deallocate()
    cells.pointee.starts.deallocate()
    cells.pointee.lengths.deallocate()
    cells.pointee.places.deallocate()
    cells.pointee.packedEnds.deallocate()
    cells.deinitialize(count: 1)
    cells.deallocate()
  }

  /// The bytes of memory held for cells.
  var heldCapacity: Int { cells.pointee.arenaCapacity + cells.pointee.packedCapacity }

  /// Forgets the last record and begins one.
  ///
  /// - Parameter line: The physical line, from 1, on which it begins.
  public func begin(line: Int) {
    cells.pointee.line = line
    cells.pointee.fault = nil
    cells.pointee.arenaCount = 0
    if cells.pointee.arenaCapacity > Self.keptCapacity {
      cells.pointee.arena.deallocate()
      cells.pointee.arena = .allocate(capacity: Self.keptCapacity)
      cells.pointee.arenaCapacity = Self.keptCapacity
    }
    let (lengths, places) = (cells.pointee.lengths, cells.pointee.places)
    for column in 0..<width where lengths[column] >= 0 {
      lengths[column] = -1
      places[column] = RecordPlace(line: 0, column: 0)
    }
  }

  /// Whether a cell was set since ``begin(line:)``, be it to nothing.
  public func isSet(_ column: Int) -> Bool {
    precondition((0..<width).contains(column), "the buffer has no such column")
    return cells.pointee.lengths[column] >= 0
  }

  /// The number of bytes of a cell; 0 where it was not set.
  public func count(_ column: Int) -> Int { isSet(column) ? Int(cells.pointee.lengths[column]) : 0 }

  /// The bytes of a cell; empty where it was not set.
  public func bytes(_ column: Int) -> ArraySlice<UInt8> {
    guard isSet(column) else { return [] }
    let (start, length) = (Int(cells.pointee.starts[column]), Int(cells.pointee.lengths[column]))
    return ArraySlice(UnsafeBufferPointer(start: cells.pointee.arena + start, count: length))
  }

  /// Sets a cell; one that was set before is replaced.
  ///
  /// - Parameters:
  ///   - column: The column of the header, from 0.
  ///   - cell: Its bytes in UTF-8, which are copied.
  ///   - place: Where it stands in the file.
  public func set(_ column: Int, _ cell: some Collection<UInt8>, at place: RecordPlace) {
    precondition((0..<width).contains(column), "the buffer has no such column")
    let (start, count) = (cells.pointee.arenaCount, cell.count)
    guard start + count <= limit else {
      return note(.recordTooLong(limit: limit), at: place)
    }
    if start + count > cells.pointee.arenaCapacity { growArena(to: start + count) }
    cells.pointee.starts[column] = Int32(start)
    cells.pointee.lengths[column] = Int32(count)
    cells.pointee.places[column] = place
    let target = UnsafeMutableBufferPointer(start: cells.pointee.arena + start, count: count)
    _ = target.update(fromContentsOf: cell)
    cells.pointee.arenaCount = start + count
    if target.contains(0) { note(.nulByte, at: place) }
  }

  /// Notes that the record must not be used.
  public func note(_ kind: RecordFault.Kind, at place: RecordPlace) {
    if fault == nil {
      cells.pointee.fault = RecordFault(kind: kind, line: place.line, column: max(1, place.column))
    }
  }

  /// Hands the record out.
  ///
  /// - Parameter body: Given the record, which must not be used after the call.
  public func deliver(_ body: (borrowing RegistryRecord) throws -> Void) rethrows {
    pack()
    try body(
      RegistryRecord(
        line: cells.pointee.line, fieldCount: width, fault: fault, start: UnsafePointer(cells.pointee.packed),
        ends: UnsafePointer(cells.pointee.packedEnds), places: UnsafePointer(cells.pointee.places)))
  }

  private func growArena(to needed: Int) {
    let capacity = max(needed, 2 * cells.pointee.arenaCapacity)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: cells.pointee.arena, count: cells.pointee.arenaCount)
    cells.pointee.arena.deallocate()
    (cells.pointee.arena, cells.pointee.arenaCapacity) = (larger, capacity)
  }

  /// Copies the cells side by side, each with one byte behind it.
  private func pack() {
    let needed = cells.pointee.arenaCount + width
    if needed > cells.pointee.packedCapacity || cells.pointee.packedCapacity > max(needed, Self.keptCapacity) {
      cells.pointee.packed.deallocate()
      cells.pointee.packedCapacity = max(needed, 1 << 12)
      cells.pointee.packed = .allocate(capacity: cells.pointee.packedCapacity)
    }
    let (arena, packed, packedEnds) = (cells.pointee.arena, cells.pointee.packed, cells.pointee.packedEnds)
    let (starts, lengths) = (cells.pointee.starts, cells.pointee.lengths)
    var end = 0
    for column in 0..<width {
      if lengths[column] > 0 {
        (packed + end).update(from: arena + Int(starts[column]), count: Int(lengths[column]))
        end += Int(lengths[column])
      }
      packedEnds[column] = Int32(end)
      packed[end] = 0
      end += 1
    }
  }
}
