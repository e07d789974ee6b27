import HLANomenclature
import HLAReference
import HLATyping
import MatchReport

/// `typing`: what typings mean in a release.
public struct TypingRun {
  /// A line longer than this is no typing.
  private static let longestLine = 1 << 20
  private let resolver: TypingResolver
  private let locus: Locus?
  private let format: ResultFormat
  private let output: OutputFile

  /// A run against a release.
  ///
  /// - Parameters:
  ///   - reference: The release.
  ///   - codes: A table of multiple allele codes; nil for none.
  ///   - locus: The locus of typings that do not say it.
  ///   - format: JSON lines, or a table.
  ///   - path: Receives the answers; nil: standard output.
  public init(
    reference: ReferenceIndex, codes: MultipleAlleleCodes? = nil, locus: Locus?, format: ResultFormat,
    output path: String?
  ) throws(EngineError) {
    try format.requireTypings()
    (resolver, self.locus, self.format) = (TypingResolver(reference: reference, codes: codes), locus, format)
    output = try OutputFile(path: path)
  }

  /// Answers typings given one by one.
  ///
  /// - Returns: Whether all were understood.
  public func answer(_ typings: [String]) throws(EngineError) -> Bool {
    var isUnderstood = true
    for typing in typings { isUnderstood = try answer(typing) && isUnderstood }
    try output.commit()
    return isUnderstood
  }

  /// Answers a file, one typing a line, in order; every line is answered.
  public func answer(file path: String) throws(EngineError) {
    var lines = try LineReader(path: path, limit: TypingRun.longestLine)
    defer { lines.end() }
    while let line = try lines.next() {
      if line.isCut { try refuseLong(line.text) } else { _ = try answer(line.text) }
    }
    try output.commit()
  }

  private func refuseLong(_ start: String) throws(EngineError) {
    let message = "the line is longer than \(TypingRun.longestLine) bytes; one typing was expected"
    try write(
      TypingJSON(input: String(start.prefix(80)), error: TypingJSON.Refusal(code: "line_too_long", message: message)))
  }

  private func answer(_ typing: String) throws(EngineError) -> Bool {
    let json = resolver.meaning(typing, locus: locus)
    try write(json)
    return json.error == nil
  }

  private func write(_ json: TypingJSON) throws(EngineError) {
    for line in try json.lines(as: format) { try output.writeLine(line) }
  }
}
