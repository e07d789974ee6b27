/// The columns of records that do not come from CSV: one for everything the other formats can say.
///
/// The id column is headed `id`, which means the donor's in a file of donors and the patient's in one of patients.
public enum StandardHeader {
  /// The meaning of each column; the first is the id.
  public static let columns: [RegistryColumn] =
    RegistryColumn.all.filter { column in
      switch column {
      case .patientID, .kirGene, .sharedDRB: false
      default: true
      }
    }

  /// The header names, as ``ColumnMap`` understands them.
  public static let names: [String] = columns.map { $0 == .donorID ? "id" : $0.canonicalName }

  /// The number, from 0, of the id column.
  public static let id = 0

  private static let numbers = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0) })

  /// The number, from 0, of a column; nil for those that only CSV has.
  public static func index(of column: RegistryColumn) -> Int? { numbers[column] }

  /// The number, from 0, of a DNA column.
  ///
  /// - Parameters:
  ///   - locusName: One of ``RegistryColumn/locusNames``.
  ///   - position: 1 or 2.
  public static func dna(_ locusName: String, _ position: Int) -> Int? {
    numbers[.dna(locusName: locusName, position: position)]
  }

  /// The number, from 0, of a serology column.
  public static func serology(_ locusName: String, _ position: Int) -> Int? {
    numbers[.serology(locusName: locusName, position: position)]
  }
}
