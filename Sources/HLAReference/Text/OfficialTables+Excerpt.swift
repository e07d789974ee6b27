import HLANomenclature

extension OfficialTables {
  /// Reads the project's own excerpt (hla-data/README.md describes the layout).
  ///
  /// - Throws: ``ReferenceBuildError/excerpt(line:)`` at the first line that breaks the layout.
  init(excerpt bytes: [UInt8]) throws(ReferenceBuildError) {
    isExcerpt = true
    (hasGGroups, hasPGroups) = (true, true)
    var lines = LineScanner(bytes)
    var section = ""
    while let line = lines.next() {
      if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
      if line.first == UInt8(ascii: "[") {
        section = line.text
        continue
      }
      let understood: Bool
      switch section {
      case "": understood = readExcerptRelease(line)
      case "[alleles]": understood = readExcerptAllele(line)
      case "[deleted]": understood = readExcerptDeleted(line)
      case "[deleted-accessions]": understood = readExcerptAccession(line)
      case "[antigens]": understood = addAntigenRelation(line.fields(separator: UInt8(ascii: ";")))
      default: understood = false
      }
      guard understood else { throw .excerpt(line: lines.lineNumber) }
    }
  }

  private mutating func readExcerptRelease(_ line: ArraySlice<UInt8>) -> Bool {
    let words = line.split(separator: 32)
    guard words.count == 2, words[0].text == "release" else { return false }
    release = words[1].text
    return true
  }

  /// `A*01:01:01:01;1;01:01:01G;01:01P;1;;;;;none;`: name, accession, G, P, four columns of serology, epitope group,
  /// KIR ligands, leader.
  private mutating func readExcerptAllele(_ line: ArraySlice<UInt8>) -> Bool {
    let semicolon = UInt8(ascii: ";")
    var cuts: [Int] = []
    cuts.reserveCapacity(10)
    for index in line.indices where line[index] == semicolon { cuts.append(index) }
    guard cuts.count == 10, let star = line.firstIndex(of: UInt8(ascii: "*")), star < cuts[0],
      let locus = Locus(name: line[line.startIndex..<star].text),
      let name = AlleleName(locus: locus, afterStar: line[(star + 1)..<cuts[0]].span),
      let accession = UInt32(line[(cuts[0] + 1)..<cuts[1]].text)
    else { return false }
    live.append(LiveAllele(accession: accession, name: name))
    let groupCells = [line[(cuts[1] + 1)..<cuts[2]], line[(cuts[2] + 1)..<cuts[3]]]
    var packed: [UInt64] = [0, 0]
    for (index, cell) in groupCells.enumerated() where !cell.isEmpty {
      guard let group = AlleleGroupName(locus: locus, afterStar: cell.span) else { return false }
      packed[index] = group.fields.packed
    }
    gMembers.append(GroupMember(name: name, group: packed[0]))
    if name.suffix != .null { pMembers.append(GroupMember(name: name, group: packed[1])) }
    serology.append(AlleleValue(name: name, value: serologyRows.intern(line[(cuts[3] + 1)..<cuts[7]])))
    addEpitopeGroup(name, line[(cuts[7] + 1)..<cuts[8]])
    return addProteinFact(name, line[(cuts[8] + 1)..<cuts[9]].text, line[(cuts[9] + 1)...].text)
  }

  /// `Bw6+C1` or `none`, and `M` or `T`; empty for unknown and for loci without.
  private mutating func addProteinFact(_ name: AlleleName, _ ligands: String, _ leader: String) -> Bool {
    if ligands.isEmpty, leader.isEmpty { return true }
    var known: KIRLigands?
    if !ligands.isEmpty {
      known = []
      for word in ligands.split(separator: "+") where ligands != "none" {
        guard let ligand = KIRLigands(name: String(word)) else { return false }
        known?.formUnion(ligand)
      }
    }
    let letter = HLABLeader.allCases.first { $0.letter == leader }
    guard leader.isEmpty || letter != nil else { return false }
    proteinFacts.append(ProteinFact(name: name, ligands: known, leader: letter))
    return true
  }

  private mutating func readExcerptDeleted(_ line: ArraySlice<UInt8>) -> Bool {
    let fields = line.fields(separator: UInt8(ascii: ";"))
    guard fields.count == 2 else { return false }
    retired.append((fields[0].text, fields[1].text))
    deletedCount += 1
    return true
  }

  private mutating func readExcerptAccession(_ line: ArraySlice<UInt8>) -> Bool {
    let fields = line.fields(separator: UInt8(ascii: ";"))
    guard fields.count == 2, let accession = UInt32(fields[1].text) else { return false }
    retired.append((fields[0].text, "#\(accession)"))
    return true
  }
}
