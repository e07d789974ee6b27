import HLANomenclature

/// The G groups of every locus and their members, null alleles included.
struct GGroupTables {
  private(set) var groupOfRow: [UInt32]
  private(set) var locusStart: [UInt32] = [0]
  private(set) var fields: [UInt64] = []
  private(set) var memberStart: [UInt32] = [0]
  private(set) var members: [UInt32] = []

  init(rows: [AlleleRow], locusStart alleleStart: [UInt32]) {
    groupOfRow = Array(repeating: IndexLayout.noGroup, count: rows.count)
    for locus in Locus.names.indices {
      var rowsOfGroup: [UInt64: [UInt32]] = [:]
      for row in Int(alleleStart[locus])..<Int(alleleStart[locus + 1]) {
        if case .group(let packed) = rows[row].g { rowsOfGroup[packed, default: []].append(UInt32(row)) }
      }
      for (packed, list) in rowsOfGroup.sorted(by: { $0.key < $1.key }) {
        for row in list { groupOfRow[Int(row)] = UInt32(fields.count) }
        fields.append(packed)
        members += list
        memberStart.append(UInt32(members.count))
      }
      locusStart.append(UInt32(fields.count))
    }
  }
}
