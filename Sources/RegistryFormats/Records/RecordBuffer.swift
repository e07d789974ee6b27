// Invariants: `starts` and `ends` of a set cell lie within `arena`; `packed` and `packedEnds` are valid from `pack` to
// the next call of it; nothing points into `arena` across calls.

/// Collects the cells of one record in any order and hands them out in the order of a header; reused for each record.
///
/// Readers of XML and JSON, in which cells come as they come, fill one of these.
public final class RecordBuffer {
  private let width: Int
  private let limit: Int
  private var line = 1
  private var arena: [UInt8] = []
  private var starts: [Int32]
  private var lengths: [Int32]
  private var places: [RecordPlace]
  private var packed: [UInt8] = []
  private var packedEnds: [Int32]
  /// Why the record must not be used; the first fault stays.
  public private(set) var fault: RecordFault?

  /// A buffer for records of so many columns.
  ///
  /// - Parameter limit: Most bytes of all cells of a record, at most 2^30.
  public init(width: Int, limit: Int = 1 << 20) {
    (self.width, self.limit) = (width, min(limit, 1 << 30))
    starts = Array(repeating: 0, count: width)
    lengths = Array(repeating: -1, count: width)
    places = Array(repeating: RecordPlace(line: 0, column: 0), count: width)
    packedEnds = Array(repeating: 0, count: width)
  }

  /// Forgets the last record and begins one.
  ///
  /// - Parameter line: The physical line, from 1, on which it begins.
  public func begin(line: Int) {
    self.line = line
    fault = nil
    arena.removeAll(keepingCapacity: arena.capacity <= 1 << 16)
    for column in 0..<width where lengths[column] >= 0 {
      lengths[column] = -1
      places[column] = RecordPlace(line: 0, column: 0)
    }
  }

  /// Whether a cell was set since ``begin(line:)``, be it to nothing.
  public func isSet(_ column: Int) -> Bool { lengths[column] >= 0 }

  /// The bytes of a cell; empty where it was not set.
  public func bytes(_ column: Int) -> ArraySlice<UInt8> {
    lengths[column] > 0 ? arena[Int(starts[column])..<Int(starts[column] + lengths[column])] : []
  }

  /// Sets a cell; one that was set before is replaced.
  ///
  /// - Parameters:
  ///   - column: The column of the header, from 0.
  ///   - cell: Its bytes in UTF-8, which are copied.
  ///   - place: Where it stands in the file.
  public func set(_ column: Int, _ cell: some Collection<UInt8>, at place: RecordPlace) {
    guard arena.count + cell.count <= limit else {
      return note(.recordTooLong(limit: limit), at: place)
    }
    starts[column] = Int32(arena.count)
    lengths[column] = Int32(cell.count)
    places[column] = place
    arena.append(contentsOf: cell)
    if cell.contains(0) { note(.nulByte, at: place) }
  }

  /// Notes that the record must not be used.
  public func note(_ kind: RecordFault.Kind, at place: RecordPlace) {
    if fault == nil { fault = RecordFault(kind: kind, line: place.line, column: max(1, place.column)) }
  }

  /// Hands the record out.
  ///
  /// - Parameter body: Given the record, which must not be used after the call.
  public func deliver(_ body: (borrowing RegistryRecord) throws -> Void) rethrows {
    pack()
    try packed.withUnsafeBufferPointer { bytes in
      try packedEnds.withUnsafeBufferPointer { ends in
        try places.withUnsafeBufferPointer { places in
          try body(
            RegistryRecord(
              line: line, fieldCount: width, fault: fault, start: bytes.baseAddress!, ends: ends.baseAddress!,
              places: places.baseAddress))
        }
      }
    }
  }

  /// Copies the cells side by side, each with one byte behind it.
  private func pack() {
    packed.removeAll(keepingCapacity: packed.capacity <= 1 << 16)
    for column in 0..<width {
      if lengths[column] > 0 {
        let start = Int(starts[column])
        packed.append(contentsOf: arena[start..<start + Int(lengths[column])])
      }
      packedEnds[column] = Int32(packed.count)
      packed.append(0)
    }
  }
}
