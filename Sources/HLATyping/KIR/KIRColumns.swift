import RegistryFormats

/// Where a file's KIR typings stand, looked up once a file.
struct KIRColumns: Sendable {
  private struct Column {
    let name: String
    let index: Int
  }

  private let list: Int?
  private let genes: [Column]
  private let glString: Int?

  init(_ columns: ColumnMap) {
    (list, glString) = (columns[.kir], columns[.glString])
    genes = RegistryColumn.kirGeneNames.compactMap { name in
      columns[.kirGene(name)].map { Column(name: name, index: $0) }
    }
  }

  /// Whether the file has a column of KIR typings.
  var exist: Bool { list != nil || !genes.isEmpty }

  /// Reads the KIR typing of a record; a bad cell is a warning and its genes count as untested.
  ///
  /// - Parameter string: The KIR blocks of the record's GL String.
  func read(_ record: borrowing RegistryRecord, string: [UInt8], into row: inout PersonRow) {
    guard exist || !string.isEmpty else { return }
    join(genotype(record, &row), glString, "gl_string", record, &row)
    if let list, !record[list].isEmpty {
      do throws(KIRFault) { join(try KIRGenotype(cell: record.text(list)), list, "kir", record, &row) } catch {
        warn(list, "kir", "bad_kir", "\(error.message); it says nothing", record, &row)
      }
    }
    if let glString, !string.isEmpty {
      do throws(KIRFault) {
        let told = try KIRGenotype(glString: String(decoding: string, as: UTF8.self))
        join(told, glString, "gl_string", record, &row)
      } catch {
        warn(glString, "gl_string", "bad_kir", "\(error.message); the KIR genes say nothing", record, &row)
      }
    }
    check(record, &row)
  }

  /// Warns of what cannot be, which then counts as untested, and of alleles that IPD-KIR does not know.
  private func check(_ record: borrowing RegistryRecord, _ row: inout PersonRow) {
    let source = [(list, "kir"), (genes.first?.index, "kir"), (glString, "gl_string")].first { $0.0 != nil }
    guard let source, let column = source.0 else { return }
    for pair in row.facts.kir.removeContradictions() {
      warn(column, source.1, "kir_contradiction", pair.contradiction, record, &row)
    }
    for name in row.facts.kir.unknownAlleles.prefix(KIRColumns.mostNames) {
      let message =
        "\(name) is no allele of IPD-KIR \(KIRAlleleName.release); its gene counts as present, the allele says nothing"
      warn(column, source.1, "unknown_kir_allele", message, record, &row)
    }
  }

  /// Unknown alleles of a row that are told.
  private static let mostNames = 4

  /// The genes that have columns.
  private func genotype(_ record: borrowing RegistryRecord, _ row: inout PersonRow) -> KIRGenotype {
    var answers: [(name: String, presence: KIRGenotype.Presence)] = []
    for column in genes {
      do throws(KIRFault) { answers.append((column.name, try KIRGenotype.presence(record[column.index]))) } catch {
        warn(column.index, "KIR\(column.name)", "bad_kir", "\(error.message); it counts as untested", record, &row)
      }
    }
    return KIRGenotype(answers)
  }

  private func join(
    _ told: KIRGenotype, _ column: Int?, _ field: String, _ record: borrowing RegistryRecord, _ row: inout PersonRow
  ) {
    let (joined, contradictions) = row.facts.kir.joined(with: told)
    row.facts.kir = joined
    guard !contradictions.isEmpty, let column else { return }
    let names = contradictions.map(\.description).joined(separator: " ")
    let message = "two sources of KIR genes contradict each other on \(names), which count as untested"
    warn(column, field, "kir_contradiction", message, record, &row)
  }

  private func warn(
    _ column: Int, _ field: String, _ code: String, _ message: String, _ record: borrowing RegistryRecord,
    _ row: inout PersonRow
  ) {
    row.warnings.append(
      RowIssue(
        line: record.lineOfField(column), column: record.columnOfField(column), field: field,
        value: record.text(column), code: code, message: message))
  }
}
