@testable import RegistryFormats

/// Everything a reader says about a file, in plain values.
struct ReadOutcome: Equatable {
  struct Row: Equatable {
    var line: Int
    var cells: [String]
    var cellLines: [Int]
    var fault: RecordFault?
  }

  var header: [String] = []
  var rows: [Row] = []
  var error: CSVError?

  /// The cells of all rows.
  var cells: [[String]] { rows.map(\.cells) }
  var lines: [Int] { rows.map(\.line) }
  var faults: [RecordFault?] { rows.map(\.fault) }

  init(header: [String] = [], rows: [Row] = [], error: CSVError? = nil) {
    (self.header, self.rows, self.error) = (header, rows, error)
  }

  /// Reads a file of these bytes to its end, or to its error.
  init(
    _ bytes: [UInt8], options: CSVOptions = CSVOptions(), lengths: CSVReadLengths = CSVReadLengths(),
    sourceChunk: Int = .max
  ) {
    do {
      let source = ArrayByteSource(bytes, chunkLength: sourceChunk)
      try read(CSVReader(source: source, options: options, lengths: lengths))
    } catch {
      self.error = error as? CSVError
    }
  }

  init(_ text: String, options: CSVOptions = CSVOptions()) {
    self.init(Array(text.utf8), options: options)
  }

  init(path: String) {
    do { try read(CSVReader(path: path)) } catch { self.error = error as? CSVError }
  }

  private mutating func read(_ reader: CSVReader) throws {
    header = reader.header
    var rows: [Row] = []
    defer { self.rows = rows }
    try reader.forEachRecord { record in
      let columns = 0..<record.fieldCount
      rows.append(
        Row(
          line: record.line, cells: columns.map { record.text($0) }, cellLines: columns.map { record.lineOfField($0) },
          fault: record.fault))
    }
  }
}

/// Text in the encodings that registries send.
enum Encoded {
  static func utf16(_ text: String, _ encoding: TextEncoding, withMark: Bool = true) -> [UInt8] {
    ((withMark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit -> [UInt8] in
      let pair = [UInt8(truncatingIfNeeded: unit >> 8), UInt8(truncatingIfNeeded: unit)]
      return encoding == .utf16BigEndian ? pair : pair.reversed()
    }
  }

  /// Only for characters that ISO 8859-1 has at the same place.
  static func windows1252(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8($0.value) } }
}
