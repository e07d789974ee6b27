import HLANomenclature

/// What hla.xml says of one release: only what the index needs.
struct XMLTables {
  struct LiveAllele {
    let accession: UInt32
    let name: AlleleName
    /// Packed fields of the groups; zero for none.
    let gGroup: UInt64
    let pGroup: UInt64
    let status: AlleleStatus
  }

  var release: String?
  var live: [LiveAllele] = []
  /// Accessions whose name does not fit the grammar, as the pre-2010 names that were once left in place (#179).
  var misnamed: [(accession: UInt32, name: String)] = []
  var deleted: [(accession: UInt32, name: String)] = []
  var notes: [String] = []
  /// The proteins of HLA-A, -B and -C.
  var proteins = ProteinBeginnings()
}

/// One living allele, joined from all sources.
struct AlleleRow {
  /// What a group file says of an allele.
  enum Membership {
    /// The allele is not in the file.
    case missing
    /// Alone on its line.
    case alone
    /// hla.xml says `None`, which may mean alone or absent.
    case unsaid
    /// The packed fields of its group.
    case group(UInt64)
  }

  var name: AlleleName
  var accession: UInt32
  var inXML = false
  var inText = false
  var g = Membership.missing
  var p = Membership.missing
  /// Unconfirmed and partial until a source says more.
  var status: AlleleStatus = .partial
}

/// Joins the alleles of the text files and of hla.xml: one row an allele, sorted by name.
///
/// Accessions join them; the name of the text files wins where they differ, and so do their groups (FORMATS 1.5).
struct AlleleJoin {
  private(set) var rows: [AlleleRow] = []
  private(set) var notes: [String] = []

  init(text: OfficialTables?, xml: XMLTables?) {
    var rowOfAccession: [UInt32: Int] = [:]
    for allele in text?.live ?? [] where rowOfAccession[allele.accession] == nil {
      rowOfAccession[allele.accession] = rows.count
      rows.append(AlleleRow(name: allele.name, accession: allele.accession, inText: true))
    }
    if let xml { add(xml, &rowOfAccession) }
    rows.sort { $0.name < $1.name }
    dropRepeatedNames()
    if let text {
      let fromXML = rows
      takeGroups(text)
      noteGroupDifferences(fromXML, text)
    }
  }

  private mutating func add(_ xml: XMLTables, _ rowOfAccession: inout [UInt32: Int]) {
    var seen = Set<UInt32>(minimumCapacity: xml.live.count)
    for allele in xml.live {
      guard seen.insert(allele.accession).inserted else {
        notes.append("hla.xml: accession HLA\(padded(allele.accession)) stands more than once; the first is kept")
        continue
      }
      let at = rowOfAccession[allele.accession] ?? rows.count
      if at == rows.count {
        rowOfAccession[allele.accession] = at
        rows.append(AlleleRow(name: allele.name, accession: allele.accession))
      } else if rows[at].name != allele.name {
        notes.append("hla.xml: \(allele.name) is \(rows[at].name) in Allelelist.txt, which is kept")
      }
      rows[at].inXML = true
      rows[at].status = allele.status
      rows[at].g = allele.gGroup == 0 ? .unsaid : .group(allele.gGroup)
      rows[at].p = allele.pGroup == 0 ? .unsaid : .group(allele.pGroup)
    }
    for misnamed in xml.misnamed {
      if let at = rowOfAccession[misnamed.accession] {
        rows[at].inXML = true
        notes.append("hla.xml: \(misnamed.name) is taken as \(rows[at].name) by its accession")
      } else {
        notes.append("hla.xml: the name \(misnamed.name) is not understood and its allele is left out")
      }
    }
  }

  private mutating func dropRepeatedNames() {
    var kept: [AlleleRow] = []
    kept.reserveCapacity(rows.count)
    for row in rows {
      if let last = kept.last, last.name == row.name {
        notes.append("\(row.name) stands under two accessions; the lower is kept")
        kept[kept.count - 1].inXML = last.inXML || row.inXML
        kept[kept.count - 1].inText = last.inText || row.inText
      } else {
        kept.append(row)
      }
    }
    rows = kept
  }

  /// The row of a name; nil where no living allele has it.
  func row(of name: AlleleName) -> Int? {
    var low = 0
    var high = rows.count
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].name < name { low = middle + 1 } else { high = middle }
    }
    return low < rows.count && rows[low].name == name ? low : nil
  }

  private mutating func takeGroups(_ text: OfficialTables) {
    if text.hasGGroups {
      for index in rows.indices where rows[index].inText { rows[index].g = .missing }
      for member in text.gMembers {
        if let at = row(of: member.name) { rows[at].g = member.membership }
      }
    }
    guard text.hasPGroups else { return }
    for index in rows.indices where rows[index].inText { rows[index].p = .missing }
    for member in text.pMembers {
      if let at = row(of: member.name) { rows[at].p = member.membership }
    }
  }

  /// Says where hla.xml and the text files disagree; only alleles that both have are compared.
  private mutating func noteGroupDifferences(_ fromXML: [AlleleRow], _ text: OfficialTables) {
    for (row, other) in zip(rows, fromXML) where row.inXML && row.inText {
      for (kind, isLoaded, kept, said) in [
        ("G", text.hasGGroups, row.g, other.g), ("P", text.hasPGroups, row.p, other.p),
      ]
      where isLoaded && kept.group != said.group {
        let file = "hla_nom_\(kind.lowercased()).txt"
        notes.append("\(row.name): hla.xml and \(file) differ in the \(kind) group; the text file is kept")
      }
    }
  }
}

extension AlleleRow.Membership {
  /// The packed fields of the group, zero for none.
  fileprivate var group: UInt64 { if case .group(let packed) = self { packed } else { 0 } }
}

extension OfficialTables.GroupMember {
  fileprivate var membership: AlleleRow.Membership { group == 0 ? .alone : .group(group) }
}

private func padded(_ accession: UInt32) -> String {
  let digits = String(accession)
  return String(repeating: "0", count: max(0, 5 - digits.utf8.count)) + digits
}
