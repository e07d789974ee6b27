/// What a key of a line means.
enum JSONLinesKey: Equatable {
  /// One cell, the whole of one column.
  case cell(column: Int)
  /// One cell, in which the elements of an array stand side by side.
  case list(column: Int, separator: UInt8)
  /// Both DNA cells of a locus, or a GL String of it.
  case locus(name: String, first: Int, second: Int)
  /// Both serology cells of a locus.
  case antigens(first: Int, second: Int)
  /// The GL String.
  case glString
  /// One KIR gene.
  case gene(String)

  /// What messages call it, whatever alias the file uses.
  var name: String {
    switch self {
    case .cell(let column), .list(let column, _): StandardHeader.names[column]
    case .locus(let name, _, _): name
    case .antigens(let first, _): String(StandardHeader.names[first].dropLast(2))
    case .glString: RegistryColumn.glString.canonicalName
    case .gene(let name): RegistryColumn.kirGene(name).canonicalName
    }
  }
}

/// The keys of JSON lines: the headers of CSV, and those that mean two columns at once.
///
/// Headers such as `r_a_typ1`, which mean another person in a file of donors than in one of patients, are left out: here
/// it is not known whom the lines describe.
struct JSONLinesKeys {
  private let meanings: [String: JSONLinesKey]

  init() {
    let forPatients = ColumnAliases.of(.patients).meanings
    var meanings: [String: JSONLinesKey] = [:]
    for (name, meaning) in ColumnAliases.of(.donors).meanings where meaning.rank < ColumnAliases.otherSideRank {
      guard let rank = forPatients[name]?.rank, rank < ColumnAliases.otherSideRank else { continue }
      meanings[name] = Self.meaning(of: meaning.column)
      // `A` of `A1`: both columns at once.
      guard name.last == "1", let pair = Self.pair(of: meaning.column) else { continue }
      meanings[String(name.dropLast())] = pair
    }
    self.meanings = meanings
  }

  /// The meaning of a key, as headers are compared; nil if it has none.
  subscript(key: String) -> JSONLinesKey? { meanings[ColumnAliases.normalized(key)] }

  private static func meaning(of column: RegistryColumn) -> JSONLinesKey? {
    switch column {
    case .donorID, .patientID: .cell(column: StandardHeader.id)
    case .glString: .glString
    case .kirGene(let name): .gene(name)
    case .kir: list(column, ASCII.comma)
    case .relatedTo, .antibodies: list(column, ASCII.semicolon)
    default: StandardHeader.index(of: column).map { .cell(column: $0) }
    }
  }

  private static func list(_ column: RegistryColumn, _ separator: UInt8) -> JSONLinesKey? {
    StandardHeader.index(of: column).map { .list(column: $0, separator: separator) }
  }

  private static func pair(of column: RegistryColumn) -> JSONLinesKey? {
    switch column {
    case .dna(let name, 1):
      StandardHeader.pair { StandardHeader.dna(name, $0) }.map {
        .locus(name: name, first: $0.first, second: $0.second)
      }
    case .serology(let name, 1):
      StandardHeader.pair { StandardHeader.serology(name, $0) }.map { .antigens(first: $0.first, second: $0.second) }
    default: nil
    }
  }
}
