import RegistryFormats

/// Where a file's optional facts stand, looked up once a file; nil where it has no such column.
struct FactColumns: Sendable {
  private let sex: Int?
  private let abo: Int?
  private let rhesus: Int?
  private let cmv: Int?
  private let weight: Int?
  private let relation: Int?
  private let relatedTo: Int?
  private let status: Int?
  private let donorType: Int?
  private let birthDate: Int?
  private let birthYear: Int?
  private let age: Int?
  /// Counts of cells are a donor's, of cord blood units.
  private let nucleatedCells: Int?
  private let cd34Cells: Int?
  /// Antibodies are a patient's.
  private let antibodies: Int?

  /// - Parameter countsCells: Counts of cells are in the units of ours.
  init(_ columns: ColumnMap, _ role: RegistryFileRole, countsCells: Bool) {
    nucleatedCells = countsCells ? columns[.totalNucleatedCells] : nil
    cd34Cells = countsCells ? columns[.cd34Cells] : nil
    antibodies = role == .patients ? columns[.antibodies] : nil
    (sex, abo, rhesus, cmv) = (columns[.sex], columns[.abo], columns[.rhesus], columns[.cmv])
    (weight, relation, relatedTo) = (columns[.weight], columns[.relation], columns[.relatedTo])
    (status, donorType) = (columns[.status], columns[.donorType])
    (birthDate, birthYear, age) = (columns[.birthDate], columns[.birthYear], columns[.age])
  }

  /// Reads the facts of a record; a bad one is a warning and counts as unknown.
  func read(_ record: borrowing RegistryRecord, into row: inout PersonRow) {
    typealias Facts = PersonFacts
    // Cells of one letter, as nearly every file has them, are understood before any other.
    if let sex { row.facts.sex = fact(.sex, sex, record, &row, Facts.sex) ?? nil }
    if let abo, let value = fact(.abo, abo, record, &row, Facts.abo) { (row.facts.abo, row.facts.rhesus) = value }
    if let rhesus, let factor = fact(.rhesus, rhesus, record, &row, Facts.rhesus) ?? nil { row.facts.rhesus = factor }
    if let cmv { row.facts.cmv = fact(.cmv, cmv, record, &row, Facts.cmv) ?? nil }
    if let weight { row.facts.weight = fact(.weight, weight, record, &row, Facts.weight) ?? nil }
    if let nucleatedCells {
      row.facts.nucleatedCells = fact(.totalNucleatedCells, nucleatedCells, record, &row, Facts.nucleatedCells) ?? nil
    }
    if let cd34Cells { row.facts.cd34Cells = fact(.cd34Cells, cd34Cells, record, &row, Facts.cd34Cells) ?? nil }
    if let relation { row.facts.relation = fact(.relation, relation, record, &row, Facts.relation) ?? .unrelated }
    // An unknown word counts as unavailable: a donor who cannot be asked must not stand in a ranking.
    if let status { row.facts.availability = fact(.status, status, record, &row, Facts.availability) ?? .unavailable }
    if let donorType { readDonorType(donorType, record, into: &row) }
    if let relatedTo, !record[relatedTo].isEmpty { row.relatedTo = record.text(relatedTo) }
    readBirth(record, into: &row)
    if let antibodies, !record[antibodies].isEmpty {
      row.antibodies = PersonCell(
        text: record.text(antibodies), line: record.lineOfField(antibodies), column: record.columnOfField(antibodies))
    }
  }

  private func readDonorType(_ index: Int, _ record: borrowing RegistryRecord, into row: inout PersonRow) {
    if let type = PersonFacts.donorType(record[index]) {
      row.facts.donorType = type
    } else {
      row.unknownDonorType = true
      addWarning(.donorType, index, record, code: "bad_donor_type", expected: "adult, cord or msc", &row)
    }
  }

  /// Date before year before age (INTERFACE, section 3); an unreadable one leaves its place to the next.
  private func readBirth(_ record: borrowing RegistryRecord, into row: inout PersonRow) {
    // All are read, since each may have to be warned of.
    var birth = BirthFact.unknown
    if let birthDate, let date = fact(.birthDate, birthDate, record, &row, PersonFacts.birthDate) ?? nil {
      birth = .date(date)
    }
    if let birthYear, let year = fact(.birthYear, birthYear, record, &row, PersonFacts.birthYear) ?? nil,
      birth == .unknown
    {
      birth = .year(year)
    }
    if let age, let years = fact(.age, age, record, &row, PersonFacts.age) ?? nil, birth == .unknown {
      birth = .age(years)
    }
    row.facts.birth = birth
  }

  /// The value of a fact cell; nil where it is faulty, which adds a warning.
  @inline(__always) private func fact<Value>(
    _ column: RegistryColumn, _ index: Int, _ record: borrowing RegistryRecord, _ row: inout PersonRow,
    _ parse: (UnsafeBufferPointer<UInt8>) throws(PersonFacts.FactFault) -> Value
  ) -> Value? {
    do throws(PersonFacts.FactFault) {
      return try parse(record[index])
    } catch {
      addWarning(column, index, record, code: error.code, expected: error.expected, &row)
      return nil
    }
  }

  @inline(never) private func addWarning(
    _ column: RegistryColumn, _ index: Int, _ record: borrowing RegistryRecord, code: String, expected: String,
    _ row: inout PersonRow
  ) {
    let name = column.canonicalName
    let fallback = [.status: "unavailable", .relation: "unrelated", .donorType: "not in protocol"][column] ?? "unknown"
    row.warnings.append(
      RowIssue(
        line: record.lineOfField(index), column: record.columnOfField(index), field: name, value: record.text(index),
        code: code,
        message: "this \(name) is not understood and counts as \(fallback); \(expected) was expected"))
  }
}
