/// Where in a file each column stands, found by its header.
public struct ColumnMap: Sendable {
  /// The column numbers, from 0, by meaning.
  public private(set) var indices: [RegistryColumn: Int] = [:]
  /// The numbers, from 0 and rising, of the headers that have a name but no meaning here.
  public private(set) var unrecognised: [Int] = []

  private var ranks: [RegistryColumn: Int] = [:]

  /// Matches headers without regard to case, blanks, `_`, `-` and `.`; overrides go first.
  ///
  /// Of several headers for one column the surer wins, as `donor_id` over `id`; the others count as unrecognised.
  /// Typing columns of the other side, as `r_a_typ1` in a file of donors, serve only if the file has no others.
  ///
  /// - Parameters:
  ///   - header: The file's headers.
  ///   - role: Whom the rows describe.
  ///   - overrides: Columns assigned by the user.
  /// - Throws: ``CSVError/duplicateColumn(name:first:second:)``, ``CSVError/missingHeader(name:header:)`` or
  ///   ``CSVError/unknownColumn(name:)``.
  public init(header: [String], role: RegistryFileRole, overrides: [ColumnOverride] = []) throws(CSVError) {
    var assigned: Set<Int> = []
    for override in overrides { assigned.insert(try assign(override, in: header)) }
    let aliases = ColumnAliases.of(role).meanings
    let meanings = header.map { aliases[ColumnAliases.normalized($0)] }
    try match(meanings, leavingOut: assigned) { $0.rank < ColumnAliases.otherSideRank }
    if !hasTyping {
      try match(meanings, leavingOut: assigned) { $0.rank == ColumnAliases.otherSideRank }
    }
    let used = Set(indices.values)
    unrecognised = header.indices.filter { !used.contains($0) && !header[$0].isEmpty }
  }

  /// The number, from 0, of the file's column of this meaning; nil if the file has none.
  public subscript(column: RegistryColumn) -> Int? { indices[column] }

  /// Whether the file has any column with a typing.
  public var hasTyping: Bool { indices.keys.contains(where: \.isTyping) }

  private mutating func assign(_ override: ColumnOverride, in header: [String]) throws(CSVError) -> Int {
    guard let column = RegistryColumn(canonicalName: override.columnName) else {
      throw .unknownColumn(name: override.columnName)
    }
    let wanted = ColumnAliases.normalized(override.header)
    var matches = header.indices.filter { header[$0] == override.header }
    if matches.isEmpty { matches = header.indices.filter { ColumnAliases.normalized(header[$0]) == wanted } }
    guard let index = matches.first else {
      throw .missingHeader(name: column.canonicalName, header: override.header)
    }
    if let second = matches.dropFirst().first ?? indices[column] {
      throw .duplicateColumn(name: column.canonicalName, first: min(index, second) + 1, second: max(index, second) + 1)
    }
    indices[column] = index
    ranks[column] = -1
    return index
  }

  private mutating func match(
    _ meanings: [ColumnAliases.Meaning?], leavingOut assigned: Set<Int>, where isWanted: (ColumnAliases.Meaning) -> Bool
  ) throws(CSVError) {
    for (index, meaning) in meanings.enumerated() {
      guard let meaning, !assigned.contains(index), isWanted(meaning) else { continue }
      let column = meaning.column
      if let first = indices[column], let rank = ranks[column] {
        if rank < meaning.rank { continue }
        if rank == meaning.rank {
          throw .duplicateColumn(name: column.canonicalName, first: first + 1, second: index + 1)
        }
      }
      indices[column] = index
      ranks[column] = meaning.rank
    }
  }
}
