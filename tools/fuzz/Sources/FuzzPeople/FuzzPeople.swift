import FuzzSupport
import MatchEngine

/// Files of donors or patients in any format, plain or compressed, read to the last row.
///
/// The bytes before the text choose the format (or none, to be found out), the role, the length of the chunks, and
/// whether a breach of the form is passed over.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  FuzzInput.run(start, count) { input in
    let formats: [RegistryFileFormat?] = [nil, nil, nil] + RegistryFileFormat.allCases
    var options = RegistryFile.Options(format: input.choice(formats))
    let role: RegistryFileRole = input.choice([.donors, .patients])
    let chunkLength = input.choice([1, 2, 3, 7, 16, 64, 4096])
    options.recovers = input.byte() & 1 == 1
    let text = input.rest
    let whole = PeopleReading(ArrayByteSource(text), options, role)
    let cut = PeopleReading(ArrayByteSource(text, chunkLength: chunkLength), options, role)
    demand(whole == cut, "the chunks of a file do not matter\n\(whole.end)\n\(cut.end)")
  }
}

private let reference = TinyRelease.excerpt()
private let codes = TinyRelease.table()

/// All that is understood of a file.
private struct PeopleReading: Equatable {
  struct Row: Equatable {
    var line: Int
    var fault: RecordFault?
    var id: [UInt8] = []
    var typings: [LocusTyping] = []
    var issues: [RowIssue] = []
    var facts = ""
  }

  var rows: [Row] = []
  var end = ""

  init(_ source: ArrayByteSource, _ options: RegistryFile.Options, _ role: RegistryFileRole) {
    var rows: [Row] = []
    do {
      let file = try RegistryFile(source: source, options: options)
      demand(!file.header.isEmpty && file.headerLine >= 1, "a file has a header")
      let reader = try PersonReader(header: file.header, role: role, overrides: [], format: file.format)
      var tables = TypingTables(reference: reference, policy: TypingPolicy(), codes: codes)
      var row = PersonRow(locusCount: Locus.typed.count)
      try file.forEachRecord { record in
        demand(record.line >= rows.last?.line ?? 1, "lines ascend")
        rows.append(Row(line: record.line, fault: record.fault))
        if let fault = record.fault {
          demand(!"\(fault)".isEmpty, "a fault has a message")
        } else {
          reader.read(record, tables: &tables, into: &row)
          rows[rows.count - 1].take(row, tables)
        }
      }
      end = "read to the end as \(file.format)"
    } catch {
      end = "\(error)"
    }
    self.rows = rows
  }
}

private func isOfTable(_ key: TypingKey, _ table: LocusTypingTable) -> Bool {
  if let joint = key.joint { return joint < table.jointTypings.count }
  return Int(max(key.first, key.second)) < table.dnaCells.count
}

extension PeopleReading.Row {
  mutating func take(_ row: PersonRow, _ tables: TypingTables) {
    demand(!row.id.isEmpty || !row.faults.isEmpty, "a good row has an id")
    id = row.id
    issues = row.faults + row.warnings
    for issue in issues {
      demand(!issue.code.isEmpty && !issue.message.isEmpty && issue.line >= 1, "an issue has a place and a message")
    }
    typings = zip(tables.loci, row.typings).map { table, key in
      demand(isOfTable(key, table), "a key has a typing")
      return table.typing(key)
    }
    if row.faults.isEmpty { demand(typings.contains { $0 != .untyped }, "a good row is typed") }
    facts = "\(row.facts)"
  }
}
