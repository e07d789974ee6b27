import HLANomenclature

/// A person as a file writes one: an id, and cells by column name; a missing cell is blank.
public struct WrittenPerson: Sendable {
  /// The id.
  public var id: String
  /// The cells by canonical column name, as `A_1` or `relation`.
  public var cells: [String: String]

  /// A person with these cells.
  public init(_ id: String, cells: [String: String] = [:]) { (self.id, self.cells) = (id, cells) }

  /// A person typed in letters, as the tables of DOMAIN sections 3 and 4 are.
  ///
  /// - Parameters:
  ///   - letters: One word for each of A, B, C, DRB1, DQB1: `ab`, `a-` (second blank), `..` (untyped), or two positions
  ///     parted by a comma, each a letter, several (`a/c`, a list), or a typing written out (`24:02:01:02L`). The
  ///     letters a, b, c, d are four alleles of different identities; N is `NEW`; n and m are two null alleles of A.
  ///   - facts: Further cells.
  public init(_ id: String, letters: String, facts: [String: String] = [:]) {
    let words = letters.split(separator: " ")
    precondition(words.count == Locus.ten.count, "one word a locus")
    self.init(id, cells: facts)
    for (locus, word) in zip(Locus.ten, words) {
      let positions = word.contains(",") ? word.split(separator: ",").map(String.init) : word.map { String($0) }
      precondition(positions.count == 2, "two positions a locus")
      for (index, position) in positions.enumerated() {
        cells["\(locus)_\(index + 1)"] = LetterAlleles.cell(position, locus)
      }
    }
  }

  /// The person with other cells beside or instead of its own.
  public func with(_ others: [String: String]) -> WrittenPerson {
    WrittenPerson(id, cells: cells.merging(others) { $1 })
  }

  /// The person with another id.
  public func named(_ id: String) -> WrittenPerson { WrittenPerson(id, cells: cells) }

  /// The canonical names of the columns that ``csv(_:idColumn:)`` writes after the id.
  public static let columns: [String] =
    Locus.ten.flatMap { ["\($0)_1", "\($0)_2"] }
    + [
      "gl_string", "relation", "related_to", "donor_type", "status", "birth_date", "birth_year", "age", "abo", "cmv",
      "kir", "weight_kg", "tnc", "cd34",
    ]

  private static func quoted(_ cell: String) -> String { cell.contains(",") ? "\"\(cell)\"" : cell }

  /// A comma-separated file of persons.
  public static func csv(_ persons: [WrittenPerson], idColumn: String = "donor_id") -> String {
    var text = ([idColumn] + columns).joined(separator: ",") + "\n"
    for person in persons {
      text += ([person.id] + columns.map { quoted(person.cells[$0] ?? "") }).joined(separator: ",") + "\n"
    }
    return text
  }
}

/// Four alleles a locus whose identities, proteins and antigens differ, so that letters behave as in DOMAIN's tables.
public enum LetterAlleles {
  /// The names behind a, b, c, d.
  public static let names: [Locus: [String]] = [
    .a: ["01:01", "02:01", "03:01", "11:01"], .b: ["07:02", "08:01", "35:01", "44:02"],
    .c: ["01:02", "03:04", "04:01", "06:02"], .drb1: ["01:01", "03:01", "04:01", "07:01"],
    .dqb1: ["02:01", "03:01", "05:01", "06:02"],
  ]

  static func cell(_ position: String, _ locus: Locus) -> String {
    switch position {
    case "-", ".": return ""
    case "N": return "NEW"
    case "n": return "01:11N"
    case "m": return "01:15N"
    default:
      let members = position.split(separator: "/").map(String.init)
      return members.map { "\(locus)*\(name($0, locus))" }.joined(separator: "/")
    }
  }

  private static func name(_ letter: String, _ locus: Locus) -> String {
    guard letter.utf8.count == 1, let index = ["a", "b", "c", "d"].firstIndex(of: letter) else { return letter }
    return names[locus]![index]
  }
}
