/// A genotype list string with or without the nomenclature it is written in: `hla#3.58.0#HLA-A*02:01+HLA-A*24:02`.
///
/// Source: Milius 2013; FORMATS, section 3.1.
public struct GLStringCode: Equatable, Sendable {
  /// The nomenclature, in lower case; nil where none is given.
  public var namespace: String?
  /// Its version or date, as written; nil where none is given.
  public var version: String?
  /// The string itself, with its distance from the beginning of the code in bytes.
  public var string: Substring
  /// Distance of ``string`` from the beginning of the text, in bytes of UTF-8.
  public var offset: Int

  /// Takes a text apart; without a `#` it is a plain genotype list string.
  ///
  /// - Throws: ``GLStringFault`` of the kind ``GLStringFault/Kind/malformedCode``.
  public init(parsing text: String) throws(GLStringFault) {
    let parts = text.split(separator: "#", omittingEmptySubsequences: false)
    if parts.count == 1 {
      (namespace, version, string, offset) = (nil, nil, text[...], 0)
      return
    }
    let namespace = parts[0].lowercased()
    guard parts.count == 3, ["hla", "kir", "ard"].contains(namespace), !parts[1].isEmpty, !parts[2].isEmpty else {
      throw GLStringFault(.malformedCode, offset: 0)
    }
    self.namespace = namespace
    version = String(parts[1])
    string = parts[2]
    offset = text.utf8.distance(from: text.startIndex, to: parts[2].startIndex)
  }
}
