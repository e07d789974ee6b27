import HLANomenclature
import HLATyping
import RegistryFormats

extension KIRTable {
  /// Reads KIR typings.
  ///
  /// - Parameter warnings: Receives what is wrong with its rows; a bad row is left out.
  /// - Throws: ``EngineError`` where the file as a whole cannot be used.
  static func read(
    _ source: InputSource, options: RegistryFile.Options, warnings: IssueLog,
    observer: @escaping (UnsafeRawBufferPointer) -> Void
  ) throws(EngineError) -> KIRTable {
    var table = KIRTable()
    let path = source.name
    do {
      let file = try source.open(options, observer: observer)
      let reader = try KIRTableReader(header: file.header)
      var row = PersonRow(locusCount: Locus.typed.count)
      try file.forEachRecord { record in
        if let fault = record.fault { return try warnings.add(fault.issue, file: path) }
        reader.read(record, into: &row)
        for issue in row.faults + row.warnings { try warnings.add(issue, file: path) }
        guard row.faults.isEmpty, !table.add(id: row.id, row.facts.kir) else { return }
        let message = "this id stood in an earlier row of the KIR table; each id was expected once"
        try warnings.add(row.idIssue(field: "donor_id", code: "duplicate_id", message: message), file: path)
      }
    } catch {
      throw EngineError(reading: error, file: path)
    }
    return table
  }
}
