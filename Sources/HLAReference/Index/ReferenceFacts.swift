/// One file, or one family of files, that an index was made from.
public struct ReferenceSource: Equatable, Sendable {
  /// `xml`, `text` or `excerpt`.
  public var kind: String
  /// The file names, without folders.
  public var files: [String] = []
  /// Living alleles in this source.
  public var live = 0
  /// Deleted names in this source.
  public var deleted = 0
  /// Living alleles that no other source has.
  public var onlyHere = 0

  /// A source without files yet.
  public init(kind: String) { self.kind = kind }
}

/// What an index was made from, and what was noticed on the way.
public struct ReferenceFacts: Equatable, Sendable {
  /// The release, as `3.58.0`.
  public var release = ""
  /// True for the embedded table of common alleles, against which XX and serology stay open (DOMAIN 2.9).
  public var isExcerpt = false
  /// SHA-256 over the SHA-256 of every source file, lower-case hexadecimal.
  public var sourceHash = ""
  /// The sources, XML first.
  public var sources: [ReferenceSource] = []
  /// Differences and faults, one sentence each, in the order found.
  public var notes: [String] = []
  /// True where Nomenclature_2009.txt was among the sources; without it some pre-2010 names cannot be resolved.
  public var hasFormerNames = false

  /// Facts to be filled in.
  public init() {}

  /// The lines stored in the index file.
  var text: String {
    var lines = ["release\t\(release)", "excerpt\t\(isExcerpt)", "hash\t\(sourceHash)", "former\t\(hasFormerNames)"]
    for source in sources {
      let counts = "\(source.live)\t\(source.deleted)\t\(source.onlyHere)"
      lines.append("source\t\(source.kind)\t\(counts)\t\(source.files.joined(separator: "\t"))")
    }
    lines += notes.map { "note\t\($0)" }
    return lines.joined(separator: "\n")
  }

  /// Reads the lines back.
  init(text: String) throws(ReferenceIndexError) {
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard parts.count >= 2 else { throw .damaged }
      switch parts[0] {
      case "release": release = parts[1]
      case "excerpt": isExcerpt = parts[1] == "true"
      case "hash": sourceHash = parts[1]
      case "former": hasFormerNames = parts[1] == "true"
      case "note": notes.append(parts[1])
      case "source":
        guard parts.count >= 5, let live = Int(parts[2]), let deleted = Int(parts[3]), let only = Int(parts[4]) else {
          throw .damaged
        }
        var source = ReferenceSource(kind: parts[1])
        (source.live, source.deleted, source.onlyHere) = (live, deleted, only)
        source.files = Array(parts[5...])
        sources.append(source)
      default: throw .damaged
      }
    }
  }
}
