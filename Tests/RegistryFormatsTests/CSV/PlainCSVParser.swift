import RegistryFormats

/// The slow, obvious twin of the reader: the whole file in an array, looked at byte by byte.
struct PlainCSVParser {
  private struct Field {
    var range: Range<Int>
    var content: [UInt8]
    var isQuoted: Bool
    var isMalformed: Bool
  }
  private struct UnclosedQuote: Error { var start: Int }

  let bytes: [UInt8]
  let delimiter: UInt8
  let recordLimit: Int
  private let lineOfByte: [Int]

  init(_ bytes: [UInt8], delimiter: UInt8, recordLimit: Int) {
    (self.bytes, self.delimiter, self.recordLimit) = (bytes, delimiter, recordLimit)
    var lines: [Int] = []
    var line = 1
    for (index, byte) in bytes.enumerated() {
      lines.append(line)
      let isReturnOfPair = byte == 13 && index + 1 < bytes.count && bytes[index + 1] == 10
      if byte == 10 || byte == 13 && !isReturnOfPair { line += 1 }
    }
    lineOfByte = lines + [line]
  }

  func outcome() -> ReadOutcome {
    var outcome = ReadOutcome()
    var index = 0
    while index < bytes.count {
      let start = index
      var fields: [Field] = []
      repeat {
        if !fields.isEmpty { index += 1 }
        do { fields.append(try field(from: index)) } catch {
          let column = fields.count + 1
          outcome.error = .unclosedQuote(line: lineOfByte[error.start], column: column)
          return outcome
        }
        index = fields[fields.count - 1].range.upperBound
      } while index < bytes.count && bytes[index] == delimiter
      let width = outcome.header.isEmpty ? Int.max : outcome.header.count
      if let row = row(fields, start..<index, width: width) {
        if outcome.header.isEmpty { outcome.header = row.cells } else { outcome.rows.append(row) }
      }
      let isPair = index + 1 < bytes.count && bytes[index] == 13 && bytes[index + 1] == 10
      index += isPair ? 2 : 1
    }
    return outcome
  }

  private func field(from start: Int) throws(UnclosedQuote) -> Field {
    var index = start
    while index < bytes.count, bytes[index] == 32 || bytes[index] == 9, bytes[index] != delimiter { index += 1 }
    guard index < bytes.count, bytes[index] == 34 else {
      let range = start..<endOfUnquoted(from: start)
      return Field(range: range, content: Array(bytes[range]), isQuoted: false, isMalformed: false)
    }
    var content: [UInt8] = []
    index += 1
    while true {
      guard index < bytes.count else { throw UnclosedQuote(start: start) }
      if bytes[index] != 34 {
        content.append(bytes[index])
        index += 1
      } else if index + 1 < bytes.count, bytes[index + 1] == 34 {
        content.append(34)
        index += 2
      } else {
        break
      }
    }
    let range = start..<endOfUnquoted(from: index + 1)
    let rest = bytes[(index + 1)..<range.upperBound]
    let isMalformed = !rest.allSatisfy { $0 == 32 || $0 == 9 }
    return Field(
      range: range, content: isMalformed ? Array(bytes[range]) : content, isQuoted: true, isMalformed: isMalformed)
  }

  private func endOfUnquoted(from start: Int) -> Int {
    var index = start
    while index < bytes.count, bytes[index] != delimiter, bytes[index] != 10, bytes[index] != 13 { index += 1 }
    return index
  }

  /// Nil for a blank line.
  private func row(_ fields: [Field], _ range: Range<Int>, width: Int) -> ReadOutcome.Row? {
    let cells = fields.map { trimmed($0.content) }
    if range.count > recordLimit {
      let column = fields.lastIndex { $0.range.lowerBound <= range.lowerBound + recordLimit } ?? 0
      let fault = fault(.recordTooLong(limit: recordLimit), fields, column)
      return ReadOutcome.Row(line: lineOfByte[range.lowerBound], cells: [], cellLines: [], fault: fault)
    }
    if fields.count == 1, !fields[0].isQuoted, cells[0].isEmpty { return nil }
    var found: RecordFault?
    if let column = fields.firstIndex(where: { bytes[$0.range].contains(0) }) {
      found = fault(.nulByte, fields, column)
    } else if let column = fields.firstIndex(where: \.isMalformed) {
      found = fault(.malformedQuote, fields, column)
    } else if let column = cells.indices.first(where: { $0 >= width && !cells[$0].isEmpty }) {
      found = fault(.tooManyFields(expected: width, found: fields.count), fields, column)
    }
    return ReadOutcome.Row(
      line: lineOfByte[range.lowerBound], cells: cells.map { String(decoding: $0, as: UTF8.self) },
      cellLines: fields.map { lineOfByte[$0.range.lowerBound] }, fault: found)
  }

  private func fault(_ kind: RecordFault.Kind, _ fields: [Field], _ column: Int) -> RecordFault {
    RecordFault(kind: kind, line: lineOfByte[fields[column].range.lowerBound], column: column + 1)
  }

  private func trimmed(_ content: [UInt8]) -> [UInt8] {
    let isBlank: (UInt8) -> Bool = { $0 == 32 || $0 == 9 }
    guard let last = content.lastIndex(where: { !isBlank($0) }) else { return [] }
    return Array(content[...last].drop(while: isBlank))
  }
}
