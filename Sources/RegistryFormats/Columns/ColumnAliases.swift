/// Whom the rows of a file describe.
public enum RegistryFileRole: Hashable, Sendable {
  /// Donors: a bare `id` is the donor's.
  case donors
  /// Patients: a bare `id` is the patient's.
  case patients
}

/// The headers by which registries and laboratories name the columns.
///
/// Source: FORMATS, CSV of donors and patients.
struct ColumnAliases: Sendable {
  /// What a header means, and how surely: of several headers for a column the one of the lowest rank has it.
  struct Meaning: Sendable {
    var column: RegistryColumn
    var rank: Int
  }

  private(set) var meanings: [String: Meaning] = [:]

  /// The rank of typing columns that name the other side of a pair, such as `r_a_typ1` in a file of donors.
  static let otherSideRank = 9

  /// The headers of files of a role; made once, since they are some thousand names.
  static func of(_ role: RegistryFileRole) -> ColumnAliases { role == .donors ? ofDonors : ofPatients }

  private static let ofDonors = ColumnAliases(role: .donors)
  private static let ofPatients = ColumnAliases(role: .patients)

  private init(role: RegistryFileRole) {
    for column in RegistryColumn.all { add(column, [column.canonicalName]) }
    for (column, names) in Self.plainNames { add(column, names) }
    addIdentifiers(role)
    for locus in RegistryColumn.locusNames {
      for position in 1...2 { addTyping(locus, position, role) }
    }
    for position in 1...2 {
      add(.sharedDRB(position: position), ["DRBX", "DRB3/4/5", "HLA-DRB345", "HLA-DRBX"].map { $0 + String(position) })
    }
    for gene in RegistryColumn.kirGeneNames { add(.kirGene(gene), [gene]) }
  }

  /// A header in lower case without blanks, `_`, `-` and `.`, as aliases are compared.
  static func normalized(_ header: String) -> String {
    let utf8 = header.utf8
    guard utf8.allSatisfy({ $0 < 0x80 }) else {
      return header.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "-" && $0 != "." }
    }
    let blanks: [UInt8] = [0x20, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: ".")]
    let kept = utf8.lazy.filter { !blanks.contains($0) && !(9...13).contains($0) }
    return String(decoding: kept.map { (65...90).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }

  private mutating func add(_ column: RegistryColumn, _ names: [String], rank: Int = 0) {
    for name in names { meanings[Self.normalized(name)] = Meaning(column: column, rank: rank) }
  }

  /// A global registration identifier or a bare `id` serves if nothing better is there.
  private mutating func addIdentifiers(_ role: RegistryFileRole) {
    add(.donorID, ["Donor ID", "Spendernummer", "Spender-ID"])
    add(.patientID, ["Patient ID", "Patientennummer", "Patienten-ID", "Recipient ID"])
    add(.donorID, ["grid"], rank: 1)
    add(role == .donors ? .donorID : .patientID, ["id"], rank: 2)
  }

  private mutating func addTyping(_ locus: String, _ position: Int, _ role: RegistryFileRole) {
    let dna = RegistryColumn.dna(locusName: locus, position: position)
    let serology = RegistryColumn.serology(locusName: locus, position: position)
    for name in [locus] + Self.olderLocusNames[locus, default: []] {
      for stem in [name, "HLA" + name] {
        add(dna, [stem, stem + "typ", stem + "dna"].map { $0 + String(position) })
        add(serology, [stem + "ser", stem + "serology"].map { $0 + String(position) })
      }
      add(dna, ["d\(name)typ\(position)"], rank: role == .donors ? 0 : Self.otherSideRank)
      add(dna, ["r\(name)typ\(position)"], rank: role == .patients ? 0 : Self.otherSideRank)
    }
    for name in Self.antigenNames[locus, default: []] {
      add(serology, [name, name + "ser", name + "serology"].map { $0 + String(position) })
    }
  }

  private static let olderLocusNames = ["C": ["Cw"]]

  /// Serology names antigens of DR and DQ without the chain.
  private static let antigenNames = ["DRB1": ["DR"], "DQB1": ["DQ"], "DPB1": ["DP"]]

  private static let plainNames: [(column: RegistryColumn, names: [String])] = [
    (.glString, ["GL String"]),
    (.kir, ["KIR genes", "KIR typing", "KIR GL", "KIR GL String"]),
    (.birthDate, ["date of birth", "dob", "Geburtsdatum"]),
    (.birthYear, ["year of birth", "yob", "Jahrgang", "Geburtsjahr"]),
    (.age, ["Alter"]),
    (.sex, ["gender", "Geschlecht"]),
    (.weight, ["weight", "Gewicht"]),
    (.cmv, ["CMV status"]),
    (.abo, ["blood group", "Blutgruppe"]),
    (.rhesus, ["rh"]),
  ]
}
