/// Why a file of a release could not be read: the file itself, its container, or the XML in it.
///
/// The path is not part of it; the caller knows which file it asked for.
public enum ReferenceSourceError: Error, Equatable, Sendable {
  /// The system refused to open or read the file, with its reason.
  case unreadable(reason: String)
  /// The file, or the member of the archive, holds no bytes.
  case empty
  /// The file is the small text that Git LFS leaves in place of the real one.
  case gitLFSPointer
  /// The file is a web page, as a failed download leaves one.
  case webPage
  /// The file begins like something else.
  case unexpectedContent(found: String, expected: String)
  /// The zip archive has no central directory where it should end.
  case zipTruncated
  /// The zip archive needs something this reader leaves out on purpose.
  case zipUnsupported(feature: String)
  /// The zip archive holds no member, or more than one, that could be meant.
  case zipMember(candidates: [String], names: [String], suffixes: [String])
  /// The zip archive contradicts itself.
  case zipDamaged(fault: String)
  /// The gzip file ends in the middle or its content does not fit its check sum.
  case gzipDamaged(fault: String)
  /// The compressed file inflates to more than the limit, in bytes.
  case tooLarge(limit: Int)
  /// A control character that XML forbids.
  case controlCharacter(line: Int)
  /// A document type declaration, which could carry entities.
  case documentType(line: Int)
  /// The outermost element is another one.
  case rootElement(found: String, line: Int)
  /// An `allele` element inside another.
  case nestedAllele(line: Int)
  /// The XML breaks a rule of the language, with the parser's reason.
  case notWellFormed(line: Int, reason: String)
  /// The XML ends before its outermost element does.
  case endsEarly(line: Int)
  /// A whole document without a single `allele` element.
  case noAlleles
}

extension ReferenceSourceError {
  /// The line of the XML text, counted from 1, where known.
  public var line: Int? {
    switch self {
    case .controlCharacter(let line), .documentType(let line), .rootElement(_, let line), .nestedAllele(let line),
      .notWellFormed(let line, _), .endsEarly(let line):
      line
    default: nil
    }
  }
}

extension ReferenceSourceError: CustomStringConvertible {
  /// One sentence: what is wrong; what was expected or what helps.
  public var description: String {
    switch self {
    case .unreadable(let reason): "the file cannot be read (\(reason)); expected a regular, readable file"
    case .empty: "the file is empty; expected a file of a release, plain, gzipped or zipped"
    case .gitLFSPointer:
      "this is a Git LFS pointer, not the file itself; fetch it with `git lfs pull` or download the archive"
    case .webPage: "this is an HTML page, not a file of a release; the download probably failed"
    case .unexpectedContent(let found, let expected): "found \(found); expected \(expected)"
    case .tooLarge(let limit): "the compressed file inflates to more than \(limit) bytes; expected less"
    case .gzipDamaged(let fault): "the gzip file is damaged (\(fault)); download it again"
    case .zipTruncated, .zipUnsupported, .zipMember, .zipDamaged: zipDescription
    default: xmlDescription
    }
  }

  private var zipDescription: String {
    switch self {
    case .zipUnsupported(let feature):
      "the zip archive uses \(feature); expected one stored or deflated member, not encrypted"
    case .zipMember(let candidates, let names, let suffixes):
      "the zip archive has \(candidates.isEmpty ? "no" : "\(candidates.count)") members ending in "
        + "\(suffixes.joined(separator: " or ")) among \(Self.listing(names)); expected exactly one"
    case .zipDamaged(let fault): "the zip archive is damaged (\(fault)); download it again"
    default: "the zip archive has no central directory, so its end is missing; download it again"
    }
  }

  private var xmlDescription: String {
    switch self {
    case .controlCharacter(let line):
      "line \(line): a control character that XML forbids; read with the option that repairs control characters"
    case .documentType(let line):
      "line \(line): a DOCTYPE, which hla.xml never has; refused because it can carry entities"
    case .rootElement(let found, let line):
      "line \(line): the outermost element is '\(found)'; expected 'release' or 'alleles'"
    case .nestedAllele(let line): "line \(line): an allele element inside another; expected them side by side"
    case .notWellFormed(let line, let reason): "line \(line): not well-formed XML (\(reason)); download the file again"
    case .endsEarly(let line): "line \(line): the XML ends before it is complete; download the file again"
    default: "the document has no allele element; expected hla.xml of a release"
    }
  }

  private static func listing(_ names: [String]) -> String {
    guard !names.isEmpty else { return "no names" }
    let shown = names.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }
}
