import HLANomenclature
import HLATyping
import MatchReport

extension MatchReference {
  /// What a typing means in this release.
  ///
  /// - Parameters:
  ///   - typing: An allele name, a group, an XX code, a multiple allele code, a list, an antigen, `NEW` or `NNNN`.
  ///   - locus: The locus of a typing that does not say it.
  /// - Returns: The meaning, or why the typing is refused (``TypingJSON/error``).
  public func meaning(of typing: String, locus: Locus? = nil) -> TypingJSON {
    TypingResolver(reference: index, codes: codes).meaning(typing, locus: locus)
  }

  /// What typings mean in this release, as `hlamatch typing` prints it.
  ///
  /// - Parameters:
  ///   - typings: Typings as for ``meaning(of:locus:)``; all are answered, in order.
  ///   - locus: The locus of typings that do not say it.
  ///   - format: ``ResultFormat/jsonl``, one line a typing, or ``ResultFormat/table``.
  /// - Throws: ``EngineError/usage(_:)`` for another format.
  public func typingText(
    of typings: [String], locus: Locus? = nil, as format: ResultFormat = .jsonl
  ) throws(EngineError) -> [UInt8] {
    try format.requireTypings()
    var bytes: [UInt8] = []
    for typing in typings {
      for line in try meaning(of: typing, locus: locus).lines(as: format) {
        bytes += line.utf8
        bytes.append(10)
      }
    }
    return bytes
  }
}

extension TypingJSON {
  /// The answer as JSON lines or as text.
  func lines(as format: ResultFormat) throws(EngineError) -> [String] {
    format == .jsonl ? [try JSONText.line(self)] : lines
  }
}

extension TypingResolver {
  /// The meaning of a typing, its locus taken from the caller or from its own text.
  func meaning(_ typing: String, locus: Locus?) -> TypingJSON {
    guard let locus = locus ?? TypingResolver.writtenLocus(typing) else {
      let message = "the typing names no locus; A*02:01, or --locus, was expected"
      return TypingJSON(input: typing, error: TypingJSON.Refusal(code: "no_locus", message: message))
    }
    do throws(TypingFault) {
      switch try cell(typing, locus: locus) {
      case .position(let position):
        return TypingJSON(input: typing, locus: locus, position: position, reference: reference)
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
