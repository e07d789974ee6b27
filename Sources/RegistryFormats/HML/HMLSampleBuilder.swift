import HLANomenclature

/// Makes a record of a sample: haploids into the columns of their loci, GL Strings joined.
final class HMLSampleBuilder: XMLRecordBuilder {
  typealias Role = HMLElements.Role

  private let buffer: RecordBuffer
  private var haploids: HMLHaploids
  private var hlaString = HMLGenotypeString()
  private var kirString = HMLGenotypeString()
  private var version: HMLAlleleVersion?

  // Of the typing and the allele assignment that are open.
  private var isKIRFamily = false
  private var isKIRAssignment = false
  private var assignmentVersion: HMLAlleleVersion?
  private var uriPlace: RecordPlace?
  private var unresolvedPlace: RecordPlace?

  init(_ buffer: RecordBuffer) {
    self.buffer = buffer
    haploids = HMLHaploids(buffer)
  }

  func begin(_ role: Int) {
    haploids.beginSample()
    (hlaString, kirString) = (HMLGenotypeString(), HMLGenotypeString())
    version = nil
  }

  func open(_ role: Int, at place: RecordPlace) {
    switch role {
    case Role.typing: isKIRFamily = false
    case Role.assignment:
      haploids.beginAssignment()
      isKIRAssignment = isKIRFamily
      (assignmentVersion, uriPlace, unresolvedPlace) = (nil, nil, nil)
    case Role.haploid: haploids.begin(at: place)
    default: break
    }
  }

  func set(_ role: Int, _ text: UnsafeBufferPointer<UInt8>, at place: RecordPlace) {
    switch role {
    case Role.geneFamily: isKIRFamily = text.elementsEqual("KIR".utf8)
    case Role.version: assignmentVersion = HMLAlleleVersion(text, at: place)
    case Role.locus: haploids.setLocus(text)
    case Role.method: haploids.setMethod(text)
    case Role.type: haploids.setType(text, at: place)
    case Role.uri: uriPlace = text.isEmpty ? nil : place
    case Role.glString:
      addGenotype(text, at: place)
      uriPlace = nil
    default: break
    }
  }

  func close(_ role: Int) {
    switch role {
    case Role.haploid: if !isKIRFamily { haploids.end() }
    case Role.assignment: endAssignment()
    default: break
    }
  }

  func finish() {
    if let column = StandardHeader.index(of: .glString), let place = hlaString.place {
      buffer.set(column, hlaString.text, at: place)
    }
    if let column = StandardHeader.index(of: .kir), let place = kirString.place {
      buffer.set(column, Array("gl:".utf8) + kirString.text, at: place)
    }
    if let column = StandardHeader.index(of: .hlaVersion), let version {
      buffer.set(column, version.text, at: version.place)
    }
  }

  private func addGenotype(_ text: UnsafeBufferPointer<UInt8>, at place: RecordPlace) {
    guard !text.isEmpty else {
      if unresolvedPlace == nil { unresolvedPlace = uriPlace }
      return
    }
    let isKIR = isKIRFamily || text.starts(with: "KIR".utf8)
    isKIRAssignment = isKIRAssignment || isKIR
    let isKept = isKIR ? kirString.append(text, at: place) : hlaString.append(text, at: place)
    if !isKept { buffer.note(.recordTooLong(limit: HMLGenotypeString.limit), at: place) }
  }

  private func endAssignment() {
    guard !isKIRAssignment else { return }
    // What only a KIR typing lacks leaves the typing of HLA as it is.
    if let unresolvedPlace, !haploids.hasTyping {
      let expected = "the GL string itself; a uri cannot be resolved offline"
      buffer.note(.unexpectedValue(name: "glstring", expected: expected), at: unresolvedPlace)
    }
    // The newest counts: a reference that does not reach it may lack names.
    if let found = assignmentVersion, version?.precedes(found) ?? true { version = found }
  }
}

/// The GL Strings of a sample, one behind the other.
struct HMLGenotypeString {
  /// The most bytes of all of them.
  static let limit = XMLWalk.textLimit

  private(set) var text: [UInt8] = []
  /// Where the first stands; nil while there is none.
  private(set) var place: RecordPlace?

  /// Adds one, without the white space in it; false if that would be too long.
  mutating func append(_ part: UnsafeBufferPointer<UInt8>, at place: RecordPlace) -> Bool {
    guard text.count + part.count < Self.limit else { return false }
    if self.place == nil { self.place = place } else { text.append(UInt8(ascii: "^")) }
    text.append(contentsOf: part.lazy.filter { !ASCII.isXMLSpace($0) })
    return true
  }
}

/// The release of the nomenclature in which alleles are written.
struct HMLAlleleVersion {
  let text: [UInt8]
  let place: RecordPlace
  private let release: ReleaseNumber

  /// Nil for a text that is no release.
  init?(_ text: UnsafeBufferPointer<UInt8>, at place: RecordPlace) {
    guard let release = ReleaseNumber(String(decoding: text, as: UTF8.self)) else { return nil }
    (self.text, self.place, self.release) = (Array(text), place, release)
  }

  /// Whether the release is older: 3.9.0 comes before 3.58.0.
  func precedes(_ other: HMLAlleleVersion) -> Bool { release < other.release }
}
