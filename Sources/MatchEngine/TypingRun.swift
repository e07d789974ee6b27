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
  ///   - locus: The locus of typings that do not say it.
  ///   - format: JSON lines, or a table.
  public init(
    reference: ReferenceIndex, codes: MultipleAlleleCodes? = nil, locus: Locus?, format: ResultFormat,
    output path: String?
  ) throws(EngineError) {
    guard format == .jsonl || format == .table else {
      throw .usage("typing writes jsonl or table; --format jsonl or --format table was expected")
    }
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
    let json = TypingRun.meaning(typing, locus: locus, resolver)
    try write(json)
    return json.error == nil
  }

  private func write(_ json: TypingJSON) throws(EngineError) {
    if format == .jsonl {
      try output.writeLine(JSONText.line(json))
    } else {
      for line in json.lines { try output.writeLine(line) }
    }
  }

  /// The meaning of a typing, its locus taken from the option or from its own text.
  static func meaning(_ typing: String, locus: Locus?, _ resolver: TypingResolver) -> TypingJSON {
    guard let locus = locus ?? writtenLocus(typing) else {
      let message = "the typing names no locus; A*02:01, or --locus, was expected"
      return TypingJSON(input: typing, error: TypingJSON.Refusal(code: "no_locus", message: message))
    }
    do throws(TypingFault) {
      switch try resolver.cell(typing, locus: locus) {
      case .position(let position):
        return TypingJSON(input: typing, locus: locus, position: position, reference: resolver.reference)
      case .absent: return TypingJSON(absent: typing, locus: locus)
      case .blank, .untyped:
        let message = "the locus is not typed, so there is no allele to show; a typing was expected"
        return TypingJSON(input: typing, error: TypingJSON.Refusal(code: "untyped", message: message))
      }
    } catch {
      return TypingJSON(input: typing, error: TypingJSON.Refusal(code: error.code, message: error.message))
    }
  }

  /// The locus before the first asterisk, or of the letters of an antigen.
  private static func writtenLocus(_ typing: String) -> Locus? {
    let text = typing.drop { $0 == " " || $0 == "\t" }
    guard let star = text.firstIndex(of: "*") else { return Antigen.gene(ofLetters: text.prefix { $0.isLetter }) }
    return Locus(name: text[..<star].hasPrefix("HLA-") ? text[..<star].dropFirst(4) : text[..<star])
  }
}
