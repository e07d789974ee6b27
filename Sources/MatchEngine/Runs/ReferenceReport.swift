import HLAMatching
import HLAReference

/// What a reference was made from, in words.
public enum ReferenceReport {
  private static let notesShown = 10

  /// The lines of `reference info`.
  public static func lines(_ facts: ReferenceFacts, allNotes: Bool) -> [String] {
    var lines = ["IPD-IMGT/HLA \(facts.release)\(facts.isExcerpt ? ", embedded excerpt: not a full release" : "")"]
    for source in facts.sources {
      lines.append("\(source.kind): \(grouped(source.live)) live and \(grouped(source.deleted)) deleted")
      lines.append("  from \(source.files.joined(separator: ", "))")
    }
    if facts.sources.count > 1 {
      for source in facts.sources { lines.append("\(grouped(source.onlyHere)) in the \(source.kind) only") }
    }
    lines.append("source hash: \(facts.sourceHash)")
    let noun = facts.notes.count == 1 ? "note" : "notes"
    if !facts.notes.isEmpty { lines.append("\(grouped(facts.notes.count)) \(noun) on the sources:") }
    let shown = allNotes ? facts.notes[...] : facts.notes.prefix(notesShown)
    lines += shown.map { "  \($0)" }
    if shown.count < facts.notes.count {
      lines.append("  and \(grouped(facts.notes.count - shown.count)) more (--notes)")
    }
    return lines
  }

  /// Digits in groups of three.
  static func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number).reversed().enumerated() {
      if index > 0, index % 3 == 0 { text.append(" ") }
      text.append(digit)
    }
    return String(text.reversed())
  }
}

/// The program's version with everything that decides a result.
extension ProgramVersion {
  /// Program, embedded release, kernels in use.
  public static var report: String {
    "\(text)\nembedded excerpt of IPD-IMGT/HLA \(ReferenceIndex.embeddedRelease)\nkernels: \(ScanKernel.best.rawValue)"
  }
}

extension ReferenceIndex {
  /// Builds an index from official files.
  ///
  /// - Throws: ``EngineError`` of the data or of a missing input.
  public static func make(sources: [String], repairing: Bool) throws(EngineError) -> ReferenceIndex {
    do { return try build(sources: sources, repairingControlCharacters: repairing) } catch { throw EngineError(error) }
  }
}
