/// Reads hla.xml, plain, gzipped or zipped, of any release from 3.15 on.
struct HLAXMLReader {
  /// What to do about control characters that XML forbids.
  enum ControlCharacters {
    /// Stop with the line number.
    case refuse
    /// Drop and count them before the parser sees them.
    case repair
  }

  /// What to do about control characters that XML forbids.
  var controlCharacters = ControlCharacters.refuse
  /// Most bytes that a compressed file may inflate to.
  var limit = 2 << 30

  /// Reads a file to its end.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - observe: Sees every byte of the file as stored, once and in order.
  ///   - sink: Called once an `allele` element, in the order of the document, deleted alleles included; the same
  ///     accession can come more than once. What it was given counts only once this method has returned, since a
  ///     damaged file may be noticed at its end.
  /// - Returns: The version and the counts.
  /// - Throws: ``ReferenceSourceError``, and what the sink throws.
  func read(
    path: String, observing observe: (UnsafeRawBufferPointer) -> Void = { _ in }, sink: (XMLAllele) throws -> Void
  ) throws -> XMLReleaseSummary {
    try withoutActuallyEscaping(sink) { sink in
      let parser = AlleleParser(sink: sink)
      let file = ReleaseFile(path: path, content: .xml, limit: limit)
      var filter = ControlCharacterFilter()
      switch controlCharacters {
      case .refuse: try file.stream(observing: observe, into: { try parser.parse($0) })
      case .repair:
        try file.stream(observing: observe) { chunk in try filter.filter(chunk) { try parser.parse($0) } }
      }
      var summary = try parser.finish()
      summary.droppedControlCharacters = filter.dropped
      return summary
    }
  }
}
