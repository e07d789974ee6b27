import HLANomenclature
import HLAReference
import RegistryFormats

extension PersonReader {
  /// What a row says of a person's typing.
  enum TypedLoci {
    /// Nothing at all.
    case none
    /// Something, be it faulty.
    case some
  }

  /// Reads the loci from their columns and the GL String.
  func readTypings(
    _ record: borrowing RegistryRecord, _ tables: inout TypingTables, _ row: inout PersonRow
  ) -> TypedLoci {
    if hlaVersion >= 0, !record[hlaVersion].isEmpty { noteRelease(hlaVersion, record, nil, tables.reference, &row) }
    if let sharedDRB { noteUnreadable(sharedDRB, record, &row) }
    if glString >= 0, !record[glString].isEmpty { return readGLString(record, &tables, &row) }
    if kir.exist { kir.read(record, string: [], into: &row) }
    var (found, left) = readPlainLoci(record, &tables, &row)
    // Where DRB3, DRB4 and DRB5 share columns, a gene without cells of its own may be told there.
    if sharedDRB != nil {
      for index in loci.indices where row.typings[index] == .untyped && Locus.absentable.contains(loci[index].locus) {
        left |= 1 << UInt32(index)
      }
    }
    while left != 0 {
      let index = left.trailingZeroBitCount
      left &= left - 1
      if readLocus(index, cells(index, record), record, &tables, &row) { found = .some }
    }
    return found
  }

  /// Looks up all loci of which both DNA cells were met before, nothing else is said, and nothing is to be said of them.
  ///
  /// - Returns: Whether one of them is typed, and the other loci that have columns, as bits.
  private func readPlainLoci(
    _ record: borrowing RegistryRecord, _ tables: inout TypingTables, _ row: inout PersonRow
  ) -> (found: TypedLoci, left: UInt32) {
    var found = TypedLoci.none
    var left: UInt32 = 0
    tables.loci.withUnsafeBufferPointer { tables in
      row.typings.withUnsafeMutableBufferPointer { keys in
        keys.update(repeating: .untyped)
        for columns in filledLoci {
          let index = Int(columns.locus.rawValue)
          if let dna = columns.plainCells(record) {
            if dna.0.isEmpty, dna.1.isEmpty { continue }
            if let key = tables[index].plainKey(dna.0, dna.1) {
              keys[index] = key
              found = .some
              continue
            }
          }
          left |= 1 << UInt32(index)
        }
      }
    }
    return (found, left)
  }

  /// The same where a GL String speaks of the loci, alone or beside their columns.
  private func readGLString(
    _ record: borrowing RegistryRecord, _ tables: inout TypingTables, _ row: inout PersonRow
  ) -> TypedLoci {
    // Taken out of the tables while these change.
    var text = GenotypeText()
    swap(&text, &tables.genotypeText)
    defer { swap(&text, &tables.genotypeText) }
    let string = splitGLString(record, &text, tables.reference, &row)
    kir.read(record, string: text.kir, into: &row)
    // A string that tells of no typed locus is still no typing; a faulty one is a fault of its own.
    var found: TypedLoci = row.faults.contains { $0.field == "gl_string" } ? .some : .none
    text.own.withUnsafeBufferPointer { own in
      for index in loci.indices {
        var cells = cells(index, record)
        cells.genotypes = text.loci[index].bytes(in: string, own: own)
        if readLocus(index, cells, record, &tables, &row) { found = .some }
      }
    }
    return found
  }

  /// The cells of a locus; those of DRB3, DRB4 and DRB5 may stand in columns that the three share.
  private func cells(_ index: Int, _ record: borrowing RegistryRecord) -> LocusCells {
    var cells = loci[index].cells(record)
    if let sharedDRB, Locus.absentable.contains(loci[index].locus), cells.dna.0.isEmpty, cells.dna.1.isEmpty {
      cells.dna = sharedDRB.cells(of: loci[index].locus, record)
    }
    return cells
  }

