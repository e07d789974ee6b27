import HLANomenclature

/// A GL String, with the namespace and the version in front of it if it is a GL String Code.
///
/// Source: FORMATS, section 3.1: `namespace#version-or-date#glstring`.
struct FHIRGenotypeText: Equatable {
  enum Namespace { case hla, kir, other }

  var namespace: Namespace
  /// Nil for a bare GL String.
  var version: [UInt8]?
  var glString: [UInt8]
  private var string = GLString(blocks: [])

  /// Understands a text; nil if it is neither.
  init?(_ text: [UInt8]) {
    let trimmed = text.drop(while: ASCII.isBlank)
    let body = trimmed.prefix(upTo: (trimmed.lastIndex { !ASCII.isBlank($0) }).map { $0 + 1 } ?? trimmed.startIndex)
    let parts = body.split(separator: UInt8(ascii: "#"), omittingEmptySubsequences: false)
    guard parts.count == 1 || parts.count == 3, let last = parts.last else { return nil }
    glString = Array(last)
    if parts.count == 3 {
      guard !parts[0].isEmpty, !parts[1].isEmpty, !last.isEmpty else { return nil }
      version = Array(parts[1])
      switch ShortName(parts[0]) {
      case ShortName("hla"): namespace = .hla
      case ShortName("kir"): namespace = .kir
      default: namespace = .other
      }
    } else {
      namespace = last.prefix(3).map(ASCII.lowercased).elementsEqual("kir".utf8) ? .kir : .hla
    }
    // Names of another nomenclature, such as ABO, follow its own rules.
    if namespace == .other { return }
    do { string = try GLString(parsing: String(decoding: last, as: UTF8.self)) } catch { return nil }
  }

  /// The loci of the names, in order and each once, without `HLA-`.
  var loci: [Substring] {
    var loci: [Substring] = []
    let lists = string.blocks.flatMap(\.locations).flatMap(\.genotypes).flatMap(\.copies).flatMap(\.genes)
    for list in lists where !loci.contains(list.gene) { loci.append(list.gene) }
    return loci
  }

  /// Whether there is one gene copy only, be it ambiguous.
  var isSingleCopy: Bool {
    !glString.contains { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "^") || $0 == UInt8(ascii: "|") }
  }

  /// The release that the version names; nil for a date, or where there is none.
  var release: ReleaseNumber? { version.flatMap { ReleaseNumber(String(decoding: $0, as: UTF8.self)) } }
}
