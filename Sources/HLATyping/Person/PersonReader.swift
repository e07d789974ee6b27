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
  let loci: [LocusColumns]
  /// Those of `loci` that have columns of their own; what DRB3, DRB4 and DRB5 share stands apart.
  let filledLoci: [LocusColumns]
  let sharedDRB: SharedDRBColumns?
  /// The number, from 0, of the GL String column; -1 where there is none.
  let glString: Int
  /// The number, from 0, of the column that says in which release the typing is written; -1 where there is none.
  let hlaVersion: Int
  let kir: KIRColumns
  private let facts: FactColumns

  /// A reader for a file with this header.
  ///
  /// - Parameters:
  ///   - header: The names of the columns.
  ///   - role: Whom the rows describe.
  ///   - overrides: Columns assigned by the user.
  ///   - format: The file's format, which says how bare values are read.
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
    // The units of WMDA's counts were not at hand, and a count in another unit would be wrong by a power of ten.
    let countsCells = role == .donors && format != .wmdaXML
    facts = FactColumns(columns, role, countsCells: countsCells)
    kir = KIRColumns(columns)
    let identifier = role == .donors ? RegistryColumn.donorID : .patientID
    idField = identifier.canonicalName
    guard let index = columns[identifier] else { throw .noIDColumn(expected: identifier.canonicalName) }
    guard columns.hasTyping else { throw .noTypingColumn }
    self.id = index
    let map = columns
    loci = Locus.typed.map { LocusColumns($0, map, readsBareAntigens: format == .mv4) }
    filledLoci = loci.filter(\.exist)
    sharedDRB = SharedDRBColumns(map)
    (glString, hlaVersion) = (map[.glString] ?? -1, map[.hlaVersion] ?? -1)
    unevaluated = map.indices.filter { $0.key.isNotEvaluated(of: role, countsCells: countsCells) }.map {
      ($0.value + 1, $0.key.canonicalName)
    }
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
    let typed = readTypings(record, &tables, &row)
    facts.read(record, into: &row)
    // Stem cell products are chosen without regard to HLA.
    if typed == .none, row.facts.donorType != .msc || row.unknownDonorType {
      let message = "no locus of this row is typed; at least one typing was expected"
      row.faults.append(row.issue(field: "", code: "no_typing", message: message))
    }
  }

  private func readID(_ record: borrowing RegistryRecord, into row: inout PersonRow) {
    let cell = record[id]
    row.idPlace = RecordPlace(line: record.lineOfField(id), column: record.columnOfField(id))
    if cell.contains(where: { $0 >= 0x80 }) {
      row.id = Array(record.text(id).utf8)
    } else {
      row.setID(cell)
    }
    if row.id.isEmpty {
      let message = "the id is blank; a text that names the \(idField.dropLast(3)) was expected"
      row.faults.append(row.idIssue(field: idField, code: "missing_id", message: message))
    }
  }
}

extension RegistryColumn {
  /// Columns that mean nothing of such people; a file that has them is told so.
  fileprivate func isNotEvaluated(of role: RegistryFileRole, countsCells: Bool) -> Bool {
    switch self {
    case .antibodies: role == .donors
    case .totalNucleatedCells, .cd34Cells: !countsCells
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
  /// No column holds a KIR typing.
  case noKIRColumn
  /// Two columns mean the same, or an override does not fit.
  case columns(CSVError)

  /// What is wrong; what was expected.
  public var description: String {
    switch self {
    case .noIDColumn(let expected): "the header has no id column; \(expected) was expected"
    case .noTypingColumn: "the header has no typing column; columns such as A_1, A_2, B_1 were expected"
    case .noKIRColumn: "the header has no column of KIR genes; columns such as KIR2DL1, or kir, were expected"
    case .columns(let error): error.description
    }
  }
}
