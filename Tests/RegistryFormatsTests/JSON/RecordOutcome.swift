@testable import RegistryFormats

/// Everything a reader of standard records says about a file, in plain values.
struct RecordOutcome: Equatable {
  struct Row: Equatable {
    var line: Int
    /// The cells that are not empty, by the names of their columns.
    var cells: [String: String]
    /// Where those cells stand.
    var places: [String: RecordPlace]
    var fault: RecordFault?
  }

  var rows: [Row] = []
  var error: JSONFileError?

  var cells: [[String: String]] { rows.map(\.cells) }
  var faults: [RecordFault?] { rows.map(\.fault) }
  var kinds: [RecordFault.Kind?] { rows.map(\.fault?.kind) }
  /// The good rows.
  var good: [Row] { rows.filter { $0.fault == nil } }

  init(_ reader: some RegistryFileReader) {
    let header = reader.header
    var rows: [Row] = []
    do {
      try reader.forEachRecord { record in
        var row = Row(line: record.line, cells: [:], places: [:], fault: record.fault)
        for index in 0..<record.fieldCount where !record[index].isEmpty {
          row.cells[header[index]] = record.text(index)
          row.places[header[index]] = RecordPlace(line: record.lineOfField(index), column: record.columnOfField(index))
        }
        rows.append(row)
      }
    } catch {
      self.error = error as? JSONFileError
    }
    self.rows = rows
  }

  static func atlas(_ text: String) -> RecordOutcome { atlas(Array(text.utf8)) }

  /// - Parameters:
  ///   - limit: Most bytes of a record.
  ///   - chunk: Bytes read at once.
  static func atlas(_ bytes: [UInt8], limit: Int = 1 << 20, chunk: Int = 1 << 18) -> RecordOutcome {
    let stream = JSONObjectStream(ArrayByteSource(bytes), layout: .array("donors"), limit: limit, chunk: chunk)
    return RecordOutcome(AtlasReader(stream))
  }

  static func lines(_ text: String) -> RecordOutcome { lines(Array(text.utf8)) }

  static func lines(_ bytes: [UInt8], limit: Int = 1 << 20, chunk: Int = 1 << 18) -> RecordOutcome {
    RecordOutcome(
      JSONLinesReader(JSONObjectStream(ArrayByteSource(bytes), layout: .lines, limit: limit, chunk: chunk)))
  }

  static func fhir(_ text: String) -> RecordOutcome { fhir(Array(text.utf8)) }

  static func fhir(
    _ bytes: [UInt8], limit: Int = 1 << 20, chunk: Int = 1 << 18, bounds: FHIRSubjects.Bounds = .init()
  ) -> RecordOutcome {
    let source = ArrayByteSource(bytes)
    let stream = JSONObjectStream(source, layout: .arrayOrDocuments("entry"), limit: limit, chunk: chunk)
    return RecordOutcome(FHIRReader(stream, bounds: bounds))
  }
}

/// A file that is generated while it is read: a beginning, one text again and again, and an end.
struct RepeatedText: ByteChunkSource {
  private let beginning: [UInt8]
  private let body: [UInt8]
  private let end: [UInt8]
  private let length: Int
  private var position = 0

  init(_ beginning: String, _ body: String, times: Int, _ end: String) {
    (self.beginning, self.body, self.end) = (Array(beginning.utf8), Array(body.utf8), Array(end.utf8))
    length = self.beginning.count + self.body.count * times
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    var count = 0
    while count < buffer.count {
      let piece: ArraySlice<UInt8>
      if position < beginning.count {
        piece = beginning[position...]
      } else if position < length {
        piece = body[((position - beginning.count) % body.count)...]
      } else {
        piece = end.dropFirst(position - length)
      }
      let taken = min(piece.count, buffer.count - count)
      if taken == 0 { break }
      UnsafeMutableRawBufferPointer(rebasing: buffer[count...]).copyBytes(from: piece.prefix(taken))
      (count, position) = (count + taken, position + taken)
    }
    return count
  }
}
