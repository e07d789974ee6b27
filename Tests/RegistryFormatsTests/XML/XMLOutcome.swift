@testable import RegistryFormats

/// Everything a reader of XML says about a file, in plain values.
struct XMLOutcome: Equatable {
  struct Row: Equatable {
    var line: Int
    /// The cells that are not empty, by the names of their columns.
    var cells: [String: String]
    /// The places of those cells.
    var places: [String: RecordPlace]
    var fault: RecordFault?
  }

  var rows: [Row] = []
  var error: XMLFileError?

  var cells: [[String: String]] { rows.map(\.cells) }
  var lines: [Int] { rows.map(\.line) }
  var faults: [RecordFault?] { rows.map(\.fault) }
  /// The cells of the records without a fault.
  var goodCells: [[String: String]] { rows.filter { $0.fault == nil }.map(\.cells) }
  var goodIDs: [String] { goodCells.compactMap { $0["id"] } }

  init(rows: [Row] = [], error: XMLFileError? = nil) { (self.rows, self.error) = (rows, error) }

  /// Reads a WMDA inventory of these bytes to its end, or to its error.
  init(
    wmda bytes: [UInt8], policy: XMLBreachPolicy = .stop, chunk: Int = XMLRecordFile.chunk, sourceChunk: Int = .max
  ) {
    let source = ArrayByteSource(bytes, chunkLength: sourceChunk)
    read(WMDAReader(source: source, policy: policy, chunk: chunk))
  }

  init(wmda text: String, policy: XMLBreachPolicy = .stop, chunk: Int = XMLRecordFile.chunk) {
    self.init(wmda: Array(text.utf8), policy: policy, chunk: chunk)
  }

  /// Reads an HML file of this text to its end, or to its error.
  init(hml text: String, policy: XMLBreachPolicy = .stop, chunk: Int = XMLRecordFile.chunk) {
    read(HMLReader(source: ArrayByteSource(Array(text.utf8)), policy: policy, chunk: chunk))
  }

  private mutating func read(_ reader: some RegistryFileReader) {
    var rows: [Row] = []
    do {
      try reader.forEachRecord { record in rows.append(Row(record, header: reader.header)) }
    } catch {
      self.error = error as? XMLFileError
    }
    self.rows = rows
  }
}

extension XMLOutcome.Row {
  init(_ record: borrowing RegistryRecord, header: [String]) {
    (line, cells, places, fault) = (record.line, [:], [:], record.fault)
    for index in 0..<record.fieldCount where !record[index].isEmpty {
      cells[header[index]] = record.text(index)
      places[header[index]] = RecordPlace(line: record.lineOfField(index), column: record.columnOfField(index))
    }
  }
}

/// Small inventories, written as senders write them.
enum Inventory {
  /// A document around the content of one inventory of donors.
  static func document(_ content: String) -> String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<INVENTORIES CREATION_TIME=\"2024-11-20T10:15:00Z\">\n"
      + "<INVENTORY POOL=\"9991\" CONTENT_TYPE=\"D\" UPDATE_MODE=\"FULL\">\n\(content)</INVENTORY>\n</INVENTORIES>\n"
  }

  /// A donor on a line of its own.
  static func donor(_ id: String, _ more: String = "") -> String {
    "<DONOR><GRID>\(id)</GRID><HLA><A><DNA><FIELD1>02:01</FIELD1></DNA></A></HLA>\(more)</DONOR>\n"
  }
}
