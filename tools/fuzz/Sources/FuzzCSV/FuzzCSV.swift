import FuzzSupport
import MatchEngine

/// CSV: whatever is read, and however it is cut into chunks, the reader says the same.
///
/// The bytes before the text choose the length of the chunks, the delimiter, the encoding, the longest record, and how
/// often the text is repeated: only a text longer than the reader's first look reaches its later refills.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  FuzzInput.run(start, count) { input in
    let chunkLength = input.choice([1, 2, 3, 5, 7, 16, 64, 4096])
    let options = CSVOptions(
      delimiter: input.choice([nil, nil, 0x2C, 0x3B, 0x09, 0x7C, 0x22, 0x41]),
      encoding: input.choice([nil, nil, nil, .utf8, .windows1252, .utf16LittleEndian, .utf16BigEndian]),
      recordLimit: input.choice([1 << 16, 1 << 20, 1, 16, 100, 1000]))
    let isRepeated = input.byte() % 64 == 1
    let once = input.rest
    let text = isRepeated && !once.isEmpty ? Array(repeatElement(once, count: 80_000 / once.count + 1).joined()) : once
    let whole = CSVReading(ArrayByteSource(text), options)
    let cut = CSVReading(ArrayByteSource(text, chunkLength: isRepeated ? max(64, chunkLength) : chunkLength), options)
    demand(whole == cut, "the chunks of a file do not matter\n\(whole.end)\n\(cut.end)")
    whole.check()
  }
}

/// All that a reader says about a text.
private struct CSVReading: Equatable {
  struct Row: Equatable {
    var line: Int
    var cells: [String]
    var cellLines: [Int]
    var fault: RecordFault?
  }

  var header: [String] = []
  var rows: [Row] = []
  var end = ""

  init(_ source: ArrayByteSource, _ options: CSVOptions) {
    do {
      let reader = try CSVReader(source: source, options: options)
      header = reader.header
      demand(!header.isEmpty, "a header has a column")
      var rows: [Row] = []
      defer { self.rows = rows }
      try reader.forEachRecord { record in
        let columns = 0..<record.fieldCount
        rows.append(
          Row(
            line: record.line, cells: columns.map { record.text($0) },
            cellLines: columns.map { record.lineOfField($0) }, fault: record.fault))
        demand(record[record.fieldCount].isEmpty, "a column that a record does not have is empty")
      }
      end = "read to the end as \(reader.encoding) with \(reader.delimiter)"
    } catch {
      end = "\(error)"
    }
  }

  func check() {
    var line = 0
    for row in rows {
      demand(row.line > line, "lines ascend")
      line = row.line
      demand(row.cellLines.allSatisfy { $0 >= row.line }, "a cell begins in its record")
      demand(row.cellLines == row.cellLines.sorted(), "the lines of cells ascend")
      if let fault = row.fault {
        demand(fault.column >= 1 && fault.line >= row.line && !"\(fault)".isEmpty, "a fault has a place")
      } else {
        demand(row.cells.dropFirst(header.count).allSatisfy { $0.isEmpty }, "a good record has no surplus cell")
      }
      for cell in row.cells where row.fault == nil {
        demand(cell.unicodeScalars.first != " " && cell.unicodeScalars.last != "\t", "cells are trimmed")
      }
    }
  }
}
