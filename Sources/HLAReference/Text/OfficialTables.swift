import HLANomenclature

/// What the official text files of one release say, parsed but not yet joined.
///
/// The same tables are filled from the embedded excerpt, so that both go one way into the index.
struct OfficialTables {
  struct LiveAllele {
    let accession: UInt32
    let name: AlleleName
  }

  /// One allele's membership: the packed fields of its group, or zero for an allele alone on its line.
  struct GroupMember {
    let name: AlleleName
    let group: UInt64
  }

  /// What the excerpt says of an allele's protein; nil is unknown.
  struct ProteinFact {
    let name: AlleleName
    let ligands: KIRLigands?
    let leader: HLABLeader?
  }

  /// One allele's value, as an index into a list of distinct values or a small number.
  struct AlleleValue {
    let name: AlleleName
    let value: UInt16
  }

  var release: String?
  var isExcerpt = false
  var live: [LiveAllele] = []
  var gMembers: [GroupMember] = []
  var pMembers: [GroupMember] = []
  var hasGGroups = false
  var hasPGroups = false
  var serology: [AlleleValue] = []
  var serologyRows = SerologyRows()
  var tce: [AlleleValue] = []
  /// Only the excerpt has them.
  var proteinFacts: [ProteinFact] = []
  /// Bits of ``AlleleStatus``.
  var statuses: [AlleleValue] = []
  /// Old name to successor; empty: no successor; `#number`: the living allele with that accession.
  var retired: [(key: String, value: String)] = []
  var former: [(key: String, value: String)] = []
  /// Four values a row: locus, antigen, related antigen, 0 for a split or 1 for an associated antigen.
  var antigenRelations: [UInt16] = []
  var deletedCount = 0
  var notes: [String] = []

  /// Counts a line that could not be understood; the first of each file is quoted.
  mutating func addFault(_ file: String, line: Int, expected: String) {
    notes.append("\(file):\(line): not understood and left out; \(expected) was expected")
  }
}

/// The distinct rows of rel_dna_ser.txt; most alleles share a few hundred.
struct SerologyRows {
  private(set) var starts: [UInt32] = [0]
  private(set) var values: [UInt16] = []
  /// More distinct rows came than can be numbered; the build must fail.
  private(set) var isFull = false
  private var known: [ArraySlice<UInt8>: UInt16] = [:]

  /// The number of a row given as the text of its four columns, joined by `;`.
  mutating func intern(_ columns: ArraySlice<UInt8>) -> UInt16 {
    if let row = known[columns] { return row }
    guard starts.count / 4 < Int(IndexLayout.noSerology) else {
      isFull = true
      return IndexLayout.noSerology
    }
    let row = UInt16(starts.count / 4)
    var parts = columns.fields(separator: UInt8(ascii: ";"))
    while parts.count < 4 { parts.append([]) }
    for part in parts.prefix(4) {
      for value in part.fields(separator: UInt8(ascii: "/")) {
        if let antigen = UInt16(value.text), antigen > 0 { values.append(antigen) }
      }
      starts.append(UInt32(values.count))
    }
    known[ArraySlice(Array(columns))] = row
    return row
  }
}
