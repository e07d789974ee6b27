import RegistryFormats

/// KIR typings by donor id, from a file of their own.
public struct KIRTable: Sendable {
  private var ids = ByteInterner()
  private var genotypes: [KIRGenotype] = []
  private var isTaken: [Bool] = []

  /// A table without rows.
  public init() {}

  /// Number of ids.
  public var count: Int { genotypes.count }
  /// Ids that no donor asked for.
  public var untaken: Int { isTaken.count { !$0 } }

  /// Adds a donor's genotype.
  ///
  /// - Returns: Whether the id is new; a repeated one is not added.
  public mutating func add(id: [UInt8], _ genotype: KIRGenotype) -> Bool {
    guard id.withUnsafeBufferPointer({ ids.intern($0) }).isNew else { return false }
    genotypes.append(genotype)
    isTaken.append(false)
    return true
  }

  /// The genotype of a donor; nil where the table has none.
  public mutating func take(id: [UInt8]) -> KIRGenotype? {
    guard let number = id.withUnsafeBufferPointer({ ids.number(of: $0) }) else { return nil }
    isTaken[number] = true
    return genotypes[number]
  }
}

/// Reads the rows of a KIR table: an id, and genes as columns, a list or a GL String (FORMATS, section 4.6).
public struct KIRTableReader: Sendable {
  private let id: Int
  private let columns: KIRColumns

  /// A reader for a file with this header.
  ///
  /// - Throws: ``PersonFileError``, where the id or every KIR column is missing.
  public init(header: [String]) throws(PersonFileError) {
    let map: ColumnMap
    do throws(CSVError) { map = try ColumnMap(header: header, role: .donors) } catch { throw .columns(error) }
    guard let id = map[.donorID] else { throw .noIDColumn(expected: "donor_id") }
    self.id = id
    columns = KIRColumns(map)
    guard columns.exist else { throw .noKIRColumn }
  }

  /// Understands one record: the id, the KIR typing and warnings come back in `row`.
  public func read(_ record: borrowing RegistryRecord, into row: inout PersonRow) {
    row.clear(line: record.line)
    row.idPlace = RecordPlace(line: record.lineOfField(id), column: record.columnOfField(id))
    row.id = Array(record.text(id).utf8)
    if row.id.isEmpty {
      let message = "the id is blank; the id of a donor was expected"
      row.faults.append(row.idIssue(field: "donor_id", code: "missing_id", message: message))
    }
    columns.read(record, string: [], into: &row)
  }
}

extension PersonRow {
  /// Joins a KIR typing from another file.
  ///
  /// - Returns: The genes on which the two contradict each other, which count as untested.
  public mutating func join(_ genotype: KIRGenotype) -> [KIRGene] {
    let (joined, contradictions) = facts.kir.joined(with: genotype)
    facts.kir = joined
    return contradictions
  }

  /// Takes out pairs of genes of which both are absent, which cannot be; they then count as untested.
  public mutating func removeKIRContradictions() -> [KIRGenePair] { facts.kir.removeContradictions() }
}
