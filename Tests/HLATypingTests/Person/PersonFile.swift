import HLAReference
import RegistryFormats

@testable import HLATyping

/// The rows of a donor or patient file given as text.
struct PersonFile {
  let reader: PersonReader
  var rows: [PersonRow] = []
  var tables: TypingTables

  init(
    _ text: String, role: RegistryFileRole = .donors, overrides: [ColumnOverride] = [],
    policy: TypingPolicy = TypingPolicy()
  ) throws {
    try self.init(bytes: Array(text.utf8), role: role, overrides: overrides, policy: policy)
  }

  init(
    bytes: [UInt8], role: RegistryFileRole = .donors, overrides: [ColumnOverride] = [],
    policy: TypingPolicy = TypingPolicy()
  ) throws {
    let file = try CSVReader(source: ArrayByteSource(bytes))
    reader = try PersonReader(header: file.header, role: role, overrides: overrides)
    var tables = TypingTables(reference: try References.excerpt.reference, policy: policy)
    var rows: [PersonRow] = []
    var row = PersonRow(locusCount: 11)
    let reader = reader
    try file.forEachRecord { record in
      reader.read(record, tables: &tables, into: &row)
      rows.append(row)
    }
    (self.rows, self.tables) = (rows, tables)
  }

  /// A file of one good donor with one more column.
  static func fact(_ column: String, _ cell: String) throws -> PersonRow {
    try PersonFile("donor_id,A_1,A_2,\(column)\nD1,01:06,02:01,\"\(cell)\"\n").rows[0]
  }
}
