// Invariants: libxml2 owns all memory seen here. Names are entries of the parser's dictionary, so equal names have
// equal addresses while the parser lives; values are not terminated and valid only during the callback.
import CLibXML2
import Glibc

/// A name in the dictionary of one parser.
typealias XMLNamePointer = UnsafePointer<xmlChar>

/// The element and attribute names that hla.xml is read for, as entries of one parser's dictionary.
struct XMLNames {
  let release, alleles, allele, releaseVersions, gGroup, pGroup, catalogue, catalogueEntry, translation: XMLNamePointer
  let id, name, status, version, currentRelease, releaseStatus, confirmed, catalogueStatus, population: XMLNamePointer

  /// Enters the names into the dictionary of a new parser.
  init(of context: xmlParserCtxtPtr) {
    func entry(_ name: StaticString) -> XMLNamePointer {
      guard let pointer = xmlDictLookup(context.pointee.dict, name.utf8Start, Int32(name.utf8CodeUnitCount)) else {
        fatalError("out of memory")
      }
      return pointer
    }
    release = entry("release")
    alleles = entry("alleles")
    allele = entry("allele")
    releaseVersions = entry("releaseversions")
    gGroup = entry("hla_g_group")
    pGroup = entry("hla_p_group")
    catalogue = entry("cwd_catalogue")
    catalogueEntry = entry("cwd_entry")
    translation = entry("translation")
    id = entry("id")
    name = entry("name")
    status = entry("status")
    version = entry("version")
    currentRelease = entry("currentrelease")
    releaseStatus = entry("releasestatus")
    confirmed = entry("confirmed")
    catalogueStatus = entry("cwd_status")
    population = entry("population")
  }
}

/// The attributes of one element, read in place.
struct XMLAttributes {
  /// Five pointers an attribute: local name, prefix, namespace, begin and end of the value.
  private let fields: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  private let count: Int

  /// Wraps the arguments of the callback.
  init(_ fields: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int32) {
    self.fields = fields
    self.count = Int(count)
  }

  /// The value of the attribute without prefix that has this name.
  ///
  /// - Complexity: O(number of attributes).
  subscript(name: XMLNamePointer) -> UnsafeBufferPointer<UInt8>? {
    guard let fields else { return nil }
    for index in 0..<count {
      let field = fields + 5 * index
      guard field[0] == name, field[1] == nil, let begin = field[3], let end = field[4] else { continue }
      return UnsafeBufferPointer(start: begin, count: end - begin)
    }
    return nil
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether the bytes are exactly this text.
  func equals(_ text: StaticString) -> Bool { count == text.utf8CodeUnitCount && begins(with: text) }

  /// Whether the bytes begin with this text.
  func begins(with text: StaticString) -> Bool {
    guard let baseAddress, count >= text.utf8CodeUnitCount else { return false }
    return memcmp(baseAddress, text.utf8Start, text.utf8CodeUnitCount) == 0
  }

  /// The bytes after `HLA-`, which most releases write before the name of a gene of the HLA region.
  var withoutPrefix: UnsafeBufferPointer<UInt8> {
    begins(with: "HLA-") ? UnsafeBufferPointer(rebasing: self[4...]) : self
  }
}
