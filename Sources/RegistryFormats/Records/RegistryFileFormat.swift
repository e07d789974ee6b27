/// The forms of donor and patient files; raw values as users write them.
public enum RegistryFileFormat: String, CaseIterable, Sendable {
  /// Delimited text with a header.
  case csv
  /// The CSV of WMDA's matching validation: bare values, of which one or two characters are an antigen.
  case mv4
  /// WMDA's inventory in XML.
  case wmdaXML = "wmda-xml"
  /// Histoimmunogenetics Markup Language, 1.0.1 to 1.0.3.
  case hml
  /// The donor import of Atlas.
  case atlasJSON = "atlas-json"
  /// One JSON object a line, keyed like the columns of CSV.
  case jsonLines = "jsonl"
  /// FHIR R4 Observations: a Bundle, one resource, or one a line.
  case fhir
}

extension RegistryFileFormat {
  /// Whether a file of the format has a header whose columns can be assigned and told about.
  public var hasHeader: Bool { self == .csv || self == .mv4 }

  /// The format of a file that begins so; CSV where nothing speaks for another.
  ///
  /// - Parameter start: The first bytes of the text, unpacked; a few kilobytes serve.
  public init(detecting start: some Collection<UInt8>) {
    let text = FormatSignature(start)
    switch text.first {
    case UInt8(ascii: "<"): self = text.opens("hml") ? .hml : .wmdaXML
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      if text.contains("\"resourceType\"") {
        self = .fhir
      } else if text.contains("\"updateMode\"") || text.contains("\"donors\"") {
        self = .atlasJSON
      } else {
        self = .jsonLines
      }
    default: self = .csv
    }
  }
}

/// The beginning of a file, searched for what tells formats apart.
private struct FormatSignature {
  private let text: [UInt8]

  init(_ start: some Collection<UInt8>) {
    let isUTF16 = start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF])
    let mark = isUTF16 ? 2 : start.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    // What tells formats apart is ASCII, of which UTF-16 makes every other byte zero.
    let body = start.dropFirst(mark).filter { !isUTF16 || $0 != 0 }
    text = Array(body.drop { $0 == 32 || (9...13).contains($0) })
  }

  var first: UInt8? { text.first }

  func contains(_ needle: StaticString) -> Bool {
    needle.withUTF8Buffer { needle in
      text.indices.contains { text[$0...].starts(with: needle) }
    }
  }

  /// Whether the first element of an XML document, after prolog and comments, has this name, be it with a prefix.
  func opens(_ name: String) -> Bool {
    var rest = text[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "<")), open + 1 < rest.endIndex {
      let next = rest[open + 1]
      guard next == UInt8(ascii: "?") || next == UInt8(ascii: "!") else {
        let tag = rest[(open + 1)...].prefix { $0 > 32 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
        let local = tag.split(separator: UInt8(ascii: ":")).last ?? []
        return local.elementsEqual(name.utf8)
      }
      rest = rest[(open + 2)...]
      if rest.starts(with: "--".utf8) { rest = FormatSignature.afterComment(rest) }
    }
    return false
  }

  private static func afterComment(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var index = text.startIndex
    while index + 2 < text.endIndex {
      if text[index...].starts(with: "-->".utf8) { return text[(index + 3)...] }
      index += 1
    }
    return []
  }
}
