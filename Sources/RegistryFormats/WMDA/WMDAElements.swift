/// The elements of a WMDA inventory that are read, and the columns into which they go.
///
/// Fields may be attributes or elements. The unit's mother (`MAT`), whose HLA and markers have the same names, is not
/// among them, so that all of hers is passed over.
///
/// Source: FORMATS, section 4.1.
enum WMDAElements {
  /// The numbers of the elements that ``WMDARecordBuilder`` is told about.
  enum Role {
    static let donor = 1
    static let cordBloodUnit = 2
    /// The sender's own identifier, which serves where there is no global one.
    static let identifier = 3
    /// The first KIR gene; the others follow in the order of ``RegistryColumn/kirGeneNames``.
    static let firstGene = 16
  }

  static let tree = XMLElementTree(
    root: XMLElement(
      name: "INVENTORIES",
      children: [
        XMLElement(name: "INVENTORY", children: [record("DONOR", Role.donor), record("CBU", Role.cordBloodUnit)])
      ]))

  private static func record(_ name: String, _ role: Int) -> XMLElement {
    let identifiers = [
      XMLElement(name: "GRID", content: .text, occurrence: .once, column: StandardHeader.id),
      XMLElement(name: "ID", content: .text, occurrence: .once, role: Role.identifier),
    ]
    let parts = [
      XMLElement(name: "HLA", children: RegistryColumn.locusNames.map(locus)),
      XMLElement(name: "IDM", children: [field("CMV", .cmv)]),
      XMLElement(name: "KIR", children: genes),
    ]
    return XMLElement(name: name, content: .record, role: role, children: identifiers + facts + parts)
  }

  private static let facts = [
    field("BIRTH_DATE", .birthDate), field("SEX", .sex), field("ABO", .abo), field("RHESUS", .rhesus),
    field("STATUS", .status), field("WEIGHT", .weight), field("TNC", .totalNucleatedCells), field("CD34", .cd34Cells),
  ]

  private static func field(_ name: String, _ column: RegistryColumn) -> XMLElement {
    field(name, StandardHeader.index(of: column))
  }

  private static func field(_ name: String, _ column: Int?) -> XMLElement {
    XMLElement(name: name, content: .text, occurrence: .once, column: column)
  }

  private static func locus(_ name: String) -> XMLElement {
    let values = [("DNA", StandardHeader.dna), ("SER", StandardHeader.serology)].map { method, column in
      XMLElement(
        name: method, occurrence: .once,
        children: [1, 2].map { field("FIELD\($0)", column(name, $0)) })
    }
    return XMLElement(name: name, occurrence: .once, children: values)
  }

  /// Genes with their prefix, be it followed by an underscore: the schema's own form was not at hand.
  private static let genes = ["KIR", "KIR_"].flatMap { prefix in
    RegistryColumn.kirGeneNames.enumerated().map { number, gene in
      XMLElement(name: prefix + gene, content: .text, occurrence: .once, role: Role.firstGene + number)
    }
  }
}
