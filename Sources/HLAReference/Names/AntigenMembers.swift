import HLANomenclature

extension ReferenceIndex {
  /// An antigen with its descendants (splits, associated antigens, and theirs) and its ancestors; never its siblings.
  ///
  /// Source: DOMAIN 2.4; rel_ser_ser.txt.
  public func relatives(of antigen: Antigen) -> Set<UInt16> {
    var relatives: Set<UInt16> = [antigen.number]
    relatives.formUnion(walk(from: antigen, parent: 1, child: 2))
    relatives.formUnion(walk(from: antigen, parent: 2, child: 1))
    return relatives
  }

  /// The splits and associated antigens of an antigen, and theirs, without itself.
  ///
  /// Source: rel_ser_ser.txt.
  public func descendants(of antigen: Antigen) -> Set<UInt16> {
    walk(from: antigen, parent: 1, child: 2).subtracting([antigen.number])
  }

  /// Follows the relations of a locus in one direction; circles end, since nothing is visited twice.
  private func walk(from antigen: Antigen, parent: Int, child: Int) -> Set<UInt16> {
    var found: Set<UInt16> = []
    var waiting = [antigen.number]
    while let number = waiting.popLast() {
      for row in stride(from: 0, to: antigenRelations.count, by: 4)
      where antigenRelations[row] == UInt16(antigen.locus.rawValue) && antigenRelations[row + parent] == number {
        let next = antigenRelations[row + child]
        if found.insert(next).inserted { waiting.append(next) }
      }
    }
    return found
  }

  /// The living alleles whose serological assignment, in any of the four columns, is the antigen or a relative of it.
  ///
  /// - Returns: The alleles in name order; empty where the release knows no such antigen.
  /// - Complexity: O(alleles of the locus).
  public func alleles(with antigen: Antigen) -> [AlleleCode] {
    let relatives = relatives(of: antigen)
    var isRelative = [Bool](repeating: false, count: Int(relatives.max() ?? 0) + 1)
    for number in relatives { isRelative[Int(number)] = true }
    let isWanted = (0..<max(0, serologyStart.count - 1) / 4).map { row in
      serologyValues(ofRow: row).contains { at in
        let number = Int(serologyValues[at])
        return number < isRelative.count && isRelative[number]
      }
    }
    let rowOf = alleleSerology
    var found: [AlleleCode] = []
    for code in alleles(of: antigen.locus) {
      let row = Int(rowOf[Int(code)])
      // Beyond the last row: no row at all.
      if row < isWanted.count, isWanted[row] { found.append(AlleleCode(code)) }
    }
    return found
  }
}
