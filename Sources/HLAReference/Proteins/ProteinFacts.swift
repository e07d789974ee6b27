import HLANomenclature

/// The KIR ligands and leaders of every allele, worked out from the proteins of a release.
///
/// Where the residues of an allele are not covered, the siblings of its two-field name, which have the same protein,
/// tell them. Nulls carry no ligand. Source: DOMAIN 5.1 and 6.
struct ProteinFacts {
  /// Set in a byte of ``ligands`` where the ligands are known; the other bits are those of ``KIRLigands``.
  static let knownBit: UInt8 = 0x80

  /// One byte an allele row: see ``knownBit``; zero for unknown.
  private(set) var ligands: [UInt8]
  /// One byte an allele row: the raw value of ``HLABLeader``, or zero.
  private(set) var leaders: [UInt8]
  /// Where two sources disagree.
  private(set) var notes: [String] = []

  /// Works the facts out.
  ///
  /// - Parameter sources: Proteins by accession; where two know an allele and disagree, the later one is kept.
  init(rows: [AlleleRow], locusStart: [UInt32], sources: [ProteinBeginnings]) {
    ligands = rows.map { LigandRule.loci.contains($0.name.locus) ? 0 : ProteinFacts.knownBit }
    leaders = Array(repeating: 0, count: rows.count)
    for locus in LigandRule.loci {
      let range = Int(locusStart[Int(locus.rawValue)])..<Int(locusStart[Int(locus.rawValue) + 1])
      for source in sources { read(source, locus, rows, range) }
    }
  }

  private mutating func read(_ source: ProteinBeginnings, _ locus: Locus, _ rows: [AlleleRow], _ range: Range<Int>) {
    let found = range.lazy.compactMap { row in
      source[rows[row].accession].flatMap { ProteinTemplate($0, locus: locus) }
    }
    guard let template = found.first else { return }
    for row in range {
      guard let sequence = source[rows[row].accession] else { continue }
      if locus == .b, let leader = template.leader(of: sequence) {
        setLeader(leader.rawValue, row, rows)
      }
      guard rows[row].name.suffix != .null, let placed = PlacedProtein(sequence, on: template),
        let known = LigandRule.ligands(of: rows[row].name, residue: placed.residue)
      else { continue }
      setLigands(known.rawValue | ProteinFacts.knownBit, row, rows)
    }
  }

  private mutating func setLigands(_ value: UInt8, _ row: Int, _ rows: [AlleleRow]) {
    if ligands[row] != 0, ligands[row] != value {
      notes.append("\(rows[row].name): hla.xml and FASTA differ in the KIR ligand; FASTA is kept")
    }
    ligands[row] = value
  }

  private mutating func setLeader(_ value: UInt8, _ row: Int, _ rows: [AlleleRow]) {
    if leaders[row] != 0, leaders[row] != value {
      notes.append("\(rows[row].name): hla.xml and FASTA differ in the leader; FASTA is kept")
    }
    leaders[row] = value
  }

  /// Takes facts as they stand in the excerpt.
  mutating func take(_ facts: [OfficialTables.ProteinFact], row: (AlleleName) -> Int?) {
    for fact in facts {
      guard let row = row(fact.name) else { continue }
      if let known = fact.ligands { ligands[row] = known.rawValue | ProteinFacts.knownBit }
      leaders[row] = fact.leader?.rawValue ?? 0
    }
  }

  /// Fills what is missing from the siblings of two-field names, then says that nulls carry nothing.
  mutating func complete(_ rows: [AlleleRow]) {
    var start = 0
    while start < rows.count {
      let stem = rows[start].name.fields.prefix(2)
      var end = start + 1
      while end < rows.count, rows[end].name.locus == rows[start].name.locus,
        rows[end].name.fields.prefix(2) == stem
      { end += 1 }
      if end - start > 1, LigandRule.loci.contains(rows[start].name.locus) { share(rows, start..<end) }
      start = end
    }
    for (row, allele) in rows.enumerated() where allele.name.suffix == .null { ligands[row] = ProteinFacts.knownBit }
  }

  /// Gives what all expressed siblings that are known agree on to those that are not known.
  private mutating func share(_ rows: [AlleleRow], _ range: Range<Int>) {
    let expressed = range.filter { rows[$0].name.suffix != .null }
    let knownLigands = Set(expressed.map { ligands[$0] }.filter { $0 != 0 })
    let knownLeaders = Set(expressed.map { leaders[$0] }.filter { $0 != 0 })
    for row in expressed {
      if ligands[row] == 0, knownLigands.count == 1, let shared = knownLigands.first { ligands[row] = shared }
      if leaders[row] == 0, knownLeaders.count == 1, let shared = knownLeaders.first { leaders[row] = shared }
    }
  }
}
