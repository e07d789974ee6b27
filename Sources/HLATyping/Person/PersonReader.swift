import HLANomenclature
import RegistryFormats

/// Reads the rows of one donor or patient file into ``PersonRow``.
///
/// A fault in one of the five loci rejects the row, with all its faults; at a deeper locus it is a warning and the
/// locus counts as untyped; a bad fact is a warning and counts as unknown (INTERFACE, section 3).
public struct PersonReader: Sendable {
  /// The canonical name of the id column.
  public let idField: String
  /// Columns that were recognised but are not evaluated by this version, by their canonical names.
  public let unevaluated: [(column: Int, field: String)]
  /// Columns whose header has no meaning here, by their headers.
  public let unrecognised: [(column: Int, field: String)]
  private let id: Int
  private let loci: [LocusColumns]
  private let facts: FactColumns

  /// A reader for a file with this header.
  ///
  /// - Throws: ``PersonFileError``, where the id or every typing column is missing or the header is faulty.
  public init(
    header: [String], role: RegistryFileRole, overrides: [ColumnOverride], format: RegistryFileFormat = .csv
  ) throws(PersonFileError) {
    let columns: ColumnMap
    do throws(CSVError) {
      columns = try ColumnMap(header: header, role: role, overrides: overrides)
    } catch {
      throw .columns(error)
    }
    facts = FactColumns(columns)
    let identifier = role == .donors ? RegistryColumn.donorID : .patientID
    idField = identifier.canonicalName
    guard let index = columns[identifier] else { throw .noIDColumn(expected: identifier.canonicalName) }
    guard columns.hasTyping else { throw .noTypingColumn }
    self.id = index
    let map = columns
    loci = Locus.typed.map { LocusColumns($0, map) }
    unevaluated = map.indices.filter { $0.key.isNotEvaluated }.map { ($0.value + 1, $0.key.canonicalName) }
      .sorted { $0.0 < $1.0 }
    unrecognised = map.unrecognised.map { ($0 + 1, header[$0]) }
  }

  /// Understands one record.
  ///
  /// - Parameters:
  ///   - record: The record, without a fault of its own.
  ///   - tables: The typings met so far in the run; new ones are added.
  ///   - row: Receives the result; its former content is lost.
  public func read(_ record: borrowing RegistryRecord, tables: inout TypingTables, into row: inout PersonRow) {
    row.clear(line: record.line)
    readID(record, into: &row)
    var typed = false
    for index in loci.indices { typed = readLocus(index, record, &tables, &row) || typed }
    if !typed {
      let message = "no locus of this row is typed; at least one typing was expected"
      row.faults.append(
        RowIssue(line: record.line, column: 0, field: "", value: "", code: "no_typing", message: message))
    }
    facts.read(record, into: &row)
  }

  private func readID(_ record: borrowing RegistryRecord, into row: inout PersonRow) {
    let cell = record[id]
    row.idPlace = RecordPlace(line: record.lineOfField(id), column: record.columnOfField(id))
    if cell.contains(where: { $0 >= 0x80 }) {
      row.id.append(contentsOf: record.text(id).utf8)
    } else {
      row.id.append(contentsOf: cell)
    }
    if row.id.isEmpty {
      let message = "the id is blank; a text that names the \(idField.dropLast(3)) was expected"
      row.faults.append(row.idIssue(field: idField, code: "missing_id", message: message))
    }
  }

  /// - Returns: Whether the locus is typed.
  private func readLocus(
    _ index: Int, _ record: borrowing RegistryRecord, _ tables: inout TypingTables, _ row: inout PersonRow
  ) -> Bool {
    row.typings[index] = 0
    let columns = loci[index]
    guard columns.exist else { return false }
    let cells = columns.cells(record)
    if cells.isBlank { return false }
    do throws(LocusFault) {
      let number = try tables.loci[index].number(cells)
      row.typings[index] = number
      guard tables.loci[index].hasNotes(number) else { return number != 0 }
      for note in tables.loci[index].notes(of: number) {
        let place = Place(columns, note.source, note.position)
        row.warnings.append(issue(place, record, code: note.note.code, message: note.note.message))
      }
      return tables.loci[index].typings[Int(number)] != .untyped
    } catch {
      for fault in tables.loci[index].faults(cells) {
        let place = Place(columns, fault.source, fault.position)
        let found = issue(place, record, code: fault.fault.code, message: fault.fault.message)
        if Locus.ten.contains(columns.locus) { row.faults.append(found) } else { row.warnings.append(found) }
      }
      return Locus.ten.contains(columns.locus)
    }
  }

  /// Which cell an issue is about.
  private struct Place {
    let field: String
    let column: Int?

    init(_ columns: LocusColumns, _ source: TypingSource, _ position: Int) {
      column = columns.column(source, position)
      field = "\(columns.locus.name)\(source == .dna ? "" : "_ser")_\(position)"
    }
  }

  /// An issue of one cell of a locus; a cell whose column the file does not have is column 0, and empty.
  private func issue(
    _ place: Place, _ record: borrowing RegistryRecord, code: String, message: String
  ) -> RowIssue {
    RowIssue(
      line: place.column.map { record.lineOfField($0) } ?? record.line,
      column: place.column.map { record.columnOfField($0) } ?? 0,
      field: place.field, value: place.column.map { record.text($0) } ?? "", code: code, message: message)
  }
}

/// The four columns of a locus, -1 where the file has none; plain numbers, since every cell of every row asks for them.
private struct LocusColumns: Sendable {
  let locus: Locus
  private let dna: (Int, Int)
  private let serology: (Int, Int)
  let exist: Bool

  init(_ locus: Locus, _ map: ColumnMap) {
    self.locus = locus
    let name = locus.name
    dna = (map[.dna(locusName: name, position: 1)] ?? -1, map[.dna(locusName: name, position: 2)] ?? -1)
    serology = (map[.serology(locusName: name, position: 1)] ?? -1, map[.serology(locusName: name, position: 2)] ?? -1)
    exist = max(dna.0, dna.1, serology.0, serology.1) >= 0
  }

  func cells(_ record: borrowing RegistryRecord) -> LocusCells {
    LocusCells(
      dna: (LocusColumns.cell(dna.0, record), LocusColumns.cell(dna.1, record)),
      serology: (LocusColumns.cell(serology.0, record), LocusColumns.cell(serology.1, record)))
  }

  private static func cell(_ column: Int, _ record: borrowing RegistryRecord) -> LocusCells.Cell {
    column < 0 ? LocusCells.Cell(start: nil, count: 0) : record[column]
  }

  func column(_ source: TypingSource, _ position: Int) -> Int? {
    let pair = source == .dna ? dna : serology
    let column = position == 1 ? pair.0 : pair.1
    return column < 0 ? nil : column
  }
}

extension RegistryColumn {
  /// Columns that later versions will read; a file that has them is told so.
  fileprivate var isNotEvaluated: Bool {
    switch self {
    case .glString, .kir, .kirGene, .antibodies, .totalNucleatedCells, .cd34Cells, .hlaVersion: true
    default: false
    }
  }
}

/// Why a file's header does not serve.
public enum PersonFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// No column holds the id.
  case noIDColumn(expected: String)
  /// No column holds a typing.
  case noTypingColumn
  /// Two columns mean the same, or an override does not fit.
  case columns(CSVError)

  /// What is wrong; what was expected.
  public var description: String {
    switch self {
    case .noIDColumn(let expected): "the header has no id column; \(expected) was expected"
    case .noTypingColumn: "the header has no typing column; columns such as A_1, A_2, B_1 were expected"
    case .columns(let error): error.description
    }
  }
}