  /// - Returns: Whether the locus is typed.
  private func readLocus(
    _ index: Int, _ cells: LocusCells, _ record: borrowing RegistryRecord, _ tables: inout TypingTables,
    _ row: inout PersonRow
  ) -> Bool {
    row.typings[index] = .untyped
    if cells.isBlank { return false }
    let columns = loci[index]
    do throws(LocusFault) {
      let key = try tables.loci[index].key(cells)
      row.typings[index] = key
      guard tables.loci[index].hasNotes(key) else { return key != .untyped }
      for note in tables.loci[index].notes(of: key) {
        let place = place(columns, note.source, note.position)
        row.warnings.append(issue(place, record, code: note.note.code, message: note.note.message))
      }
      return tables.loci[index].typing(key) != .untyped
    } catch {
      for fault in tables.loci[index].faults(cells) {
        let place = place(columns, fault.source, fault.position)
        let found = issue(place, record, code: fault.fault.code, message: fault.fault.message)
        if Locus.ten.contains(columns.locus) { row.faults.append(found) } else { row.warnings.append(found) }
      }
      return Locus.ten.contains(columns.locus)
    }
  }
}

extension PersonReader {
  /// Takes the GL String apart; a faulty one rejects the row.
  ///
  /// - Returns: The string without its namespace and version.
  private func splitGLString(
    _ record: borrowing RegistryRecord, _ text: inout GenotypeText, _ reference: ReferenceIndex, _ row: inout PersonRow
  ) -> LocusCells.Cell {
    var string = record[glString]
    let place = CellPlace(field: "gl_string", column: glString)
    do throws(GLStringFault) {
      if let hash = string.lastIndex(of: UInt8(ascii: "#")) {
        let code = try GLStringCode(parsing: String(decoding: string, as: UTF8.self))
        // Not at the offset of the text: a cell in Windows-1252 has fewer bytes than its text in UTF-8.
        string = LocusCells.Cell(rebasing: string[(hash + 1)...])
        if code.namespace == "hla" { noteRelease(glString, record, code.version, reference, &row) }
      }
      try text.split(string)
    } catch {
      text.clear()
      row.faults.append(issue(place, record, code: error.code, message: "\(error)"))
      return LocusCells.Cell(start: nil, count: 0)
    }
    for locus in text.openPlaces {
      let message = "the GL String leaves open at which gene the alleles of \(locus) stand, so it counts as untyped"
      row.warnings.append(issue(place, record, code: "gene_location_open", message: message))
    }
    return string
  }

  /// Warns of a typing written in a release that the reference does not reach; names are lifted from older ones.
  private func noteRelease(
    _ column: Int, _ record: borrowing RegistryRecord, _ version: String?, _ reference: ReferenceIndex,
    _ row: inout PersonRow
  ) {
    let written = version ?? record.text(column)
    guard let release = ReleaseNumber(written) else { return }
    guard let own = ReleaseNumber(reference.facts.release), own < release else { return }
    let field = column == glString ? "gl_string" : "hla_version"
    let message =
      "the typing is written in release \(written), and the reference is release \(reference.facts.release); a reference "
      + "at least as new was expected"
    row.warnings.append(
      issue(CellPlace(field: field, column: column), record, code: "newer_release", message: message))
  }

  private func noteUnreadable(
    _ columns: SharedDRBColumns, _ record: borrowing RegistryRecord, _ row: inout PersonRow
  ) {
    for column in columns.unreadable(record) {
      let place = CellPlace(field: "DRB345_\(column == columns.first ? 1 : 2)", column: column)
      let message =
        "the value does not say of which gene it is and is not read; DRB3*, DRB4*, DRB5* or NNNN was expected"
      row.warnings.append(issue(place, record, code: "wrong_locus", message: message))
    }
  }

  /// Which cell an issue is about.
  private struct CellPlace {
    let field: String
    /// The column of the header, from 0; nil where the file has none.
    let column: Int?
  }

  private func place(_ columns: LocusColumns, _ source: TypingSource, _ position: Int) -> CellPlace {
    if source == .glString { return CellPlace(field: "gl_string", column: glString) }
    let field = "\(columns.locus.name)\(source == .dna ? "" : "_ser")_\(position)"
    if let own = columns.column(source, position) { return CellPlace(field: field, column: own) }
    return CellPlace(field: field, column: nil)
  }

  /// An issue of one cell; a cell whose column the file does not have is column 0, and empty.
  private func issue(
    _ place: CellPlace, _ record: borrowing RegistryRecord, code: String, message: String
  ) -> RowIssue {
    RowIssue(
      line: place.column.map { record.lineOfField($0) } ?? record.line,
      column: place.column.map { record.columnOfField($0) } ?? 0, field: place.field,
      value: place.column.map { record.text($0) } ?? "", code: code, message: message)
  }
}
