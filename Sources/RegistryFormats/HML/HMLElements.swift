/// The elements of HML that are read, of versions 1.0.1 to 1.0.3, whose namespaces differ.
///
/// Source: FORMATS, section 4.4.
enum HMLElements {
  /// The numbers of the elements that ``HMLSampleBuilder`` is told about.
  enum Role {
    static let sample = 1
    static let typing = 2
    static let assignment = 3
    static let haploid = 4
    static let geneFamily = 5
    static let version = 6
    static let locus = 7
    static let method = 8
    static let type = 9
    static let glString = 10
    static let uri = 11
  }

  static let tree = XMLElementTree(
    root: XMLElement(
      name: "hml",
      children: [
        XMLElement(
          name: "sample", content: .record, role: Role.sample,
          children: [XMLElement(name: "id", content: .text, occurrence: .once, column: StandardHeader.id), typing])
      ]))

  private static let typing = XMLElement(
    name: "typing", role: Role.typing, children: [text("gene-family", Role.geneFamily), assignment])

  private static let assignment = XMLElement(
    name: "allele-assignment", role: Role.assignment,
    children: [
      text("allele-version", Role.version),
      XMLElement(
        name: "haploid", role: Role.haploid,
        children: [text("locus", Role.locus), text("method", Role.method), text("type", Role.type)]),
      XMLElement(name: "glstring", content: .text, role: Role.glString, children: [text("uri", Role.uri)]),
    ])

  private static func text(_ name: String, _ role: Int) -> XMLElement {
    XMLElement(name: name, content: .text, role: role)
  }
}
