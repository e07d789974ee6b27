/// Why no index could be made from the sources.
public enum ReferenceBuildError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A source is missing or cannot be read; the operating system's words.
  case unreadable(file: String, reason: String)
  /// A source was found but is not what its name says.
  case source(file: String, ReferenceSourceError)
  /// A folder holds none of the files of an official release.
  case noSources(folder: String)
  /// The text files stand alone, and one of those that a release cannot do without is missing.
  case missingFile(String)
  /// Two sources belong to different releases.
  case mixedReleases(String, String)
  /// The same official file was given twice.
  case repeatedSource(String, String)
  /// No source says which release it belongs to.
  case noRelease
  /// More identities or serology rows at a locus than the index format can number.
  case tooLarge(String)
  /// A line of the embedded excerpt breaks its layout.
  case excerpt(line: Int)
  /// A compiled table of codes does not open.
  case codes(file: String, ReferenceIndexError)
  /// A line of a published table of codes is not understood.
  case codeLine(file: String, line: Int)
  /// The index just made does not open; a fault of the program.
  case unusable(ReferenceIndexError)

  /// One sentence: what is wrong; what was expected.
  public var description: String {
    switch self {
    case .unreadable(let file, let reason): "\(file): cannot be read (\(reason)); a readable file was expected"
    case .source(let file, let error): "\(file): \(error)"
    case .noSources(let folder):
      "\(folder): holds no official files; Allelelist.txt with wmda/hla_nom_p.txt, or xml/hla.xml.zip, was expected "
        + "(layout of ANHIG/IMGTHLA)"
    case .missingFile(let file): "\(file) is missing; without hla.xml the text files cannot do without it"
    case .mixedReleases(let first, let second):
      "the sources belong to releases \(first) and \(second); sources of one release were expected"
    case .repeatedSource(let first, let second):
      "\(first) and \(second) are the same file of a release; each was expected once"
    case .noRelease:
      "no source says which release it belongs to; a '# version:' line or release_version.txt was expected"
    case .tooLarge(let what): "\(what) exceeds what the index format can number"
    case .excerpt(let line): "the embedded excerpt is not understood in line \(line)"
    case .codes(let file, let error): "\(file): \(error)"
    case .codeLine(let file, let line):
      "\(file):\(line): not understood; a code and its list, separated by tabs, were expected (alpha.v3 or numer.v3)"
    case .unusable(let error): "the index just made \(error)"
    }
  }
}
