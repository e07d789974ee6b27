/// The parts of one `allele` element, gathered until its end.
///
/// Attribute values die with the callback that brings them, so they are copied into one reused buffer.
struct AlleleDraft {
  private var text: [UInt8] = []
  private var protein: [UInt8] = []
  private var identifier = 0..<0
  private var name = 0..<0
  private var gGroup: Range<Int>?
  private var pGroup: Range<Int>?
  private var line = 0
  private var catalogue = CatalogueTally()
  /// The element is not closed yet.
  private(set) var isOpen = false
  /// See ``XMLAllele/isDeleted``.
  private(set) var isDeleted = false
  private var isConfirmed: Bool?

  /// Starts an allele.
  mutating func open(_ attributes: XMLAttributes, names: XMLNames, line: Int) {
    text.removeAll(keepingCapacity: true)
    protein.removeAll(keepingCapacity: true)
    identifier = keep(attributes[names.id])
    name = keep(attributes[names.name]?.withoutPrefix)
    (gGroup, pGroup) = (nil, nil)
    self.line = line
    catalogue = CatalogueTally()
    (isOpen, isDeleted, isConfirmed) = (true, false, nil)
  }

  /// Reads `releaseversions`: up to 3.52 `releasestatus` holds the comment, later one word.
  mutating func addReleaseVersions(_ attributes: XMLAttributes, names: XMLNames) {
    if let status = attributes[names.releaseStatus] {
      isDeleted = status.equals("Deleted") || status.begins(with: "Allele Deleted")
    }
    if let confirmed = attributes[names.confirmed] {
      isConfirmed = confirmed.equals("Confirmed") ? true : confirmed.equals("Unconfirmed") ? false : nil
    }
  }

  /// Reads `hla_g_group`.
  mutating func addGGroup(_ attributes: XMLAttributes, names: XMLNames) { gGroup = group(attributes, names) }

  /// Reads `hla_p_group`.
  mutating func addPGroup(_ attributes: XMLAttributes, names: XMLNames) { pGroup = group(attributes, names) }

  /// Reads `cwd_catalogue`, whose entries follow, or whose only status it carries itself.
  mutating func addCatalogue(_ attributes: XMLAttributes, names: XMLNames) {
    catalogue.closeCatalogue()
    if let status = attributes[names.catalogueStatus] { catalogue.add(CatalogueCategory(status), coversAll: true) }
  }

  /// Reads `cwd_entry`.
  mutating func addCatalogueEntry(_ attributes: XMLAttributes, names: XMLNames) {
    guard let status = attributes[names.status] else { return }
    let coversAll = attributes[names.population].map { $0.equals("Total") || $0.equals("Undefined") } ?? true
    catalogue.add(CatalogueCategory(status), coversAll: coversAll)
  }

  /// Whether the protein matters: HLA-A, -B and -C, whose products carry KIR ligands.
  var wantsProtein: Bool {
    name.count > 1 && text[name.lowerBound + 1] == UInt8(ascii: "*") && (65...67).contains(text[name.lowerBound])
  }

  /// Starts the protein anew, so that a second one replaces the first.
  mutating func openProtein() { protein.removeAll(keepingCapacity: true) }

  /// Adds residues of the protein, as many as are kept.
  mutating func addResidues(_ residues: UnsafeBufferPointer<UInt8>) {
    for residue in residues where residue > 32 {
      guard protein.count < ProteinBeginnings.length else { return }
      protein.append(residue)
    }
  }

  /// Ends the allele and passes it on.
  mutating func close(into sink: (XMLAllele) throws -> Void) throws {
    isOpen = false
    catalogue.closeCatalogue()
    try protein.withUnsafeBufferPointer { protein in
      try text.withUnsafeBufferPointer { bytes in
        func slice(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: bytes[range]) }
        let id = slice(identifier)
        try sink(
          XMLAllele(
            accession: Self.accession(id), identifier: id, name: slice(name), gGroup: gGroup.map(slice),
            pGroup: pGroup.map(slice), isDeleted: isDeleted, isConfirmed: isConfirmed, catalogued: catalogue.highest,
            protein: protein, line: line))
      }
    }
  }

  /// The group of either shape: `name` in the newest releases, `status` before.
  private mutating func group(_ attributes: XMLAttributes, _ names: XMLNames) -> Range<Int>? {
    guard let value = attributes[names.name] ?? attributes[names.status], !value.isEmpty, !value.equals("None")
    else { return nil }
    return keep(value.withoutPrefix)
  }

  private mutating func keep(_ value: UnsafeBufferPointer<UInt8>?) -> Range<Int> {
    let start = text.count
    if let value { text.append(contentsOf: value) }
    return start..<text.count
  }

  /// The number of `HLA` and one to nine digits.
  private static func accession(_ id: UnsafeBufferPointer<UInt8>) -> UInt32? {
    guard id.begins(with: "HLA"), (4...12).contains(id.count) else { return nil }
    var number: UInt32 = 0
    for byte in id.dropFirst(3) {
      guard case let digit = byte &- 48, digit < 10 else { return nil }
      number = number * 10 + UInt32(digit)
    }
    return number
  }
}

/// The highest category over the catalogues of one allele.
///
/// A catalogue with several entries counts by those for all populations together (`Total`, `Undefined`); a single
/// entry counts whatever its population.
struct CatalogueTally {
  /// The highest category of the catalogues closed so far.
  private(set) var highest = CatalogueCategory.none
  private var entryCount = 0
  private var only = CatalogueCategory.none
  private var overall = CatalogueCategory.none

  /// Counts an entry of the open catalogue.
  mutating func add(_ category: CatalogueCategory, coversAll: Bool) {
    entryCount += 1
    only = category
    if coversAll { overall = max(overall, category) }
  }

  /// Ends the open catalogue, if there is one.
  mutating func closeCatalogue() {
    highest = max(highest, entryCount == 1 ? only : overall)
    (entryCount, only, overall) = (0, .none, .none)
  }
}
