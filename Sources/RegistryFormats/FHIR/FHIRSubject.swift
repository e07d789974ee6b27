import HLANomenclature

/// What the Observations of one subject say.
struct FHIRSubject {
  /// The single alleles of one locus, which are its gene copies.
  private struct Copies {
    var locus: [UInt8]
    var glString: [UInt8]
    var count: Int
  }

  /// Nothing where the subject is not named.
  let id: [UInt8]
  /// Where the subject was met first.
  let place: RecordPlace
  var fault: RecordFault?
  private var genotypes: [UInt8] = []
  private var haplotypes: [Copies] = []
  private(set) var version: [UInt8] = []
  private var release: ReleaseNumber?
  private(set) var kir: [UInt8] = []

  init(id: [UInt8], place: RecordPlace, fault: RecordFault? = nil) {
    (self.id, self.place, self.fault) = (id, place, fault)
  }

  /// The blocks of all loci, joined by `^`: genotypes first, then the loci known by single alleles.
  var glString: [UInt8] {
    haplotypes.reduce(into: genotypes) { Self.join($1.glString, to: &$0, UInt8(ascii: "^")) }
  }

  /// Adds a GL String.
  ///
  /// - Parameters:
  ///   - code: Of the namespace `hla` or `kir`.
  ///   - isHaplotype: Whether it came from an Observation of a haplotype.
  ///   - place: Where it stands.
  mutating func add(_ code: FHIRGenotypeText, isHaplotype: Bool, at place: RecordPlace) {
    guard code.namespace == .hla else {
      return Self.join(code.glString, to: &kir, UInt8(ascii: "^"))
    }
    // The newest counts: a reference that does not reach it may lack names.
    if let found = code.release, let text = code.version, release.map({ $0 < found }) ?? true {
      (release, version) = (found, text)
    }
    guard isHaplotype, code.isSingleCopy else {
      return Self.join(code.glString, to: &genotypes, UInt8(ascii: "^"))
    }
    let locus = Array(code.loci.joined(separator: "~").utf8)
    guard let index = haplotypes.firstIndex(where: { $0.locus == locus }) else {
      return haplotypes.append(Copies(locus: locus, glString: code.glString, count: 1))
    }
    haplotypes[index].count += 1
    if haplotypes[index].count > 2 { note(.repeated(name: "a third haplotype of one locus"), at: place) }
    Self.join(code.glString, to: &haplotypes[index].glString, UInt8(ascii: "+"))
  }

  /// Notes that the record must not be used; the first fault stays.
  mutating func note(_ kind: RecordFault.Kind, at place: RecordPlace) {
    if fault == nil { fault = RecordFault(kind: kind, line: place.line, column: place.column) }
  }

  private static func join(_ text: [UInt8], to whole: inout [UInt8], _ separator: UInt8) {
    if !whole.isEmpty { whole.append(separator) }
    whole += text
  }
}

/// The subjects of a file, in the order in which they were met.
struct FHIRSubjects {
  /// Most subjects, faulty ones too, and most bytes of their ids and typings.
  struct Bounds {
    var subjects = 1_000_000
    var text = 1 << 30
  }

  private(set) var all: [FHIRSubject] = []
  private let bounds: Bounds
  private var numbers: [[UInt8]: Int] = [:]
  private var textLength = 0

  init(bounds: Bounds = Bounds()) { self.bounds = bounds }

  /// Adds a record of its own, which cannot be used.
  mutating func append(_ fault: RecordFault.Kind, at place: RecordPlace) throws(JSONFileError) {
    let fault = RecordFault(kind: fault, line: place.line, column: place.column)
    try append(FHIRSubject(id: [], place: place, fault: fault))
  }

  /// Adds the values of one Observation to its subject.
  mutating func add(
    _ values: [(code: FHIRGenotypeText?, place: RecordPlace)], of observation: FHIRObservation, at place: RecordPlace
  ) throws(JSONFileError) {
    guard let (key, id) = observation.subjectName else {
      return try append(.unexpectedValue(name: "subject", expected: "a reference or an identifier"), at: place)
    }
    let number = numbers[key] ?? all.count
    if number == all.count {
      try append(FHIRSubject(id: id, place: place))
      numbers[key] = number
    }
    if let name = observation.repeatedName { all[number].note(.repeated(name: name), at: place) }
    for value in values {
      guard let code = value.code else {
        let expected = "a GL String or a GL String Code"
        all[number].note(.unexpectedValue(name: "valueCodeableConcept", expected: expected), at: value.place)
        continue
      }
      textLength += code.glString.count + 1
      all[number].add(code, isHaplotype: observation.isHaplotype, at: value.place)
    }
    if textLength > bounds.text { throw .tooMuchText(limit: bounds.text) }
  }

  private mutating func append(_ subject: FHIRSubject) throws(JSONFileError) {
    guard all.count < bounds.subjects else { throw .tooManySubjects(limit: bounds.subjects) }
    textLength += subject.id.count
    if textLength > bounds.text { throw .tooMuchText(limit: bounds.text) }
    all.append(subject)
  }
}

extension FHIRObservation {
  /// What tells the subject from others, and its id; nil if it is not named.
  ///
  /// A reference to a resource contained in this one means nothing outside of it.
  var subjectName: (key: [UInt8], id: [UInt8])? {
    if let reference, let first = reference.first, first != UInt8(ascii: "#") {
      let id = reference.starts(with: "Patient/".utf8) ? Array(reference.dropFirst(8)) : reference
      if !id.isEmpty { return ([0] + reference, id) }
    }
    guard let identifier, !identifier.isEmpty else { return nil }
    return ([1] + (identifierSystem ?? []) + [0] + identifier, identifier)
  }
}
