import HLANomenclature

extension OfficialTables {
  /// hla_nom_g.txt or hla_nom_p.txt: `A*;01:01:01:01/01:01:01:03;01:01P`; an empty third field is no group.
  mutating func readGroups(_ bytes: [UInt8], kind: AlleleGroupKind, file: String) {
    var lines = LineScanner(bytes)
    var members: [GroupMember] = []
    while let line = lines.next() {
      if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
      let fields = line.fields(separator: UInt8(ascii: ";"))
      guard fields.count == 3, let locus = Locus(name: fields[0].dropLast().text) else {
        addFault(file, line: lines.lineNumber, expected: "locus, members and group of a known locus")
        continue
      }
      var group: UInt64 = 0
      if !fields[2].isEmpty {
        let cell = fields[2]
        guard let name = AlleleGroupName(locus: locus, afterStar: cell.span), name.kind == kind else {
          addFault(file, line: lines.lineNumber, expected: "a \(kind == .g ? "G" : "P") group name")
          continue
        }
        group = name.fields.packed
      }
      for member in fields[1].fields(separator: UInt8(ascii: "/")) {
        guard let name = AlleleName(locus: locus, afterStar: member.span) else {
          addFault(file, line: lines.lineNumber, expected: "allele names joined by '/'")
          continue
        }
        members.append(GroupMember(name: name, group: group))
      }
    }
    if kind == .g {
      (gMembers, hasGGroups) = (members, true)
    } else {
      (pMembers, hasPGroups) = (members, true)
    }
  }

  /// rel_dna_ser.txt: `A*;01:01:01:01;1;;;`, and a sixth column of registries' exceptions.
  mutating func readSerology(_ bytes: [UInt8], file: String) {
    var lines = LineScanner(bytes)
    let semicolon = UInt8(ascii: ";")
    while let line = lines.next() {
      if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
      guard let first = line.firstIndex(of: semicolon), let second = line[(first + 1)...].firstIndex(of: semicolon),
        let locus = Locus(name: line[..<first].dropLast().text),
        let name = AlleleName(locus: locus, afterStar: line[(first + 1)..<second].span)
      else {
        addFault(file, line: lines.lineNumber, expected: "a locus, a name and four columns")
        continue
      }
      serology.append(AlleleValue(name: name, value: serologyRows.intern(line[(second + 1)...])))
    }
  }

  /// rel_ser_ser.txt: `A;9;23/24;`: locus, antigen, splits, associated.
  mutating func readAntigenRelations(_ bytes: [UInt8], file: String) {
    var lines = LineScanner(bytes)
    while let line = lines.next() {
      if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
      if !addAntigenRelation(line.fields(separator: UInt8(ascii: ";"))) {
        addFault(file, line: lines.lineNumber, expected: "a locus, an antigen, its splits and associated antigens")
      }
    }
  }

  /// Adds the splits and associated antigens of one row; Dw and DPw are no values of a typing and pass.
  ///
  /// - Returns: Whether the row was understood.
  mutating func addAntigenRelation(_ fields: [ArraySlice<UInt8>]) -> Bool {
    guard fields.count >= 4, let antigen = UInt16(fields[1].text) else { return false }
    let letters = fields[0].text
    if letters == "Dw" || letters == "DPw" { return true }
    guard let locus = Antigen.gene(ofLetters: letters) else { return false }
    for (relation, column) in fields[2...3].enumerated() where !column.isEmpty {
      for related in column.fields(separator: UInt8(ascii: "/")) {
        guard let number = UInt16(related.text) else { return false }
        antigenRelations += [UInt16(locus.rawValue), antigen, number, UInt16(relation)]
      }
    }
    return true
  }

  /// dpb_tce.csv: `Allele,Protein,V1,V2,comment`; the second version counts, `$` marks a prediction (DOMAIN 6).
  mutating func readEpitopeGroups(_ bytes: [UInt8], file: String) {
    var lines = LineScanner(bytes)
    while let line = lines.next() {
      if line.isEmpty || line.first == UInt8(ascii: "#") || line.starts(with: Array("Allele,".utf8)) { continue }
      let fields = line.fields(separator: UInt8(ascii: ","))
      guard fields.count >= 4, let (locus, rest) = fields[0].splitAtStar(), locus == "DPB1",
        let name = AlleleName(locus: .dpb1, afterStar: rest.span)
      else {
        addFault(file, line: lines.lineNumber, expected: "a DPB1 allele, its protein and two assignments")
        continue
      }
      addEpitopeGroup(name, fields[3])
    }
  }

  /// Adds one version-2 assignment, as `3`, `3$` or `2a`; `0` and blank are not assigned.
  mutating func addEpitopeGroup(_ name: AlleleName, _ text: ArraySlice<UInt8>) {
    guard let digit = text.first, (49...51).contains(digit) else { return }
    let predicted: UInt16 = text.contains(UInt8(ascii: "$")) ? 4 : 0
    tce.append(AlleleValue(name: name, value: UInt16(digit - 48) | predicted))
  }
}
